package exclusiontrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	err := trigger.Update(ctx, client, trigger.Edit{
		Plan: &c.Plan.Common, State: &c.State.Common,
		Planned: c.Plan.rule(ctx), Prior: c.State.rule(ctx), Protects: c.Plan.protectsAll(), Widened: c.Plan.widens(ctx, c.State),
	})
	if err != nil {
		return err
	}
	if c.Plan.InForce.IsUnknown() {
		_, err := c.Plan.showForce(ctx, client)
		return err
	}
	return nil
}
