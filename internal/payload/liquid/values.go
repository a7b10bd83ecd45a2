package liquid

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// native brings a binding into the few types that the filters know: nil, string, bool, int, float64, []any and
// map[string]any. Integers keep all their digits: what does not fit an int stays the string of its digits.
func native(v any) any {
	switch v := v.(type) {
	case nil, string, bool, int:
		return v
	case json.Number:
		return number(v.String())
	case float64:
		// encoding/json decodes 35 to a float; an id is 35, not 35.0.
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int(v)
		}
		return v
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, value := range v {
			out[key] = native(value)
		}
		return out
	}
	switch held := reflect.ValueOf(v); held.Kind() {
	case reflect.Int64:
		return int(held.Int())
	case reflect.String:
		return held.String()
	case reflect.Slice:
		out := make([]any, held.Len())
		for i := range out {
			out[i] = native(held.Index(i).Interface())
		}
		return out
	}
	return fmt.Sprint(v)
}

func number(digits string) any {
	if n, err := strconv.Atoi(digits); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(digits, 64); err == nil && text(f) == digits {
		return f
	}
	return digits
}

// printed is how Liquid prints a value in {{ }}: a list as its items one after the other.
func printed(v any) string {
	items, is := v.([]any)
	if !is {
		return text(v)
	}
	var b strings.Builder
	for _, item := range items {
		b.WriteString(printed(item))
	}
	return b.String()
}

// text is Ruby's to_s, which is what filters take: a list becomes what stands in Ruby's source, as in ["a", "b"]. A map
// becomes nothing: help desks bind objects there, whose own text is not documented.
func text(v any) string {
	switch v := v.(type) {
	case nil, map[string]any:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return floatText(v)
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = inspected(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return fmt.Sprint(v)
}

// inspected is Ruby's inspect.
func inspected(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		return `"` + inspectEscapes.Replace(v) + `"`
	}
	return text(v)
}

var inspectEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "#{", `\#{`, "#$", `\#$`, "#@", `\#@`)

// floatText is Ruby's Float#to_s: always with a decimal, exponents from 1e16 on and below 1e-4.
func floatText(f float64) string {
	switch abs := math.Abs(f); {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case math.IsNaN(f):
		return "NaN"
	case abs != 0 && (abs < 1e-4 || abs >= 1e16):
		s := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(s, "e")
		if !strings.Contains(mantissa, ".") {
			mantissa += ".0"
		}
		return mantissa + "e" + exponent
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// size is about how many bytes a value holds; it is what a filter's work is counted by.
func size(v any) int {
	switch v := v.(type) {
	case string:
		return len(v)
	case []any:
		n := 16 * len(v)
		for _, item := range v {
			n += size(item)
		}
		return n
	}
	return 16
}

// list is how a filter or a loop sees its input: a list stays one, nothing is empty, anything else is its own only item.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func truthy(v any) bool { return v != nil && v != false }

func empty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
