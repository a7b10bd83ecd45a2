package trigger

import (
	"context"
	"errors"
	"reflect"
	"slices"

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
	// Honoured is what a send looks at, and HonouredBefore what it looked at; nil
	// for an exclusion.
	Honoured, HonouredBefore *rules.Marks
	// UniqueTitle refuses to switch on a second trigger of the same title.
	UniqueTitle bool
}

// Update changes the trigger: one request for its content, and one for its
// place if that is not right yet. A trigger that fires is put in order before
// its content changes; one that is to be switched on is so only after. Where
// neither can go first, because the old content relies on an order that has to
// end, the trigger is switched off in between.
func Update(ctx context.Context, client *zendesk.Client, e Edit) error {
	moved := !e.Plan.CategoryID.IsUnknown() && !e.Plan.CategoryID.Equal(e.State.CategoryID)
	related := !e.Plan.EvaluateAfter.Equal(e.State.EvaluateAfter)
	fires, shallFire := e.State.Active.ValueBool(), e.Plan.Active.ValueBool()
	unsettled := moved || shallFire && (!fires || related || !e.State.OrderSatisfied.ValueBool())
	if related || e.looksAway() {
		if err := relation.Check(ctx, client, e.subject()); err != nil {
			return err
		}
	}
	off := fires && !shallFire
	if unsettled && fires && shallFire {
		placement := e.placement(client)
		if related && !e.Planned.Equal(e.Prior) {
			placement.Keep = e.State.after()
		}
		err := client.Settle(ctx, placement)
		switch {
		case err == nil:
			unsettled = false
		case errors.Is(err, zendesk.ErrGap):
			off = true
		default:
			return relation.Problem(err)
		}
	}
	if err := e.write(ctx, client, off); err != nil {
		return err
	}
	e.Plan.SetAdoptable(false)
	if !unsettled {
		return nil
	}
	return relation.Problem(Duplicate(client.Settle(ctx, e.placement(client))))
}

// looksAway reports whether the send stops looking at a mark, so that it may be
// one that it has to look at.
func (e Edit) looksAway() bool { return e.Honoured != nil && e.Honoured.Lacks(*e.HonouredBefore) }

func (e Edit) subject() relation.Subject {
	return relation.Subject{ID: e.Plan.ID.ValueString(), After: e.Plan.EvaluateAfter, Honoured: e.Honoured, Notes: &lifecycle.Notes{}}
}

func (e Edit) placement(client *zendesk.Client) zendesk.Placement {
	placement := e.Plan.placement(e.Plan.Active.ValueBool())
	placement.Alone = e.UniqueTitle && !e.State.Active.ValueBool()
	placement.Known = e.State.recallRelations()
	placement.Unheard = unheard(client, placement.After, e.State.after())
	return placement
}

// unheard are listed triggers whose own relations are neither in memory, because
// they were not listed before, nor planned in this process.
func unheard(client *zendesk.Client, listed, before []string) (ids []string) {
	for _, id := range listed {
		if _, heard := client.Declared(id); !heard && !slices.Contains(before, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// write sends what changed of the content, or nothing. Switching off goes along
// with it; switching on is a matter of order.
func (e Edit) write(ctx context.Context, client *zendesk.Client, off bool) error {
	input := zendesk.TriggerInput{
		Title:       attribute.Changed(e.Plan.Title, e.State.Title),
		Description: attribute.Changed(e.Plan.Description, e.State.Description),
	}
	if off {
		active := false
		input.Active = &active
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
