package sendautomation

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	automation, err := client.Automation(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	imported := state.Imported()
	prior, _ := state.rule()
	actions := state.showRule(ctx, automation)
	if imported {
		if err := state.importable(automation); err != nil {
			return err
		}
	}
	state.Title = types.StringValue(automation.Title)
	state.Active = types.BoolValue(automation.Active)
	state.UnmanagedActions = actions.Show(&state.Base)
	trigger.RememberRule(&state.Base, automation.Conditions, automation.Actions)
	trigger.WarnOfLostGuards(ctx, client, state.ID, state.Title, prior, trigger.Found(automation.Active, automation.Conditions, automation.Actions), notes)
	return nil
}

// showRule fills the model in and returns the actions, of which it has taken those
// that it can express.
func (m *Model) showRule(ctx context.Context, read *zendesk.Automation) *action.Reading {
	own, _ := condition.Wire(m.Conditions)
	p, actions := send.Peel(read.Conditions, own, m.Imported()), action.Read(read.Actions)
	m.showHours(p)
	m.showUntil(p)
	m.showFormer(ctx, p)
	m.showPublicComment(p)
	m.ShowMessage(ctx, p, actions)
	return actions
}

// showHours finds "solved for so many hours", which is two conditions. Where
// somebody removed one of them, the attribute is missing: applying writes both.
func (m *Model) showHours(p *send.Peeling) {
	isHours := func(c rules.Condition) bool { _, ok := hoursOf(c); return ok }
	raw := !slices.ContainsFunc(p.Left.All, isSolved.Equal) || !slices.ContainsFunc(p.Left.All, isHours)
	if m.HoursSinceSolved.IsNull() && (raw || !p.Fresh) {
		return // other conditions, which are the user's
	}
	solved := p.TakeExactly(isSolved)
	found := p.TakeExactly(solvedFor(m.HoursSinceSolved.ValueInt64()))
	hours := m.HoursSinceSolved.ValueInt64()
	if !found {
		var taken rules.Condition
		taken, found = p.Take(isHours)
		hours, _ = hoursOf(taken)
	}
	m.HoursSinceSolved = types.Int64Null()
	if solved && found {
		m.HoursSinceSolved = types.Int64Value(hours)
	}
}

// showUntil finds the bound. Without one it is 0.
func (m *Model) showUntil(p *send.Peeling) {
	if m.HoursSinceSolved.IsNull() && m.UntilHours.ValueInt64() == 0 {
		m.UntilHours = types.Int64Value(0)
		return
	}
	if until := m.UntilHours.ValueInt64(); until > 0 && p.TakeExactly(solvedLess(until)) {
		return
	}
	taken, found := p.Take(func(c rules.Condition) bool { _, ok := boundOf(c); return ok })
	m.UntilHours = types.Int64Value(0)
	if found {
		hours, _ := boundOf(taken)
		m.UntilHours = types.Int64Value(hours)
	}
}

// showFormer finds the former tags that prior state knows. Without them a condition
// on tags is one of exclude_tags.
func (m *Model) showFormer(ctx context.Context, p *send.Peeling) {
	prior, _ := attribute.Texts(m.FormerSentTags)
	if len(prior) == 0 || p.TakeExactly(send.WithoutTags(prior...)) {
		return
	}
	taken, _ := p.Take(func(c rules.Condition) bool {
		return c.Field == rules.FieldTags && c.Operator == "not_includes" && slices.ContainsFunc(rules.Tags(c.Value), func(tag string) bool { return slices.Contains(prior, tag) })
	})
	m.FormerSentTags = attribute.TextSet(ctx, rules.Tags(taken.Value), types.SetNull(types.StringType))
}

func (m *Model) showPublicComment(p *send.Peeling) {
	found := m.RequirePublicComment.ValueBool() && p.TakeExactly(hasPublicComments)
	if !found {
		_, found = p.Take(hasPublicComments.Equal)
	}
	m.RequirePublicComment = types.BoolValue(found)
}

// importable refuses what is no send at all. Whatever else is there can be
// expressed.
func (m *Model) importable(automation *zendesk.Automation) error {
	if !m.WebhookID.IsNull() || !m.TargetID.IsNull() {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "Not a send automation",
		Detail:  fmt.Sprintf("%q notifies no webhook and no target, so it does not request a survey. Manage it elsewhere.", automation.Title),
	}
}
