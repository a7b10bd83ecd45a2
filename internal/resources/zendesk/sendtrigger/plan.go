package sendtrigger

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/overlap"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if err := planUnmanaged(p); err != nil {
		return err
	}
	planned, complete := p.Plan.rule()
	in := trigger.Planned{
		Client: p.Client, Online: p.Online, Unchanged: p.Unchanged, Plan: &p.Plan.Common, Elsewhere: p.Config.CategoryID.IsUnknown(),
		Marks: rules.MarksOf(planned.Actions), Notes: &p.Notes, Replaces: p.Replaces, Send: true,
	}
	if complete {
		honoured := p.Plan.Honoured(planned)
		in.Honoured, in.Rule = &honoured, &planned
	} else if matching, known := p.Plan.matching(); known {
		in.Rule = &matching
	}
	in.Changed = true
	placeholders := send.Placeholders{Changed: p.State == nil || !p.Plan.Payload.Equal(p.State.Payload), Notes: &p.Notes}
	if p.Online {
		placeholders.Client = p.Client
	}
	if p.State != nil {
		placeholders.ID = p.State.ID.ValueString()
		prior, _ := p.State.rule()
		in.State, in.Prior = &p.State.Common, &prior
		in.Changed = !complete || !planned.Equal(prior)
	}
	if in.Changed || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter) {
		in.SentTag = p.Plan.SentTag.ValueString()
	}
	if in.Changed {
		p.Plan.warn(p.State, &planned, &p.Notes)
	}
	misspelled := p.Plan.CheckPlaceholders(placeholders)
	account, asked, err := trigger.Plan(ctx, in)
	switch err = errors.Join(misspelled, err); {
	case !in.Changed:
		err = errors.Join(err, p.Plan.CheckCustomFields(ctx, placeholders, nil))
	case asked:
		err = errors.Join(err, p.Plan.checkAccount(ctx, account), p.Plan.CheckCustomFields(ctx, placeholders, account))
	}
	if !p.Online {
		return err
	}
	err = errors.Join(err, catalogue.CheckLost(p.Client, p.Plan.Conditions))
	return p.Plan.checkSurroundings(ctx, p, err, planned, complete && p.Plan.ReceiverKnown())
}

// checkSurroundings looks at what a send depends on that others may change. Found is
// what is wrong with the send itself: then less is asked.
func (m *Model) checkSurroundings(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model], found error, planned rules.Rule, complete bool) error {
	err := errors.Join(found, m.sendOf(p.State, &p.Notes).Check(ctx, p.Client))
	if p.State == nil && complete && err == nil {
		err = trigger.CheckAdoption(ctx, p.Client, trigger.New{Plan: &m.Common, Rule: m.inAccount(ctx, p.Client, planned), UniqueTitle: true}, p.Replaces)
	}
	if p.State == nil && err == nil {
		err = trigger.CheckNewTitle(p.Client, zendesk.NounTrigger, m.Title.ValueString(), p.Replaces)
	}
	if m.Active.ValueBool() && err == nil {
		err = send.CheckNativeSurvey(ctx, p.Client, &p.Notes, zendesk.NounTrigger, m.ID.ValueString(), p.State == nil || !p.State.Active.ValueBool())
	}
	return err
}

// warn says what a new or changed send does that may not be meant.
func (m *Model) warn(prior *Model, planned *rules.Rule, notes *lifecycle.Notes) {
	m.warnOfClosed(notes)
	m.warnOfChannel(notes)
	m.warnOfAnyUpdate(planned, notes)
	m.warnOfFollowUps(notes)
	if prior != nil && attribute.Set(prior.SentTag) {
		m.warnOfForgotten(prior.SentTag.ValueString(), planned, notes)
	}
}

// warnOfForgotten is for a send that no longer sees which tickets it has surveyed.
func (m *Model) warnOfForgotten(former string, planned *rules.Rule, notes *lifecycle.Notes) {
	const summary = "A ticket may be surveyed twice"
	at, title, tag := path.Root("sent_tag"), m.Title.ValueString(), m.SentTag.ValueString()
	switch {
	case m.SentTag.IsNull():
		notes.Warn(at, summary,
			"Without sent_tag, %q surveys a ticket each time that it matches, for example when it is reopened and solved again. To survey each ticket at most once, set sent_tag.", title)
	case tag != former && !slices.Contains(m.Honoured(*planned).Tags, former) && !m.SentTag.IsUnknown():
		notes.Warn(at, summary,
			"Tickets that %q has surveyed so far have the tag %q. From now on it adds %q, and surveys tickets that do not have that: one that was surveyed before gets a second survey when it is reopened and solved again.\n\n"+
				"To prevent that, add %q to exclude_tags.", title, former, tag, former)
	}
}

