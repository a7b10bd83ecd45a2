package payload

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"time"

	"github.com/osteele/liquid"
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

// filters are those of open-source Liquid 4. osteele's own are replaced: they are near Ruby's, not like them, and
// json, inspect and type do not exist in the help desks.
var filters = map[string]filter{
	"append":         textFilter1(func(s, arg string) string { return s + arg }),
	"capitalize":     textFilter(capitalize),
	"downcase":       textFilter(strings.ToLower),
	"escape":         textFilter(escapeHTML),
	"escape_once":    textFilter(escapeHTMLOnce),
	"lstrip":         textFilter(func(s string) string { return strings.TrimLeft(s, whitespace+"\x00") }),
	"newline_to_br":  textFilter(func(s string) string { return newline.ReplaceAllString(s, "<br />\n") }),
	"prepend":        textFilter1(func(s, arg string) string { return arg + s }),
	"remove":         textFilter1(func(s, arg string) string { return gsub(s, arg, "", -1) }),
	"remove_first":   textFilter1(func(s, arg string) string { return gsub(s, arg, "", 1) }),
	"replace":        {1, 2, replaceTimes(-1)},
	"replace_first":  {1, 2, replaceTimes(1)},
	"rstrip":         textFilter(func(s string) string { return strings.TrimRight(s, whitespace+"\x00") }),
	"slice":          {1, 2, slice},
	"split":          {1, 1, func(in any, args []any) (any, error) { return split(text(in), text(args[0])), nil }},
	"strip":          textFilter(func(s string) string { return strings.Trim(s, whitespace+"\x00") }),
	"strip_html":     textFilter(stripHTML),
	"strip_newlines": textFilter(func(s string) string { return newline.ReplaceAllString(s, "") }),
	"truncate":       {0, 2, truncate},
	"truncatewords":  {0, 2, truncateWords},
	"upcase":         textFilter(strings.ToUpper),
	"url_decode":     {0, 0, urlDecode},
	"url_encode":     {0, 0, urlEncode},

	"compact":      {0, 0, compact},
	"concat":       {1, 1, concat},
	"first":        {0, 0, func(in any, _ []any) (any, error) { return at(in, 0), nil }},
	"join":         {0, 1, join},
	"last":         {0, 0, func(in any, _ []any) (any, error) { return at(in, -1), nil }},
	"map":          {1, 1, mapProperty},
	"reverse":      {0, 0, reverse},
	"sort":         {0, 1, sortBy(less)},
	"sort_natural": {0, 1, sortBy(lessNatural)},
	"uniq":         {0, 0, uniq},
	"where":        {1, 2, where},

	"default": {1, 1, func(in any, args []any) (any, error) {
		if !truthy(in) || empty(in) {
			return args[0], nil
		}
		return in, nil
	}},
	"size": {0, 0, func(in any, _ []any) (any, error) { return length(in), nil }},
	"date": {1, 1, date},

	"abs":        {0, 0, absolute},
	"at_least":   {1, 1, limit(-1)},
	"at_most":    {1, 1, limit(1)},
	"ceil":       {0, 0, rounded(math.Ceil)},
	"divided_by": {1, 1, arithmetic(divide)},
	"floor":      {0, 0, rounded(math.Floor)},
	"minus":      {1, 1, arithmetic(subtract)},
	"modulo":     {1, 1, arithmetic(modulo)},
	"plus":       {1, 1, arithmetic(add)},
	"round":      {0, 1, round},
	"times":      {1, 1, arithmetic(multiply)},
}

// internalFilters are what rewrite puts in.
var internalFilters = map[string]filter{
	outFilter:   textFilter(func(s string) string { return s }),
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

// each is what a for loop goes through: a map gives pairs, in an order that does not change between two renderings;
// an empty string gives nothing.
func each(v any) []any {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		pairs := make([]any, len(keys))
		for i, key := range keys {
			pairs[i] = []any{key, v[key]}
		}
		return pairs
	case string:
		if v == "" {
			return []any{}
		}
	case nil:
		return []any{}
	}
	return list(v)
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

// date leaves what it cannot read as it is. Reading and formatting are osteele's, which knows Ruby's directives.
func date(in any, args []any) (any, error) {
	format := text(args[0])
	if text(in) == "" || format == "" {
		return in, nil
	}
	if seconds, ok := in.(int); ok {
		in = time.Unix(int64(seconds), 0).UTC()
	}
	out, err := liquid.NewEngine().ParseAndRenderString("{{ t | date: f }}", liquid.Bindings{"t": in, "f": format})
	if err != nil {
		return in, nil //nolint:nilerr // as Ruby does with what is no date
	}
	return out, nil
}
