package trigger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// A plan looks at what the account will do, not only at what is declared. A check
// between two resources is made when the later one is planned: nobody knows which
// of them that is, unless one lists the other.

func (p Planned) isSend() bool { return p.Rule != nil && p.Honoured != nil }

// active is whether the trigger shall be active; while that is not known, what it
// is now.
func (p Planned) active() bool {
	if p.Plan.Active.IsUnknown() {
		return p.State == nil || p.State.Active.ValueBool()
	}
	return p.Plan.Active.ValueBool()
}

func (p Planned) declaration() evaluation.Declaration {
	d := evaluation.Declaration{
		Title: p.Plan.Title.ValueString(), Active: p.active(), Marks: p.Marks, Undecided: p.Undecided, After: p.Plan.after(),
		Protects: p.Protects, Starts: p.active() && !p.State.Active.ValueBool(), Weaker: p.weaker(),
	}
	if !p.Plan.CategoryID.Equal(p.State.CategoryID) {
		d.CategoryID = p.Plan.CategoryID.ValueString()
	}
	if p.Rule != nil {
		d.Rule = evaluation.NewRule(*p.Rule, nil)
	}
	if p.changes() || p.moves() {
		d.Prior = evaluation.NewRule(*p.Prior, nil)
	}
	return d
}

// changes reports whether an active trigger does something else from now on.
func (p Planned) changes() bool {
	return p.Prior != nil && p.State.Active.ValueBool() && (p.Rule == nil || !p.Rule.Equal(*p.Prior) || !p.active())
}

// moves reports whether an active trigger changes what it follows, or its category.
func (p Planned) moves() bool {
	return p.Prior != nil && p.State.Active.ValueBool() && (!p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter) || !p.Plan.CategoryID.Equal(p.State.CategoryID))
}

// weaker says why a trigger that leaves marks protects fewer tickets than before.
func (p Planned) weaker() string {
	switch {
	case p.State == nil || p.Prior == nil:
		return ""
	case p.Rule == nil && p.active():
		return ""
	}
	planned := Version{Active: p.active()}
	if p.Rule != nil {
		planned.Rule = *p.Rule
	}
	return planned.weakerThan(Version{Active: p.State.Active.ValueBool(), Rule: *p.Prior})
}

// trigger is the trigger as planned, for a look ahead.
func (p Planned) trigger(s *evaluation.Snapshot) (evaluation.Trigger, bool) {
	t := evaluation.Trigger{Title: p.Plan.Title.ValueString(), CategoryID: p.Plan.CategoryID.ValueString(), Rule: evaluation.NewRule(*p.Rule, nil)}
	if p.State == nil {
		t.Position = s.End(t.CategoryID)
		return t, !p.Plan.CategoryID.IsUnknown() || s.SoleCategory(&t.CategoryID)
	}
	is, exists := s.Trigger(p.State.ID.ValueString())
	t.ID, t.Position, t.Active = is.ID, is.Position, is.Active
	if t.CategoryID == "" || p.Plan.CategoryID.IsUnknown() || !p.Plan.CategoryID.Equal(p.State.CategoryID) {
		t.CategoryID = is.CategoryID
	}
	return t, exists
}

func (p Planned) checkProtection(ctx context.Context) error {
	if p.Rule == nil || p.State != nil && !p.Client.TriggersListed() {
		return nil // a new one is compared with the list in any case
	}
	s, err := p.Client.Evaluation().Triggers(ctx)
	switch {
	case err != nil && p.State == nil:
		return nil // it is compared with the list before it is created
	case err != nil:
		return err
	}
	if p.isSend() {
		p.warnOfWeakened(s)
		p.warnOfExchange()
		return errors.Join(p.checkUnlisted(ctx, s), p.reportForeignMarks(ctx, s), p.reportOverlaps(ctx))
	}
	relying := p.relying(s)
	p.warnOfEnd(ctx, s, relying)
	p.warnOfRelying(s, relying)
	p.warnOfLateSetters(s)
	return p.checkReach(ctx, s)
}

