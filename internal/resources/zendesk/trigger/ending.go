package trigger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// An exclusion that a plan deletes, deactivates or weakens protects from less, or from
// nothing, as soon as it is written. These warnings name who relied on it.

// warnOfEnd names the sends that an exclusion protects and that do not list it,
// when it is deactivated. Those that list it say so themselves, and those that relied
// on it are named by [Planned.warnOfRelying].
func (p Planned) warnOfEnd(ctx context.Context, s *evaluation.Snapshot, relying map[string]evaluation.Declaration) {
	switch {
	case p.State == nil || !p.State.Active.ValueBool():
	case !p.active():
		WarnOfEnd(ctx, p.Client, s, p.State, Deactivated, relying, p.Notes)
	case p.Narrowed:
		WarnOfEnd(ctx, p.Client, s, p.State, narrowed, relying, p.Notes)
	}
}

// Ending is what a plan makes of an exclusion that protects no more, for people.
type Ending string

// Deleted and Deactivated exclusions protect from nothing.
const (
	Deleted     Ending = "deleted"
	Deactivated Ending = "deactivated"
	narrowed    Ending = "limited to listed sends"
)

// WarnOfEnd names the active sends that honour an exclusion's mark, are not known to
// list it, and are not among those that are named elsewhere.
func WarnOfEnd(ctx context.Context, client *zendesk.Client, s *evaluation.Snapshot, state *Common, how Ending, elsewhere map[string]evaluation.Declaration, notes *lifecycle.Notes) {
	id := state.ID.ValueString()
	own, exists := s.Trigger(id)
	if !exists || !own.Active || how == Deleted && succeeded(client, s, own) {
		return
	}
	var titles []string
	for _, t := range s.Triggers {
		d, planned := client.Evaluation().Declared(t.ID)
		_, named := elsewhere[t.ID]
		spoken := named || planned && (slices.Contains(d.After, id) || !d.Active || d.Deleted)
		if t.ID == id || !t.Active || !t.Rule.Sends() || !t.Rule.Honours(own.Rule.Marks()) || spoken {
			continue
		}
		if (planned || how != Deleted) && notes.First(former(id, t.ID)) {
			titles = append(titles, fmt.Sprintf("  %q (%s)", t.Title, t.ID))
		}
	}
	if how != narrowed { // the order, and with it who lists whom, is of no use to automations
		automations := client.RelyingAutomations(ctx, own.Rule.Marks(), rules.Marks{})
		titles = append(titles, linesOf(slices.DeleteFunc(automations, func(s zendesk.PlannedSend) bool { return how == Deleted && !s.Managed }))...)
	}
	if len(titles) > 0 {
		which := "tickets that it excludes are surveyed by these active sends, which check its mark"
		if how == narrowed { // a send that lists it is planned later
			which = "of the active sends below, which check its mark, those that do not list it in evaluate_after survey tickets that it excludes"
		}
		text := fmt.Sprintf("%q (%s) is %s by this plan. From then on, %s:\n\n%s", own.Title, id, how, which, strings.Join(titles, "\n"))
		switch how {
		case Deleted:
			text += "\n\n" + unlessSucceeded
		case narrowed:
			text += "\n\nIf all of them list it, no action is needed."
		}
		notes.Warn(path.Root("active"), fmt.Sprintf("The exclusion %s is %s", id, how), "%s", text)
	}
}

// WarnOfDeleted is [WarnOfEnd] for an automation that is planned after the exclusions
// that this plan deletes.
func WarnOfDeleted(ctx context.Context, client *zendesk.Client, id string, notes *lifecycle.Notes) error {
	deleted := client.Evaluation().Others("", func(d evaluation.Declaration) bool { return d.Deleted })
	for _, exclusion := range slices.Sorted(maps.Keys(deleted)) {
		s, err := client.Evaluation().Triggers(ctx)
		if err != nil {
			return err
		}
		own, exists := s.Trigger(exclusion)
		automations := client.RelyingAutomations(ctx, deleted[exclusion].Marks, rules.Marks{})
		i := slices.IndexFunc(automations, func(s zendesk.PlannedSend) bool { return s.ID == id })
		if !exists || !own.Active || own.Rule.Sends() || i < 0 || succeeded(client, s, own) {
			continue
		}
		notes.Warn(path.Root("exclude_tags"), fmt.Sprintf("The exclusion %s is %s", exclusion, Deleted),
			"%q (%s) is %s by this plan. From then on, tickets that it excludes are surveyed by %q.\n\n%s", own.Title, exclusion, Deleted, automations[i].Title, unlessSucceeded)
	}
	return nil
}

