package zendesk

import (
	"slices"
	"sync"
)

// Scope is conditions that are compared with many others: what concerns them alone is
// found out once.
type Scope struct {
	conditions    Conditions
	fields        []string // of All, in their order
	byField       map[string][]Condition
	contradictory func() bool // All
	impossible    func() bool // All with each of Any
}

// NewScope prepares conditions for comparisons.
func NewScope(conditions Conditions) *Scope {
	s := &Scope{conditions: conditions, byField: map[string][]Condition{}}
	for _, condition := range conditions.All {
		if _, known := s.byField[condition.Field]; !known {
			s.fields = append(s.fields, condition.Field)
		}
		s.byField[condition.Field] = append(s.byField[condition.Field], condition)
	}
	s.contradictory = sync.OnceValue(func() bool { return contradict(conditions.All) })
	s.impossible = sync.OnceValue(func() bool { return allContradict(conditions) })
	return s
}

// Disjoint is [Disjoint].
func (s *Scope) Disjoint(other *Scope) bool { return s.StaysDisjoint(other) }

// StaysDisjoint is [StaysDisjoint].
func (s *Scope) StaysDisjoint(other *Scope, changes ...Effects) bool {
	if !s.plain() || !other.plain() {
		return disjointWays(unchanged(s.conditions, changes), unchanged(other.conditions, changes))
	}
	return slices.ContainsFunc(s.fields, func(field string) bool {
		mine, theirs := s.byField[field], other.byField[field]
		if within(mine, theirs) || within(theirs, mine) || !contradictOn(field, mine, theirs) {
			return false // most fields of most pairs
		}
		mayChange := func(c Condition) bool { return c.mayChange(changes) }
		return contradictOn(field, slices.DeleteFunc(slices.Clone(mine), mayChange), slices.DeleteFunc(slices.Clone(theirs), mayChange))
	})
}

// Covers reports whether the conditions of narrow imply these, see [Implies].
func (s *Scope) Covers(narrow *Scope) bool {
	if slices.ContainsFunc(s.conditions.All, narrow.lacks) {
		return false // most pairs
	}
	return len(s.conditions.Any)+len(narrow.conditions.Any) == 0 || impliedWays(narrow.conditions, s.conditions)
}

// lacks reports whether the conditions can hold, and a goal does not follow from them,
// as the group "all" alone tells: the other one says nothing of its field.
func (s *Scope) lacks(goal Condition) bool {
	inAny := slices.ContainsFunc(s.conditions.Any, func(c Condition) bool { return c.Field == goal.Field })
	return !inAny && !entailsOn(goal.Field, s.byField[goal.Field], []Condition{goal}) && !s.impossible()
}

// plain reports whether each field can be looked at alone: there is one way to meet
// the conditions, and none of them contradicts another one.
func (s *Scope) plain() bool { return len(s.conditions.Any) == 0 && !s.contradictory() }

// within reports whether a list holds all of another one.
func within(list, whole []Condition) bool {
	return !slices.ContainsFunc(list, func(c Condition) bool { return !slices.ContainsFunc(whole, c.Equal) })
}

// contradictOn reports whether no moment meets both lists of conditions on a field.
func contradictOn(field string, a, b []Condition) bool {
	return entailsOn(field, slices.Concat(a, b), nil)
}
