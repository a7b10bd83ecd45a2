package evaluation

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

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

// holdsAfter reports whether a placement can be had once its content is written.
func (l *loop) holdsAfter(s *Snapshot, m *member) bool {
	t, exists := s.Trigger(m.ID)
	if !exists {
		return false
	}
	t.Active, t.Rule = false, m.Content
	p := m.Placement
	p.Content, p.Check = nil, nil
	return len(s.with(nil, t).Plan([]Placement{p}, l.knowledge(), nil).Refused) == 0
}

// hasContent reports whether content is to be written.
func (l *loop) hasContent() bool {
	return slices.ContainsFunc(l.members, func(m *member) bool { return !m.done && !m.written })
}

// writeContent changes what the triggers do. They are in order for the old form
// and for the new one, or inactive.
func (l *loop) writeContent(ctx context.Context) {
	var all sync.WaitGroup
	errs := make([]error, len(l.members))
	for i, m := range l.members {
		if !m.done && !m.written {
			all.Go(func() { errs[i] = m.Write(ctx, m.paused) })
		}
	}
	all.Wait()
	l.since, l.writes, l.last, l.tired = time.Now(), 0, nil, false
	for i, m := range l.members {
		switch {
		case errs[i] != nil:
			l.fail(m, errs[i])
		case !m.done:
			m.stopped = m.stopped || m.paused
			m.written, m.paused, m.overlaps = true, false, false
		}
	}
}

// pauseOverlapping marks sends whose change makes them survey, for a moment, the
// tickets of another one in the batch: until both are written they are inactive.
func (l *loop) pauseOverlapping(s *Snapshot) {
	for _, m := range l.members {
		for _, other := range l.members {
			if m == other || m.done || other.done || m.written || other.written || m.overlaps || !m.Pausable || !other.Pausable {
				continue
			}
			t, mine := s.Trigger(m.ID)
			o, theirs := s.Trigger(other.ID)
			if !mine || !theirs || !t.Active || !o.Active {
				continue
			}
			m.overlaps = m.Content != nil && other.Content != nil && overlapMeanwhile(t.Rule, m.Content, o.Rule, other.Content)
		}
	}
}

// waits reports whether a send that is to be activated would survey, for a moment, the
// tickets of another one in the batch that is about to survey others.
func (l *loop) waits(s *Snapshot, m *member) bool {
	t, exists := s.Trigger(m.ID)
	if !exists || t.Active || !m.Active || !t.Rule.Sends() {
		return false
	}
	return slices.ContainsFunc(l.members, func(other *member) bool {
		o, theirs := s.Trigger(other.ID)
		return theirs && other != m && !other.done && !other.written && other.Content != nil && o.Active && overlap(t.Rule, o.Rule) && !overlap(t.Rule, other.Content)
	})
}

// overlapMeanwhile reports whether two rules overlap after one of them was replaced
// and before the other one is, but neither before nor after.
func overlapMeanwhile(a, newA, b, newB *Rule) bool {
	return !overlap(a, b) && !overlap(newA, newB) && (overlap(newA, b) || overlap(a, newB))
}

// overlap reports whether one update of a ticket may make both send.
func overlap(a, b *Rule) bool {
	return !a.Excludes(b) && !a.analyzed().scope.Disjoint(b.analyzed().scope)
}
