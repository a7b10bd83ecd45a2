package zendesk

import (
	"context"
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// An orphan is an object that no state knows: an apply was killed between the
// request that created it and the answer. A create adopts one that is inactive and
// equals what it would send; it does nothing to an active one.

// Orphan is an object that looks like one that was created just now and that no
// resource of this process is known to manage so far.
type Orphan struct {
	// Noun is for people: "trigger category".
	Noun, Name, ID string
}

// orphans looks in the shared list, which a create has read anyway.
func orphans[T any](ctx context.Context, list *shared[T], alike func(T) bool) ([]Orphan, error) {
	found, err := unclaimed(ctx, list, alike)
	left := make([]Orphan, 0, len(found))
	for _, object := range found {
		left = append(left, Orphan{Noun: list.kind.noun, Name: list.kind.title(object), ID: list.kind.id(object)})
	}
	return left, err
}

// Unclaimed are the triggers of a title that no resource of this process is known
// to manage so far.
func (c *Client) Unclaimed(ctx context.Context, title string) ([]Trigger, error) {
	return unclaimed(ctx, c.triggers, func(t Trigger) bool { return t.Title == title })
}

func unclaimed[T any](ctx context.Context, list *shared[T], match func(T) bool) ([]T, error) {
	objects, err := list.all(ctx)
	if err != nil {
		return nil, err
	}
	var found []T
	for _, object := range objects {
		if match(object) && !list.client.isClaimed(list.kind.noun, list.kind.id(object)) {
			found = append(found, object)
		}
	}
	return found, nil
}

// adoptable is an inactive trigger that equals what would be created. Where a
// title need not be unique, it must also be untouched: one that somebody
// deactivated may be the one that is being replaced, and deleted for that in the
// end.
func (in TriggerInput) adoptable(unique bool) func(Trigger) bool {
	return func(t Trigger) bool {
		return !t.Active && in.inactive().equals(t) && t.Description == valueOf(in.Description) && (unique || t.Untouched)
	}
}

func (in TriggerInput) inactive() TriggerInput {
	active := false
	in.Active = &active
	return in
}

func (in AutomationInput) inactive() AutomationInput {
	active := false
	in.Active = &active
	return in
}

// PlanTrigger is for the plan of a new trigger: it gives an [OwnedError] when
// [Client.CreateInactiveTrigger] would adopt what another resource manages.
// Replaced is the id of the trigger that it replaces, "" if there is none or it is
// not known.
func (c *Client) PlanTrigger(ctx context.Context, in TriggerInput, unique bool, replaced string) error {
	return planCreate(ctx, c.triggers, replaced, in.adoptable(unique))
}

// keepPause is what passes before a trigger is marked as kept: times are whole
// seconds. Half of it is random.
const keepPause = 2200 * time.Millisecond

// Keep marks a trigger that stays inactive on purpose and whose title need not be
// unique as finished, so that it is no orphan: its last change is later than its
// creation. That a change which changes nothing counts is believed, see untouched.
func (c *Client) Keep(ctx context.Context, id, title string) {
	for range 2 {
		if wait.About(ctx, keepPause) != nil {
			return
		}
		kept, err := c.UpdateTrigger(ctx, id, TriggerInput{Title: &title})
		if err != nil || !kept.Untouched {
			return // if it was not marked, a plan that would adopt it is refused
		}
	}
}

// PlanAutomation is PlanTrigger for automations.
func (c *Client) PlanAutomation(ctx context.Context, in AutomationInput, replaced string) error {
	return planCreate(ctx, c.automations, replaced, in.inactive().Describes)
}

// CreateInactiveTrigger creates a trigger that is inactive, whatever in.Active
// says, or adopts an orphan. With unique, other triggers of the title give a
// [DuplicateError].
func (c *Client) CreateInactiveTrigger(ctx context.Context, in TriggerInput, unique bool) (*Trigger, error) {
	return createInactive(ctx, c.triggers, valueOf(in.Title), unique, in.adoptable(unique), func() (*Trigger, error) { return c.CreateTrigger(ctx, in.inactive()) })
}

// CreateInactiveAutomation is CreateInactiveTrigger for automations, whose titles
// are always unique here: each of them sends surveys.
func (c *Client) CreateInactiveAutomation(ctx context.Context, in AutomationInput) (*Automation, error) {
	in = in.inactive()
	return createInactive(ctx, c.automations, valueOf(in.Title), true, in.Describes, func() (*Automation, error) { return c.CreateAutomation(ctx, in) })
}

func createInactive[T any](ctx context.Context, list *shared[T], title string, unique bool, adoptable func(T) bool, create func() (*T, error)) (*T, error) {
	c, k := list.client, list.kind
	release, err := c.creates.lock(ctx, "inactive "+k.noun+"\n"+title)
	if err != nil {
		return nil, failure("POST "+apiPrefix+k.path, false, err, c.secrets)
	}
	defer release()
	rules, err := list.all(ctx)
	if err != nil {
		return nil, err
	}
	for _, rule := range rules {
		if adoptable(rule) && c.adopt(k.noun, k.id(rule)) {
			return &rule, nil
		}
	}
	if duplicates := k.duplicates(slices.Values(rules), "", title, true); unique && len(duplicates) > 0 {
		for i, each := range duplicates {
			duplicates[i].Managed = c.isClaimed(k.noun, each.ID)
		}
		return nil, &DuplicateError{Noun: k.noun, Title: title, Existing: duplicates}
	}
	created, err := create()
	if err == nil {
		c.noteMade(k.noun, k.id(*created))
	}
	return created, err
}
