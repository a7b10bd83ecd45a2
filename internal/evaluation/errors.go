package evaluation

import (
	"fmt"
	"strings"
)

// OrderError says that a trigger is not evaluated after one that it has to
// follow, and why that cannot be repaired.
type OrderError struct {
	// Listed is the id of the listed trigger or category; "" when the error is
	// about the category that the trigger was to move into.
	Listed string
	// Protection says that it is about what an exclusion protects from; Send is
	// the id of the send then.
	Protection bool
	Send       string

	text   string
	remedy string
	cycle  []string // ids of the triggers that form a dependency cycle
}

// Error names the triggers and where they stand.
func (e *OrderError) Error() string { return e.text }

// Remedy is what to do next.
func (e *OrderError) Remedy() string { return e.remedy }

// GoneError says that a trigger or a category that shall be placed is not in the
// account.
type GoneError struct{ Noun, ID string }

// Error names it.
func (e *GoneError) Error() string {
	return fmt.Sprintf("the %s %s is not in the account any more", e.Noun, e.ID)
}

// NotFound says so to whoever asks any error.
func (e *GoneError) NotFound() bool { return true }

func missingError(t Trigger, listed string) *OrderError {
	return &OrderError{
		Listed: listed,
		text:   fmt.Sprintf("%q must be evaluated after trigger %s, which is not in the account", t.Title, listed),
		remedy: "Remove the id from evaluate_after, or refer to the trigger's resource instead of its id.",
	}
}

// categoryExists is nil if it does.
func (s *Snapshot) categoryExists(id string) *OrderError {
	if _, exists := s.Category(id); exists {
		return nil
	}
	return &OrderError{text: fmt.Sprintf("the trigger category %s is not in the account", id), remedy: "Refer to the category's resource instead of its id."}
}

// orderError is about a relation that is declared, or that a trigger must not
// lose where it goes.
func (p *planner) orderError(d demand, blocked *blockage) *OrderError {
	listed, declaring := p.after.Triggers[d.first], p.after.Triggers[d.second]
	e := &OrderError{Listed: listed.ID}
	if p.placed[d.first] == d.by {
		e.Listed = ""
	}
	if blocked == nil {
		mine, theirs := p.after.categoryName(declaring.CategoryID), p.after.categoryName(listed.CategoryID)
		e.text = fmt.Sprintf("%q is in the category %s, but %q, which must be evaluated earlier, is in %s, which %s", declaring.Title, mine, listed.Title, theirs,
			p.after.comparison(listed.CategoryID, declaring.CategoryID))
		e.remedy = fmt.Sprintf("A category moves only by its own evaluate_after: in evaluate_after of the category %s, list the id of %s. Or put both triggers into one category.", mine, theirs)
		return e
	}
	first, second := p.after.Triggers[blocked.first], p.after.Triggers[blocked.second]
	if p.isCycle(d, blocked) {
		e.text = fmt.Sprintf("dependency cycle: %q must be evaluated after %q, and %q after %q", declaring.Title, listed.Title, second.Title, first.Title)
		e.remedy = "Follow evaluate_after, starting at this trigger, and remove the entry that leads back to it."
		e.cycle = []string{declaring.ID, listed.ID, first.ID, second.ID}
		return e
	}
	e.text = fmt.Sprintf("%q must be evaluated after %q, but %q (%s) has to stay before %q (%s): one of them sets a tag or field that the other one reads, and this plan may not move both",
		declaring.Title, listed.Title, first.Title, first.ID, second.Title, second.ID)
	e.remedy = fmt.Sprintf("List %s in evaluate_after of %q, so that this plan may move both, or move one of the two in the admin screen.", first.ID, second.Title)
	return e
}

// comparison says why a category is not evaluated before another one.
func (s *Snapshot) comparison(id, other string) string {
	a, aKnown := s.Category(id)
	b, bKnown := s.Category(other)
	if aKnown && bKnown && a.Position == b.Position {
		return "has the same position, and Zendesk does not say which of the two comes first"
	}
	return "comes later"
}

