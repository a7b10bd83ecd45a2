package ticketfield

import (
	"context"
	"reflect"
	"slices"
	"strings"

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
		if err := keepOptions(ctx, client, plan, state, input.Options); err != nil {
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

// keepOptions keeps what options have besides name and value, see [inherit]. And it
// refuses to delete an option that somebody added since the plan, together with its values
// on tickets. Zendesk would do both: options are replaced whole.
func keepOptions(ctx context.Context, client *zendesk.Client, plan, state *Model, options *[]zendesk.FieldOption) error {
	if options == nil {
		return nil
	}
	field, err := client.TicketFieldNow(ctx, plan.ID.ValueString())
	if err != nil {
		return err
	}
	var values []string
	for _, present := range field.Options {
		values = append(values, present.Value)
	}
	inherit(*options, field.Options)
	if added := without(without(values, optionsOf(ctx, plan.Options)), optionsOf(ctx, state.Options)); len(added) > 0 {
		return lifecycle.At(pathOptions, "Options were added since the plan",
			"%q (%s) has options that this plan does not know: %s. Nothing was changed, because the update would delete them together with their values on tickets.\n\nPlan again, and add them to \"options\" to keep them.",
			field.Title, field.ID, strings.Join(added, ", "))
	}
	return nil
}

// inherit keeps what somebody chose in the admin screen: the default, dynamic content in
// names, and whether a ticket can be solved with the option.
func inherit(options, present []zendesk.FieldOption) {
	for i := range options {
		at := slices.IndexFunc(present, func(o zendesk.FieldOption) bool { return o.Value == options[i].Value })
		if at >= 0 {
			options[i].Inherit(present[at])
		}
	}
}
