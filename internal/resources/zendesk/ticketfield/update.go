package ticketfield

import (
	"context"
	"reflect"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// update sends one PUT with what changed, or nothing.
func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	plan, state := c.Plan, c.State
	input := zendesk.TicketFieldInput{
		Title:       attribute.Changed(plan.Title, state.Title),
		Description: attribute.Changed(plan.Description, state.Description),
		Tag:         attribute.Changed(plan.Tag, state.Tag),
	}
	if !plan.Active.Equal(state.Active) {
		input.Active = plan.Active.ValueBoolPointer()
	}
	if !plan.Options.Equal(state.Options) {
		input.Options = wireOptions(ctx, plan.Options)
	}
	if reflect.DeepEqual(input, zendesk.TicketFieldInput{}) {
		return nil
	}
	_, err := client.UpdateTicketField(ctx, plan.ID.ValueString(), input)
	return err
}
