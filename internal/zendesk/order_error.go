package zendesk

import (
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
)

// OrderError says that a trigger does not run after one that it lists, and why
// that could not be mended. The trigger that declares the relation is inactive,
// or was so before, unless its text says otherwise.
type OrderError struct {
	// Listed is the id of the listed trigger; "" when the error is about the
	// category that the trigger was to move into.
	Listed string
	text   string
	remedy string
}

// Error names both triggers and where they stand.
func (e *OrderError) Error() string { return e.text }

// Remedy is what to do next.
func (e *OrderError) Remedy() string { return e.remedy }

func (a arrangement) orderError(p Placement, listed string, standing order.Standing) *OrderError {
	trigger, other := a.triggers[p.ID], a.triggers[listed]
	switch standing {
	case order.Missing:
		return &OrderError{
			Listed: listed,
			text:   fmt.Sprintf("%q must be evaluated after trigger %s, which is not in the account", trigger.Title, listed),
			remedy: "Remove the id from evaluate_after, or refer to the trigger's resource instead of its id.",
		}
	case order.LaterGroup:
		mine := trigger.CategoryID
		if p.CategoryID != "" {
			mine = p.CategoryID
		}
		return &OrderError{
			Listed: listed,
			text: fmt.Sprintf("%q stands in the category %s, but %q, which must be evaluated earlier, stands in %s, which comes later",
				trigger.Title, a.categoryName(mine), other.Title, a.categoryName(other.CategoryID)),
			remedy: fmt.Sprintf("Categories move only by their own relation: give the category %q evaluate_after with the id of %q, or put both triggers into one category.",
				a.categories[mine].Name, a.categories[other.CategoryID].Name),
		}
	}
	return &OrderError{
		Listed: listed,
		text: fmt.Sprintf("%q is at position %d and %q, which must be evaluated earlier, at position %d%s",
			trigger.Title, trigger.Position, other.Title, other.Position, a.inCategory(other.CategoryID)),
		remedy: "Somebody or something else moves these triggers at the same time. Apply again when it has stopped.",
	}
}

// unsettledError is about a placement that does not hold although all went well.
func (a arrangement) unsettledError(p Placement) error {
	for _, listed := range p.After {
		if standing := a.layout.Standing(listed, p.ID); standing != order.Earlier {
			return a.orderError(p, listed, standing)
		}
	}
	return fmt.Errorf("the trigger %q is not where it belongs, although %d requests to put it there were answered without an error", a.triggers[p.ID].Title, settleAttempts)
}

// exposedError refuses to move an exclusion behind a trigger that relies on it.
func (a arrangement) exposedError(p Placement, id string) *OrderError {
	exclusion, send := a.triggers[p.ID], a.triggers[id]
	return &OrderError{
		text: fmt.Sprintf("%q cannot move from the category %s to %s: %q in %s relies on it and would be evaluated earlier from then on",
			exclusion.Title, a.categoryName(exclusion.CategoryID), a.categoryName(p.CategoryID), send.Title, a.categoryName(send.CategoryID)),
		remedy: fmt.Sprintf("Move %q first, in an apply of its own, to the same category or a later one. It stays protected on the way.", send.Title),
	}
}

func circleError(p Placement, err error) *OrderError {
	listed := ""
	if len(p.After) > 0 {
		listed = p.After[0]
	}
	return &OrderError{
		Listed: listed,
		text:   fmt.Sprintf("the triggers that are put in order together: %v", err),
		remedy: "Follow evaluate_after from this trigger on and take out the entry that leads back to it.",
	}
}

func goneError(id string) *Error {
	return &Error{Status: 404, Code: "RecordNotFound", Message: "the trigger " + id + " is not in the account any more"}
}

func (a arrangement) categoryName(id string) string {
	if category, known := a.categories[id]; known {
		return fmt.Sprintf("%q (%s, position %d)", category.Name, id, category.Position)
	}
	return "\"" + id + "\""
}

// inCategory is empty in an account whose triggers form one list.
func (a arrangement) inCategory(id string) string {
	if len(a.categories) == 0 {
		return ""
	}
	return " of the category " + a.categoryName(id)
}
