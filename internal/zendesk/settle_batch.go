package zendesk

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
)

const (
	// settleAttempts is how often an order is written before we give up on
	// somebody who keeps changing it, or on a vendor who keeps failing.
	settleAttempts = 3
	// settlePause is what a vendor in trouble gets before the second attempt,
	// and twice that before the third. Half of it is random.
	settlePause = 400 * time.Millisecond
	// categoriesLast is for how long a batch that only switches triggers on relies
	// on the order of categories that one before it read.
	categoriesLast = 10 * time.Second
)

// settlement is one batch on its way into order.
type settlement struct {
	client    *Client
	batch     []Placement
	remaining []Placement
	failed    map[string]error
	activated map[string]bool // a request said so, and may have done it
	held      map[string]bool // found early and switched off since
	attempts  int
	last      error // of the last write
	rested    bool  // since the last write
	fresh     freshness
}

// freshness says of each list that this batch read it, after its last write; and
// renewed that it read the latest triggers.
type freshness struct{ triggers, renewed, categories bool }

// unread says of each list that the next look reads it.
func (c *Client) unread() freshness {
	return freshness{triggers: !c.TriggersListed(), categories: !c.categories.listed()}
}

// settleAll writes until every placement holds in what the vendor answers, and
// returns the error of each that does not. The caller holds the order.
func (c *Client) settleAll(ctx context.Context, batch []Placement) map[string]error {
	s := &settlement{client: c, batch: batch, remaining: batch, failed: map[string]error{}, activated: map[string]bool{}, held: map[string]bool{}}
	s.fresh = c.unread()
	for len(s.remaining) > 0 {
		if err := s.advance(ctx); err != nil {
			s.fail(s.remaining, err)
			s.remaining = nil
		}
	}
	s.switchOffEarly(ctx)
	return s.failed
}

// advance looks, holds back, and writes at most once. An error is everybody's.
func (s *settlement) advance(ctx context.Context) error {
	a, err := s.look(ctx)
	if err != nil {
		return err
	}
	if s.holdBack(ctx, a) {
		return nil
	}
	step := a.step(s.remaining, s.client.knownRelations(s.batch))
	if looking, err := s.lookAgain(ctx, step); looking || err != nil {
		return err
	}
	s.drop(step.refused)
	switch {
	case len(s.remaining) == 0 || len(step.places) == 0:
		s.remaining = nil
		return nil
	case s.attempts == settleAttempts:
		return s.giveUp(ctx)
	case s.attempts > 0 && !s.rested:
		return s.rest(ctx)
	}
	s.attempts++
	s.last = s.client.Place(ctx, nil, step.places)
	s.rested, s.fresh = false, s.client.unread()
	for _, place := range step.places {
		if place.Active != nil && *place.Active && !undone(s.last) {
			s.activated[place.ID], s.held[place.ID] = true, false
		}
	}
	if s.last != nil {
		return s.judge(step)
	}
	if a, err = s.client.arrangement(ctx); err != nil || !a.is(step) {
		s.holdBack(ctx, a)
		s.readAnew(true, step.crosses)
	}
	return nil
}

// rest gives time to a vendor in trouble, and to a list that lags behind what was
// written. The next attempt is decided after it.
func (s *settlement) rest(ctx context.Context) error {
	if err := pause(ctx, settlePause<<(s.attempts-1)); err != nil {
		return cmp.Or(s.last, err)
	}
	s.rested, s.fresh = true, freshness{}
	return nil
}

// is reports whether everything stands where the step wanted it. A number that
// differs means that others have moved since the list was read, or that the
// server counts in its own way.
func (a arrangement) is(step step) bool {
	wanted := map[string]order.Member{}
	for _, member := range step.target.Members {
		wanted[member.ID] = member
	}
	return !slices.ContainsFunc(step.places, func(place TriggerPlace) bool {
		now := a.triggers[place.ID]
		return now.member() != wanted[place.ID] || place.Active != nil && now.Active != *place.Active
	})
}

// look is the arrangement. What a list lacks is asked for by id before anybody
// believes that it is gone.
func (s *settlement) look(ctx context.Context) (arrangement, error) {
	a, err := s.client.arrangement(ctx)
	if err != nil {
		return a, err
	}
	lacking := false
	for _, p := range s.remaining {
		for _, id := range append([]string{p.ID}, p.After...) {
			if _, listed := a.triggers[id]; listed {
				continue
			}
			_, err := s.client.Trigger(ctx, id)
			if err != nil && !IsNotFound(err) {
				return a, err
			}
			lacking = lacking || err == nil
		}
	}
	if lacking {
		if a, err = s.client.arrangement(ctx); err != nil {
			return a, err
		}
	}
	unlisted := a.unlistedCategories(s.remaining)
	if len(unlisted) == 0 {
		return a, nil
	}
	if _, err := s.client.categoriesWith(ctx, unlisted); err != nil && !IsNoCategories(err) {
		return a, err
	}
	return s.client.arrangement(ctx)
}

