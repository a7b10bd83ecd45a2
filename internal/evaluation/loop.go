package evaluation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

const (
	// attempts is how often an order is written before the loop gives up on
	// somebody who keeps changing it, or on a vendor who keeps failing.
	attempts = 3
	// attemptPause is what a vendor with a fault gets before the second attempt, and
	// twice that before the third. Half of it is random.
	attemptPause = 400 * time.Millisecond
)

// loop is one batch on its way into order.
type loop struct {
	*Reconciler
	members []*member // the open ones: neither done nor failed
	all     []*member
	failed  map[string]error
	since   time.Time // of the begin or the last write: what was read before is stale
	writes  int
	last    error // of the last write
	// tired is true after a write that failed or did not come to hold, until the
	// vendor had a rest.
	tired bool
	told  []string // what left has logged
	// category is a relation of categories that is to be settled, besides.
	category *Relation // by SettleCategory only
}

// member is a placement and how far it is.
type member struct {
	Placement
	// Written is whether its content is, or there is none. Of an active send, paused
	// and overlaps say why it has to be inactive while that is not written: the order
	// cannot be right for both forms (refuse), or it would survey tickets of another one
	// (pauseOverlapping). Stopped is whether it was deactivated for one of the two.
	written, paused, overlaps, stopped bool
	// Activated is whether a request of this batch activated it, or may have; deactivated,
	// whether it was deactivated since, because it was found too early (deactivateEarly).
	activated, deactivated bool
}

// run writes until every placement holds in what the vendor answers, and returns
// the error of each that does not. The caller holds the lock.
func (r *Reconciler) run(ctx context.Context, batch []Placement) map[string]error {
	l := &loop{Reconciler: r, failed: map[string]error{}, since: time.Now()}
	for _, p := range batch {
		l.all = append(l.all, &member{Placement: p, written: p.Write == nil})
	}
	l.members = l.all
	if err := l.glance(ctx); err != nil {
		l.failOpen(err)
	}
	for l.open() {
		if err := l.step(ctx); err != nil {
			l.failOpen(err)
		}
	}
	l.deactivateFailed(ctx)
	return l.failed
}

// step reads, plans, and does the next thing. It ends a member, writes, or makes the
// next step read again, so the steps end with the attempts. An error is every open
// member's.
func (l *loop) step(ctx context.Context) error {
	if l.tired && l.writes < attempts {
		if err := l.rest(ctx); err != nil {
			return err
		}
	}
	s, err := l.account.Snapshot(ctx)
	if err == nil {
		s, err = l.complete(ctx, s, l.placements(nil))
	}
	if err != nil {
		return err
	}
	if l.deactivateEarly(ctx, s) {
		return nil
	}
	if l.stopped(s); !l.open() {
		return nil
	}
	plan := l.plan(s)
	if stale, err := l.freshen(ctx, s, plan); stale || err != nil {
		return err
	}
	if l.refuse(ctx, s, plan) {
		return nil
	}
	l.left(ctx, s, plan)
	switch content := l.unwritten(); {
	case !l.open():
	case plan.Empty() && len(content) > 0:
		l.writeContent(ctx, content)
	case plan.Empty():
		l.finish()
	case l.writes == attempts:
		return l.giveUp(ctx)
	default:
		return l.write(ctx, plan)
	}
	return nil
}

// write sends a plan, and deactivates again what the answer shows in a wrong
// place.
func (l *loop) write(ctx context.Context, plan *Plan) error {
	l.decided(ctx, plan)
	l.writes++
	l.last = l.account.Place(ctx, plan.Categories, plan.Triggers)
	l.since = time.Now()
	undone := l.last != nil && l.account.Judge(l.last).Undone
	for _, place := range plan.Triggers {
		if undone || place.Active == nil {
			continue
		}
		switch m := l.member(place.ID); {
		case *place.Active:
			m.activated, m.deactivated = true, false
		case m.overlaps, m.paused:
			m.stopped = true
		}
	}
	if l.last != nil {
		return l.judge(plan)
	}
	s, err := l.account.Snapshot(ctx)
	if err != nil || !plan.reached(s) {
		if err == nil {
			l.deactivateEarly(ctx, s)
		}
		l.tired = true
		l.account.Forget(true, plan.Crosses)
	}
	return nil
}

