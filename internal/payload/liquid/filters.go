package liquid

import (
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/osteele/liquid/values"
	"github.com/osteele/tuesday"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// A filter is one of Liquid's standard filters as Ruby runs it.
type filter struct {
	min, max int // arguments after the input
	apply    func(input any, args []any) (any, error)
}

func (f filter) arity() string {
	if f.min == f.max {
		return fmt.Sprintf("%d arguments", f.min)
	}
	return fmt.Sprintf("%d to %d arguments", f.min, f.max)
}

// filters are those of open-source Liquid 4 that payloads have a use for. Each is checked against answers that Ruby's
// Liquid gave; of any other filter it is not known what it gives, see [UnverifiedFilters]. osteele's own are replaced:
// they are near Ruby's, not like them.
var filters = map[string]filter{
	"append":         textFilter1(func(s, arg string) string { return s + arg }),
	"capitalize":     textFilter(capitalize),
	"downcase":       textFilter(cases.Lower(language.Und, cases.HandleFinalSigma(false)).String),
	"escape":         textFilter(htmlEscapes.Replace),
	"lstrip":         textFilter(func(s string) string { return strings.TrimLeft(s, whitespace+"\x00") }),
	"newline_to_br":  textFilter(strings.NewReplacer("\r\n", "<br />\n", "\n", "<br />\n").Replace),
	"prepend":        textFilter1(func(s, arg string) string { return arg + s }),
	"remove":         textFilter1(func(s, arg string) string { return gsub(s, arg, "", -1) }),
	"remove_first":   textFilter1(func(s, arg string) string { return gsub(s, arg, "", 1) }),
	"replace":        {1, 2, replaceTimes(-1)},
	"replace_first":  {1, 2, replaceTimes(1)},
	"rstrip":         textFilter(func(s string) string { return strings.TrimRight(s, whitespace+"\x00") }),
	"split":          {1, 1, func(in any, args []any) (any, error) { return split(text(in), text(args[0])), nil }},
	"strip":          textFilter(func(s string) string { return strings.Trim(s, whitespace+"\x00") }),
	"strip_newlines": textFilter(strings.NewReplacer("\r\n", "", "\n", "").Replace),
	"truncate":       {0, 2, truncate},
	"upcase":         textFilter(cases.Upper(language.Und).String),
	"url_encode":     textFilter(url.QueryEscape),

	"first": {0, 0, func(in any, _ []any) (any, error) { return at(in, 0), nil }},
	"join":  {0, 1, join},
	"last":  {0, 0, func(in any, _ []any) (any, error) { return at(in, -1), nil }},
	"size":  {0, 0, func(in any, _ []any) (any, error) { return length(in), nil }},
	"where": {1, 2, where},

	"date": {1, 1, date},
	"default": {0, 1, func(in any, args []any) (any, error) {
		if truthy(in) && !empty(in) || len(args) == 0 {
			return in, nil
		}
		return args[0], nil
	}},
	"minus": {1, 1, add(-1)},
	"plus":  {1, 1, add(1)},
}

// Filters are the names of the filters that are verified, sorted.
func Filters() []string { return slices.Sorted(maps.Keys(filters)) }

// internalFilters are what rewrite puts in.
var internalFilters = map[string]filter{
	outFilter:   {0, 0, func(in any, _ []any) (any, error) { return printed(in), nil }},
	eachFilter:  {0, 0, func(in any, _ []any) (any, error) { return each(in), nil }},
	rangeFilter: {2, 2, bounds},
	blankFilter: {0, 0, func(in any, _ []any) (any, error) {
		s, isText := in.(string)
		return !truthy(in) || empty(in) || (isText && strings.Trim(s, whitespace) == ""), nil
	}},
	emptyFilter: {0, 0, func(in any, _ []any) (any, error) { return empty(in), nil }},
	sizeFilter:  {0, 0, sizeProperty},
	notFilter:   {0, 0, func(in any, _ []any) (any, error) { return !truthy(in), nil }},
}

func textFilter(f func(string) string) filter {
	return filter{0, 0, func(in any, _ []any) (any, error) { return f(text(in)), nil }}
}

func textFilter1(f func(s, arg string) string) filter {
	return filter{1, 1, func(in any, args []any) (any, error) { return f(text(in), text(args[0])), nil }}
}

// each is what a for loop goes through: a map gives pairs, in an order that does not change between two renderings; a
// text that is not empty gives itself.
func each(v any) []any {
	switch v := v.(type) {
	case map[string]any:
		pairs := make([]any, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			pairs = append(pairs, []any{key, v[key]})
		}
		return pairs
	case string:
		if v != "" {
			return []any{v}
		}
	case []any:
		return v
	}
	return []any{}
}

func bounds(_ any, args []any) (any, error) {
	from, to := integer(args[0]), integer(args[1])
	if to < from {
		return []any{}, nil
	}
	if to-from >= maxList || to-from < 0 {
		return nil, fmt.Errorf("the range (%d..%d) has more than %d items", from, to, maxList)
	}
	out := make([]any, 0, to-from+1)
	for i := from; i <= to; i++ {
		out = append(out, i)
	}
	return out, nil
}

// date leaves what it cannot read as it is. Reading is osteele's, formatting of its sister package, which knows Ruby's
// directives.
func date(in any, args []any) (any, error) {
	format := text(args[0])
	if text(in) == "" || format == "" {
		return in, nil
	}
	at, is := moment(in)
	if !is {
		return in, nil
	}
	out, err := tuesday.Strftime(format, at)
	if err != nil {
		return in, nil //nolint:nilerr // as Ruby does with what is no format
	}
	return out, nil
}

// moment reads a date. One without a zone is in UTC, whatever the zone of this machine.
func moment(v any) (at time.Time, is bool) {
	switch v := v.(type) {
	case int:
		return time.Unix(int64(v), 0).UTC(), true
	case string:
		if v == "now" || v == "today" {
			return time.Now().UTC(), true
		}
		if seconds, err := strconv.ParseInt(v, 10, 64); err == nil {
			return time.Unix(seconds, 0).UTC(), true
		}
		at, err := values.ParseDate(v)
		if at.Location() == time.Local {
			_, offset := at.Zone()
			at = at.Add(time.Duration(offset) * time.Second).UTC()
		}
		return at, err == nil
	}
	return time.Time{}, false
}

func length(v any) int {
	switch v := v.(type) {
	case int:
		return 8 // Ruby's Integer has a size, in bytes
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

// at is the first item of a list, or with -1 the last one.
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

// where keeps the items whose property is the value, or is any without one. Ruby finds a property in a text that contains
// its name.
func where(in any, args []any) (any, error) {
	kept, name := []any{}, text(args[0])
	for _, item := range list(in) {
		var held any
		switch item := item.(type) {
		case map[string]any:
			held = item[name]
		case string:
			if strings.Contains(item, name) {
				held = name
			}
		default:
			return nil, fmt.Errorf("cannot select the property %q", name)
		}
		if len(args) == 1 && truthy(held) || len(args) > 1 && equal(held, args[1]) {
			kept = append(kept, item)
		}
	}
	return kept, nil
}

// equal is Ruby's ==: a whole number equals a decimal one, and no text.
func equal(a, b any) bool {
	if isNumber(a) && isNumber(b) {
		return compareNumbers(a, b) == 0
	}
	return reflect.DeepEqual(a, b)
}
