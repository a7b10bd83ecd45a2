package trigger

import (
	"context"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Edit is what [Update] makes of a trigger.
type Edit struct {
	Plan, State *Common
	Planned     rules.Rule
	Prior       rules.Rule
	// Honoured is what a send looks at, and HonouredBefore what it looked at; nil
	// for an exclusion.
	Honoured, HonouredBefore *rules.Marks
	// UniqueTitle refuses to activate a second trigger of the same title.
	UniqueTitle bool
	// Protects says that it is an exclusion which protects from every send that
	// honours its mark; Widened, that it does so since this change.
	Protects, Widened bool
	Notes             *lifecycle.Notes
}

// Update changes the trigger: one request for its content, and one for its place
// and activity if these are not right yet. The reconciler decides what goes first:
// an active trigger is put in order before its content changes, and one that is to
// be activated is so only after.
func Update(ctx context.Context, client *zendesk.Client, e Edit) error {
	moved := !e.Plan.CategoryID.IsUnknown() && !e.Plan.CategoryID.Equal(e.State.CategoryID)
	related := !e.Plan.EvaluateAfter.Equal(e.State.EvaluateAfter)
	fires, shallFire := e.State.Active.ValueBool(), e.Plan.Active.ValueBool()
	if related || e.looksAway() {
		if err := relation.Check(ctx, client, e.subject()); err != nil {
			return err
		}
	}
	unsettled := moved || shallFire && (!fires || related || e.Widened || !e.State.OrderSatisfied.ValueBool() || e.Plan.mayLoseOrder(ctx, client))
	e.Plan.OrderSatisfied = types.BoolValue(true)
	guarded := fires && shallFire && e.UniqueTitle && e.changesContent()
	if !unsettled && !guarded {
		if err := e.write(ctx, client, fires && !shallFire); err != nil {
			return err
		}
	} else if err := client.Evaluation().Settle(ctx, e.placement(ctx, client)); err != nil {
		return relation.Problem(Duplicate(err))
	}
	e.Plan.SetAdoptable(false)
	action.Written(&e.Plan.Base, e.Planned.Actions, e.Plan.UnmanagedActions)
	return nil
}

// changesContent reports whether the trigger does something else from now on.
func (e Edit) changesContent() bool { return !e.Planned.Equal(e.Prior) }

// looksAway reports whether the send stops looking at a mark, so that it may be
// one that it has to look at.
func (e Edit) looksAway() bool { return e.Honoured != nil && e.Honoured.Lacks(*e.HonouredBefore) }

func (e Edit) subject() relation.Subject {
	return relation.Subject{ID: e.Plan.ID.ValueString(), After: e.Plan.EvaluateAfter, Honoured: e.Honoured, Notes: e.Notes}
}

func (e Edit) placement(ctx context.Context, client *zendesk.Client) evaluation.Placement {
	fires, shallFire := e.State.Active.ValueBool(), e.Plan.Active.ValueBool()
	placement := e.Plan.placement(shallFire)
	placement.Known, placement.ListedOnly = e.State.recallRelations(), e.State.recallIDs(listedOnlyKey)
	placement.ProtectedBy = e.State.recallIDs(protectedByKey)
	placement.Protects = e.Protects
	placement.Strict = !fires || e.Widened || !e.Plan.CategoryID.Equal(e.State.CategoryID)
	placement.Tolerated = e.State.recallIDs(gapsKey)
	placement.Pausable = e.UniqueTitle
	if e.UniqueTitle && fires && shallFire {
		placement.Stopped = lifecycle.At(path.Root("active"), "The trigger was deactivated",
			"%q was active when this was planned and is inactive now: it was changed outside Terraform. It was not changed, because this apply would activate it.\n\n"+
				"Plan again: the plan shows that it is activated. To keep it inactive, set active = false.", e.State.Title.ValueString())
	}
	checks := []func(*evaluation.Snapshot) error{func(*evaluation.Snapshot) error { return e.asRead(ctx, client) }}
	if e.UniqueTitle && !fires {
		checks = append(checks, zendesk.Sole(placement.ID, false))
	}
	if e.UniqueTitle && shallFire {
		checks = append(checks, e.protectorsFire(client))
	}
	placement.Check = func(s *evaluation.Snapshot) error {
		for _, check := range checks {
			if err := check(s); err != nil {
				return err
			}
		}
		return nil
	}
	if input := e.input(fires && !shallFire); !reflect.DeepEqual(input, zendesk.TriggerInput{}) {
		placement.Content = evaluation.NewRule(e.Planned, nil)
		placement.Write = func(ctx context.Context, deactivate bool) error {
			sent := input
			if inactive := false; deactivate {
				sent.Active = &inactive
			}
			return e.send(ctx, client, sent)
		}
	}
	return placement
}

// protectorsFire refuses to change or activate a send while an exclusion is inactive
// that was active when this was planned, listed or not, or leaves no mark that the send
// checks: a saved plan may be old. What this run deactivates itself was said in its plan.
func (e Edit) protectorsFire(client *zendesk.Client) func(*evaluation.Snapshot) error {
	acknowledged, shall := e.State.recallIDs(inactiveKey), evaluation.NewRule(e.Planned, nil)
	protectors := slices.DeleteFunc(e.Plan.after(), func(id string) bool { return !slices.Contains(e.State.after(), id) })
	protectors = append(protectors, e.State.recallIDs(protectedByKey)...)
	return func(s *evaluation.Snapshot) error {
		for _, id := range protectors {
			listed, exists := s.Trigger(id)
			declared, planned := client.Evaluation().Declared(id)
			if !exists || planned && !declared.Active || slices.Contains(acknowledged, id) {
				continue
			}
			at, way := relation.Path, "set active = false in its configuration"
			if slices.Contains(e.Plan.after(), id) {
				at, way = relation.At(id), "remove it from evaluate_after"
			}
			if marks := listed.Rule.Marks(); listed.Active && !planned && !e.looksAway() && !shall.Considers(marks) {
				return lifecycle.At(at, "An exclusion leaves another mark",
					"%q (%s) leaves no mark that this send checks: it was changed outside Terraform after this was planned. The send was not changed, because it would survey excluded customers.\n\n"+
						"Plan and apply again.", listed.Title, id)
			}
			if listed.Active {
				continue
			}
			return lifecycle.At(at, "An exclusion was deactivated",
				"%q (%s) was active when this was planned and is inactive now: it was changed outside Terraform. The send was not changed, because it would survey excluded customers.\n\n"+
					"Activate the exclusion, or %s, then plan and apply again.", listed.Title, id, way)
		}
		return nil
	}
}

// write sends what changed of the content, or nothing.
func (e Edit) write(ctx context.Context, client *zendesk.Client, deactivate bool) error {
	input := e.input(deactivate)
	if reflect.DeepEqual(input, zendesk.TriggerInput{}) {
		return nil
	}
	if err := e.asRead(ctx, client); err != nil {
		return err
	}
	return e.send(ctx, client, input)
}

// asRead refuses to overwrite what somebody has changed since this was planned.
func (e Edit) asRead(ctx context.Context, client *zendesk.Client) error {
	if !e.changesContent() {
		return nil
	}
	is, err := client.Trigger(ctx, e.Plan.ID.ValueString())
	if err != nil {
		return err
	}
	return CheckAsRead(&e.State.Base, is.Title, is.ID, is.Conditions, is.Actions)
}

func (e Edit) send(ctx context.Context, client *zendesk.Client, input zendesk.TriggerInput) error {
	written, err := client.UpdateTrigger(ctx, e.Plan.ID.ValueString(), input)
	if err != nil {
		return err
	}
	RememberRule(&e.Plan.Base, written.Conditions, written.Actions)
	if input.Conditions == nil {
		return nil
	}
	return CheckStored(written.Title, written.ID, e.Planned, rules.Rule{Conditions: written.Conditions, Actions: written.Actions})
}

// input is what changed of the content. Deactivating goes along with it;
// activating is a matter of order.
func (e Edit) input(deactivate bool) zendesk.TriggerInput {
	input := zendesk.TriggerInput{
		Title:       attribute.Changed(e.Plan.Title, e.State.Title),
		Description: attribute.Changed(e.Plan.Description, e.State.Description),
	}
	if deactivate {
		active := false
		input.Active = &active
	}
	if e.changesContent() { // Zendesk replaces both arrays when either is sent
		input.Conditions, input.Actions = &e.Planned.Conditions, &e.Planned.Actions
	}
	return input
}