// plan is what is to be written now. It notes who has to be inactive meanwhile.
func (l *loop) plan(s *Snapshot) *Plan {
	l.pauseOverlapping(s)
	moving := l.relationsOfCategories()
	if l.category != nil { // outranks the others
		moving = slices.Insert(moving, 0, *l.category)
	}
	return s.Plan(l.placements(s), l.knowledge(), moving)
}

// placements are those of the open members, as far as they can be placed now:
// content is written before a trigger is activated, and an active one is placed
// before its content is written.
func (l *loop) placements(s *Snapshot) []Placement {
	var placements []Placement
	for _, m := range l.members {
		p := m.Placement
		p.started = m.activated
		switch {
		case s == nil:
		case m.written && l.waits(s, m):
			continue
		case m.written:
			p.Content = nil
		case m.overlaps:
			p = Placement{ID: m.ID}
		case m.paused, !s.active(m.ID):
			continue
		}
		placements = append(placements, p)
	}
	return placements
}

func (s *Snapshot) active(id string) bool {
	t, exists := s.Trigger(id)
	return exists && t.Active
}

// freshen makes the next snapshot read what a plan depends on and what is stale, and
// reports whether it did. Where something moves or is refused these are the lists.
// Where something is only activated where it stands, or the content of a send changes,
// it is the categories, if their order matters, and what changed last, one request
// each for the whole batch: somebody may have made the same one or moved one at this
// moment. What was activated beside somebody else who has created triggers meanwhile
// (company.go) is checked once more against what is there afterwards.
func (l *loop) freshen(ctx context.Context, s *Snapshot, plan *Plan) (bool, error) {
	stale, accompanied := func(read time.Time) bool { return read.Before(l.since) }, l.accompanied(s)
	refused := len(plan.Refused) > 0 || l.category != nil && !s.CategoryHolds(*l.category)
	moves, writes := plan.Moves || refused, !plan.Empty() || refused
	relied := !writes && accompanied && slices.ContainsFunc(l.members, func(m *member) bool { return m.activated })
	triggers := moves && plan.Judged && stale(s.TriggersAt)
	content := len(l.unwritten()) > 0
	categories := (writes || content || relied) && plan.Crosses && len(s.Categories) > 0 && stale(s.CategoriesAt)
	if triggers || categories {
		l.account.Forget(triggers, categories)
		return true, nil
	}
	if (content || !plan.Empty() || relied) && plan.Judged && stale(s.TriggersAt) && stale(s.ChangesAt) {
		return true, l.account.Renew(ctx)
	}
	return false, nil
}

// rest gives time to a vendor with a fault, and to a list that lags behind what was
// written. What is read after it decides about the next attempt.
func (l *loop) rest(ctx context.Context) error {
	if err := wait.About(ctx, attemptPause<<max(0, l.writes-1)); err != nil {
		return cmp.Or(l.last, err)
	}
	l.tired = false
	return nil
}

// stopped ends the members that somebody else deactivated since they were planned.
func (l *loop) stopped(s *Snapshot) {
	for _, m := range l.members {
		if t, exists := s.Trigger(m.ID); m.Stopped != nil && exists && !t.Active && !m.stopped && !m.paused && !m.overlaps && !m.activated {
			l.fail(m, m.Stopped)
		}
	}
}

func (l *loop) open() bool { return l.category != nil || len(l.members) > 0 }

// member is the open one of a placement.
func (l *loop) member(id string) *member {
	return l.members[slices.IndexFunc(l.members, func(m *member) bool { return m.ID == id })]
}