const unlessSucceeded = "If another exclusion, for example one that this plan creates, leaves the same mark on these tickets, no action is needed."

// succeeded reports whether another active trigger, which this plan is not known to
// end, leaves the marks of an exclusion on every ticket that this matches: it has been
// replaced.
func succeeded(client *zendesk.Client, s *evaluation.Snapshot, own evaluation.Trigger) bool {
	return slices.ContainsFunc(s.Triggers, func(t evaluation.Trigger) bool {
		d, planned := client.Evaluation().Declared(t.ID)
		ends := planned && (d.Deleted || !d.Active)
		return t.ID != own.ID && t.Active && !ends && t.Rule.Replaces(own.Rule, own.Rule.Marks())
	})
}

// replacedBy reports whether this plan creates an exclusion that does the same, as far as it
// was planned earlier: the one that a send lists was.
func (p Planned) replacedBy(own evaluation.Trigger) bool {
	return slices.ContainsFunc(p.Client.Evaluation().NewExclusions(), func(d evaluation.Declaration) bool {
		return d.Active && d.Rule != nil && d.Rule.Replaces(own.Rule, own.Rule.Marks())
	})
}

// RelyingAutomations are those of the client of this name, in a line each.
func RelyingAutomations(ctx context.Context, client *zendesk.Client, marks, others rules.Marks) []string {
	return linesOf(client.RelyingAutomations(ctx, marks, others))
}

func linesOf(automations []zendesk.PlannedSend) (lines []string) {
	for _, each := range automations {
		lines = append(lines, fmt.Sprintf("  %q (%s), an automation", each.Title, each.ID))
	}
	return lines
}

// warnOfWeakened is for a send that changes in the same plan as an exclusion that
// protects less than before: Terraform writes the exclusion first.
func (p Planned) warnOfWeakened(s *evaluation.Snapshot) {
	if p.State == nil || p.Prior == nil || !p.State.Active.ValueBool() {
		return
	}
	prior := evaluation.NewRule(*p.Prior, nil)
	others := p.Client.Evaluation().Others(p.State.ID.ValueString(), func(d evaluation.Declaration) bool { return d.Weaker != "" || d.Deleted || !d.Active })
	for _, id := range slices.Sorted(maps.Keys(others)) {
		d := others[id]
		e, exists := s.Trigger(id)
		if !exists || !e.Active || e.Rule.Sends() || !prior.Considers(e.Rule.Marks()) {
			continue
		}
		listed := slices.Contains(p.State.after(), id)
		switch {
		case d.Deleted && !p.active(): // see warnOfEndingTogether
		case seesEither(d.Weaker, prior, d.Marks):
		case (p.changes() || p.moves()) && d.Weaker != "" && !d.Deleted:
			p.Notes.Warn(relation.Path, fmt.Sprintf("Exclusion %s changes before this send", id),
				"%q (%s) %s, and this send changes in the same apply. %s", e.Title, id, d.Weaker, inTwoSteps(d.Weaker, p.State.Title.ValueString()))
		case d.Deleted && (succeeded(p.Client, s, e) || p.replacedBy(e)):
		case p.active() && (d.Deleted || !d.Active && !listed):
			how, unless := Deactivated, ""
			if d.Deleted {
				how, unless = Deleted, "\n\n"+unlessSucceeded
			}
			p.Notes.Warn(relation.Path, fmt.Sprintf("The exclusion %s is %s", id, how),
				"%q (%s) is %s by this plan. From then on, tickets that it excludes are surveyed by %q.%s", e.Title, id, how, p.State.Title.ValueString(), unless)
			p.Notes.First(former(id, p.id()))
		}
	}
}

