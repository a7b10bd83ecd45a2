package zendesk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
)

// settleAttempts is how often an order is written before we give up on somebody
// who keeps changing it.
const settleAttempts = 3

// batch is one run of settling: what is still to be placed and what became of
// the rest.
type batch struct {
	client    *Client
	remaining []Placement
	failed    map[string]error
	activated map[string]bool // by this run, perhaps
	lost      error           // the last write whose outcome is unknown
}

// settleAll writes until every placement holds in what the vendor answers, and
// returns the error of each that does not.
func (c *Client) settleAll(ctx context.Context, placements []Placement) map[string]error {
	b := &batch{client: c, remaining: placements, failed: map[string]error{}, activated: map[string]bool{}}
	for attempt := 1; len(b.remaining) > 0; attempt++ {
		a, places, err := b.decide(ctx)
		switch {
		case err != nil:
			b.failAll(err)
		case len(places) == 0:
			b.remaining = nil
		case attempt > settleAttempts:
			b.giveUp(a)
		default:
			b.write(ctx, places)
		}
	}
	b.switchOffEarly(ctx, placements)
	return b.failed
}

// decide computes what is left to write. Nothing is moved or refused on the
// strength of an old list.
func (b *batch) decide(ctx context.Context) (arrangement, []TriggerPlace, error) {
	listedNow := !b.client.TriggersListed()
	for {
		a, err := b.client.arrangement(ctx)
		if err != nil {
			return a, nil, err
		}
		places, moves, refused := a.places(b.remaining, b.client.knownRelations())
		if (moves || len(refused) > 0) && !listedNow {
			b.client.ForgetTriggers()
			b.client.ForgetCategories()
			listedNow = true
			continue
		}
		b.refuse(refused)
		return a, places, nil
	}
}

// write sends the places and draws the conclusion from the answer: which
// placements are worth another look.
func (b *batch) write(ctx context.Context, places []TriggerPlace) {
	for _, place := range places {
		b.activated[place.ID] = b.activated[place.ID] || place.Active != nil && *place.Active
	}
	err := b.client.Place(ctx, nil, places)
	var vendor *Error
	switch {
	case err == nil:
		// The shared list holds the answer now. If that is not what was asked
		// for, the account is listed again.
		if !b.agrees(ctx) {
			b.client.ForgetTriggers()
		}
	case IsAmbiguous(err), IsConflict(err):
		b.lost = err
		b.client.ForgetTriggers()
	case errors.As(err, &vendor) && b.rejects(vendor):
		b.client.ForgetTriggers()
	default:
		b.failAll(err)
	}
}

// agrees reports whether the answer leaves nothing to do.
func (b *batch) agrees(ctx context.Context) bool {
	a, err := b.client.arrangement(ctx)
	if err != nil {
		return false
	}
	places, _, refused := a.places(b.remaining, b.client.knownRelations())
	return len(places) == 0 && len(refused) == 0
}

// rejects drops the placements that the vendor names in its refusal of the whole
// batch; the others may do without them.
func (b *batch) rejects(vendor *Error) bool {
	rejected := map[string]error{}
	for _, p := range b.remaining {
		if _, named := vendor.Fields[p.ID]; named {
			rejected[p.ID] = vendor
		}
	}
	b.refuse(rejected)
	return len(rejected) > 0
}

func (b *batch) refuse(refused map[string]error) {
	b.remaining = slices.DeleteFunc(slices.Clone(b.remaining), func(p Placement) bool {
		if err := refused[p.ID]; err != nil {
			b.failed[p.ID] = err
		}
		return refused[p.ID] != nil
	})
}

func (b *batch) failAll(err error) {
	for _, p := range b.remaining {
		b.failed[p.ID] = err
	}
	b.remaining = nil
}

// giveUp words the failure of placements that did not come to hold.
func (b *batch) giveUp(a arrangement) {
	for _, p := range b.remaining {
		b.failed[p.ID] = b.lost
		if b.lost == nil {
			b.failed[p.ID] = fmt.Errorf("the trigger %q was not switched on or moved, although %d attempts were answered without an error", a.triggers[p.ID].Title, settleAttempts)
		}
		for _, listed := range p.After {
			if standing := a.layout.Standing(listed, p.ID); standing != order.Earlier {
				b.failed[p.ID] = a.orderError(p, listed, standing)
			}
		}
	}
	b.remaining = nil
}

// switchOffEarly switches off what this batch switched on and then could not
// keep in order.
func (b *batch) switchOffEarly(ctx context.Context, placements []Placement) {
	ctx = context.WithoutCancel(ctx)
	off := false
	var places []TriggerPlace
	for _, p := range placements {
		if b.failed[p.ID] != nil && b.activated[p.ID] && b.client.mayBeActive(ctx, p.ID) {
			places = append(places, TriggerPlace{ID: p.ID, Active: &off})
		}
	}
	if len(places) == 0 {
		return
	}
	result := "It was switched off again."
	if err := b.client.Place(ctx, nil, places); err != nil {
		result = "Switching it off again failed as well, so it may be ACTIVE and unprotected: switch it off in the admin screen now. (" + err.Error() + ")"
	}
	for _, place := range places {
		b.failed[place.ID] = &switchedOffError{error: b.failed[place.ID], result: result}
	}
}

// mayBeActive is false only when the account says so.
func (c *Client) mayBeActive(ctx context.Context, id string) bool {
	trigger, err := c.Trigger(ctx, id)
	return err != nil && !IsNotFound(err) || err == nil && trigger.Active
}

// switchedOffError adds to an error what became of the trigger.
type switchedOffError struct {
	error
	result string
}

// Error is the error and what became of the trigger.
func (e *switchedOffError) Error() string { return e.error.Error() + ". " + e.result }

// Unwrap gives the error alone.
func (e *switchedOffError) Unwrap() error { return e.error }

func (c *Client) knownRelations() []order.Relation {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	var relations []order.Relation
	for id, declaration := range c.settling.declared {
		if declaration.Active && len(declaration.After) > 0 {
			relations = append(relations, order.Relation{ID: id, After: declaration.After})
		}
	}
	slices.SortFunc(relations, func(a, b order.Relation) int { return compareIDs(a.ID, b.ID) })
	return relations
}
