package trigger

import (
	"context"
	"reflect"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Edit is what [Update] makes of a trigger.
type Edit struct {
	Plan, State *Common
	Planned     rules.Rule
	Prior       rules.Rule
	Honoured    *rules.Marks
}

// Update changes the trigger: one request for its content, and one for its
// place if that is not right yet. A trigger that fires is put in order before
// its content changes; one that is to be switched on is so only after.
func Update(ctx context.Context, client *zendesk.Client, e Edit) error {
	moved := !e.Plan.CategoryID.IsUnknown() && !e.Plan.CategoryID.Equal(e.State.CategoryID)
	related := !e.Plan.EvaluateAfter.Equal(e.State.EvaluateAfter)
	fires, shallFire := e.State.Active.ValueBool(), e.Plan.Active.ValueBool()
	unsettled := moved || shallFire && (!fires || related || !e.State.OrderSatisfied.ValueBool())
	if related || !e.Planned.Equal(e.Prior) {
		if err := relation.Check(ctx, client, e.Plan.EvaluateAfter, e.Honoured, &lifecycle.Notes{}); err != nil {
			return err
		}
	}
	if unsettled && fires && shallFire {
		if err := e.settle(ctx, client); err != nil {
			return err
		}
		unsettled = false
	}
	if err := e.write(ctx, client); err != nil {
		return err
	}
	if unsettled {
		return e.settle(ctx, client)
	}
	return nil
}

func (e Edit) settle(ctx context.Context, client *zendesk.Client) error {
	return relation.Problem(client.Settle(ctx, e.Plan.placement(e.Plan.Active.ValueBool())))
}

// write sends what changed of the content, or nothing. Switching off goes along
// with it; switching on is a matter of order.
func (e Edit) write(ctx context.Context, client *zendesk.Client) error {
	input := zendesk.TriggerInput{
		Title:       attribute.Changed(e.Plan.Title, e.State.Title),
		Description: attribute.Changed(e.Plan.Description, e.State.Description),
	}
	if e.State.Active.ValueBool() && !e.Plan.Active.ValueBool() {
		input.Active = e.Plan.Active.ValueBoolPointer()
	}
	// Zendesk replaces both arrays when either is sent.
	if !e.Planned.Equal(e.Prior) || len(e.State.UnmanagedActions.Elements()) > 0 {
		input.Conditions, input.Actions = &e.Planned.Conditions, &e.Planned.Actions
	}
	if reflect.DeepEqual(input, zendesk.TriggerInput{}) {
		return nil
	}
	_, err := client.UpdateTrigger(ctx, e.Plan.ID.ValueString(), input)
	return err
}

// Delete deletes the trigger.
func Delete(ctx context.Context, client *zendesk.Client, state *Common) error {
	return client.DeleteTrigger(ctx, state.ID.ValueString())
}
