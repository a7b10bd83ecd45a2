package evaluation

import (
	"cmp"
	"context"
	"slices"
	"time"
)

const (
	// attempts is how often an order is written before the loop gives up on
	// somebody who keeps changing it, or on a vendor who keeps failing.
	attempts = 3
	// attemptPause is what a vendor with a fault gets before the second attempt, and
	// twice that before the third. Half of it is random.
	attemptPause = 400 * time.Millisecond
	// categoriesLast is for how long a batch that only activates triggers relies on
	// an order of categories that was read before it.
	categoriesLast = 10 * time.Second
)

// loop is one batch on its way into order.
type loop struct {
	*Reconciler
	members []*member
	failed  map[string]error
	since   time.Time // of the begin or the last write: what was read before is stale
	writes  int
	last    error // of the last write
	// tired is true after a write that failed or did not come to hold, until the
	// vendor had a rest.
	tired bool
	// category is a relation of categories that is to be settled, besides.
	category *Relation // by SettleCategory only
}

// member is a placement and how far it is.
type member struct {
	Placement
	written   bool // its content is; true when there is none
	paused    bool // inactive from the write of its content until it is placed
	overlaps  bool // inactive until its content is written, see pauseOverlapping
	stopped   bool // it was active and was deactivated for its content
	activated bool // a request said so, and may have done it
	held      bool // found before a trigger that it lists, and deactivated since
	done      bool
}

// run writes until every placement holds in what the vendor answers, and returns
// the error of each that does not. The caller holds the lock.
func (r *Reconciler) run(ctx context.Context, batch []Placement) map[string]error {
	l := &loop{Reconciler: r, failed: map[string]error{}, since: time.Now()}
	for _, p := range batch {
		l.members = append(l.members, &member{Placement: p, written: p.Write == nil})
	}
	if done, err := l.glance(ctx); err != nil {
		l.failOpen(err)
	} else if done {
		return l.failed
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
	s, err := l.read(ctx)
	if err != nil {
		return err
	}
	if l.holdBack(ctx, s) {
		return nil
	}
	plan := l.plan(s)
	if l.refresh(s, plan) {
		return nil
	}
	if renewed, err := l.renew(ctx, s, plan); renewed || err != nil {
		return err
	}
	if l.refuse(ctx, s, plan) {
		return nil
	}
	switch {
	case !l.open():
		return nil
	case plan.Empty() && l.hasContent():
		l.writeContent(ctx)
		return nil
	case plan.Empty():
		l.finish()
		return nil
	case l.writes == attempts:
		return l.giveUp(ctx)
	}
	return l.write(ctx, plan)
}

// write sends a plan, and deactivates again what the answer shows in a wrong
// place.
func (l *loop) write(ctx context.Context, plan *Plan) error {
	l.decided(ctx, plan)
	l.writes++
	l.last = l.account.Place(ctx, plan.Categories, plan.Triggers)
	l.since = time.Now()
	for _, place := range plan.Triggers {
		m := l.member(place.ID)
		switch {
		case m == nil || place.Active == nil || l.undone():
		case *place.Active:
			m.activated, m.held = true, false
		case m.overlaps:
			m.stopped = true
		}
	}
	if l.last != nil {
		return l.judge(plan)
	}
	s, err := l.account.Snapshot(ctx)
	if err != nil || !plan.reached(s) {
		if err == nil {
			l.holdBack(ctx, s)
		}
		l.tired = true
		l.account.Forget(true, plan.Crosses)
	}
	return nil
}

// read is the snapshot with all that the placements are about.
func (l *loop) read(ctx context.Context) (*Snapshot, error) {
	s, err := l.account.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return l.complete(ctx, s, l.placements(nil))
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
		switch {
		case m.done:
			continue
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

// refresh makes the next snapshot read the lists that a plan depends on and that
// are stale: never decide on an old list where something moves or is refused.
func (l *loop) refresh(s *Snapshot, plan *Plan) bool {
	blocked := l.category != nil && !s.CategoryHolds(*l.category)
	if plan.Empty() && len(plan.Refused) == 0 && !blocked {
		return false
	}
	moves := plan.Moves || len(plan.Refused) > 0 || blocked
	triggers := moves && plan.Judged && s.TriggersAt.Before(l.since)
	if !s.CategoriesAt.Before(l.since) {
		l.categoriesRead = s.CategoriesAt
	}
	lasts := !moves && s.CategoriesAt.Equal(l.categoriesRead) && time.Since(s.CategoriesAt) <= categoriesLast
	categories := plan.Crosses && len(s.Categories) > 0 && s.CategoriesAt.Before(l.since) && !lasts
	if triggers || categories {
		l.account.Forget(triggers, categories)
	}
	return triggers || categories
}

// renew reads what changed last before something is activated where it stands, or
// before the content of a send changes: somebody may have made the same one or
// dragged one at this moment. That is one request for the whole batch.
func (l *loop) renew(ctx context.Context, s *Snapshot, plan *Plan) (bool, error) {
	content := slices.ContainsFunc(l.members, func(m *member) bool { return !m.done && !m.written && len(m.After) > 0 })
	if plan.Empty() && !content || !plan.Judged || !s.TriggersAt.Before(l.since) || !s.ChangesAt.Before(l.since) {
		return false, nil
	}
	return true, l.account.Renew(ctx)
}

// rest gives time to a vendor with a fault, and to a list that lags behind what was
// written. What is read after it decides about the next attempt.
func (l *loop) rest(ctx context.Context) error {
	if err := Pause(ctx, attemptPause<<max(0, l.writes-1)); err != nil {
		return cmp.Or(l.last, err)
	}
	l.tired = false
	return nil
}

func (l *loop) open() bool {
	return l.category != nil || slices.ContainsFunc(l.members, func(m *member) bool { return !m.done })
}

func (l *loop) member(id string) *member {
	i := slices.IndexFunc(l.members, func(m *member) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return l.members[i]
}