// isCycle reports whether the two that block a relation are asked for themselves.
func (p *planner) isCycle(d demand, blocked *blockage) bool {
	pair := [2]int{blocked.first, blocked.second}
	return p.movable[blocked.first] && p.movable[blocked.second] && (p.strength[pair] == declared || p.holding[pair] || d.first == blocked.second && d.second == blocked.first)
}

// exposedError refuses to move a trigger past one that it must not pass.
func (p *planner) exposedError(moved, other int) *OrderError {
	t, passed := p.before.Triggers[moved], p.before.Triggers[other]
	to := p.after.Triggers[moved].CategoryID
	text := fmt.Sprintf("%q cannot move from the category %s to %s: it would pass %q in %s, and one of the two sets a tag or field that the other one reads",
		t.Title, p.after.categoryName(t.CategoryID), p.after.categoryName(to), passed.Title, p.after.categoryName(passed.CategoryID))
	remedy := fmt.Sprintf("First move %q in a separate apply, to the same category or beyond it. Or list the one that must be evaluated first in evaluate_after of the other one.", passed.Title)
	return &OrderError{text: text, remedy: remedy}
}

// Describe says which tickets may be surveyed and why no repair can help.
func (g Gap) Describe(s *Snapshot) string {
	if g.Blocked != nil {
		return fmt.Sprintf("%s would be evaluated after the send %s, which checks its mark: %q has to stay before %q, because one of them sets what the other one reads",
			g.Exclusion.named(), g.Send.named(), g.Blocked[0].Title, g.Blocked[1].Title)
	}
	return fmt.Sprintf("%q is in the category %s. The send %s checks its mark, but is in %s, which is evaluated earlier",
		g.Exclusion.Title, s.categoryName(g.Exclusion.CategoryID), g.Send.named(), s.categoryName(g.Send.CategoryID))
}

const planned = "planned "

// Planned stands for the id of a trigger that is to be created, by its title.
func Planned(title string) string { return planned + title }

// named is a trigger for people; one that is to be created has no id.
func (t Trigger) named() string {
	if t.ID == "" || strings.HasPrefix(t.ID, planned) {
		return fmt.Sprintf("%q, which is to be created", t.Title)
	}
	return fmt.Sprintf("%q (%s)", t.Title, t.ID)
}

// Remedy is what to do about it.
func (g Gap) Remedy() string {
	if g.Blocked != nil {
		return fmt.Sprintf("List %s in evaluate_after of %q. Or set protects = \"listed\" on the exclusion: if it is meant for that send, also list it in evaluate_after of %q, which is then moved after it.",
			g.Blocked[0].named(), g.Blocked[1].Title, g.Send.Title)
	}
	return "Put the exclusion into the same category or an earlier one. If it is not meant for that send, set protects = \"listed\"."
}

// remedyOfMove is for a send that would be activated before a category was moved.
func (s *Snapshot) remedyOfMove(first, second string) string {
	return fmt.Sprintf("The category %s is to be evaluated after %s, and could not be moved yet: the warning about the category says what is in the way. Change that and apply again, or set active = false on the send until then.",
		s.categoryName(second), s.categoryName(first))
}

func (s *Snapshot) categoryName(id string) string {
	if c, known := s.Category(id); known {
		return fmt.Sprintf("%q (%s, position %d)", c.Name, id, c.Position)
	}
	return "\"" + id + "\""
}

// unsettledError is about a placement that does not hold although every write was
// answered without an error.
func (s *Snapshot) unsettledError(p Placement, writes int) error {
	t, _ := s.Trigger(p.ID)
	id, late := s.late(p.ID, p.After)
	listed, exists := s.Trigger(id)
	switch {
	case !late:
		return fmt.Errorf("the trigger %q is still at a wrong position after %d successful reorder requests", t.Title, writes)
	case !exists:
		return missingError(t, id)
	}
	where := ""
	if len(s.Categories) > 0 {
		where = " of the category " + s.categoryName(listed.CategoryID)
	}
	return &OrderError{
		Listed: id,
		text: fmt.Sprintf("%q is at position %d and %q, which must be evaluated earlier, at position %d%s, still after %d successful reorder requests",
			t.Title, t.Position, listed.Title, listed.Position, where, writes),
		remedy: "A person or another tool moves these triggers at the same time. Apply again when that has ended.",
	}
}