// planDelete names new sends that may survey the same tickets before this one is gone, and
// exclusions that may be gone before.
func planDelete(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	rule, _ := state.rule()
	trigger.PlanSendEnd(client, &state.Common, rule, notes)
	return overlap.ReportEnd(ctx, client, zendesk.PlannedSend{
		ID: state.ID.ValueString(), Title: state.Title.ValueString(), Active: state.Active.ValueBool(), Rule: evaluation.NewRule(rule, nil),
	}, notes)
}

// sendOf is the send as its receiver has to know it; state is nil of a new one.
func (m *Model) sendOf(state *Model, notes *lifecycle.Notes) receiver.Send {
	planned := receiver.Send{Noun: zendesk.NounTrigger, Title: m.Title.ValueString(), Message: &m.Message, Fires: m.Active.ValueBool(), Notes: notes}
	if state != nil {
		planned.ID, planned.Was, planned.Fired = state.ID.ValueString(), &state.Message, state.Active.ValueBool()
	}
	return planned
}

func planUnmanaged(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	var state *trigger.Common
	var before rules.Rule
	if p.State != nil {
		state = &p.State.Common
		before, _ = p.State.own()
	}
	own, _ := p.Plan.own()
	return p.Plan.PlanUnmanaged(p.Config.UnmanagedActions, state, own.Actions, before.Actions)
}

// warnOfClosed is for a send on closed tickets.
func (m *Model) warnOfClosed(notes *lifecycle.Notes) {
	if m.OnStatus.ValueString() == "closed" {
		notes.Warn(path.Root("on_status"), "Most tickets are closed days after they were solved",
			"The send fires when a ticket is set to closed. Usually an automation does that four days after it was solved. If Zendesk itself closes it after 28 days, the send does not fire at all.\n\n"+
				"To survey when a ticket is solved, leave on_status out. To wait for some hours, use surveytrigger_zendesk_send_automation.")
	}
}

// warnOfChannel is for a payload that was copied from the send of another channel. With
// further channels, which one it names is for the user to say.
func (m *Model) warnOfChannel(notes *lifecycle.Notes) {
	set := m.Channel.ValueString()
	named, constant := payload.Constant(m.Payload.ValueString(), "channel")
	if set == "" || !m.Channels.IsNull() || !constant || named == set {
		return
	}
	if _, another := rules.ChannelSet(named); another {
		notes.Warn(send.PathPayload, "The payload names another channel",
			"The send is for tickets of the channel %q, but every body that it sends has \"channel\": %q. The backend counts these surveys for the wrong channel.\n\n"+
				"Write %q in the payload, or change \"channel\" of the send.", set, named, set)
	}
}

// closedTicket is the channel of follow-up tickets, which inherit all tags of the closed one
// (support.zendesk.com, "About follow-up tickets").
const closedTicket = "closed_ticket"

// warnOfFollowUps is for a send that names the channel of follow-up tickets.
func (m *Model) warnOfFollowUps(notes *lifecycle.Notes) {
	if names, _ := attribute.Texts(m.Channels); !slices.Contains(names, closedTicket) || m.SentTag.IsNull() {
		return
	}
	tag := "sent_tag"
	if !m.SentTag.IsUnknown() {
		tag = strconv.Quote(m.SentTag.ValueString())
	}
	notes.Warn(path.Root("sent_tag"), "Follow-up tickets have the tags of the closed ticket",
		"Tickets of the channel closed_ticket are follow-ups of closed tickets and inherit their tags. If the closed ticket has the tag %[1]s or the mark of an exclusion, %[2]q does not survey the follow-up.\n\n"+
			"No action is needed if that is meant. To survey follow-ups of surveyed tickets, remove the tag %[1]s in a trigger that runs when a ticket is created in the channel closed_ticket.", tag, m.Title.ValueString())
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
