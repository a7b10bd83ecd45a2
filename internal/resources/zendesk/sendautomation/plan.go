package sendautomation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/inuse"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/overlap"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if err := checkSentTag(p); err != nil {
		return err
	}
	if err := planUnmanaged(p); err != nil {
		return err
	}
	planned, complete := p.Plan.rule()
	changes, starts := true, p.Plan.Active.ValueBool()
	if p.State != nil {
		prior, _ := p.State.rule()
		changes = !complete || !planned.Equal(prior)
		starts = starts && !p.State.Active.ValueBool()
		if p.Plan.matchingKnown() {
			warnOfMore(p, planned, prior, starts)
		}
	} else if starts {
		p.Plan.warnOfOld(planned, &p.Notes)
	}
	placeholders := send.Placeholders{Changed: p.State == nil || !p.Plan.Payload.Equal(p.State.Payload), Notes: &p.Notes}
	if p.State != nil {
		placeholders.ID = p.State.ID.ValueString()
	}
	if p.Online {
		placeholders.Client = p.Client
		if err := checkTitle(p); err != nil {
			return err
		}
	}
	problems := []error{checkPlannedTags(p), p.Plan.CheckPlaceholders(placeholders)}
	if p.Online {
		p.Plan.warnOfField(p, planned, complete)
		problems = append(problems, catalogue.CheckLost(p.Client, p.Plan.Conditions), p.Plan.checkSurroundings(ctx, p))
	}
	switch {
	case p.Online && (changes || starts):
		problems = append(problems, checkAccount(ctx, p, planned, placeholders, starts))
	case p.Online && p.Client.TriggersListed():
		problems = append(problems, reportOverlaps(ctx, p, planned, false), p.Plan.CheckCustomFields(ctx, placeholders, nil))
	default:
		problems = append(problems, p.Plan.CheckCustomFields(ctx, placeholders, nil))
	}
	if p.Online && p.State != nil && p.Client.TriggersListed() {
		problems = append(problems, trigger.WarnOfDeleted(ctx, p.Client, p.State.ID.ValueString(), &p.Notes))
	}
	err := errors.Join(problems...)
	if p.Online && p.State == nil && err == nil {
		err = trigger.CheckNewTitle(p.Client, zendesk.NounAutomation, p.Plan.Title.ValueString(), p.Replaces)
	}
	return err
}

// warnOfField is for a ticket field that ends in the same plan.
func (m *Model) warnOfField(p *lifecycle.Planning[*zendesk.Client, Model], planned rules.Rule, complete bool) {
	rule := &planned
	if !complete && !m.matchingKnown() {
		rule = nil
	}
	user := zendesk.Notifier{Noun: zendesk.NounAutomation, Title: m.Title.ValueString()}
	if p.State != nil {
		user.ID = p.State.ID.ValueString()
	}
	inuse.WarnOfField(p.Client, user, m.Active.ValueBool() || m.Active.IsUnknown(), rule, &p.Notes)
}

// checkSurroundings looks at what an automation depends on that others may change.
func (m *Model) checkSurroundings(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	problem := m.sendOf(p.State, &p.Notes).Check(ctx, p.Client)
	if !m.Active.ValueBool() {
		return problem
	}
	return errors.Join(problem, send.CheckNativeSurvey(ctx, p.Client, &p.Notes, zendesk.NounAutomation, m.ID.ValueString(), p.State == nil || !p.State.Active.ValueBool()))
}

// checkAccount compares an automation that is new, changes or is activated with what
// the account has.
func checkAccount(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model], planned rules.Rule, placeholders send.Placeholders, starts bool) error {
	account, err := catalogue.Of(ctx, p.Client, &p.Notes)
	if err != nil || account == nil { // what cannot be asked once is not asked again
		return err
	}
	_, complete := p.Plan.rule()
	matches := p.Plan.matchingKnown()
	problems := []error{
		account.SharedConditions(ctx, p.Plan.Conditions), p.Plan.CheckFields(ctx, account), p.Plan.CheckCustomFields(ctx, placeholders, account), p.Plan.checkTags(ctx, p.Client),
	}
	if matches {
		problems = append(problems, reportOverlaps(ctx, p, planned, true))
	}
	if complete && p.State == nil && p.Plan.ReceiverKnown() {
		problems = append(problems, orphan.Managed(p.Client.PlanAutomation(ctx, p.Plan.input(planned), p.Replaces)))
	}
	if starts {
		problems = append(problems, roomForOneMore(ctx, p.Client))
	}
	err = errors.Join(problems...)
	if matches && starts && p.Replaces == "" && err == nil {
		trigger.WarnOfUnmarked(ctx, p.Client, p.Plan.Title.ValueString(), planned, &p.Notes)
	}
	return err
}

