package exclusiontrigger

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	if state.Protects.IsNull() {
		state.Protects = types.StringValue(protectsAll)
	}
	client.Evaluation().NoteProtects(state.ID.ValueString(), state.protectsAll())
	prior := trigger.Version{Active: state.Active.ValueBool(), Rule: state.rule(ctx)}
	found, err := client.Trigger(ctx, state.ID.ValueString())
	if zendesk.IsNotFound(err) {
		state.WarnOfDrift(ctx, client, prior, nil, notes)
	}
	if err != nil {
		return err
	}
	imported := state.Imported()
	state.Conditions = condition.Show(ctx, found.Conditions, state.Conditions)
	actions := state.showActions(ctx, found.Actions)
	if imported {
		if err := state.importable(ctx, found, notes); err != nil {
			return err
		}
	}
	gaps, err := state.Show(ctx, client, found, actions, state.protectsAll())
	if err != nil {
		return err
	}
	now := trigger.Found(found.Active, found.Conditions, found.Actions)
	state.WarnOfDrift(ctx, client, prior, &now, notes)
	state.WarnOfListed(ctx, client, notes)
	open, err := state.showForce(ctx, client)
	if err != nil {
		return err
	}
	if rules.MarksOf(found.Actions).Lacks(rules.MarksOf(prior.Rule.Actions)) {
		state.InForce = types.BoolValue(false) // it leaves other marks than those that sends look for
	}
	state.showDead(ctx, client, notes)
	return state.report(ctx, client, open, gaps, notes)
}

// importable refuses what leaves no mark, and warns of what looks like a send.
func (m *Model) importable(ctx context.Context, found *zendesk.Trigger, notes *lifecycle.Notes) error {
	if mark := m.mark(ctx); mark.CheckboxFieldID.IsNull() && mark.Tag.IsNull() {
		return &lifecycle.Problem{
			Summary: "Not an exclusion trigger",
			Detail: fmt.Sprintf("%q ticks no checkbox and adds no tag, so no send can see that it matched. If it requests a survey, import it as a surveytrigger_zendesk_send_trigger. "+
				"Otherwise manage it elsewhere.", found.Title),
		}
	}
	if slices.ContainsFunc(found.Actions, func(a rules.Action) bool { _, notifies := rules.NotificationOf(a); return notifies }) {
		notes.Warn(path.Empty(), "This exclusion notifies a receiver",
			"%q (%s) also notifies a webhook or a target. If that requests a survey, import it as a surveytrigger_zendesk_send_trigger instead; otherwise no action is needed.", found.Title, found.ID)
	}
	return nil
}
