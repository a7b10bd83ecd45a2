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

// settleAll writes until every placement holds in what the vendor answers, and
// returns the error of each that does not.
func (c *Client) settleAll(ctx context.Context, batch []Placement) map[string]error {
	failed := map[string]error{}
	activated := map[string]bool{}
	remaining, listedNow := batch, false
	for attempt := 0; len(remaining) > 0; {
		listedNow = listedNow || !c.TriggersListed()
		a, err := c.arrangement(ctx)
		if err != nil {
			failAll(failed, remaining, err)
			break
		}
		places, moves, refused := a.places(remaining, c.knownRelations())
		if (moves || len(refused) > 0) && !listedNow { // never decide on an old list
			c.ForgetTriggers()
			c.ForgetCategories()
			listedNow = true
			continue
		}
		remaining = without(remaining, failed, refused)
		switch {
		case len(remaining) == 0 || len(places) == 0:
			remaining = nil
			continue
		case attempt == settleAttempts:
			c.unsettled(failed, remaining, a)
			remaining = nil
			continue
		}
		attempt++
		for _, place := range places {
			activated[place.ID] = activated[place.ID] || place.Active != nil && *place.Active
		}
		err = c.Place(ctx, nil, places)
		remaining = c.judge(failed, remaining, err)
		listedNow = false
		if err == nil && !c.agrees(ctx, remaining) {
			c.ForgetTriggers()
			listedNow = true
		}
	}
	c.switchOffEarly(ctx, batch, failed, activated)
	return failed
}

// agrees reports whether the vendor's answer, which the shared list now holds,
// leaves nothing to do.
func (c *Client) agrees(ctx context.Context, batch []Placement) bool {
	a, err := c.arrangement(ctx)
	if err != nil {
		return false
	}
	places, _, refused := a.places(batch, c.knownRelations())
	return len(places) == 0 && len(refused) == 0
}

// judge draws the conclusion from the answer to a write: which placements are
// worth another attempt.
func (c *Client) judge(failed map[string]error, remaining []Placement, err error) []Placement {
	var vendor *Error
	switch {
	case err == nil:
		return remaining
	case IsAmbiguous(err), IsConflict(err):
		c.ForgetTriggers()
		return remaining
	case errors.As(err, &vendor) && len(vendor.Fields) > 0:
		c.ForgetTriggers()
		rejected := map[string]error{}
		for _, p := range remaining {
			if _, named := vendor.Fields[p.ID]; named {
				rejected[p.ID] = err
			}
		}
		if len(rejected) > 0 {
			return without(remaining, failed, rejected)
		}
	}
	failAll(failed, remaining, err)
	return nil
}

// unsettled words the failure of placements that did not come to hold.
func (c *Client) unsettled(failed map[string]error, remaining []Placement, a arrangement) {
	for _, p := range remaining {
		failed[p.ID] = fmt.Errorf("the trigger %q was not switched on or moved, although %d attempts were answered without an error", a.triggers[p.ID].Title, settleAttempts)
		for _, listed := range p.After {
			if standing := a.layout.Standing(listed, p.ID); standing != order.Earlier {
				failed[p.ID] = a.orderError(p, listed, standing)
			}
		}
	}
}

// switchOffEarly switches off what this batch switched on and then could not
// keep in order.
func (c *Client) switchOffEarly(ctx context.Context, batch []Placement, failed map[string]error, activated map[string]bool) {
	off := false
	var places []TriggerPlace
	for _, p := range batch {
		if failed[p.ID] != nil && activated[p.ID] {
			places = append(places, TriggerPlace{ID: p.ID, Active: &off})
		}
	}
	if len(places) == 0 {
		return
	}
	result := "It was switched off again."
	if err := c.Place(context.WithoutCancel(ctx), nil, places); err != nil {
		result = "Switching it off again failed as well, so it may be ACTIVE and unprotected: switch it off in the admin screen now. (" + err.Error() + ")"
	}
	for _, place := range places {
		failed[place.ID] = &switchedOffError{error: failed[place.ID], result: result}
	}
}

// switchedOffError adds to an error what became of the trigger.
type switchedOffError struct {
	error
	result string
}

func (e *switchedOffError) Error() string { return e.error.Error() + ". " + e.result }
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

func without(placements []Placement, failed, refused map[string]error) []Placement {
	var rest []Placement
	for _, p := range placements {
		if err := refused[p.ID]; err != nil {
			failed[p.ID] = err
			continue
		}
		rest = append(rest, p)
	}
	return rest
}

func failAll(failed map[string]error, placements []Placement, err error) {
	for _, p := range placements {
		failed[p.ID] = err
	}
}
