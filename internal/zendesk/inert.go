package zendesk

import (
	"cmp"
	"context"
	"fmt"
)

// DuplicateError says that triggers of the title exist and that none of them is
// the leftover of an interrupted create.
type DuplicateError struct {
	Title    string
	Existing []Trigger
}

// Error names the title.
func (e *DuplicateError) Error() string {
	return fmt.Sprintf("%d triggers titled %q exist already", len(e.Existing), e.Title)
}

// CreateInert makes a trigger that is switched off, whatever in.Active says, or
// adopts one: an inactive trigger of the same title that equals what would be
// sent and that nobody in this process manages is what an apply left behind that
// was killed between request and answer. With unique, other triggers of the
// title give a [DuplicateError].
func (c *Client) CreateInert(ctx context.Context, in TriggerInput, unique bool) (*Trigger, error) {
	off := false
	in.Active = &off
	title := valueOf(in.Title)
	release, err := c.creates.lock(ctx, "inert trigger\n"+title)
	if err != nil {
		return nil, failure("POST "+apiPrefix+triggerKind.path, false, err, c.secrets)
	}
	defer release()
	triggers, err := c.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	var twins []Trigger
	for _, trigger := range triggers {
		if trigger.Title != title {
			continue
		}
		if _, managed := c.Declared(trigger.ID); !managed && in.equals(trigger) {
			c.Declare(trigger.ID, Declaration{})
			return &trigger, nil
		}
		twins = append(twins, trigger)
	}
	if unique && len(twins) > 0 {
		return nil, &DuplicateError{Title: title, Existing: twins}
	}
	created, err := c.CreateTrigger(ctx, in)
	if err == nil {
		c.Declare(created.ID, Declaration{})
	}
	return created, err
}

// TriggersListed reports whether the shared list has been read, so that another
// look at it costs no request.
func (c *Client) TriggersListed() bool {
	c.triggers.mu.Lock()
	defer c.triggers.mu.Unlock()
	return c.triggers.loaded
}

// FirstLongWait is true once: for the caller that is to warn of lost time.
func (c *Client) FirstLongWait() bool { return c.longWaitTold.CompareAndSwap(false, true) }

// compareIDs orders decimal ids by their number.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
