package payload

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// native brings a binding into the few types that the filters know: nil, string, bool, int, float64, time.Time,
// []any and map[string]any. Integers keep all their digits: what does not fit an int stays the string of its digits.
func native(v any) any {
	switch v := v.(type) {
	case nil, string, bool, int, time.Time:
		return v
	case json.Number:
		return number(v.String())
	case float64:
		// encoding/json decodes 35 to a float; a ticket's id is 35, not 35.0.
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int(v)
		}
		return v
	case *big.Int:
		return number(v.String())
	case *big.Float:
		return number(v.Text('f', -1))
	case []any:
		return nativeList(len(v), func(i int) any { return v[i] })
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, value := range v {
			out[key] = native(value)
		}
		return out
	}
	return nativeKind(reflect.ValueOf(v))
}

func nativeKind(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return int(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return number(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32:
		return native(v.Float())
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Slice, reflect.Array:
		return nativeList(v.Len(), func(i int) any { return v.Index(i).Interface() })
	case reflect.Map:
		out := make(map[string]any, v.Len())
		for _, key := range v.MapKeys() {
			out[fmt.Sprint(key.Interface())] = native(v.MapIndex(key).Interface())
		}
		return out
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return native(v.Elem().Interface())
	}
	return fmt.Sprint(v.Interface())
}

func nativeList(n int, at func(int) any) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = native(at(i))
	}
	return out
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

// text is Ruby's to_s, as Liquid prints a value. A list prints its items one after the other. A map prints nothing:
// the help desks bind objects there, whose own text is not documented.
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
	case time.Time:
		if v.Location() == time.UTC {
			return v.Format("2006-01-02 15:04:05 UTC")
		}
		return v.Format("2006-01-02 15:04:05 -0700")
	case []any:
		var b strings.Builder
		for _, item := range v {
			b.WriteString(text(item))
		}
		return b.String()
	}
	return fmt.Sprint(v)
}

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