// checkReach refuses an exclusion that is created, activated or changed so that it
// has to protect from a send which is evaluated earlier, beyond repair.
func (p Planned) checkReach(ctx context.Context, s *evaluation.Snapshot) error {
	active := p.active()
	starts := p.State == nil || !p.State.Active.ValueBool() || p.Widened || !p.Plan.CategoryID.Equal(p.State.CategoryID)
	if !active || !p.Protects || !starts || p.Plan.EvaluateAfter.IsUnknown() {
		return nil
	}
	t, known := p.trigger(s)
	if !known {
		return nil
	}
	placement := evaluation.Placement{ID: t.ID, Active: true, Protects: true, Strict: true, New: p.State == nil}
	if p.State != nil {
		placement.Tolerated = p.State.recallIDs(gapsKey)
	}
	if p.State != nil && !p.Plan.CategoryID.IsUnknown() && !p.Plan.CategoryID.Equal(p.State.CategoryID) {
		placement.CategoryID = p.Plan.CategoryID.ValueString()
	}
	for _, id := range p.Plan.after() {
		if _, exists := s.Trigger(id); exists {
			placement.After = append(placement.After, id)
		}
	}
	triggers := []evaluation.Trigger{t}
	for _, each := range p.Client.SendsToCreate() { // one of this run may come to stand earlier
		if each.Active && !each.Automation && each.CategoryID != "" && each.CategoryID != t.CategoryID {
			triggers = append(triggers, evaluation.Trigger{ID: evaluation.Planned(each.Title), Title: each.Title, CategoryID: each.CategoryID, Position: s.End(each.CategoryID), Active: true, Rule: each.Rule})
		}
	}
	refused, err := p.Client.Evaluation().Check(ctx, triggers, []evaluation.Placement{placement})
	if err != nil {
		return nil //nolint:nilerr // the apply looks again, and an account that cannot be asked now has been reported
	}
	var order *evaluation.OrderError
	if errors.As(refused[t.ID], &order) && order.Protection {
		return relation.Problem(order)
	}
	return nil
}

// checkUnlisted refuses a send that is created, activated or moved to where an
// exclusion of this run which protects from it is evaluated later.
func (p Planned) checkUnlisted(ctx context.Context, s *evaluation.Snapshot) error {
	starts := p.State == nil || !p.State.Active.ValueBool() || !p.Plan.CategoryID.Equal(p.State.CategoryID)
	if !starts || !p.active() {
		return nil
	}
	t, known := p.trigger(s)
	if !known {
		return nil
	}
	if p.State != nil && !p.Plan.CategoryID.IsUnknown() {
		t.CategoryID = p.Plan.CategoryID.ValueString()
	}
	t.Active, t.Position = true, s.End(t.CategoryID)
	others := p.Client.Evaluation().Others(t.ID, func(d evaluation.Declaration) bool { return d.Active && d.Protects })
	for _, id := range slices.Sorted(maps.Keys(others)) {
		e, exists := s.Trigger(id)
		d := others[id]
		if !exists || !e.Active || !t.Rule.Honours(d.Marks) || slices.Contains(d.After, t.ID) || slices.Contains(p.Plan.after(), id) {
			continue
		}
		batch := []evaluation.Placement{{ID: id, CategoryID: d.CategoryID, Active: true, Protects: true, Strict: true, After: d.After}}
		refused, err := p.Client.Evaluation().Check(ctx, []evaluation.Trigger{t}, batch)
		if err != nil {
			return nil //nolint:nilerr // as in checkReach
		}
		var order *evaluation.OrderError
		if errors.As(refused[id], &order) && order.Protection && order.Send == t.ID {
			return lifecycle.At(path.Root("category_id"), "The send would be evaluated before an exclusion", "%s.\n\n%s", order.Error(), order.Remedy())
		}
	}
	return nil
}

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

