package zendesk

import (
	"context"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// NotManaged are the triggers of a title that no resource of this process is known
// to manage so far.
func (c *Client) NotManaged(ctx context.Context, title string) ([]Trigger, error) {
	return c.triggers.NotManaged(ctx, func(t Trigger) bool { return t.Title == title })
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
	return c.triggers.PlanCreate(ctx, replaced, in.adoptable(unique))
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
	return c.automations.PlanCreate(ctx, replaced, in.inactive().Describes)
}

// CreateInactiveTrigger creates a trigger that is inactive, whatever in.Active
// says, or adopts an orphan. With unique, other triggers of the title give a
// [DuplicateError]. Begins is called before the request, once the title is free.
func (c *Client) CreateInactiveTrigger(ctx context.Context, in TriggerInput, unique bool, begins func()) (*Trigger, error) {
	c.evaluation.Creating(valueOf(in.Title))
	return c.triggers.CreateInactive(ctx, valueOf(in.Title), unique, in.adoptable(unique), func() (*Trigger, error) {
		begins()
		return c.CreateTrigger(ctx, in.inactive())
	})
}

// CreateInactiveAutomation is CreateInactiveTrigger for automations, whose titles
// are always unique here: each of them sends surveys.
func (c *Client) CreateInactiveAutomation(ctx context.Context, in AutomationInput) (*Automation, error) {
	in = in.inactive()
	return c.automations.CreateInactive(ctx, valueOf(in.Title), true, in.Describes, func() (*Automation, error) { return c.CreateAutomation(ctx, in) })
}
