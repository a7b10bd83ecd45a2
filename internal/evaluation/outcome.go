package evaluation

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// finish ends what holds.
func (l *loop) finish() {
	for _, m := range l.members {
		m.done = true
	}
	l.category = nil
}

// judge draws the conclusion from a failed write: which placements are worth
// another attempt. What a vendor refuses is taken to be half done, whatever it
// documents: all is read again.
func (l *loop) judge(plan *Plan) error {
	l.account.Forget(true, plan.Crosses)
	failure := l.account.Judge(l.last)
	if failure.Retry {
		l.tired = true
		return nil
	}
	rejected := false
	for _, m := range l.members {
		if !m.done && failure.Rejected[m.ID] {
			rejected = true
			l.fail(m, l.last)
		}
	}
	if !rejected {
		return l.last
	}
	l.writes, l.last = l.writes-1, nil // the others were not tried yet
	return nil
}

func (l *loop) undone() bool { return l.last != nil && l.account.Judge(l.last).Undone }

// giveUp words the failure of placements that did not come to hold. Where all was
// answered well the list may only lag behind: the last word has each trigger by
// its id.
func (l *loop) giveUp(ctx context.Context) error {
	if l.category = nil; l.last != nil && len(l.members) == 0 {
		return l.last
	}
	asked := map[string]bool{}
	for _, m := range l.members {
		for _, id := range append([]string{m.ID}, m.After...) {
			if !m.done && l.last == nil && !asked[id] {
				_, _ = l.account.Reread(ctx, id)
				asked[id] = true
			}
		}
	}
	s, err := l.account.Snapshot(ctx)
	if err != nil {
		return err
	}
	for _, m := range l.members {
		if m.done {
			continue
		}
		p := m.Placement
		p.Check = nil
		plan := s.Plan([]Placement{p}, l.knowledge(), nil)
		switch {
		case plan.Empty() && len(plan.Refused) == 0 && m.written:
			m.done = true
		case plan.Empty() && len(plan.Refused) == 0 && !m.paused && !m.overlaps:
			if err := m.Write(ctx, false); err != nil {
				l.fail(m, err)
			}
			m.done = true
		case l.last != nil:
			l.fail(m, l.last)
		default:
			l.fail(m, s.unsettledError(m.Placement, l.writes))
		}
	}
	return nil
}

// reached reports whether everything stands where the plan wanted it. A number
// that differs means that others have moved since the list was read, or that the
// server counts in its own way.
func (p *Plan) reached(s *Snapshot) bool {
	for _, place := range p.Triggers {
		want, _ := p.target.Trigger(place.ID)
		is, exists := s.Trigger(place.ID)
		if !exists || is.CategoryID != want.CategoryID || is.Position != want.Position || place.Active != nil && is.Active != *place.Active {
			return false
		}
	}
	for _, place := range p.Categories {
		if is, exists := s.Category(place.ID); !exists || is.Position != place.Position {
			return false
		}
	}
	return true
}

func (l *loop) fail(m *member, err error) {
	if m.stopped && !m.activated {
		err = fmt.Errorf("%w. The trigger was deactivated for this change and stays inactive", err)
	}
	m.done, l.failed[m.ID] = true, err
}

func (l *loop) failOpen(err error) {
	for _, m := range l.members {
		if !m.done {
			l.fail(m, err)
		}
	}
}

// decided logs which triggers are written and why.
func (l *loop) decided(ctx context.Context, plan *Plan) {
	triggers := make([]map[string]any, 0, len(plan.Triggers))
	for _, place := range plan.Triggers {
		entry := map[string]any{"id": place.ID}
		if place.CategoryID != nil {
			entry["category_id"] = *place.CategoryID
		}
		if place.Position != nil {
			entry["position"] = *place.Position
		}
		if place.Active != nil {
			entry["active"] = *place.Active
		}
		triggers = append(triggers, entry)
	}
	var reasons []string
	for _, m := range l.members {
		if !m.done {
			reasons = append(reasons, m.reason())
		}
	}
	l.log(ctx, "order of triggers is written", map[string]any{"triggers": triggers, "categories": plan.Categories, "for": reasons, "attempt": l.writes + 1})
}

// reason says what a placement asks for.
func (m *member) reason() string {
	parts := []string{"trigger " + m.ID}
	if len(m.After) > 0 {
		parts = append(parts, "after "+strings.Join(slices.Sorted(slices.Values(m.After)), ", "))
	}
	if m.Protects {
		parts = append(parts, "before every send that honours its mark")
	}
	if m.CategoryID != "" {
		parts = append(parts, "in category "+m.CategoryID)
	}
	return fmt.Sprintf("%s (active: %t)", strings.Join(parts, ", "), m.Active)
}
