package exclusiontrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	return trigger.Update(ctx, client, trigger.Edit{
		Plan: &c.Plan.Common, State: &c.State.Common,
		Planned: c.Plan.rule(ctx), Prior: c.State.rule(ctx),
	})
}
