package exclusiontrigger

import (
	"context"
	"errors"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	planned, mark := p.Plan.rule(ctx), p.Plan.mark(ctx)
	in := trigger.Planned{
		Client: p.Client, Online: p.Online, Plan: &p.Plan.Common,
		Marks: rules.MarksOf(planned.Actions), Notes: &p.Notes, Changed: true,
		Undecided: p.Plan.Mark.IsUnknown() || mark.CheckboxFieldID.IsUnknown() || mark.Tag.IsUnknown(),
	}
	if p.State != nil {
		in.State = &p.State.Common
		in.Changed = !planned.Equal(p.State.rule(ctx))
		warnOfNewMark(p)
	}
	if in.Changed {
		in.Account = func(account *catalogue.Catalogue) error { return p.Plan.checkAccount(ctx, account) }
	}
	return trigger.Plan(ctx, in)
}

// checkAccount compares the exclusion with what the account has.
func (m *Model) checkAccount(ctx context.Context, account *catalogue.Catalogue) error {
	problems := []error{account.Conditions(ctx, m.Conditions)}
	if id := m.mark(ctx).CheckboxFieldID.ValueString(); id != "" {
		problems = append(problems, account.CustomField(ctx, pathMark.AtName("checkbox_field_id"), id))
	}
	return errors.Join(problems...)
}

// warnOfNewMark tells the way without a gap: between the two updates of one
// apply the sends still look for the old mark.
func warnOfNewMark(p *lifecycle.Planning[*zendesk.Client, Model]) {
	if p.Plan.Mark.Equal(p.State.Mark) || !p.State.Active.ValueBool() {
		return
	}
	p.Warn(pathMark, "Excluded customers are unprotected for a moment",
		"Between the update of this exclusion and the update of each send that honours it, tickets get the new mark while the send looks for the old one.\n\n"+
			"Without a gap: add a second exclusion with the new mark, switch the sends over to it, and remove this one in a later apply.")
}
