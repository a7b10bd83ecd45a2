package sendautomation

import (
	"context"
	"reflect"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// update sends one PUT with what changed, or nothing. It does not activate a
// second automation of the title.
func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	planned, _ := c.Plan.rule()
	prior, _ := c.State.rule()
	input := zendesk.AutomationInput{Title: attribute.Changed(c.Plan.Title, c.State.Title)}
	if !c.Plan.Active.Equal(c.State.Active) {
		input.Active = c.Plan.Active.ValueBoolPointer()
	}
	if !planned.Equal(prior) {
		input.Conditions, input.Actions = &planned.Conditions, &planned.Actions
	}
	if reflect.DeepEqual(input, zendesk.AutomationInput{}) {
		return nil
	}
	id := c.Plan.ID.ValueString()
	if input.Active != nil && *input.Active {
		if err := client.AutomationAlone(ctx, id, c.Plan.Title.ValueString()); err != nil {
			return trigger.Duplicate(err)
		}
	}
	if input.Conditions != nil {
		is, err := client.Automation(ctx, id)
		if err == nil {
			err = trigger.CheckAsRead(&c.State.Base, is.Title, id, is.Conditions, is.Actions)
		}
		if err != nil {
			return err
		}
	}
	written, err := client.UpdateAutomation(ctx, id, input)
	if err != nil {
		return err
	}
	trigger.RememberRule(&c.Plan.Base, written.Conditions, written.Actions)
	if input.Conditions != nil {
		if err := trigger.CheckStored(written.Title, id, planned, rules.Rule{Conditions: written.Conditions, Actions: written.Actions}); err != nil {
			return err
		}
	}
	c.Plan.SetAdoptable(false)
	action.Written(&c.Plan.Base, planned.Actions, c.Plan.UnmanagedActions)
	return nil
}
