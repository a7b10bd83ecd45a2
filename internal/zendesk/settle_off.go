package zendesk

import (
	"context"
	"errors"
	"time"
)

// switchOffTime bounds the way back after a batch that failed: whoever waited for
// it may have run out of time already.
const switchOffTime = time.Minute

// holdBack switches off what this batch switched on and what stands too early all
// the same, before anything else is read or repaired: the repair switches it on
// again. It reports whether it did.
func (s *settlement) holdBack(ctx context.Context, a arrangement) bool {
	var places []TriggerPlace
	for _, p := range s.remaining {
		if s.activated[p.ID] && !s.held[p.ID] && a.triggers[p.ID].Active && !a.layout.Holds(p.relation()) {
			places = append(places, switchedOff(p.ID))
		}
	}
	if len(places) == 0 || s.client.Place(ctx, nil, places) != nil {
		return false // the repair is the next best, and switchOffEarly the last
	}
	for _, place := range places {
		s.held[place.ID] = true
	}
	return true
}

func switchedOff(id string) TriggerPlace {
	off := false
	return TriggerPlace{ID: id, Active: &off}
}

// switchOffEarly switches off what this batch switched on and then could not
// keep in order.
func (s *settlement) switchOffEarly(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), switchOffTime)
	defer cancel()
	var places []TriggerPlace
	for _, p := range s.batch {
		switch {
		case s.failed[p.ID] == nil || !s.activated[p.ID]:
		case !s.surelyInactive(ctx, p.ID):
			places = append(places, switchedOff(p.ID))
		case s.held[p.ID]:
			s.failed[p.ID] = &switchedOffError{error: s.failed[p.ID]}
		}
	}
	if len(places) == 0 || s.client.Place(ctx, nil, places) == nil {
		for _, place := range places {
			s.failed[place.ID] = &switchedOffError{error: s.failed[place.ID]}
		}
		return
	}
	for _, place := range places { // one by one, by another endpoint, which is retried
		_, err := s.client.UpdateTrigger(ctx, place.ID, TriggerInput{Active: place.Active})
		s.failed[place.ID] = &switchedOffError{error: s.failed[place.ID], problem: err}
	}
}

// surelyInactive asks the account, because the list is what we believe.
func (s *settlement) surelyInactive(ctx context.Context, id string) bool {
	trigger, err := s.client.triggerByID(ctx, id)
	return err == nil && !trigger.Active || IsNotFound(err)
}

// switchedOffError adds to an error what became of the trigger.
type switchedOffError struct {
	error
	problem error
}

func (e *switchedOffError) Error() string {
	if e.problem == nil {
		return e.error.Error() + ". The trigger had been switched on already; it was switched off again"
	}
	return e.error.Error() + ". The trigger may have been switched on, and switching it off failed as well (" + e.problem.Error() +
		"): it may be ACTIVE and unprotected. Switch it off in the admin screen now"
}

func (e *switchedOffError) Unwrap() error { return e.error }

// MayBeActive reports whether a trigger that could not be put in order may have
// been left switched on.
func MayBeActive(err error) bool {
	var left *switchedOffError
	return errors.As(err, &left) && left.problem != nil && !IsNotFound(left.problem)
}
