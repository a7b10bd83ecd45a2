package evaluation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// finish ends what holds.
func (l *loop) finish() { l.members, l.category = nil, nil }

// judge draws the conclusion from a failed write: which placements are worth
// another attempt. What a vendor refuses is taken to be half done, whatever it
// documents: all is read again. Where it rejects a trigger that only has to make room,
// or says of none in particular that it does not exist, one may be gone since the list
// was read.
func (l *loop) judge(plan *Plan) error {
	l.account.Forget(true, plan.Crosses)
	failure := l.account.Judge(l.last)
	if failure.Retry {
		l.tired = true
		return nil
	}
	rejected := false
	for _, m := range l.members {
		if failure.Rejected[m.ID] {
			rejected = true
			l.fail(m, l.last)
		}
	}
	switch {
	case rejected:
		l.writes, l.last = l.writes-1, nil // the others were not tried yet
	case failure.Gone, slices.ContainsFunc(plan.Triggers, func(place TriggerPlace) bool { return failure.Rejected[place.ID] }):
		l.tired = true
	default:
		return l.last
	}
	return nil
}

// giveUp words the failure of placements that did not come to hold. Where all was
// answered well the list may only lag behind: the last word has each trigger by
// its id.
func (l *loop) giveUp(ctx context.Context) error {
	if l.last != nil && len(l.members) == 0 {
		return l.last
	}
	if l.last == nil {
		for _, id := range l.ids() {
			_, _ = l.account.Reread(ctx, id)
		}
	}
	s, err := l.account.Snapshot(ctx)
	if err != nil {
		return err
	}
	for _, m := range l.members {
		p := m.Placement
		p.Check = nil
		holds := s.Plan([]Placement{p}, l.knowledge(), nil).satisfied()
		var err error
		switch {
		case holds && m.written:
		case holds && !m.paused && !m.overlaps:
			err = m.Write(ctx, false)
		case l.last != nil:
			err = l.last
		default:
			err = s.unsettledError(m.Placement, l.writes)
		}
		if err != nil {
			l.fail(m, err)
		}
	}
	l.finish()
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

// refuse ends placements that cannot be had. A send whose content is still to be
// written is deactivated for that instead, which needs another plan: then it is
// true.
func (l *loop) refuse(ctx context.Context, s *Snapshot, plan *Plan) (again bool) {
	for id, err := range plan.Refused {
		m := l.member(id)
		var order *OrderError
		if errors.As(err, &order) && !m.written && !m.paused && m.Pausable && l.holdsAfter(s, m) {
			m.paused, again = true, true
			continue
		}
		l.log(ctx, "placement refused", map[string]any{"trigger": id, "reason": err.Error()})
		l.fail(m, err)
	}
	return again
}

// fail ends one member with an error.
func (l *loop) fail(m *member, err error) {
	if m.stopped && !m.activated {
		err = fmt.Errorf("%w. The trigger was deactivated for this change and stays inactive", err)
	}
	l.failed[m.ID] = err
	l.members = slices.DeleteFunc(slices.Clone(l.members), func(open *member) bool { return open == m })
}

func (l *loop) failOpen(err error) {
	for _, m := range l.members {
		l.fail(m, err)
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
		reasons = append(reasons, m.reason())
	}
	fields := map[string]any{"triggers": triggers, "categories": plan.Categories, "for": reasons, "attempt": l.writes + 1}
	if swaps := plan.Swaps(); len(swaps) > 0 {
		fields["change places"] = DescribeSwaps(swaps)
	}
	l.log(ctx, "order of triggers is written", fields)
}

// left logs, once, what is not put in order.
func (l *loop) left(ctx context.Context, s *Snapshot, plan *Plan) {
	var left []string
	for _, gap := range plan.Gaps {
		left = append(left, gap.Describe(s))
	}
	if hindrance := plan.hindrance(); hindrance != "" {
		left = append(left, "a trigger category is not moved: "+hindrance)
	}
	if len(left) > 0 && !slices.Equal(left, l.told) {
		l.log(ctx, "order is left as it is", map[string]any{"because": left})
		l.told = left
	}
}

// reason says what a placement asks for.
func (m *member) reason() string {
	parts := []string{"trigger " + m.ID}
	if len(m.After) > 0 {
		parts = append(parts, "after "+strings.Join(slices.Sorted(slices.Values(m.After)), ", "))
	}
	if m.Protects {
		parts = append(parts, "before every send that checks its mark")
	}
	if m.CategoryID != "" {
		parts = append(parts, "in category "+m.CategoryID)
	}
	switch {
	case m.overlaps:
		parts = append(parts, "inactive until its content is written, because it would survey tickets of another send in between")
	case m.paused:
		parts = append(parts, "inactive until its content is written, because no order is right for the content before and after")
	}
	return fmt.Sprintf("%s (active: %t)", strings.Join(parts, ", "), m.Active)
}
