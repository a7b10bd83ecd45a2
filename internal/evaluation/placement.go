package evaluation

import "context"

// Placement is where a managed trigger has to end up.
type Placement struct {
	ID string
	// CategoryID is the category it must stand in; "" leaves it where it is.
	CategoryID string
	// Active is whether it shall be active once it stands right.
	Active bool
	// After are the ids of triggers that must be evaluated earlier.
	After []string
	// Protects says that it is an exclusion which has to be evaluated before every
	// active send that honours its mark, listed or not.
	Protects bool
	// Strict refuses what Protects asks for and no repair can reach, because the
	// trigger is created, activated or changed in that respect. Otherwise it is
	// left as it is.
	Strict bool
	// Tolerated are sends, by id, that it did not protect from before either: Strict
	// does not count for them.
	Tolerated []string
	// New is a trigger that this run created: it has no order to keep.
	New bool
	// Content is what the trigger will do, nil if that does not change, and Write
	// sends it, and deactivates the trigger with it if asked to. Until it is written
	// both forms count. Where the order cannot be had with both, a send (Pausable) is
	// inactive in between.
	Content  *Rule
	Write    func(ctx context.Context, deactivate bool) error
	Pausable bool
	// Known are relations of other triggers that the caller remembers, by id, where
	// [Knowledge] has none.
	Known map[string][]string
	// ListedOnly are the ids of exclusions that protect from the sends which list
	// them and from no other, as far as the caller remembers.
	ListedOnly []string
	// ProtectedBy are the ids of exclusions that protect from this send although it
	// does not list them, as far as the caller remembers. It goes behind them if it has
	// to be moved, is activated, or does something else.
	ProtectedBy []string
	// Stopped is the error for a trigger that is found inactive although the caller
	// knows it as active: somebody deactivated it. Nil where it may be inactive.
	Stopped error
	// Check looks at a current snapshot before the trigger is activated or its
	// content changes; its error refuses that.
	Check func(*Snapshot) error

	// started says that this batch has activated the trigger already.
	started bool
}

// Knowledge is what a plan believes of other triggers, by id, besides what the
// account shows. What they list is kept where it holds.
type Knowledge map[string]Declaration

// Relation says that a category is evaluated after others.
type Relation struct {
	ID    string
	After []string
}

// TriggerPlace says where a trigger shall stand. A nil member stays as it is.
type TriggerPlace struct {
	ID         string
	CategoryID *string
	// Position counts within the category, from 1.
	Position *int64
	Active   *bool
}

// CategoryPlace says where a category shall stand, counted from 1.
type CategoryPlace struct {
	ID       string
	Position int64
}

// Gap is a send that is not evaluated after an exclusion that protects from it,
// and that no repair of the exclusion can change.
type Gap struct {
	Exclusion, Send Trigger
	// Blocked are two triggers whose order has to stay and that stand in the way;
	// nil when categories do.
	Blocked *[2]Trigger
}