// warnOfLateSetters names triggers of the same category that add what the exclusion
// looks for, but after it: in the update in which both match it sees nothing.
func (p Planned) warnOfLateSetters(s *evaluation.Snapshot) {
	if p.State == nil || !p.State.Active.ValueBool() || !p.active() {
		return
	}
	own, exists := s.Trigger(p.State.ID.ValueString())
	if !exists {
		return
	}
	rule := evaluation.NewRule(*p.Rule, nil)
	for _, t := range s.Triggers {
		late := t.Active && t.CategoryID == own.CategoryID && s.Earlier(own.ID, t.ID)
		if late && !slices.Contains(p.Plan.after(), t.ID) && t.Rule.AddsWhatReads(rule) && !t.Rule.Disjoint(rule) && p.Client.Checks().Level(checks.ForeignMarks, own.ID, t.ID) != checks.Off {
			p.Notes.Warn(relation.Path, fmt.Sprintf("Trigger %s is too late for %s", t.ID, own.ID),
				"%q (%s) adds a tag or sets a field that the conditions of the exclusion %q check, but is evaluated after it. In the update in which it does that, the exclusion does not match.\n\n"+
					"If that is meant, add its id to ignore in the provider's checks. Otherwise list it in evaluate_after.", t.Title, t.ID, own.Title)
		}
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
		if planned || how != Deleted {
			titles = append(titles, fmt.Sprintf("  %q (%s)", t.Title, t.ID))
		}
	}
	if how != narrowed { // the order, and with it who lists whom, is of no use to automations
		automations := client.RelyingAutomations(ctx, own.Rule.Marks(), rules.Marks{})
		titles = append(titles, linesOf(slices.DeleteFunc(automations, func(s zendesk.PlannedSend) bool { return how == Deleted && !s.Managed }))...)
	}
	if len(titles) > 0 {
		text := fmt.Sprintf("%q (%s) is %s by this plan. From then on, tickets that it excludes are surveyed by these active sends, which honour its mark:\n\n%s", own.Title, id, how, strings.Join(titles, "\n"))
		if how == Deleted {
			text += "\n\n" + unlessSucceeded
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
		if !exists || !own.Active || !own.Rule.OnlyMarks() || i < 0 || succeeded(client, s, own) {
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
		return t.ID != own.ID && t.Active && !ends && t.Rule.OnlyMarks() && !t.Rule.Marks().Lacks(own.Rule.Marks()) && t.Rule.Covers(own.Rule)
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
		if !exists || !e.Active || !e.Rule.OnlyMarks() || !prior.Considers(e.Rule.Marks()) {
			continue
		}
		listed := slices.Contains(p.State.after(), id)
		switch {
		case seesEither(d.Weaker, prior, d.Marks):
		case (p.changes() || p.moves()) && d.Weaker != "" && !d.Deleted:
			p.Notes.Warn(relation.Path, fmt.Sprintf("Exclusion %s changes before this send", id),
				"%q (%s) %s, and this send changes in the same apply. "+inTwoSteps, e.Title, id, d.Weaker, p.State.Title.ValueString())
		case !listed && (d.Deleted || !d.Active) && p.active():
			how := Deactivated
			if d.Deleted {
				how = Deleted
			}
			p.Notes.Warn(relation.Path, fmt.Sprintf("The exclusion %s is %s", id, how),
				"%q (%s) is %s by this plan. From then on, tickets that it excludes are surveyed by %q.", e.Title, id, how, p.State.Title.ValueString())
		}
	}
}

// relying is the sends, of those planned earlier, that change in the same plan as an
// exclusion that protects less than before, and relied on it.
func (p Planned) relying(s *evaluation.Snapshot) map[string]evaluation.Declaration {
	if p.State == nil {
		return nil
	}
	weaker := p.weaker()
	own, exists := s.Trigger(p.State.ID.ValueString())
	if weaker == "" || !exists || !own.Active || !own.Rule.OnlyMarks() {
		return nil
	}
	return p.Client.Evaluation().Others(own.ID, func(d evaluation.Declaration) bool {
		return d.Prior != nil && d.Prior.Sends() && d.Prior.Considers(own.Rule.Marks()) && !seesEither(weaker, d.Prior, p.Marks)
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
		p.Notes.Warn(path.Root("conditions"), fmt.Sprintf("Send %s changes after this exclusion", send),
			"%q (%s) changes in the same apply as %q (%s), which %s. "+inTwoSteps, relying[send].Title, send, own.Title, own.ID, p.weaker(), relying[send].Title)
	}
}

// inTwoSteps is what a person does about an exclusion that protects less, and a send
// that relied on it and changes with it.
const inTwoSteps = "If the exclusion is written first, as Terraform does where the send refers to it, %q may survey tickets that were excluded before, until the send is written too.\n\n" +
	"Without a gap: apply the send first, with -target=<address of the send>, then everything else. If the send still refers to the exclusion, -target includes the exclusion: first apply the change of the send without that reference."

// reportForeignMarks names triggers that nobody is known to manage here, which
// leave a mark that the send honours, but too late for it.
func (p Planned) reportForeignMarks(ctx context.Context, s *evaluation.Snapshot) error {
	if p.State == nil || !p.State.Active.ValueBool() || !p.active() {
		return nil
	}
	send, exists := s.Trigger(p.State.ID.ValueString())
	if !exists {
		return nil
	}
	var problems []error
	for _, t := range s.Triggers {
		foreign := t.Active && t.ID != send.ID && !t.Rule.Sends() && send.Rule.Honours(t.Rule.Marks())
		if !foreign || p.Client.IsManaged(t.ID) || slices.Contains(p.Plan.after(), t.ID) || t.Rule.Disjoint(send.Rule) {
			continue
		}
		if earlier, err := p.Client.Evaluation().Before(ctx, t.ID, send.ID); err != nil || earlier {
			problems = append(problems, err)
			continue
		}
		level := p.Client.Checks().Level(checks.ForeignMarks, send.ID, t.ID)
		problems = append(problems, p.Notes.Report(level, relation.Path, fmt.Sprintf("Trigger %s marks too late for %s", t.ID, send.ID),
			"%q (%s) leaves a mark that the send %q (%s) honours, but is evaluated after it, and this configuration is not known to manage it. In an update in which both match, tickets with that mark are surveyed.\n\n"+
				"If that is meant, add its id to ignore in the provider's checks. Otherwise list it in evaluate_after, or move it in the admin screen.", t.Title, t.ID, send.Title, send.ID))
	}
	return errors.Join(problems...)
}
