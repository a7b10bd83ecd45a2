package kustomer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// condition compares values, or holds other conditions (and, or).
type condition struct {
	Op     string `json:"op"`
	Values []any  `json:"values"`
}

// operands is how many values each operator looks at; and and or take any number of
// conditions. More than that are ignored: public workflows have them.
var operands = map[string]int{
	"and": 0, "or": 0, "exists": 1, "dne": 1, "true": 1, "false": 1, "eq": 2, "neq": 2, "gt": 2, "gte": 2, "lt": 2, "lte": 2,
	"lt-date": 2, "gt-date": 2, "contains": 2, "not-contains": 2,
}

func (c condition) check(r *reader, at string) {
	needs, known := operands[c.Op]
	switch {
	case !known:
		r.fail(at+".op", "%q is unknown", c.Op)
	case c.Values == nil:
		r.fail(at+".values", "is required")
	case len(c.Values) < needs:
		r.fail(at+".values", "must hold %d values for the operator %s", needs, c.Op)
	case c.isGroup():
		for i, value := range c.Values {
			inner, ok := nested(value)
			if !ok {
				r.fail(fmt.Sprintf("%s.values[%d]", at, i), "must be a condition")
				return
			}
			inner.check(r, fmt.Sprintf("%s.values[%d]", at, i))
		}
	}
}

func (c condition) isGroup() bool { return c.Op == "and" || c.Op == "or" }

// nested reads a condition that stands among the values of another one.
func nested(value any) (condition, bool) {
	members, is := value.(map[string]any)
	op, isText := members["op"].(string)
	values, isList := members["values"].([]any)
	return condition{op, values}, is && isText && isList
}

// holds evaluates a condition.
func (s scope) holds(c condition) (bool, error) {
	if c.isGroup() {
		return s.groupHolds(c)
	}
	values := make([]any, max(2, len(c.Values)))
	for i, value := range c.Values {
		resolved, err := s.resolve(value)
		if err != nil {
			return false, err
		}
		values[i] = resolved
	}
	return compares(c.Op, values[0], values[1]), nil
}

func (s scope) groupHolds(c condition) (bool, error) {
	for _, value := range c.Values {
		inner, _ := nested(value)
		holds, err := s.holds(inner)
		if err != nil || holds != (c.Op == "and") {
			return holds, err
		}
	}
	return c.Op == "and", nil
}

func compares(op string, left, right any) bool {
	switch op {
	case "exists":
		return exists(left)
	case "dne":
		return !exists(left)
	case "true", "false":
		return left == (op == "true") || left == op
	case "eq":
		return equal(left, right)
	case "neq":
		return !equal(left, right)
	case "contains":
		return contains(left, right)
	case "not-contains":
		return !contains(left, right)
	case "lt-date", "gt-date":
		a, b := dateOf(left), dateOf(right)
		return !a.IsZero() && !b.IsZero() && (op == "lt-date" && a.Before(b) || op == "gt-date" && a.After(b))
	}
	a, isNumber := castNumber(left)
	b, areNumbers := castNumber(right)
	return isNumber && areNumbers && inOrder(compare(a, b), op)
}

func contains(in, what any) bool {
	switch in := in.(type) {
	case []any:
		return slices.ContainsFunc(in, func(item any) bool { return equal(item, what) })
	case string:
		return exists(what) && strings.Contains(in, textOf(what))
	}
	return false
}

// castNumber reads a number, or a text that is one.
func castNumber(value any) (float64, bool) {
	switch value := value.(type) {
	case float64:
		return value, true
	case string:
		number, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return number, err == nil
	}
	return 0, false
}

func dateOf(value any) time.Time {
	text, _ := value.(string)
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day
	}
	moment, _ := time.Parse(time.RFC3339, text)
	return moment
}

// textOf is a value in a text, as JavaScript writes it.
func textOf(value any) string {
	switch value := value.(type) {
	case nil, absent:
		return ""
	case string:
		return value
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case []any:
		texts := make([]string, len(value))
		for i, item := range value {
			texts[i] = textOf(item)
		}
		return strings.Join(texts, ",")
	case map[string]any:
		return "[object Object]"
	}
	text, _ := json.Marshal(value)
	return string(text)
}
