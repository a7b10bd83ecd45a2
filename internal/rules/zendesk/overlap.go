package zendesk

import (
	"slices"
	"strings"
)

// Disjoint reports whether surely no ticket update matches both. It judges both
// at the same moment: a rule that runs between the two and changes what they
// read can make both match one after the other, see [StaysDisjoint]. Conditions
// that match nothing are disjoint from all. It says false where only the account
// could tell.
func Disjoint(a, b Conditions) bool { return NewScope(a).Disjoint(NewScope(b)) }

// StaysDisjoint reports whether surely no ticket update matches both, even if
// rules with these effects run between the two evaluations. The two rules' own
// effects matter too: a rule that needs a tag absent and adds it is disjoint from
// one that needs the tag, and yet one update can run both.
func StaysDisjoint(a, b Conditions, changes ...Effects) bool {
	return NewScope(a).StaysDisjoint(NewScope(b), changes...)
}

// disjointWays is Disjoint where one of the two has a group "any".
func disjointWays(a, b Conditions) bool {
	both := slices.Concat(a.All, b.All)
	if contradict(both) {
		return true
	}
	for _, x := range alternatives(a.Any) {
		for _, y := range alternatives(b.Any) {
			if !contradict(related(both, slices.Concat(x, y))) {
				return false
			}
		}
	}
	return true
}

// unchanged keeps the conditions that hold throughout an update or not at all. A
// group "any" with another condition in it may hold at any time.
func unchanged(conditions Conditions, changes []Effects) Conditions {
	mayChange := func(condition Condition) bool { return condition.mayChange(changes) }
	kept := Conditions{All: slices.DeleteFunc(slices.Clone(conditions.All), mayChange)}
	if !slices.ContainsFunc(conditions.Any, mayChange) {
		kept.Any = conditions.Any
	}
	return kept
}

// mayChange reports whether rules with these effects may change what it reads.
func (c Condition) mayChange(changes []Effects) bool {
	reader := EffectsOf(Rule{Conditions: Conditions{All: []Condition{c}}})
	return slices.ContainsFunc(changes, func(e Effects) bool {
		// Fields may have tags that these two do not tell of.
		clearsFields := (e.SetsAllTags || e.AddsAnyTag) && len(reader.ReadsFields) > 0
		return clearsFields || e.SetsWhatReads(&reader) || e.SetsOtherThat(&reader)
	})
}

// Apart reports whether surely no ticket matches one now and the other at another
// time: they ask for another channel, brand or form, which tickets keep.
func Apart(a, b Conditions) bool {
	return Disjoint(lasting(a), lasting(b))
}

// lasting keeps the conditions on what tickets keep. A group "any" with another
// condition in it may hold at any time.
func lasting(conditions Conditions) Conditions {
	passes := func(c Condition) bool {
		return !slices.Contains([]string{FieldChannel, "brand_id", "ticket_form_id"}, c.Field)
	}
	kept := Conditions{All: slices.DeleteFunc(slices.Clone(conditions.All), passes)}
	if !slices.ContainsFunc(conditions.Any, passes) {
		kept.Any = conditions.Any
	}
	return kept
}

// Implies reports whether surely every ticket update that narrow matches is
// matched by wide too, both judged at the same moment. It says false where only
// the account could tell.
func Implies(narrow, wide Conditions) bool { return NewScope(wide).Covers(NewScope(narrow)) }

// impliedWays is Implies where one of the two has a group "any".
func impliedWays(narrow, wide Conditions) bool {
	for _, x := range alternatives(narrow.Any) {
		given := slices.Concat(narrow.All, x)
		isNot := func(goal Condition) bool { return !entails(given, []Condition{goal}) }
		if slices.ContainsFunc(wide.All, isNot) || len(wide.Any) > 0 && !entails(given, wide.Any) {
			return false
		}
	}
	return true
}

// allContradict reports whether surely nothing meets the conditions.
func allContradict(conditions Conditions) bool {
	return !slices.ContainsFunc(alternatives(conditions.Any), func(way []Condition) bool {
		return !contradict(slices.Concat(conditions.All, way))
	})
}

// related are the further conditions and those of the list on the same fields.
func related(list, further []Condition) []Condition {
	elsewhere := func(c Condition) bool {
		return !slices.ContainsFunc(further, func(other Condition) bool { return other.Field == c.Field })
	}
	return append(slices.DeleteFunc(slices.Clone(list), elsewhere), further...)
}

// alternatives are the ways in which a group "any" can hold.
func alternatives(anyOf []Condition) [][]Condition {
	if len(anyOf) == 0 {
		return [][]Condition{nil}
	}
	var ways [][]Condition
	for _, condition := range anyOf {
		ways = append(ways, []Condition{condition})
	}
	return ways
}

// Excludes reports whether each rule requires the absence of a mark that the
// other leaves on the ticket, so that at most one of the two runs on a ticket for
// as long as no other rule takes the marks away.
func Excludes(a, b Rule) bool { return GuardOf(a).Excludes(GuardOf(b)) }

// Guard is what [Excludes] compares: the marks that a rule requires not to be there,
// and those that stay when it is done. The zero Guard excludes nothing.
type Guard struct{ absent, left Marks }

// GuardOf is prepared for comparisons with many others.
func GuardOf(rule Rule) Guard {
	return Guard{absent: HonouredBy(rule.Conditions.All), left: marksLeft(rule.Actions)}
}

// Excludes is [Excludes].
func (g Guard) Excludes(other Guard) bool {
	return g.absent.Shares(other.left) && other.absent.Shares(g.left)
}

// marksLeft are those of [MarksOf] that no later action of the same rule takes
// away. Actions run in their order.
func marksLeft(actions []Action) Marks {
	var left Marks
	for _, action := range actions {
		id, custom := strings.CutPrefix(action.Field, customFieldPrefix)
		switch {
		case action.Field == ActionAddTags:
			left.Tags = append(left.Tags, tagsIn(action.Value)...)
		case action.Field == actionSetTags, action.Field == actionRemoveTags && hasPlaceholder(action.Value):
			// Without its tag, a checkbox is cleared too.
			left = Marks{}
			if action.Field == actionSetTags {
				left.Tags = tagsIn(action.Value)
			}
		case action.Field == actionRemoveTags:
			left.Tags = slices.DeleteFunc(left.Tags, in(tagsIn(action.Value)))
		case custom:
			left.Checkboxes = slices.DeleteFunc(left.Checkboxes, in([]string{id}))
			if action.Value.Equal(ticked) {
				left.Checkboxes = append(left.Checkboxes, id)
			}
		}
	}
	return left
}
