package sendautomation

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	automation, err := client.Automation(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	imported := state.Imported()
	prior, _ := state.rule(ctx)
	unmanaged := state.showRule(ctx, automation)
	if imported {
		if err := state.importable(automation, unmanaged); err != nil {
			return err
		}
	}
	state.Title = types.StringValue(automation.Title)
	state.Active = types.BoolValue(automation.Active)
	state.UnmanagedActions = attribute.ShowUnmanagedActions(unmanaged)
	trigger.WarnOfLostGuards(ctx, client, state.ID, state.Title, prior, trigger.Found(automation.Active, automation.Conditions, automation.Actions), notes)
	return nil
}

// showRule fills the model in and returns the actions that it cannot express.
func (m *Model) showRule(ctx context.Context, read *zendesk.Automation) (unmanaged []rules.Action) {
	own, _ := condition.Wire(ctx, m.Conditions)
	p := send.Peel(read.Conditions, own, m.Imported())
	m.showHours(p)
	m.showUntil(p)
	m.showFormer(ctx, p)
	m.showPublicComment(p)
	return m.ShowMessage(ctx, p, read.Actions)
}

// showHours finds "solved for so many hours", which is two conditions. Where
// somebody removed one of them, the attribute is missing: applying writes both.
func (m *Model) showHours(p *send.Peeling) {
	solved := p.TakeExactly(isSolved)
	found := p.TakeExactly(solvedFor(m.HoursSinceSolved.ValueInt64()))
	hours := m.HoursSinceSolved.ValueInt64()
	if !found {
		var taken rules.Condition
		taken, found = p.Take(func(c rules.Condition) bool { _, ok := hoursOf(c); return ok })
		hours, _ = hoursOf(taken)
	}
	m.HoursSinceSolved = types.Int64Null()
	if solved && found {
		m.HoursSinceSolved = types.Int64Value(hours)
	}
}

// showUntil finds the bound. Without one it is 0.
func (m *Model) showUntil(p *send.Peeling) {
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

// importable says what of an automation made by hand this resource cannot
// express.
func (m *Model) importable(automation *zendesk.Automation, unmanaged []rules.Action) error {
	refuse := func(format string, args ...any) error {
		return &lifecycle.Problem{
			Summary: "Not a send automation",
			Detail: fmt.Sprintf("%q %s. Change that in the admin screen and import again, or manage the automation elsewhere.",
				automation.Title, fmt.Sprintf(format, args...)),
		}
	}
	switch {
	case m.WebhookID.IsNull() && m.TargetID.IsNull():
		return refuse("notifies no webhook and no target with a text body")
	case m.SentTag.IsNull():
		return refuse("has no tag that it both adds and requires to be absent, so it could survey a ticket twice")
	case m.HoursSinceSolved.IsNull():
		return refuse("does not ask, in its group \"all\", for `%s` and `%s greater_than` a number of hours below %d", isSolved, rules.FieldHoursSinceSolved, maxHours)
	case len(unmanaged) > 0:
		return refuse("also has the action `%s %s`, which a send automation cannot express", unmanaged[0].Field, unmanaged[0].Value)
	default:
		return nil
	}
}
