package ticketfield

import (
	"context"
	"reflect"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
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
		if err := keepDefault(ctx, client, plan.ID.ValueString(), input.Options); err != nil {
			return err
		}
	}
	if reflect.DeepEqual(input, zendesk.TicketFieldInput{}) {
		return nil
	}
	if input.Title != nil && input.Description == nil && plan.Description.IsNull() {
		if err := describeByTitle(ctx, client, state, &input); err != nil {
			return err
		}
	}
	_, err := client.UpdateTicketField(ctx, plan.ID.ValueString(), input)
	return err
}

// describeByTitle lets the description follow the title that it is a copy of; see showDescription.
func describeByTitle(ctx context.Context, client *zendesk.Client, state *Model, input *zendesk.TicketFieldInput) error {
	field, err := client.TicketField(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if field.Description == state.Title.ValueString() {
		input.Description = input.Title
	}
	return nil
}

// keepDefault marks the option that is the default now. It is somebody's choice
// in the admin screen, and Zendesk would forget it: options are replaced whole.
func keepDefault(ctx context.Context, client *zendesk.Client, id string, options *[]zendesk.FieldOption) error {
	if options == nil {
		return nil
	}
	field, err := client.TicketField(ctx, id)
	if err != nil {
		return err
	}
	for _, present := range field.Options {
		for i := range *options {
			if (*options)[i].Value == present.Value {
				(*options)[i].Default = present.Default
			}
		}
	}
	return nil
}
