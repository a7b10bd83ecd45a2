package payload

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

func length(v any) int {
	switch v := v.(type) {
	case string:
		return utf8.RuneCountInString(v)
	case []any:
		return len(v)
	case map[string]any:
		return len(v)
	}
	return 0
}

// sizeProperty is what .size gives: Ruby's size of a text or a list, or a member of that name.
func sizeProperty(in any, _ []any) (any, error) {
	switch v := in.(type) {
	case map[string]any:
		if held, has := v["size"]; has {
			return held, nil
		}
	case string, []any:
	default:
		return nil, nil
	}
	return length(in), nil
}

func at(v any, i int) any {
	items, ok := v.([]any)
	if !ok || len(items) == 0 {
		return nil
	}
	if i < 0 {
		i += len(items)
	}
	return items[i]
}

func join(in any, args []any) (any, error) {
	glue := " "
	if len(args) > 0 {
		glue = text(args[0])
	}
	items := list(in)
	pieces := make([]string, len(items))
	total := 0
	for i, item := range items {
		pieces[i] = text(item)
		total += len(pieces[i]) + len(glue)
	}
	if total > MaxRendered {
		return nil, errWork
	}
	return strings.Join(pieces, glue), nil
}

func compact(in any, _ []any) (any, error) {
	return slices.DeleteFunc(slices.Clone(list(in)), func(item any) bool { return item == nil }), nil
}

func concat(in any, args []any) (any, error) {
	more, ok := args[0].([]any)
	if !ok {
		return nil, fmt.Errorf("the argument is not a list")
	}
	return slices.Concat(list(in), more), nil
}

func reverse(in any, _ []any) (any, error) {
	items := slices.Clone(list(in))
	slices.Reverse(items)
	return items, nil
}

func mapProperty(in any, args []any) (any, error) {
	return property(list(in), text(args[0])), nil
}

func property(items []any, name string) []any {
	out := make([]any, len(items))
	for i, item := range items {
		if m, ok := item.(map[string]any); ok {
			out[i] = m[name]
		}
	}
	return out
}

// where keeps the objects whose property is the value, or is any without one.
func where(in any, args []any) (any, error) {
	out := []any{}
	for _, item := range list(in) {
		object, ok := item.(map[string]any)
		if !ok {
			continue
		}
		held := object[text(args[0])]
		if len(args) == 1 && truthy(held) || len(args) > 1 && equal(held, args[1]) {
			out = append(out, item)
		}
	}
	return out, nil
}

// equal is Ruby's ==: a whole number equals a decimal one, and no text.
func equal(a, b any) bool {
	if rank(a) == numberRank && rank(b) == numberRank {
		return compareNumbers(a, b) == 0
	}
	return reflect.DeepEqual(a, b)
}

// uniq keeps the first of equal items. Two values are equal here when their types and texts are.
func uniq(in any, _ []any) (any, error) {
	seen := map[string]bool{}
	var out []any
	for _, item := range list(in) {
		key := fmt.Sprintf("%T %v", item, item)
		if !seen[key] {
			seen[key] = true
			out = append(out, item)
		}
	}
	return out, nil
}

func sortBy(before func(a, b any) bool) func(any, []any) (any, error) {
	return func(in any, args []any) (any, error) {
		items := slices.Clone(list(in))
		key := func(item any) any { return item }
		if len(args) > 0 {
			key = func(item any) any { return property([]any{item}, text(args[0]))[0] }
		}
		slices.SortStableFunc(items, func(a, b any) int {
			switch ka, kb := key(a), key(b); {
			case before(ka, kb):
				return -1
			case before(kb, ka):
				return 1
			}
			return 0
		})
		return items, nil
	}
}

// less sorts numbers before texts before nothing; Ruby refuses to compare different kinds.
func less(a, b any) bool {
	ra, rb := rank(a), rank(b)
	if ra != rb {
		return ra < rb
	}
	if ra == numberRank {
		return toFloat(a) < toFloat(b)
	}
	return text(a) < text(b)
}

func lessNatural(a, b any) bool {
	if a == nil || b == nil {
		return a != nil && b == nil
	}
	return strings.ToLower(text(a)) < strings.ToLower(text(b))
}

// numberRank is the rank of numbers.
const numberRank = 0

func rank(v any) int {
	switch v.(type) {
	case int, float64:
		return numberRank
	case nil:
		return 2
	}
	return 1
}
