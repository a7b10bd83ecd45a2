package payload

import (
	"maps"
	"slices"
)

// An UnknownFilter is a filter that open-source Liquid does not have. Ruby's Liquid passes its input on, unless the
// help desk has a filter of this name that nobody documents.
type UnknownFilter struct {
	Name  string
	Lines []int // where it stands in the template, 1-based
	// Meant is the filter that was most likely meant, "" where none is close.
	Meant string
	// Escapes says that other Liquids have it to escape for JSON.
	Escapes bool
}

// noEscape are the filters by which other Liquids escape for JSON. The help desk documents none of them.
var noEscape = []string{"json", "jsonify", "to_json", "json_escape", "escape_json"}

// UnknownFilters are those that a template calls, each once, in the order of their first appearance. A template that
// is not Liquid has none.
func UnknownFilters(template string) []UnknownFilter {
	tokens, err := scan(template)
	if err != nil {
		return nil
	}
	var unknown []UnknownFilter
	for _, t := range tokens {
		words, _, err := t.evaluates()
		if err != nil {
			return nil
		}
		for i := 1; i < len(words); i++ {
			name := words[i].text
			if _, known := filters[name]; known || words[i].kind != nameWord || !words[i-1].is("|") {
				continue
			}
			at := slices.IndexFunc(unknown, func(f UnknownFilter) bool { return f.Name == name })
			if at < 0 {
				at = len(unknown)
				unknown = append(unknown, describeUnknown(name))
			}
			unknown[at].Lines = append(unknown[at].Lines, t.line)
		}
	}
	for i := range unknown {
		unknown[i].Lines = slices.Compact(unknown[i].Lines)
	}
	return unknown
}

func describeUnknown(name string) UnknownFilter {
	if slices.Contains(noEscape, name) {
		return UnknownFilter{Name: name, Escapes: true}
	}
	return UnknownFilter{Name: name, Meant: Meant(name, slices.Sorted(maps.Keys(filters)))}
}
