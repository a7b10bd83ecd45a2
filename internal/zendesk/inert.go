package zendesk

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
)

// DuplicateError says that rules of the title exist and that none of them is
// the leftover of an interrupted create.
type DuplicateError struct {
	Noun, Title string
	Existing    []Twin
	// ID is that of the rule that stays inactive for it. "" when there is none,
	// because nothing was created.
	ID string
	// Made says that it was created all the same, because the other one appeared
	// at the same moment.
	Made bool
}

// Twin is a rule of the same title.
type Twin struct {
	ID     string
	Active bool
}

// twins are the other rules of a title that are on, or all of them.
func (k kind[T]) twins(rules iter.Seq[T], id, title string, all bool) (twins []Twin) {
	for rule := range rules {
		if k.title(rule) == title && k.id(rule) != id && (all || k.active(rule)) {
			twins = append(twins, Twin{ID: k.id(rule), Active: k.active(rule)})
		}
	}
	slices.SortFunc(twins, func(x, y Twin) int { return compareIDs(x.ID, y.ID) })
	return twins
}

// Error names the title.
func (e *DuplicateError) Error() string {
	return fmt.Sprintf("%d %ss titled %q exist already", len(e.Existing), e.Noun, e.Title)
}

// CreateInert makes a trigger that is switched off, whatever in.Active says, or
// adopts one: an inactive trigger of the same title that equals what would be
// sent and that nobody in this process manages is what an apply left behind that
// was killed between request and answer. With unique, other triggers of the
// title give a [DuplicateError]. Without, it must also be untouched: one that
// somebody switched off may be the one that is being replaced, and deleted for
// that in the end.
func (c *Client) CreateInert(ctx context.Context, in TriggerInput, unique bool) (*Trigger, error) {
	off := false
	in.Active = &off
	equal := func(t Trigger) bool {
		return in.equals(t) && t.Description == valueOf(in.Description) && (unique || t.Untouched)
	}
	return createInert(ctx, c.triggers, valueOf(in.Title), unique, equal, func() (*Trigger, error) { return c.CreateTrigger(ctx, in) })
}

// CreateInertAutomation is CreateInert for automations, whose titles are always
// unique here: each of them sends surveys.
func (c *Client) CreateInertAutomation(ctx context.Context, in AutomationInput) (*Automation, error) {
	off := false
	in.Active = &off
	return createInert(ctx, c.automations, valueOf(in.Title), true, in.Describes, func() (*Automation, error) { return c.CreateAutomation(ctx, in) })
}

func createInert[T any](ctx context.Context, list *shared[T], title string, unique bool, equal func(T) bool, create func() (*T, error)) (*T, error) {
	c, k := list.client, list.kind
	release, err := c.creates.lock(ctx, "inert "+k.noun+"\n"+title)
	if err != nil {
		return nil, failure("POST "+apiPrefix+k.path, false, err, c.secrets)
	}
	defer release()
	rules, err := list.all(ctx)
	if err != nil {
		return nil, err
	}
	for _, rule := range rules {
		if k.title(rule) == title && equal(rule) && c.adopt(k.id(rule)) {
			return &rule, nil
		}
	}
	if twins := k.twins(slices.Values(rules), "", title, true); unique && len(twins) > 0 {
		return nil, &DuplicateError{Noun: k.noun, Title: title, Existing: twins}
	}
	created, err := create()
	if err == nil {
		c.noteMade(k.id(*created))
	}
	return created, err
}

// adopt claims a rule that this process takes over, unless it is claimed.
func (c *Client) adopt(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	first := c.settling.claim(id)
	if first {
		c.settling.noteMade(id)
	}
	return first
}

func (c *Client) noteMade(id string) {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	c.settling.noteMade(id)
}

// noteMade is for who holds the lock.
func (s *settling) noteMade(id string) {
	if s.made == nil {
		s.made = map[string]bool{}
	}
	s.made[id] = true
}

// hasMade reports whether this process created or adopted a rule.
func (c *Client) hasMade(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	return c.settling.made[id]
}

// BeginDelete claims a rule that is to be deleted, so that nobody adopts it any
// more. It is false for one that this process created or adopted: such a one is
// not deleted on behalf of an earlier state of the same rule, which
// create_before_destroy asks for.
func (c *Client) BeginDelete(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	if c.settling.made[id] {
		return false
	}
	c.settling.claim(id)
	return true
}

// TriggersListed reports whether the shared list has been read, so that another
// look at it costs no request.
func (c *Client) TriggersListed() bool { return c.triggers.listed() }

// FirstLongWait is true once: for the caller that is to warn of lost time.
func (c *Client) FirstLongWait() bool { return c.longWaitTold.CompareAndSwap(false, true) }

// compareIDs orders decimal ids by their number.
func compareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
