package evaluation

import (
	"context"
	"slices"
	"sync"
	"time"
)

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

// unwritten are the members whose content is to be written.
func (l *loop) unwritten() []*member {
	return slices.DeleteFunc(slices.Clone(l.members), func(m *member) bool { return m.written })
}

// writeContent changes what the triggers do. They are in order for the old form
// and for the new one, or inactive.
func (l *loop) writeContent(ctx context.Context, members []*member) {
	l.log(ctx, "content of triggers is written", map[string]any{"triggers": idsOf(members)})
	var all sync.WaitGroup
	errs := make([]error, len(members))
	for i, m := range members {
		all.Go(func() { errs[i] = m.Write(ctx, m.paused) })
	}
	all.Wait()
	l.since, l.writes, l.last, l.tired = time.Now(), 0, nil, false
	for i, m := range members {
		if errs[i] != nil {
			l.fail(m, errs[i])
			continue
		}
		m.stopped = m.stopped || m.paused
		m.written, m.paused, m.overlaps = true, false, false
	}
}

// pauseOverlapping marks sends whose change makes them survey, for a moment, the
// tickets of another one in the batch: until both are written they are inactive.
func (l *loop) pauseOverlapping(s *Snapshot) {
	changing := slices.DeleteFunc(l.unwritten(), func(m *member) bool { return !m.Pausable || m.Content == nil || !s.active(m.ID) })
	for _, m := range changing {
		t, _ := s.Trigger(m.ID)
		m.overlaps = m.overlaps || slices.ContainsFunc(changing, func(other *member) bool {
			o, _ := s.Trigger(other.ID)
			return m != other && overlapMeanwhile(t.Rule, m.Content, o.Rule, other.Content)
		})
	}
}

// waits reports whether a send that is to be activated would survey, for a moment, the
// tickets of another one in the batch that is about to survey others.
func (l *loop) waits(s *Snapshot, m *member) bool {
	t, exists := s.Trigger(m.ID)
	if !exists || t.Active || !m.Active || !t.Rule.Sends() {
		return false
	}
	return slices.ContainsFunc(l.unwritten(), func(other *member) bool {
		o, _ := s.Trigger(other.ID)
		return o.Active && other != m && other.Content != nil && overlap(t.Rule, o.Rule) && !overlap(t.Rule, other.Content)
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