// lookAgain reports whether the step has to be decided once more, because the
// lists that it comes from are older than this batch. Where something is to move,
// or somebody to be refused, it is all of them. What stands right already is only
// switched on: for that, the triggers that changed last tell whether somebody
// made the same one at this moment, or dragged one, at a single request for the
// whole batch.
func (s *settlement) lookAgain(ctx context.Context, step step) (bool, error) {
	switch {
	case len(step.places) == 0 && len(step.refused) == 0:
		return false, nil
	case step.moves, len(step.refused) > 0:
		return s.readAnew(step.judged, step.crosses), nil
	}
	looking := s.readAnew(false, step.crosses && time.Since(s.client.settling.categoriesRead) > categoriesLast)
	if step.judged && !s.fresh.triggers && !s.fresh.renewed {
		s.fresh.renewed = true
		return true, s.client.renewTriggers(ctx)
	}
	return looking, nil
}

// readAnew makes the next look read the wanted lists, as far as this one did
// not, and reports whether there are such.
func (s *settlement) readAnew(triggers, categories bool) bool {
	triggers, categories = triggers && !s.fresh.triggers, categories && !s.fresh.categories
	if triggers {
		s.client.ForgetTriggers()
		s.fresh.triggers = true
	}
	if categories {
		s.client.ForgetCategories()
		s.fresh.categories, s.client.settling.categoriesRead = true, time.Now()
	}
	return triggers || categories
}

// judge draws the conclusion from a failed write: which placements are worth
// another attempt.
func (s *settlement) judge(step step) error {
	s.readAnew(true, step.crosses) // even of a refusal nobody knows that it was a whole one
	if IsAmbiguous(s.last) || IsConflict(s.last) {
		return nil
	}
	rejected := map[string]error{}
	var vendor *Error
	if errors.As(s.last, &vendor) {
		for _, p := range s.remaining {
			if _, named := vendor.Fields[p.ID]; named {
				rejected[p.ID] = s.last
			}
		}
	}
	if len(rejected) == 0 {
		return s.last
	}
	s.drop(rejected)
	s.attempts, s.last = s.attempts-1, nil // the others were not tried yet
	return nil
}

// undone reports a failure that proves that nothing was written: nothing was sent,
// or it was sent away before anybody looked at it. Of any other refusal of a batch
// that is not known, whatever the vendor documents.
func undone(err error) bool {
	return matches(err, func(e *Error) bool {
		return !e.ambiguous && (e.Status == 0 || e.unauthorized() || e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable)
	})
}

// giveUp words the failure of placements that did not come to hold. Where all was
// answered well the list may only lag behind: the last word has each trigger by its
// id.
func (s *settlement) giveUp(ctx context.Context) error {
	asked := map[string]bool{}
	for _, p := range s.remaining {
		for _, id := range append([]string{p.ID}, p.After...) {
			if s.last == nil && !asked[id] {
				_, _ = s.client.triggerByID(ctx, id)
				asked[id] = true
			}
		}
	}
	a, err := s.client.arrangement(ctx)
	if err != nil {
		return err
	}
	for _, p := range s.remaining {
		switch {
		case a.holds(p):
		case s.last != nil:
			s.failed[p.ID] = s.last
		default:
			s.failed[p.ID] = a.unsettledError(p)
		}
	}
	s.remaining = nil
	return nil
}

// triggerByID asks for a trigger whatever the list says, and corrects the list.
func (c *Client) triggerByID(ctx context.Context, id string) (*Trigger, error) {
	trigger, err := readOne(ctx, c, triggerKind, id)
	if err != nil {
		c.triggers.missed(id, err)
		return nil, err
	}
	c.triggers.put(*trigger)
	return trigger, nil
}

// drop takes placements out of the batch, each with its error.
func (s *settlement) drop(errs map[string]error) {
	var rest []Placement
	for _, p := range s.remaining {
		if err := errs[p.ID]; err != nil {
			s.failed[p.ID] = err
			continue
		}
		rest = append(rest, p)
	}
	s.remaining = rest
}

func (s *settlement) fail(placements []Placement, err error) {
	for _, p := range placements {
		s.failed[p.ID] = err
	}
}

// pause waits for half of d and a random part of the other half.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d/2 + rand.N(d/2)) //nolint:gosec // spreading load needs no secrecy
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
