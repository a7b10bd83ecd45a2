package decision

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// lattices are the fields whose values have an order, lowest first (reference of Zendesk's conditions).
var lattices = map[string][]string{
	rules.FieldStatus: rules.Statuses(),
	fieldPriority:     {"", "low", "normal", "high", "urgent"},
}

// compared applies an operator to a value before the update, nil for none, and now.
func (a asks) compared(c rules.Condition, was *value, is value, now *state) truth {
	operator := cmp.Or(c.Operator, "is")
	switch operator {
	case "is", "is_not", "includes", "not_includes":
		return is.among(c).unless(operator == "is_not" || operator == "not_includes")
	case "present", "not_present":
		return is.is("").unless(operator == "present")
	case "less_than", "greater_than", "less_than_equal", "greater_than_equal":
		return is.ranks(operator, lattices[c.Field], c.Value)
	case "changed", "not_changed":
		return a.changed(c.Field, was, is, now).unless(operator == "not_changed")
	}
	positive, negated := strings.CutPrefix(operator, "not_")
	switch positive {
	case "value", "changed_to":
		return min(a.changed(c.Field, was, is, now), is.among(c)).unless(negated)
	case "value_previous", "changed_from":
		if was == nil {
			return no.unless(negated)
		}
		return min(a.changed(c.Field, was, is, now), was.among(c)).unless(negated)
	}
	return maybe
}

// changed: a value that comes from nothing is a change (HC-4408893545882). What triggers change in this update counts.
func (a asks) changed(field string, was *value, is value, now *state) truth {
	switch {
	case was == nil && is == told("false"):
		return maybe // nobody knows whether an empty checkbox of a new ticket counts as a change
	case was == nil:
		return is.is("").not()
	case field == fieldStatusID: // one status has many of them
		if a.before.data[rules.FieldStatus].differs(now.data[rules.FieldStatus]) == yes {
			return yes
		}
	}
	return was.differs(is)
}

func (v value) differs(u value) truth {
	switch {
	case v.known && u.known:
		return sure(v.text != u.text)
	case v.same != "" && v.same == u.same:
		return no
	case v.known:
		return u.is(v.text).not()
	case u.known:
		return v.is(u.text).not()
	}
	return maybe
}

// standIns are words of conditions that stand for whoever acts, or for somebody of the ticket.
var standIns = []string{"current_user", "requester_id", "assignee_id"}

// among tells whether a value is one of a condition's.
func (v value) among(c rules.Condition) truth {
	if text, single := c.Value.Text(); single && (c.Operator == "is" || c.Operator == "is_not") {
		return v.isWord(c.Operator, text)
	}
	words := valuesOf(c.Value)
	if text, single := c.Value.Text(); single && strings.HasSuffix(c.Operator, "includes") {
		words = strings.Fields(text)
	}
	if len(words) == 0 {
		words = []string{""}
	}
	found := no
	for _, word := range words {
		found = max(found, v.isWord(c.Operator, word))
	}
	return found
}

func (v value) isWord(operator, word string) truth {
	switch {
	case word == rules.NullValue:
		return v.is("")
	case slices.Contains(standIns, word):
		if v.known && v.text == "" {
			return no
		}
		return maybe
	}
	return max(v.is(word), v.holdsWord(operator, word))
}

// holdsWord: a multiselect includes each of its options.
func (v value) holdsWord(operator, word string) truth {
	if !strings.HasSuffix(operator, "includes") || !v.known || !strings.Contains(v.text, " ") {
		return no
	}
	return sure(slices.Contains(strings.Fields(v.text), word))
}

// ranks compares by a field's lattice, else as numbers, else as days.
func (v value) ranks(operator string, lattice []string, limit rules.Value) truth {
	text, single := limit.Text()
	if !v.known || !single {
		return maybe
	}
	var order int
	switch at, to := slices.Index(lattice, v.text), slices.Index(lattice, text); {
	case at >= 0 && to >= 0:
		order = cmp.Compare(at, to)
	case lattice != nil:
		return maybe
	case v.text == "":
		return no
	default:
		number, err := strconv.ParseFloat(v.text, 64)
		bound, bad := strconv.ParseFloat(text, 64)
		switch {
		case err == nil && bad == nil:
			order = cmp.Compare(number, bound)
		case isDay(v.text) && isDay(text):
			order = strings.Compare(v.text, text)
		default:
			return maybe
		}
	}
	switch operator {
	case "less_than":
		return sure(order < 0)
	case "less_than_equal":
		return sure(order <= 0)
	case "greater_than":
		return sure(order > 0)
	}
	return sure(order >= 0)
}

// isDay: 2026-11-02.
func isDay(text string) bool {
	return len(text) == len("2026-11-02") && text[4] == '-' && text[7] == '-'
}

// ofText compares texts, numbers and days. Whether case matters is not documented.
func (a asks) ofText(c rules.Condition, was *value, is value, now *state) truth {
	text, single := c.Value.Text()
	negated := strings.HasPrefix(c.Operator, "not_") || c.Operator == "is_not"
	switch operator := strings.TrimPrefix(c.Operator, "not_"); {
	case operator == "includes":
		return is.words(c)
	case operator == "includes_string" && is.known && single:
		found := strings.Contains(strings.ToLower(is.text), strings.ToLower(text))
		if found && !strings.Contains(is.text, text) {
			return maybe
		}
		return sure(found).unless(negated)
	case (operator == "is" || operator == "is_not") && is.known && single && is.text != text && strings.EqualFold(is.text, text):
		return maybe
	}
	return a.compared(c, was, is, now)
}
