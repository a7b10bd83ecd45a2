package kustomer

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A text of a body is one of three things. One that begins with /# is a reference as a
// whole and becomes the value with its type. Any other is a template: three braces put
// a value into it, two escape the value for HTML. One without either is a literal.
// Source: developer.kustomer.com/docs/workflows/conditions-and-expressions.
const whole = "/#"

// A part of a text is literal, or reads a path.
type part struct {
	literal string
	path    string // steps.customer.name; "" for a literal or a call
	call    string // of a helper or a function, which only Kustomer can evaluate
	whole   bool   // the value keeps its type
	escaped bool   // for HTML
}

func (p part) refers() bool { return p.path != "" || p.call != "" }

var (
	braces = regexp.MustCompile(`(?s)\{\{\{(.*?)\}\}\}|\{\{(.*?)\}\}`)
	path   = regexp.MustCompile(`^[\w@$-]+(\.[\w@$-]+)*$`)
	// filtered is Liquid, the language of another help desk.
	filtered = regexp.MustCompile(`\|\s*\w+|^%`)
)

// parse takes a text apart. The error is for its author.
func parse(text string) ([]part, error) {
	if reference, is := strings.CutPrefix(text, whole); is {
		if call, is := strings.CutPrefix(reference, "fn:"); is {
			return []part{{call: call, whole: true}}, nil
		}
		if !path.MatchString(reference) {
			return nil, fmt.Errorf("%q begins with %s and is no reference: write %ssteps.<step>.<attribute> and nothing else, or {{{steps.<step>.<attribute>}}} inside a text", text, whole, whole)
		}
		return []part{{path: reference, whole: true}}, nil
	}
	var parts []part
	rest := 0
	for _, at := range braces.FindAllStringSubmatchIndex(text, -1) {
		parts = append(parts, part{literal: text[rest:at[0]]})
		found, rendered, inner := text[at[0]:at[1]], part{escaped: at[2] < 0}, at[2:4]
		if rendered.escaped {
			inner = at[4:6]
		}
		expression := strings.TrimSpace(text[inner[0]:inner[1]])
		switch {
		case strings.ContainsAny(expression, "{}"):
			return nil, fmt.Errorf("the braces in %q do not match", found)
		case filtered.MatchString(expression):
			return nil, fmt.Errorf("%s is Liquid, which Kustomer does not know: write {{{steps.<step>.<attribute>}}}", found)
		case path.MatchString(expression):
			rendered.path = expression
		case expression == "":
			return nil, fmt.Errorf("%s is empty", found)
		default:
			rendered.call = expression
		}
		parts, rest = append(parts, rendered), at[1]
	}
	parts = append(parts, part{literal: text[rest:]})
	parts = slices.DeleteFunc(parts, func(p part) bool { return !p.refers() && p.literal == "" })
	for _, p := range parts {
		if err := p.problem(); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// problem finds what looks like a reference in a literal.
func (p part) problem() error {
	switch {
	case strings.Contains(p.literal, "{%"):
		return errors.New("{% is Liquid, which Kustomer does not know")
	case strings.Contains(p.literal, "{{") || strings.Contains(p.literal, "}}"):
		return fmt.Errorf("the braces in %q do not match", p.literal)
	case strings.Contains(p.literal, whole+"steps.") || strings.Contains(p.literal, whole+"fn:"):
		return fmt.Errorf("%s inside a text is sent as it stands: write {{{steps.<step>.<attribute>}}} there", whole)
	}
	return nil
}