// PlanSendEnd notes that this plan deletes a send, and names the exclusions that it relies
// on and that protect less in the same plan, as far as they were planned earlier.
func PlanSendEnd(client *zendesk.Client, state *Common, rule rules.Rule, notes *lifecycle.Notes) {
	id := state.ID.ValueString()
	own := evaluation.Declaration{Title: state.Title.ValueString(), Deleted: true, Followed: state.after()}
	if state.Active.ValueBool() {
		own.Prior = evaluation.NewRule(rule, nil)
	}
	client.Evaluation().Declare(id, own)
	warnOfEndingTogether(client, id, own, notes)
	exclusions := client.Evaluation().Others(id, func(d evaluation.Declaration) bool { return !d.Deleted })
	for _, each := range slices.SortedFunc(maps.Keys(exclusions), rules.CompareIDs) {
		if d := exclusions[each]; endTogether(each, d, own) {
			notes.Warn(relation.Path, fmt.Sprintf("Exclusion %s changes before this send", each),
				"%q (%s) %s, and %q (%s) is deleted in the same apply. %s", d.Title, each, d.Weaker, own.Title, id, inTwoSteps(d.Weaker, own.Title))
		}
	}
}

// PlanExclusionEnd notes that this plan deletes an exclusion, and names the sends that rely
// on it and end in the same plan, as far as they were planned earlier.
func PlanExclusionEnd(client *zendesk.Client, state *Common, rule rules.Rule, notes *lifecycle.Notes) evaluation.Declaration {
	own := evaluation.Declaration{Title: state.Title.ValueString(), Marks: rules.MarksOf(rule.Actions), Deleted: true, Weaker: "is deleted"}
	if state.Active.ValueBool() {
		own.Prior = evaluation.NewRule(rule, nil)
	}
	client.Evaluation().Declare(state.ID.ValueString(), own)
	warnOfEndingTogether(client, state.ID.ValueString(), own, notes)
	return own
}

// warnOfEndingTogether is for an exclusion that this plan deletes, and a send that relies on
// it and is deleted or deactivated. Whichever of them is planned later names the other one.
func warnOfEndingTogether(client *zendesk.Client, id string, own evaluation.Declaration, notes *lifecycle.Notes) {
	var lines []string
	others := client.Evaluation().Others(id, func(evaluation.Declaration) bool { return true })
	for _, other := range slices.SortedFunc(maps.Keys(others), rules.CompareIDs) {
		d := others[other]
		together := own.Deleted && endTogether(id, own, d) && notes.First(former(id, other)) ||
			d.Deleted && endTogether(other, d, own) && notes.First(former(other, id))
		if together {
			lines = append(lines, fmt.Sprintf("  %q (%s): %s", d.Title, other, endOf(d)))
		}
	}
	if len(lines) == 0 {
		return
	}
	which := "sends, which check its mark"
	if own.Prior.Sends() {
		which = "exclusions, whose marks it checks"
	}
	notes.Warn(path.Root("active"), "An exclusion and a send end in one apply",
		"%q (%s) is %s by this plan, and in the same apply these %s, end too:\n\n%s\n\n"+
			"Terraform does not order them. If the exclusion is deleted first, tickets that it excludes may be surveyed until the send has ended.\n\n"+
			"Without a gap: first apply the end of the send, with -target=<address of the send>, then everything else.",
		own.Title, id, endOf(own), which, strings.Join(lines, "\n"))
}

// endTogether reports whether a plan ends a send and also an exclusion on which it relies, or
// makes that one protect less, and nothing orders the two. Terraform ends a send first that
// lists the exclusion: where the exclusion goes on or has create_before_destroy, and where both
// are deleted.
func endTogether(id string, exclusion, send evaluation.Declaration) bool {
	return exclusion.Prior != nil && exclusion.Weaker != "" && !exclusion.Prior.Sends() &&
		send.Prior != nil && !send.Active && send.Prior.Considers(exclusion.Prior.Marks()) && send.Prior.Sends() &&
		!slices.Contains(send.Followed, id) && !seesEither(exclusion.Weaker, send.Prior, exclusion.Marks)
}

func endOf(d evaluation.Declaration) Ending {
	if d.Deleted {
		return Deleted
	}
	return Deactivated
}

