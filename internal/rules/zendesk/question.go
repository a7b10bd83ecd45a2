package zendesk

import (
	"slices"
	"strings"
)

// question is a condition taken apart, of which the field is known.
type question struct {
	operator string // see positive
	negative bool
	values   []string
	// literal: the values are those that the field has. Some words stand for
	// whoever acts.
	literal bool
}

func questions(conditions []Condition) []question {
	list := make([]question, 0, len(conditions))
	for _, condition := range conditions {
		q := question{}
		q.operator, q.negative = positive(condition.Operator)
		q.values, q.literal = operands(q.operator, condition)
		list = append(list, q)
	}
	return list
}

// looksBack reports whether the answer depends on the field before the update.
func (q question) looksBack() bool {
	return q.operator == "changed" || q.operator == "value" || q.operator == "value_previous"
}

// positives gives each negative operator the one of which it is the opposite,
// and other names of operators the one name that is used here.
var positives = map[string]struct {
	operator string
	negative bool
}{
	"is_not": {"is", true}, "not_includes": {"includes", true}, "not_present": {"present", true}, "not_changed": {"changed", true},
	"not_value": {"value", true}, "not_value_previous": {"value_previous", true},
	"changed_to": {"value", false}, "changed_from": {"value_previous", false},
	"not_changed_to": {"value", true}, "not_changed_from": {"value_previous", true},
	"not_includes_string": {"includes_string", true},
}

func positive(operator string) (name string, negative bool) {
	if known, found := positives[operatorOrIs(operator)]; found {
		return known.operator, known.negative
	}
	return operatorOrIs(operator), false
}

// negates reports whether two conditions are each other's opposite, whatever the
// field is.
func (c Condition) negates(other Condition) bool {
	mine, negative := positive(c.Operator)
	its, otherNegative := positive(other.Operator)
	c.Operator, other.Operator = mine, its
	return negative != otherNegative && c.Equal(other)
}

func operands(operator string, condition Condition) (values []string, literal bool) {
	if operator == "changed" || operator == "present" {
		return nil, true
	}
	text, single := condition.Value.Text()
	if single {
		values = []string{text}
	} else {
		values, _ = condition.Value.Texts()
	}
	isID := strings.HasSuffix(condition.Field, "_id")
	standsForOther := func(value string) bool {
		return slices.Contains(standIns, value) || isID && value != "" && !wholeNumber.MatchString(value)
	}
	isText := single && (operator != "includes" || !strings.Contains(text, " "))
	isList := operator == "includes" && len(values) > 0
	return values, (isText || !single && isList) && !slices.ContainsFunc(values, standsForOther)
}

var standIns = []string{"current_user", "requester_id", "assignee_id", NullValue}
