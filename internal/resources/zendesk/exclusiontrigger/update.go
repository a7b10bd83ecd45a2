package exclusiontrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	// Of a field that the same apply made, the plan did not know the id.
	if id := c.Plan.mark(ctx).CheckboxFieldID; id.ValueString() != "" && !id.Equal(c.State.mark(ctx).CheckboxFieldID) {
		if err := catalogue.TypeCheckbox(ctx, client, pathCheckbox, id.ValueString()); err != nil {
			return err
		}
	}
	err := trigger.Update(ctx, client, trigger.Edit{
		Plan: &c.Plan.Common, State: &c.State.Common,
		Planned: c.Plan.rule(ctx), Prior: c.State.rule(ctx), Protects: c.Plan.protectsAll(), Widened: c.Plan.widens(ctx, c.State), Notes: &c.Notes,
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
