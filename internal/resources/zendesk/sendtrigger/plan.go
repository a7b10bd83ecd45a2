package sendtrigger

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/overlap"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
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
	if changed || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter) {
		in.SentTag = p.Plan.SentTag.ValueString()
	}
	if changed {
		generated, _ := p.Plan.generated()
		if err := condition.Possible(ctx, p.Plan.Conditions, generated.All); err != nil {
			return err
		}
		p.Plan.WarnOfPayload(&p.Notes)
		p.Plan.warnOfClosed(&p.Notes)
		in.Account = func(account *catalogue.Catalogue) error { return p.Plan.checkAccount(ctx, account) }
	}
	err := trigger.Plan(ctx, in)
	if p.Online {
		err = errors.Join(err, p.Plan.sendOf(p.State, &p.Notes).Check(ctx, p.Client))
	}
	if p.State == nil && p.Online && complete && err == nil {
		err = trigger.CheckAdoption(ctx, p.Client, trigger.New{Plan: &p.Plan.Common, Rule: p.Plan.inAccount(ctx, p.Client, planned), UniqueTitle: true}, p.Replaces)
	}
	if p.Online && p.Plan.Active.ValueBool() && err == nil {
		err = send.CheckNativeSurvey(ctx, p.Client, &p.Notes, zendesk.NounTrigger, p.Plan.ID.ValueString())
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

// sendOf is the send as its receiver has to know it; state is nil of a new one.
func (m *Model) sendOf(state *Model, notes *lifecycle.Notes) receiver.Send {
	planned := receiver.Send{Noun: zendesk.NounTrigger, Title: m.Title.ValueString(), Message: &m.Message, Fires: m.Active.ValueBool(), Notes: notes}
	if state != nil {
		planned.ID, planned.Was, planned.Fired = state.ID.ValueString(), &state.Message, state.Active.ValueBool()
	}
	return planned
}

// warnOfClosed is for a send on closed tickets.
func (m *Model) warnOfClosed(notes *lifecycle.Notes) {
	if m.OnStatus.ValueString() == "closed" {
		notes.Warn(path.Root("on_status"), "Most tickets are closed days after they were solved",
			"The send fires while a ticket is set to closed, by an automation usually four days after it was solved, and not at all where Zendesk closes it by itself after 28 days.\n\n"+
				"To survey when a ticket is solved, leave on_status out. To wait for some hours, use surveytrigger_zendesk_send_automation.")
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