// checkTitle refuses the title that a new automation, which was planned earlier, has.
func checkTitle(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	id, title := p.Plan.ID.ValueString(), p.Plan.Title.ValueString()
	if p.State != nil && p.Client.PlanTitle(zendesk.NounAutomation, id, title) {
		return trigger.SecondOfTitle(zendesk.NounAutomation, id, title)
	}
	return nil
}

// reportOverlaps names other sends of which the same ticket may get a survey, too.
func reportOverlaps(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model], planned rules.Rule, changes bool) error {
	send := overlap.Send{Replaces: p.Replaces, PlannedSend: zendesk.PlannedSend{
		ID: p.Plan.ID.ValueString(), Title: p.Plan.Title.ValueString(), Automation: true, Active: p.Plan.Active.ValueBool(), Changes: changes,
		Rule: evaluation.NewRule(planned, nil),
	}}
	if p.State != nil {
		prior, _ := p.State.rule()
		send.Prior = evaluation.NewRule(prior, nil)
		if changes && p.State.Active.ValueBool() {
			send.Before = send.Prior
		}
	}
	return overlap.Report(ctx, p.Client, send, &p.Notes)
}

// planDelete names new sends that survey again what this one has surveyed.
func planDelete(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	rule, _ := state.rule()
	return overlap.ReportEnd(ctx, client, zendesk.PlannedSend{
		ID: state.ID.ValueString(), Title: state.Title.ValueString(), Automation: true, Active: state.Active.ValueBool(), Rule: evaluation.NewRule(rule, nil),
	}, notes)
}

// sendOf is the send as its receiver has to know it; state is nil of a new one.
func (m *Model) sendOf(state *Model, notes *lifecycle.Notes) receiver.Send {
	planned := receiver.Send{Noun: zendesk.NounAutomation, Title: m.Title.ValueString(), Message: &m.Message, Fires: m.Active.ValueBool(), Notes: notes}
	if state != nil {
		planned.ID, planned.Was, planned.Fired = state.ID.ValueString(), &state.Message, state.Active.ValueBool()
	}
	return planned
}

func planUnmanaged(p *lifecycle.Planning[*zendesk.Client, Model]) (err error) {
	own, _ := p.Plan.own()
	if p.State == nil {
		p.Plan.UnmanagedActions, err = action.Plan(p.Config.UnmanagedActions, nil, types.ListNull(types.StringType), own.Actions, nil)
	} else {
		before, _ := p.State.own()
		p.Plan.UnmanagedActions, err = action.Plan(p.Config.UnmanagedActions, &p.State.Base, p.State.UnmanagedActions, own.Actions, before.Actions)
	}
	return err
}

// checkSentTag refuses another sent_tag that would survey tickets again which were
// surveyed, unless the configuration says what is meant.
func checkSentTag(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if p.State == nil || p.State.SentTag.IsNull() || p.Plan.SentTag.IsUnknown() || p.Plan.SentTag.Equal(p.State.SentTag) {
		return nil
	}
	was := p.State.SentTag.ValueString()
	former, known := attribute.Texts(p.Plan.FormerSentTags)
	answered := !p.Plan.FormerSentTags.IsNull() && len(former) == 0
	if !known || answered || slices.Contains(former, was) {
		return nil
	}
	return lifecycle.At(path.Root("sent_tag"), "Another sent_tag surveys tickets again",
		"Tickets with the tag %q were surveyed. From now on the automation checks for %q instead, so it would survey those that are not closed yet a second time.\n\n"+
			"To not survey them again, set former_sent_tags = [%q]. To survey them again, set former_sent_tags = [].", was, p.Plan.SentTag.ValueString(), was)
}