// warnOfFormerMarks is for an active send that stops checking the mark of an exclusion. A
// ticket keeps a mark, whatever becomes of the exclusion.
func (p Planned) warnOfFormerMarks(s *evaluation.Snapshot, own *evaluation.Rule) {
	if !p.changes() {
		return
	}
	prior := evaluation.NewRule(*p.Prior, nil)
	var exclusions []string
	for _, t := range s.Triggers {
		marks := t.Rule.Marks()
		mayReport := p.Honoured == nil && len(marks.Checkboxes) > 0 // in a payload that is not known yet
		stops := !t.Rule.Sends() && prior.Considers(marks) && !own.Considers(marks) && !mayReport && own.MayFireLater(t.Rule)
		if stops && p.Notes.First(former(t.ID, p.id())) {
			exclusions = append(exclusions, fmt.Sprintf("  %q (%s): %s", t.Title, t.ID, marks))
		}
	}
	if len(exclusions) > 0 {
		p.Notes.Warn(path.Root("exclude_tags"), fmt.Sprintf("Send %s stops checking a mark", p.id()),
			"From now on, %q may survey tickets that have the mark of these exclusions, also those that were marked in an earlier update:\n\n%s\n\n"+
				"To exclude them still, keep checking the mark until no ticket with it can be surveyed any more: for a send on solved tickets, until they are closed. See \"Change a mark safely\" in the guide \"Ordering\".",
			p.State.Title.ValueString(), strings.Join(exclusions, "\n"))
	}
}

// former is the key of what is said once of an exclusion and a send that it no longer protects from.
func former(exclusion, send string) string { return exclusion + " no longer protects from " + send }

// relying is the sends, of those planned earlier, that change in the same plan as an
// exclusion that protects less than before, and relied on it.
func (p Planned) relying(s *evaluation.Snapshot) map[string]evaluation.Declaration {
	if p.State == nil {
		return nil
	}
	weaker := p.weaker()
	own, exists := s.Trigger(p.State.ID.ValueString())
	if weaker == "" || !exists || !own.Active || own.Rule.Sends() {
		return nil
	}
	return p.Client.Evaluation().Others(own.ID, func(d evaluation.Declaration) bool {
		ordered := d.Deleted && slices.Contains(d.Followed, own.ID)
		return d.Prior != nil && d.Prior.Sends() && !ordered && d.Prior.Considers(own.Rule.Marks()) && !seesEither(weaker, d.Prior, p.Marks)
	})
}

// seesEither reports whether an exclusion is weaker only because it leaves another
// mark, which the send looks for as well.
func seesEither(weaker string, send *evaluation.Rule, marks rules.Marks) bool {
	return weaker == toOtherMark && send.Considers(marks)
}

// warnOfRelying is [Planned.warnOfWeakened] for an exclusion that is planned after the
// sends: nothing orders those that do not list it.
func (p Planned) warnOfRelying(s *evaluation.Snapshot, relying map[string]evaluation.Declaration) {
	for _, send := range slices.Sorted(maps.Keys(relying)) {
		own, _ := s.Trigger(p.State.ID.ValueString())
		how := "changes"
		if relying[send].Deleted {
			how = "is deleted"
		}
		p.Notes.Warn(path.Root("conditions"), fmt.Sprintf("Send %s changes after this exclusion", send),
			"%q (%s) %s in the same apply as %q (%s), which %s. %s", relying[send].Title, send, how, own.Title, own.ID, p.weaker(), inTwoSteps(p.weaker(), relying[send].Title))
	}
}

// inTwoSteps is what a person does about an exclusion that protects less, and a send
// that relied on it and changes with it.
func inTwoSteps(weaker, send string) string {
	remedy := "Without a gap: apply the send first, with -target=<address of the send>, then everything else. If the send still refers to the exclusion, -target includes the exclusion: first apply the change of the send without that reference."
	if weaker == toOtherMark { // a send that checks the new one only would survey before the exclusion leaves it
		remedy = "Without a gap, in two applies: first leave the mark of the exclusion as it is, and let the send check both marks, the present one and the new one. Then change the mark."
	}
	return fmt.Sprintf("If the exclusion is written first, as Terraform does where the send refers to it, %q may survey tickets that were excluded before, until the send is written too.\n\n%s", send, remedy)
}

// weaker says why a trigger that leaves marks protects fewer tickets than before.
func (p Planned) weaker() string {
	switch {
	case p.State == nil || p.Prior == nil:
		return ""
	case p.Rule == nil && p.active():
		if p.MayMatchFewer && p.State.Active.ValueBool() {
			return toFewerMaybe
		}
		return ""
	}
	planned := Version{Active: p.active()}
	if p.Rule != nil {
		planned.Rule = *p.Rule
	}
	return planned.weakerThan(Version{Active: p.State.Active.ValueBool(), Rule: *p.Prior})
}
