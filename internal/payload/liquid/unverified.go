package liquid

import (
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
)

// An UnverifiedFilter is one of which it is not known what the help desk makes of its input: open-source Liquid does not
// have it, or has it and it is not one of [Filters]. Here its input is passed on, as Ruby's Liquid does with a filter
// that does not exist.
type UnverifiedFilter struct {
	Name  string
	Lines []int // where it stands in the template, 1-based
	// Meant is the filter that was most likely meant, "" where none is close.
	Meant string
	// Escapes says that other Liquids have it to escape for JSON.
	Escapes bool
}

// noEscape are the filters by which other Liquids escape for JSON. No help desk documents one of them.
var noEscape = []string{"json", "jsonify", "to_json", "json_escape", "escape_json"}

// UnverifiedFilters are those that a template calls, each once, in the order of their first appearance. A template that
// is not Liquid has none.
func UnverifiedFilters(template string) []UnverifiedFilter {
	tokens, err := scan(template)
	if err != nil {
		return nil
	}
	var unverified []UnverifiedFilter
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
			at := slices.IndexFunc(unverified, func(f UnverifiedFilter) bool { return f.Name == name })
			if at < 0 {
				at = len(unverified)
				unverified = append(unverified, describe(name))
			}
			unverified[at].Lines = append(unverified[at].Lines, t.line)
		}
	}
	for i := range unverified {
		unverified[i].Lines = slices.Compact(unverified[i].Lines)
	}
	return unverified
}

func describe(name string) UnverifiedFilter {
	if slices.Contains(noEscape, name) {
		return UnverifiedFilter{Name: name, Escapes: true}
	}
	return UnverifiedFilter{Name: name, Meant: spelling.Meant(name, Filters())}
}
