package evaluation

import (
	"cmp"
	"slices"
	"sync"
	"time"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Trigger is a ticket trigger and where it stands.
type Trigger struct {
	ID, Title string
	// CategoryID is empty in an account without categories.
	CategoryID string
	// Position counts within the category. Inactive triggers keep the number that
	// they had, so a number may be shared.
	Position int64
	Active   bool
	// Rule is what its conditions and actions do; never nil in a [Snapshot].
	Rule *Rule
}

// sendsUnless reports whether it is an active send that honours one of these marks.
func (t Trigger) sendsUnless(marks rules.Marks) bool {
	return t.Active && t.Rule.Sends() && t.Rule.Honours(marks)
}

// Category is a block of triggers that is evaluated as a whole.
type Category struct {
	ID, Name string
	Position int64
}

// Snapshot is the account as it was read. It is immutable; the zero value is an
// empty account.
type Snapshot struct {
	Triggers   []Trigger
	Categories []Category
	// TriggersAt and CategoriesAt are when the requests for the lists were sent;
	// ChangesAt is when the triggers that changed last were read again.
	TriggersAt, CategoriesAt, ChangesAt time.Time

	indexing sync.Once
	index    map[string]int
	ranks    map[string]int64
}

func (s *Snapshot) prepare() {
	s.indexing.Do(func() {
		s.index = make(map[string]int, len(s.Triggers))
		for i, t := range s.Triggers {
			s.index[t.ID] = i
		}
		s.ranks = make(map[string]int64, len(s.Categories))
		for _, c := range s.Categories {
			s.ranks[c.ID] = c.Position
		}
	})
}

// Trigger finds a trigger by its id.
func (s *Snapshot) Trigger(id string) (Trigger, bool) {
	s.prepare()
	i, found := s.index[id]
	if !found {
		return Trigger{}, false
	}
	return s.Triggers[i], true
}

// Category finds a category by its id.
func (s *Snapshot) Category(id string) (Category, bool) {
	i := slices.IndexFunc(s.Categories, func(c Category) bool { return c.ID == id })
	if i < 0 {
		return Category{}, false
	}
	return s.Categories[i], true
}

// with is the snapshot with some triggers replaced or added, and with other
// categories, if given.
func (s *Snapshot) with(categories []Category, changed ...Trigger) *Snapshot {
	s.prepare()
	next := &Snapshot{Triggers: slices.Clone(s.Triggers), Categories: s.Categories, TriggersAt: s.TriggersAt, CategoriesAt: s.CategoriesAt, ChangesAt: s.ChangesAt}
	if categories != nil {
		next.Categories = categories
	}
	for _, t := range changed {
		if i, found := s.index[t.ID]; found {
			next.Triggers[i] = t
		} else {
			next.Triggers = append(next.Triggers, t)
		}
	}
	next.prepare()
	return next
}

// Earlier reports whether both triggers are in the account and the first is
// evaluated before the second: in an earlier category, or at a lower position of the
// same one. Where that cannot be told it is false: positions that are the same,
// categories that share one or are not known.
func (s *Snapshot) Earlier(first, second string) bool {
	a, aFound := s.Trigger(first)
	b, bFound := s.Trigger(second)
	return aFound && bFound && s.earlier(a, b)
}

func (s *Snapshot) earlier(a, b Trigger) bool {
	if a.CategoryID != b.CategoryID {
		return s.categoryBefore(a.CategoryID, b.CategoryID)
	}
	return a.Position < b.Position
}

func (s *Snapshot) categoryBefore(id, other string) bool {
	s.prepare()
	a, aKnown := s.ranks[id]
	b, bKnown := s.ranks[other]
	return aKnown && bKnown && a < b
}

// Holds reports whether every listed trigger exists and is evaluated earlier.
func (s *Snapshot) Holds(id string, after []string) bool {
	_, found := s.late(id, after)
	return !found
}

// late finds the first listed trigger that does not exist or is not evaluated
// earlier. One that is inactive and in the same category is not evaluated at all: it
// is put in order when it is activated.
func (s *Snapshot) late(id string, after []string) (listed string, found bool) {
	own, _ := s.Trigger(id)
	for _, listed := range after {
		l, exists := s.Trigger(listed)
		idle := exists && !l.Active && l.CategoryID == own.CategoryID
		if !idle && !s.Earlier(listed, id) {
			return listed, true
		}
	}
	return "", false
}

// lineUp are the indexes of a category's active triggers, in the order of
// evaluation, and how many of them, at the end, have no place there yet: those
// that come from another category, and those that were inactive before and share a
// number.
func (s *Snapshot) lineUp(category string, before *Snapshot) (sequence []int, unplaced int) {
	taken := map[int64]bool{}
	var idle, newcomers []int
	for i, t := range s.Triggers {
		switch {
		case t.CategoryID != category || !t.Active:
		case t.Position == entering:
			newcomers = append(newcomers, i)
		case before.Triggers[i].Active:
			taken[t.Position] = true
			sequence = append(sequence, i)
		default:
			idle = append(idle, i)
		}
	}
	byPlace := func(x, y int) int { return cmp.Compare(s.Triggers[x].Position, s.Triggers[y].Position) }
	slices.SortStableFunc(idle, byPlace) // ties stay in the order in which Zendesk lists them
	for _, i := range idle {
		if at := s.Triggers[i].Position; taken[at] {
			newcomers = append(newcomers, i)
		} else {
			taken[at] = true
			sequence = append(sequence, i)
		}
	}
	slices.SortStableFunc(sequence, byPlace)
	slices.SortStableFunc(newcomers, byPlace)
	return append(sequence, newcomers...), len(newcomers)
}

// End is the position after the last trigger of a category.
func (s *Snapshot) End(category string) int64 {
	end := int64(0)
	for _, t := range s.Triggers {
		if t.CategoryID == category {
			end = max(end, t.Position)
		}
	}
	return end + 1
}

// SoleCategory fills in the category of every trigger, if there is one only.
func (s *Snapshot) SoleCategory(id *string) bool {
	for i, t := range s.Triggers {
		if i > 0 && t.CategoryID != *id {
			return false
		}
		*id = t.CategoryID
	}
	return len(s.Triggers) > 0
}
