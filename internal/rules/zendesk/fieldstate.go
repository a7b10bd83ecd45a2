package zendesk

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// certainty is the truth of a condition as far as it is known without the
// account: Zendesk leaves some cases undocumented.
type certainty int

const (
	no certainty = iota
	maybe
	yes
)

func (c certainty) not() certainty { return yes - c }

func certain(holds bool) certainty {
	if holds {
		return yes
	}
	return no
}

// fieldState is a field of one ticket update that has one value. changed is not
// before != now where that is undocumented: when the ticket is new, and from an
// unset checkbox to a cleared one.
type fieldState struct {
	field            string
	before, now      string
	created, changed bool
	// unset is the number that no value is compared as: none, 0 or one below all
	// others. Zendesk does not say which.
	unset float64
}

var unsetNumbers = []float64{math.NaN(), 0, math.Inf(-1)}

// singleFields hold one value, which conditions name literally.
var singleFields = []string{
	FieldStatus, "type", "priority", "group_id", "assignee_id", "requester_id", "organization_id", "brand_id", "ticket_form_id",
	fieldCustomStatus, FieldChannel, "current_via_id", "update_type", "comment_is_public", FieldPrivacy, "recipient", "locale_id", "in_business_hours",
	"satisfaction_reason_code", "reopens", "replies", "agent_stations", "group_stations",
	"on_holiday", "number_of_incidents",
}

func isSingle(field string) bool {
	return slices.Contains(singleFields, field) || slices.Contains(hourFields, field) || isCustomField(field) ||
		strings.Contains(field, ".custom_fields.")
}

// ordered are the fields whose values have Zendesk's documented order.
var ordered = []string{FieldStatus, "priority"}

// stateEntails is entails for one field with one value: it tries every state
// that the conditions can tell apart.
func stateEntails(field string, given, goal []Condition) bool {
	known, wanted := questions(given), questions(goal)
	all := slices.Concat(known, wanted)
	values := distinctValues(field, all)
	looksBack := slices.ContainsFunc(all, question.looksBack)
	refuted := func(state fieldState) bool { return state.refutes(known, wanted) }
	for _, now := range values {
		states := []fieldState{{field: field, before: now, now: now}}
		if looksBack {
			states = statesBefore(field, now, values)
		}
		if slices.ContainsFunc(states, refuted) {
			return false
		}
	}
	return true
}

func statesBefore(field, now string, values []string) []fieldState {
	states := make([]fieldState, 0, len(values)+3) // one is enough for the rare second case below
	states = append(states,
		fieldState{field: field, now: now, created: true},
		fieldState{field: field, now: now, created: true, changed: true})
	for _, before := range values {
		states = append(states, fieldState{field: field, before: before, now: now, changed: before != now})
		if before != now && isSame(field, before, now) == maybe {
			states = append(states, fieldState{field: field, before: before, now: now})
		}
	}
	return states
}

// refutes reports whether all given conditions may hold in the state and no goal
// surely does.
func (s fieldState) refutes(given, goal []question) bool {
	for _, s.unset = range unsetNumbers {
		isNo := func(q question) bool { return s.holds(q) == no }
		isYes := func(q question) bool { return s.holds(q) == yes }
		if !slices.ContainsFunc(given, isNo) && !slices.ContainsFunc(goal, isYes) {
			return true
		}
		if s.now != "" {
			return false
		}
	}
	return false
}

