package trigger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
)

// A plan looks at what the account will do, not only at what is declared. A check
// between two resources is made when the later one is planned: nobody knows which
// of them that is, unless one lists the other.

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
		Protects: p.Protects,
	}
	if p.Rule != nil {
		d.Rule = evaluation.NewRule(*p.Rule, nil)
	}
	if p.State == nil {
		d.CategoryID = p.Plan.CategoryID.ValueString()
		return d
	}
	d.Starts, d.Weaker = !p.State.Active.ValueBool() && (p.active() || p.Plan.Active.IsUnknown()), p.weaker()
	if !p.Plan.CategoryID.Equal(p.State.CategoryID) {
		d.CategoryID, d.Moves = p.Plan.CategoryID.ValueString(), true
	}
	if p.changes() || p.moves() {
		d.Prior, d.Followed = evaluation.NewRule(*p.Prior, nil), p.State.after()
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

// starts reports whether the trigger is created, activated, or put into another category.
func (p Planned) starts() bool {
	return p.State == nil || !p.State.Active.ValueBool() || !p.Plan.CategoryID.Equal(p.State.CategoryID)
}

// trigger is the trigger as planned, for a look ahead. Known is false where its category
// is not known.
func (p Planned) trigger(s *evaluation.Snapshot) (t evaluation.Trigger, known bool) {
	t = evaluation.Trigger{Title: p.Plan.Title.ValueString(), CategoryID: p.Plan.CategoryID.ValueString(), Rule: evaluation.NewRule(*p.Rule, p.tags)}
	if p.Elsewhere {
		return t, false
	}
	if p.State == nil {
		t.Position = s.End(t.CategoryID)
		known = !p.Plan.CategoryID.IsUnknown() || s.SoleCategory(&t.CategoryID)
		return t, known
	}
	is, exists := s.Trigger(p.State.ID.ValueString())
	t.ID, t.Position, t.Active = is.ID, is.Position, is.Active
	if t.CategoryID == "" || p.Plan.CategoryID.IsUnknown() || !p.Plan.CategoryID.Equal(p.State.CategoryID) {
		t.CategoryID = is.CategoryID
	}
	return t, exists
}

func (p Planned) checkProtection(ctx context.Context) error {
	if p.State == nil && p.Rule == nil || p.State != nil && !p.Client.TriggersListed() {
		return nil // a new one is compared with the list in any case
	}
	if p.Send && p.Rule != nil { // before it looks: an exclusion that is planned at this moment sees it, or is seen
		p.Client.PlanSend(p.plannedSend())
	}
	s, err := p.Client.Evaluation().Triggers(ctx)
	switch {
	case err != nil && p.State == nil:
		return nil // it is compared with the list before it is created
	case err != nil:
		return err
	}
	p.tags = p.Client.KnownFieldTags(ctx)
	if p.Send {
		return p.checkSend(ctx, s)
	}
	return p.checkExclusion(ctx, s)
}

func (p Planned) checkSend(ctx context.Context, s *evaluation.Snapshot) error {
	p.warnOfWeakened(s)
	warnOfEndingTogether(p.Client, p.id(), p.declaration(), p.Notes)
	if p.Rule == nil {
		return nil
	}
	p.warnOfSwaps(ctx, s)
	p.warnOfExchange()
	if own := evaluation.NewRule(*p.Rule, nil); p.active() {
		p.warnOfNobody(s, own)
		p.warnOfTooLate(s, own)
		p.warnOfFormerMarks(s, own)
	}
	return errors.Join(p.checkUnlisted(ctx, s), p.reportForeignMarks(ctx, s), p.reportOverlaps(ctx))
}

func (p Planned) checkExclusion(ctx context.Context, s *evaluation.Snapshot) error {
	relying := p.relying(s)
	p.warnOfEnd(ctx, s, relying)
	p.warnOfRelying(s, relying)
	WarnOfTakenOver(ctx, p.Client, s, p.id(), p.declaration(), p.Notes)
	if p.Rule == nil {
		return nil
	}
	p.warnOfSwaps(ctx, s)
	p.warnOfUnmarked(ctx, s)
	return errors.Join(p.reportLateSetters(ctx, s), p.checkReach(ctx, s), p.checkBeginning(ctx, s))
}

// reportLateSetters names triggers that add what the exclusion looks for, but after
// it: in the update in which both match it sees nothing.
func (p Planned) reportLateSetters(ctx context.Context, s *evaluation.Snapshot) error {
	if p.State == nil || !p.State.Active.ValueBool() || !p.active() {
		return nil
	}
	own, exists := s.Trigger(p.State.ID.ValueString())
	if !exists {
		return nil
	}
	rule := evaluation.NewRule(*p.Rule, nil)
	var problems []error
	for _, t := range s.Triggers {
		sets := t.Active && t.ID != own.ID && t.Rule.AddsWhatReads(rule)
		level := p.Client.Checks().Level(checks.ForeignMarks, own.ID, t.ID)
		if !sets || slices.Contains(p.Plan.after(), t.ID) || t.Rule.Disjoint(rule) || level == checks.Off {
			continue
		}
		late, err := p.Client.Evaluation().Before(ctx, own.ID, t.ID)
		if err != nil {
			return err
		}
		if late {
			remedy := "list it in evaluate_after"
			if t.CategoryID != own.CategoryID {
				remedy = "move it to the category of the exclusion or to an earlier one, and " + remedy
			}
			problems = append(problems, p.Notes.Report(level, relation.Path, fmt.Sprintf("Trigger %s is too late for %s", t.ID, own.ID),
				"%q (%s) adds a tag or sets a field that the conditions of the exclusion %q check, but is evaluated after it. In the update in which it does that, the exclusion does not match.\n\n"+
					"If that is meant, add its id to ignore in the provider's checks. Otherwise %s.", t.Title, t.ID, own.Title, remedy))
		}
	}
	return errors.Join(problems...)
}

// reportForeignMarks names triggers that nobody is known to manage here, which
// leave a mark that the send honours, but too late for it. A send that starts, or that
// changes its category, comes last there: only what is in a later one is too late.
func (p Planned) reportForeignMarks(ctx context.Context, s *evaluation.Snapshot) error {
	send, known := p.trigger(s)
	if !known || !p.active() {
		return nil
	}
	named, short, starts := fmt.Sprintf("%q (%s)", send.Title, send.ID), send.ID, p.starts()
	switch {
	case p.State == nil:
		named, short = strconv.Quote(send.Title), strconv.Quote(send.Title)
	case starts && !p.Plan.CategoryID.IsUnknown():
		send.CategoryID = p.Plan.CategoryID.ValueString()
	}
	before := func(t evaluation.Trigger) (bool, error) {
		if starts {
			return p.Client.Evaluation().CategorySatisfied(ctx, evaluation.Relation{ID: send.CategoryID, After: []string{t.CategoryID}})
		}
		return p.Client.Evaluation().Before(ctx, t.ID, send.ID)
	}
	var problems []error
	for _, t := range s.Triggers {
		foreign := t.Active && t.ID != send.ID && !t.Rule.Sends() && send.Rule.Honours(t.Rule.Marks())
		if !foreign || starts && t.CategoryID == send.CategoryID || p.Client.IsManaged(t.ID) || slices.Contains(p.Plan.after(), t.ID) || t.Rule.Disjoint(send.Rule) {
			continue
		}
		if earlier, err := before(t); err != nil || earlier {
			problems = append(problems, err)
			continue
		}
		level := p.Client.Checks().Level(checks.ForeignMarks, send.ID, t.ID)
		problems = append(problems, p.Notes.Report(level, relation.Path, fmt.Sprintf("Trigger %s marks too late for %s", t.ID, short),
			"%q (%s) leaves a mark that the send %s checks, but is evaluated after it, and this configuration is not known to manage it. In an update in which both match, tickets with that mark are surveyed.\n\n"+
				"If that is meant, add its id to ignore in the provider's checks. Otherwise list it in evaluate_after, or move it in the admin screen.", t.Title, t.ID, named))
	}
	return errors.Join(problems...)
}
