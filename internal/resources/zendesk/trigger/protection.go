package trigger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
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

// checkReach refuses an exclusion that is created, activated or changed so that it
// has to protect from a send which is evaluated earlier, beyond repair, and one that does
// not change where this run creates or activates such a send.
func (p Planned) checkReach(ctx context.Context, s *evaluation.Snapshot) error {
	if !p.active() || !p.Protects || p.Plan.EvaluateAfter.IsUnknown() {
		return nil
	}
	t, known := p.trigger(s)
	starting := p.startingElsewhere(s, t)
	if !known || !p.starts() && !p.Widened && len(starting) == 0 {
		return nil
	}
	placement := p.place(s, t)
	placement.Strict = true
	switch {
	case p.State == nil:
	case p.starts(), p.Widened:
		placement.Tolerated = p.State.recallIDs(gapsKey)
	default:
		placement.Tolerated = sendsExcept(s, starting...)
	}
	triggers := append([]evaluation.Trigger{t}, starting...)
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

// startingElsewhere are the sends that this run creates or activates in another category
// than that of an exclusion, as they will be, as far as they were planned. One that is active
// and moves keeps its order, or is refused when it is written.
func (p Planned) startingElsewhere(s *evaluation.Snapshot, own evaluation.Trigger) (sends []evaluation.Trigger) {
	add := func(t evaluation.Trigger) {
		if t.CategoryID != "" && t.CategoryID != own.CategoryID && t.Rule.Honours(own.Rule.Marks()) {
			t.Active, t.Position = true, s.End(t.CategoryID)
			sends = append(sends, t)
		}
	}
	for _, each := range p.Client.SendsToCreate() {
		if each.Active && !each.Automation && each.Rule != nil {
			add(evaluation.Trigger{ID: evaluation.Planned(each.Title), Title: each.Title, CategoryID: each.CategoryID, Rule: each.Rule})
		}
	}
	others := p.Client.Evaluation().Others(own.ID, func(d evaluation.Declaration) bool {
		return d.Active && d.Starts && d.Rule != nil && d.Rule.Sends()
	})
	for _, id := range slices.Sorted(maps.Keys(others)) {
		d := others[id]
		t, exists := s.Trigger(id)
		if t.Rule = d.Rule; d.Moves {
			t.CategoryID = d.CategoryID
		}
		if exists && !slices.Contains(d.After, own.ID) {
			add(t)
		}
	}
	return sends
}

// sendsExcept are the ids of the account's active sends without some.
func sendsExcept(s *evaluation.Snapshot, except ...evaluation.Trigger) (ids []string) {
	for _, t := range s.Triggers {
		excepted := slices.ContainsFunc(except, func(e evaluation.Trigger) bool { return e.ID == t.ID })
		if t.Active && t.Rule.Sends() && !excepted {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// place is where an active trigger shall stand, as far as the account has what it lists.
func (p Planned) place(s *evaluation.Snapshot, t evaluation.Trigger) evaluation.Placement {
	placement := evaluation.Placement{ID: t.ID, Active: true, Protects: p.Protects, New: p.State == nil}
	if p.State != nil && !p.Plan.CategoryID.IsUnknown() && !p.Plan.CategoryID.Equal(p.State.CategoryID) {
		placement.CategoryID = p.Plan.CategoryID.ValueString()
	}
	for _, id := range p.Plan.after() {
		if _, exists := s.Trigger(id); exists {
			placement.After = append(placement.After, id)
		}
	}
	return placement
}

// warnOfSwaps names the exclusions that change places with triggers which set what they
// check, where putting this one in order needs that. A new send comes last.
func (p Planned) warnOfSwaps(ctx context.Context, s *evaluation.Snapshot) {
	if !p.active() || p.Send && p.State == nil || p.State != nil && p.Unchanged && p.State.OrderSatisfied.ValueBool() {
		return
	}
	t, known := p.trigger(s)
	if !known {
		return
	}
	if swaps, err := p.Client.Evaluation().Swaps(ctx, t, p.place(s, t)); err == nil { // as in checkReach
		relation.WarnOfSwaps(p.Notes, swaps)
	}
}

// checkUnlisted refuses a send that is created, activated or moved to where an
// exclusion of this run which protects from it is evaluated later. One that stands there
// and begins to check the mark of that exclusion is surveyed as before: that is reported.
func (p Planned) checkUnlisted(ctx context.Context, s *evaluation.Snapshot) error {
	starts := p.starts()
	if !p.active() || !starts && !p.changes() {
		return nil
	}
	t, known := p.trigger(s)
	if !known {
		return nil
	}
	if starts {
		if p.State != nil && !p.Plan.CategoryID.IsUnknown() {
			t.CategoryID = p.Plan.CategoryID.ValueString()
		}
		t.Active, t.Position = true, s.End(t.CategoryID)
	}
	account := []evaluation.Trigger{t}
	var exclusions []evaluation.Placement
	declared := p.Client.Evaluation().Others(t.ID, func(d evaluation.Declaration) bool { return d.Active && d.Protects })
	for _, id := range slices.Sorted(maps.Keys(declared)) {
		e, exists := s.Trigger(id)
		d := declared[id]
		honoured := !starts && evaluation.NewRule(*p.Prior, p.tags).Honours(d.Marks)
		if !exists || !e.Active && !d.Starts || honoured || !t.Rule.Honours(d.Marks) || slices.Contains(d.After, t.ID) || slices.Contains(p.Plan.after(), id) {
			continue
		}
		exclusions = append(exclusions, evaluation.Placement{ID: id, CategoryID: d.CategoryID, Active: true, Protects: true, Strict: true, After: d.After})
	}
	for _, d := range p.Client.Evaluation().NewExclusions() {
		if !starts || !d.Active || !d.Protects || d.CategoryID == "" || d.CategoryID == t.CategoryID || !t.Rule.Honours(d.Marks) || slices.Contains(d.After, t.ID) {
			continue
		}
		e := evaluation.Trigger{ID: evaluation.Planned(d.Title), Title: d.Title, CategoryID: d.CategoryID, Position: s.End(d.CategoryID), Rule: d.Rule}
		after := slices.DeleteFunc(slices.Clone(d.After), func(id string) bool { _, exists := s.Trigger(id); return !exists })
		account = append(account, e)
		exclusions = append(exclusions, evaluation.Placement{ID: e.ID, Active: true, Protects: true, Strict: true, New: true, After: after})
	}
	var problems []error
	for _, each := range exclusions {
		order := p.before(ctx, s, t, account, each)
		switch {
		case order == nil:
		case starts:
			return lifecycle.At(path.Root("category_id"), "The send would be evaluated before an exclusion", "%s.\n\n%s", order.Error(), order.Remedy())
		default:
			problems = append(problems, p.reportUnlisted(order, each.ID, t.ID))
		}
	}
	return errors.Join(problems...)
}

// checkBeginning is [Planned.checkUnlisted] for an exclusion that is planned after a send
// which stands in an earlier category and begins to check its mark.
func (p Planned) checkBeginning(ctx context.Context, s *evaluation.Snapshot) error {
	if p.State == nil || !p.active() || !p.Protects || p.Plan.EvaluateAfter.IsUnknown() {
		return nil
	}
	t, known := p.trigger(s)
	if !known {
		return nil
	}
	marks := t.Rule.Marks()
	beginning := p.Client.Evaluation().Others(t.ID, func(d evaluation.Declaration) bool {
		return d.Active && !d.Starts && !d.Moves && d.Rule != nil && d.Prior != nil && d.Rule.Honours(marks) && !d.Prior.Honours(marks)
	})
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(beginning)) {
		send, exists := s.Trigger(id)
		if !exists || slices.Contains(beginning[id].After, t.ID) || slices.Contains(p.Plan.after(), id) {
			continue
		}
		send.Rule = beginning[id].Rule
		placement := p.place(s, t)
		placement.Strict = true
		if order := p.before(ctx, s, send, []evaluation.Trigger{t, send}, placement); order != nil {
			problems = append(problems, p.reportUnlisted(order, t.ID, id))
		}
	}
	return errors.Join(problems...)
}

// before says why a send would be evaluated before an exclusion beyond repair: nil if it
// would not. An account that cannot be asked now has been reported.
func (p Planned) before(ctx context.Context, s *evaluation.Snapshot, send evaluation.Trigger, account []evaluation.Trigger, exclusion evaluation.Placement) *evaluation.OrderError {
	exclusion.Tolerated = sendsExcept(s, send)
	refused, err := p.Client.Evaluation().Check(ctx, account, []evaluation.Placement{exclusion})
	if err != nil {
		return nil //nolint:nilerr // as in checkReach
	}
	var order *evaluation.OrderError
	if errors.As(refused[exclusion.ID], &order) && order.Protection && order.Send == send.ID {
		return order
	}
	return nil
}

func (p Planned) reportUnlisted(order *evaluation.OrderError, exclusion, send string) error {
	level := p.Client.Checks().Level(checks.UnlistedSends, exclusion, send)
	return p.Notes.Report(level, path.Root("category_id"), "The send is evaluated before an exclusion",
		"%s. This plan makes the send check the mark of that exclusion, which has no effect: excluded tickets are surveyed.\n\n%s", order.Error(), order.Remedy())
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