// distinctValues are one value, or two, of each set of values that the
// conditions cannot tell apart. Two are needed for a change inside of a set.
func distinctValues(field string, asked []question) []string {
	if field == "comment_is_public" {
		return []string{"", "true", "false"} // no comment, public, private
	}
	values := append([]string{"another value", "yet another value"}, fixedValues[field]...)
	if !HasFixedValues(field) {
		values = append(values, "")
	}
	if !slices.Contains(singleFields, field) {
		values = append(values, "false", "0") // not always told from ""
	}
	var numbers []float64
	for _, q := range asked {
		values = append(values, q.values...)
		for _, text := range q.values {
			if number, err := strconv.ParseFloat(text, 64); err == nil && slices.Contains(comparison, q.operator) {
				numbers = append(numbers, number)
			}
		}
	}
	for _, number := range around(numbers) {
		values = append(values, strconv.FormatFloat(number, 'f', -1, 64))
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// around gives two numbers below, between and above the given ones.
func around(numbers []float64) []float64 {
	if len(numbers) == 0 {
		return nil
	}
	slices.Sort(numbers)
	low, high := numbers[0], numbers[len(numbers)-1]
	found := []float64{low - 2, low - 1, high + 1, high + 2}
	for i, number := range numbers[1:] {
		step := (number - numbers[i]) / 3
		found = append(found, numbers[i]+step, number-step)
	}
	return found
}

// holds is the truth of a condition about the state's field.
func (s fieldState) holds(q question) certainty {
	truth := maybe
	if q.literal {
		truth = s.truth(q.operator, q.values)
	}
	if q.negative {
		return truth.not()
	}
	return truth
}

func (s fieldState) truth(operator string, list []string) certainty {
	if s.field == "comment_is_public" {
		return s.commentIs(operator, list)
	}
	if operator == "includes" && (isCustomField(s.field) || strings.Contains(s.field, ".custom_fields.")) {
		return maybe // texts and multiselects hold several words, see wordsEntail
	}
	switch operator {
	case "is", "includes":
		return isOneOf(s.field, s.now, list)
	case "changed":
		return certain(s.changed)
	case "value":
		return min(certain(s.changed), isOneOf(s.field, s.now, list))
	case "value_previous":
		return min(certain(s.changed), isOneOf(s.field, s.before, list))
	case "present":
		return isSame(s.field, s.now, "").not()
	case "less_than", "greater_than":
		return s.compares(operator, list[0])
	default:
		return maybe
	}
}

func isOneOf(field, value string, list []string) certainty {
	best := no
	for _, text := range list {
		best = max(best, isSame(field, value, text))
	}
	return best
}

// isSame is not certain of what differs in its spelling only. Nor is it
// documented whether an unset checkbox is the same as a cleared one, and an unset
// number as 0.
func isSame(field, a, b string) certainty {
	isZero := func(text string) bool { return text == "false" || text == "0" }
	switch {
	case a == b:
		return yes
	case strings.EqualFold(a, b), sameNumber(a, b):
		return maybe
	case (a == "" && isZero(b) || isZero(a) && b == "") && !slices.Contains(singleFields, field):
		return maybe
	default:
		return no
	}
}

// sameNumber knows 5 and 5.0. Whole numbers are compared by their digits: ids
// have more of them than a float.
func sameNumber(a, b string) bool {
	if mayBeNumber := func(text string) bool { return text != "" && text[0] <= '9' }; !mayBeNumber(a) || !mayBeNumber(b) {
		return false
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y && !(wholeNumber.MatchString(a) && wholeNumber.MatchString(b))
}

// compares knows statuses and priorities by their own order, everything else as
// numbers: it is not certain of other limits, such as dates.
func (s fieldState) compares(operator, limit string) certainty {
	now, isNumber := s.number(s.now)
	bound, known := s.number(limit)
	switch {
	case !known || limit == "":
		return maybe
	case s.now == "":
		now = s.unset
	case !isNumber:
		return no
	}
	return certain(now < bound && operator == "less_than" || now > bound && operator == "greater_than")
}

func (s fieldState) number(text string) (value float64, known bool) {
	if slices.Contains(ordered, s.field) {
		at := slices.Index(fixedValues[s.field], text)
		return float64(at), at >= 0
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil && !math.IsInf(value, 0) && !math.IsNaN(value)
}

// commentIs: the state is "" if the update has no comment.
func (s fieldState) commentIs(operator string, list []string) certainty {
	switch {
	case operator != "is":
		return maybe
	case s.now == "":
		return no
	case list[0] == "not_relevant":
		return yes
	case list[0] == "requester_can_see_comment":
		return maybe
	default:
		return certain(list[0] == s.now)
	}
}
