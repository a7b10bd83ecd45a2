package exclusiontrigger

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	trigger, err := client.Trigger(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	imported := state.Imported()
	state.Conditions = condition.Show(ctx, trigger.Conditions, state.Conditions)
	unmanaged := state.showActions(ctx, trigger.Actions)
	if imported && len(unmanaged) > 0 {
		return &lifecycle.Problem{
			Summary: "Not an exclusion trigger",
			Detail: fmt.Sprintf("%q also has the action `%s %s`, which an exclusion trigger cannot express: it ticks one checkbox and adds one tag. "+
				"Remove that action in the admin screen, or manage the trigger elsewhere.", trigger.Title, unmanaged[0].Field, unmanaged[0].Value),
		}
	}
	if state.Protects.IsNull() {
		state.Protects = types.StringValue(protectsAll)
	}
	gaps, err := state.Show(ctx, client, trigger, unmanaged, state.protectsAll())
	if err != nil {
		return err
	}
	open, err := state.showForce(ctx, client)
	if err != nil {
		return err
	}
	return state.report(ctx, client, open, gaps, notes)
}

// showForce fills in whether the exclusion does what it is for, and returns the
// sends that it does not protect from while it is active.
func (m *Model) showForce(ctx context.Context, client *zendesk.Client) ([]evaluation.Trigger, error) {
	if !m.Active.ValueBool() {
		m.InForce = types.BoolValue(false)
		return nil, nil
	}
	open, err := client.Evaluation().Open(ctx, m.Placement(m.protectsAll()))
	m.InForce = types.BoolValue(len(open) == 0 && !rules.MarksOf(m.rule(ctx).Actions).Empty())
	return open, err
}

// report says in words which tickets may be surveyed while the exclusion is not in
// force.
func (m *Model) report(ctx context.Context, client *zendesk.Client, open []evaluation.Trigger, gaps []evaluation.Gap, notes *lifecycle.Notes) error {
	if len(open) == 0 {
		return nil
	}
	s, err := client.Evaluation().Snapshot(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, send := range open {
		text := fmt.Sprintf("%q (%s) is not evaluated before the active send %q (%s), which honours its mark, or another trigger removes the mark in between. "+
			"Tickets that the exclusion matches may be surveyed while this lasts.", m.Title.ValueString(), m.ID.ValueString(), send.Title, send.ID)
		level := client.Checks().Level(checks.UnlistedSends, m.ID.ValueString(), send.ID)
		remedy := "Move the trigger that removes the mark before the exclusion or behind the send."
		if i := slices.IndexFunc(gaps, func(g evaluation.Gap) bool { return g.Send.ID == send.ID }); i >= 0 {
			text, remedy = gaps[i].Describe(s)+". Tickets that the exclusion matches may be surveyed.", gaps[i].Remedy()
		} else if !m.OrderSatisfied.ValueBool() {
			remedy = "Applying repairs the order."
			if level == checks.Error {
				level = checks.Warning // an error would prevent the repair, and the plan has a difference anyway
			}
		}
		problems = append(problems, notes.Report(level, path.Root("in_force"), fmt.Sprintf("Exclusion %s is not in force for send %s", m.ID.ValueString(), send.ID), "%s\n\n%s", text, remedy))
	}
	return errors.Join(problems...)
}