// warnOfMore is for a change after which tickets match that did not match before: they
// may have been solved some time ago.
func warnOfMore(p *lifecycle.Planning[*zendesk.Client, Model], planned, prior rules.Rule, starts bool) {
	if !p.Plan.Active.ValueBool() || !starts && rules.Implies(planned.Conditions, prior.Conditions) {
		return
	}
	what := "matches more tickets than before"
	if starts {
		what = "is activated"
	} else {
		p.Plan.warnOfMissed(p.State, &p.Notes)
	}
	p.Plan.warnOfTickets(path.Root("conditions"), what, &p.Notes)
}

// warnOfMissed is for fewer hours with a bound below the former hours: it names the
// tickets that were too young for the one and are too old for the other. A ticket that
// the last run found one hour too young has the former hours at the next run.
func (m *Model) warnOfMissed(prior *Model, notes *lifecycle.Notes) {
	hours, bound := prior.HoursSinceSolved.ValueInt64(), m.until().ValueInt64()
	if bound == 0 || bound > hours || m.HoursSinceSolved.ValueInt64() >= hours {
		return
	}
	former := prior.until().ValueInt64()
	if former == 0 {
		former = hours + untilDefault
	}
	which := fmt.Sprintf("%d to %d hours", bound, hours)
	if bound == hours {
		which = fmt.Sprintf("%d hours", hours)
	}
	notes.Warn(path.Root("hours_since_solved"), "Tickets are never surveyed",
		"%q surveyed tickets that were solved at least %d hours ago. With this change it surveys only those that were solved less than %d hours ago: tickets that were solved %s before its next hourly run were not surveyed so far and never will be.\n\n"+
			"To survey them too, apply with until_hours = %d first. Remove that again when its hourly runs have surveyed these tickets: after the first run, or after several where they are more than 1,000.",
		m.Title.ValueString(), hours, bound, which, former)
}

// warnOfOld is for a new automation that leaves open how long ago a ticket was solved.
func (m *Model) warnOfOld(planned rules.Rule, notes *lifecycle.Notes) {
	bound := func(c rules.Condition) bool {
		return c.Field == rules.FieldHoursSinceSolved && !strings.HasPrefix(c.Operator, "greater_than")
	}
	if !m.until().IsUnknown() && !m.Conditions.IsUnknown() && !slices.ContainsFunc(planned.Conditions.All, bound) {
		m.warnOfTickets(path.Root("until_hours"), "is new", notes)
	}
}

// warnOfTickets says which tickets an automation surveys that are not its own so far.
func (m *Model) warnOfTickets(at path.Path, what string, notes *lifecycle.Notes) {
	since := "including tickets that were solved long ago, if they are not closed: up to 1,000 tickets in an hour.\n\n" +
		"To survey only tickets that were solved recently, set until_hours, or leave it out: then it is hours_since_solved + " + strconv.Itoa(untilDefault)
	if until := m.until().ValueInt64(); until > 0 {
		since = fmt.Sprintf("including tickets that were solved up to %d hours ago", until)
	}
	matching := "every ticket that matches"
	if tag := m.SentTag.ValueString(); tag != "" {
		matching += fmt.Sprintf(" and does not have the tag %q", tag)
	}
	notes.Warn(at, "More tickets are surveyed",
		"The automation %q %s. Its next hourly run surveys %s, %s.", m.Title.ValueString(), what, matching, since)
}

// roomForOneMore refuses the automation that is one too many.
func roomForOneMore(ctx context.Context, client *zendesk.Client) error {
	automations, err := client.Automations(ctx)
	if err != nil {
		return err
	}
	active := 0
	for _, automation := range automations {
		if automation.Active {
			active++
		}
	}
	if active < can.MaxActive {
		return nil
	}
	return lifecycle.At(path.Root("active"), fmt.Sprintf("The account runs %d automations already", can.MaxActive),
		"Zendesk runs at most %d active automations, and %s has %d. Deactivate one, or set active = false here.", can.MaxActive, client.Account(), active)
}
