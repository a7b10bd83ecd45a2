package trigger

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
)

// An exclusion that no send lists protects from sends that may stand out of its reach, in an
// earlier category: the plan refuses or names them, whichever of the two is planned later.

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
