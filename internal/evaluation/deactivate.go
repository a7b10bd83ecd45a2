package evaluation

import (
	"context"
	"errors"
	"slices"
	"time"
)

// deactivateTime bounds the way back after a batch that failed: whoever waited
// for it may have run out of time already.
const deactivateTime = time.Minute

// deactivateEarly deactivates what this batch activated and what stands too early all
// the same, before anything else is read or repaired: the repair activates it
// again. It reports whether it did.
func (l *loop) deactivateEarly(ctx context.Context, s *Snapshot) bool {
	var early []*member
	for _, m := range l.members {
		if m.activated && !m.deactivated && s.active(m.ID) && !s.Holds(m.ID, m.guards(s)) {
			early = append(early, m)
		}
	}
	if len(early) == 0 {
		return false
	}
	l.log(ctx, "triggers are deactivated", map[string]any{"triggers": idsOf(early), "reason": "they were found before a trigger that they list"})
	if err := l.account.Place(ctx, nil, inactive(early)); err != nil {
		l.log(ctx, "deactivating triggers failed: their order is repaired instead", map[string]any{"triggers": idsOf(early), "error": err.Error()})
		return false // deactivateFailed is the last resort
	}
	l.since = time.Now()
	for _, m := range early {
		m.deactivated = true
	}
	return true
}

// guards are the triggers that it lists, and of the exclusions that protect from it those
// that are active.
func (m *member) guards(s *Snapshot) []string {
	return append(slices.DeleteFunc(slices.Clone(m.ProtectedBy), func(id string) bool { return !s.active(id) }), m.After...)
}

func idsOf(members []*member) (ids []string) {
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return ids
}

func inactive(members []*member) []TriggerPlace {
	off := false
	places := make([]TriggerPlace, 0, len(members))
	for _, m := range members {
		places = append(places, TriggerPlace{ID: m.ID, Active: &off})
	}
	return places
}

// deactivateFailed deactivates what this batch activated and then could not keep
// in order.
func (l *loop) deactivateFailed(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deactivateTime)
	defer cancel()
	var left []*member
	for _, m := range l.all {
		switch {
		case l.failed[m.ID] == nil || !m.activated:
		case !l.surelyInactive(ctx, m.ID):
			left = append(left, m)
		case m.deactivated:
			l.failed[m.ID] = &InactiveError{error: l.failed[m.ID]}
		}
	}
	if len(left) == 0 {
		return
	}
	l.log(ctx, "triggers are deactivated", map[string]any{"triggers": idsOf(left), "reason": "they could not be kept in order"})
	together := l.account.Place(ctx, nil, inactive(left))
	for _, m := range left {
		var problem error
		if together != nil { // one by one, by another request, which is repeated
			problem = l.account.Deactivate(ctx, m.ID)
		}
		gone := problem != nil && l.account.Judge(problem).Gone
		l.failed[m.ID] = &InactiveError{error: l.failed[m.ID], problem: problem, gone: gone}
	}
}

// surelyInactive asks the account, because the snapshot is what we believe.
func (l *loop) surelyInactive(ctx context.Context, id string) bool {
	t, err := l.account.Reread(ctx, id)
	return err == nil && !t.Active || err != nil && l.account.Judge(err).Gone
}

// InactiveError adds to an error what became of the trigger.
type InactiveError struct {
	error
	problem error
	gone    bool
}

// Error says that the trigger was deactivated, or that it may be active.
func (e *InactiveError) Error() string {
	if e.problem == nil {
		return e.error.Error() + ". The trigger had been activated already; it was deactivated again"
	}
	return e.error.Error() + ". The trigger may have been activated, and deactivating it failed as well (" + e.problem.Error() +
		"): it may be ACTIVE and unprotected. Deactivate it in the admin screen now"
}

// Unwrap is the error that was the reason.
func (e *InactiveError) Unwrap() error { return e.error }

// MayBeActive reports whether a trigger that could not be put in order may have
// been left active.
func MayBeActive(err error) bool {
	var left *InactiveError
	return errors.As(err, &left) && left.problem != nil && !left.gone
}
