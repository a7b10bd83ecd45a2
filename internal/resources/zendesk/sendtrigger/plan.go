package sendtrigger

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/overlap"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if err := planUnmanaged(ctx, p); err != nil {
		return err
	}
	planned, complete := p.Plan.rule(ctx)
	in := trigger.Planned{
		Client: p.Client, Online: p.Online, Unchanged: p.Unchanged, Plan: &p.Plan.Common,
		Marks: rules.MarksOf(planned.Actions), Notes: &p.Notes, Replaces: p.Replaces,
	}
	if complete {
		honoured := p.Plan.Honoured(planned)
		in.Honoured, in.Rule = &honoured, &planned
	}
	changed := true
	if p.State != nil {
		prior, _ := p.State.rule(ctx)
		in.State, in.Prior = &p.State.Common, &prior
		changed = !complete || !planned.Equal(prior)
	}
	if p.Plan.SentTag.IsNull() && (p.State == nil || !p.State.SentTag.IsNull()) {
		p.Warn(path.Root("sent_tag"), "A ticket may be surveyed twice",
			"Without sent_tag, %q surveys a ticket each time that it matches: also when it is reopened and solved again. For one survey a ticket, set sent_tag.", p.Plan.Title.ValueString())
	}
	if changed || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter) {
		in.SentTag = p.Plan.SentTag.ValueString()
	}
	if changed {
		p.Plan.warnOfClosed(&p.Notes)
		p.Plan.warnOfAnyUpdate(&planned, &p.Notes)
		in.Account = func(account *catalogue.Catalogue) error { return p.Plan.checkAccount(ctx, account) }
	}
	err := trigger.Plan(ctx, in)
	if p.State == nil && p.Online && complete && err == nil {
		err = trigger.CheckAdoption(ctx, p.Client, trigger.New{Plan: &p.Plan.Common, Rule: planned, UniqueTitle: true}, p.Replaces)
	}
	return err
}

// planDelete names new sends that may survey the same tickets before this one is gone.
func planDelete(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	rule, _ := state.rule(ctx)
	own := zendesk.PlannedSend{ID: state.ID.ValueString(), Title: state.Title.ValueString(), Changes: true, Rule: evaluation.NewRule(rule, nil)}
	if state.Active.ValueBool() {
		own.Before = own.Rule
	}
	if !client.TriggersListed() {
		client.PlanSend(own)
		return nil
	}
	return overlap.Report(ctx, client, overlap.Send{PlannedSend: own}, notes)
}

func planUnmanaged(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	var state *trigger.Common
	if p.State != nil {
		state = &p.State.Common
	}
	own, _ := p.Plan.own(ctx)
	return p.Plan.PlanUnmanaged(p.Config.UnmanagedActions, state, own.Actions)
}

// warnOfClosed is for a send on closed tickets.
func (m *Model) warnOfClosed(notes *lifecycle.Notes) {
	if m.OnStatus.ValueString() == "closed" {
		notes.Warn(path.Root("on_status"), "Most tickets are closed days after they were solved",
			"The send fires while a ticket is set to closed, by an automation usually four days after it was solved, and not at all where Zendesk closes it by itself after 28 days.\n\n"+
				"To survey when a ticket is solved, leave on_status out. To wait for some hours, use surveytrigger_zendesk_send_automation.")
	}
}

// warnOfAnyUpdate is for a send that fires whatever the status of the ticket is.
func (m *Model) warnOfAnyUpdate(planned *rules.Rule, notes *lifecycle.Notes) {
	aboutStatus := func(c rules.Condition) bool { return slices.Contains(rules.StatusFields(), c.Field) }
	if m.OnStatus.ValueString() == anyStatus && !slices.ContainsFunc(slices.Concat(planned.Conditions.All, planned.Conditions.Any), aboutStatus) {
		notes.Warn(path.Root("on_status"), "No condition on the status",
			"With on_status = \"any\" and no condition on the status, %q fires on every update of a ticket that matches its other conditions, also while it is open. Add the status to conditions, or leave on_status out.", m.Title.ValueString())
	}
}

// checkAccount compares the send with what the account has.
func (m *Model) checkAccount(ctx context.Context, account *catalogue.Catalogue) error {
	via, _ := m.viaIDs()
	at := pathChannels
	if m.Channels.IsNull() {
		at = pathChannel
	}
	account.Channels(at, via)
	return errors.Join(account.Conditions(ctx, m.Conditions), m.CheckFields(ctx, account))
}
