package evaluation

import (
	"context"
	"fmt"
	"slices"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// protectsAll reports whether a trigger is evaluated before every active send that
// honours its mark.
func (s *Snapshot) protectsAll(id string) bool {
	own, exists := s.Trigger(id)
	if !exists {
		return false
	}
	marks := own.Rule.Marks()
	return !slices.ContainsFunc(s.Triggers, func(t Trigger) bool {
		return t.ID != id && t.sendsUnless(marks) && !s.earlier(own, t)
	})
}

// Open are the active sends that an exclusion protects from and that are not
// protected: they are evaluated before it, or a trigger between removes its mark.
func (r *Reconciler) Open(ctx context.Context, p Placement) ([]Trigger, error) {
	s, err := r.around(ctx, p)
	if err != nil {
		return nil, err
	}
	p.CategoryID, p.After = "", slices.DeleteFunc(slices.Clone(p.After), func(id string) bool { _, exists := s.Trigger(id); return !exists })
	pl := newPlanner(s, []Placement{p}, r.knowledge(), nil)
	if _, err := pl.accept(); err != nil {
		return nil, err
	}
	own := pl.after.index[p.ID]
	marks, listed := s.Triggers[own].Rule.Marks(), pl.lists(p.ID)
	removers := s.removersOf(own)
	var open []Trigger
	for i, t := range s.Triggers {
		protects := p.Protects && pl.after.Triggers[i].sendsUnless(marks) && !listed[t.ID] || slices.Contains(pl.known[t.ID], p.ID)
		if i == own || !t.Active || !t.Rule.Sends() || !protects {
			continue
		}
		if !s.earlier(s.Triggers[own], t) || len(s.unmarking(removers, t)) > 0 {
			open = append(open, t)
		}
	}
	return open, nil
}

// removersOf are the active triggers after an exclusion that remove what it marked.
func (s *Snapshot) removersOf(exclusion int) (removers []Trigger) {
	e := s.Triggers[exclusion]
	marks := e.Rule.Marks()
	for _, o := range s.Triggers {
		if o.Active && o.ID != e.ID && o.Rule.analyzed().effects.Clears(marks) && s.earlier(e, o) {
			removers = append(removers, o)
		}
	}
	return removers
}

// unmarking are those of the removers of a mark that come before a send.
func (s *Snapshot) unmarking(removers []Trigger, send Trigger) (before []Trigger) {
	for _, o := range removers {
		if o.ID != send.ID && s.earlier(o, send) && !o.Rule.Disjoint(send.Rule) {
			before = append(before, o)
		}
	}
	return before
}

// Unmarking are the active triggers that remove the mark of an exclusion before a send
// looks at it. Both are in the account.
func (s *Snapshot) Unmarking(exclusion, send string) []Trigger {
	s.prepare()
	return s.unmarking(s.removersOf(s.index[exclusion]), s.Triggers[s.index[send]])
}

// Blinded describes, in a line each, the active sends that consider the marks which a
// trigger leaves so far, and none of those that it will leave.
func (s *Snapshot) Blinded(before, after rules.Marks) (lines []string) {
	for _, t := range s.Triggers {
		if t.Active && t.Rule.Sends() && t.Rule.Considers(before) && !t.Rule.Considers(after) {
			lines = append(lines, fmt.Sprintf("  %q (%s)", t.Title, t.ID))
		}
	}
	return lines
}
