package kustomer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// scope is what the references of a step and of its conditions see.
type scope struct {
	steps     map[string]any    // outputs, by the id of the step
	variables map[string]string // by id
}

// absent is the value of a reference that leads nowhere.
type absent struct{}

// resolve puts values in place of references, at any depth. A text that starts
// with /# is one reference and keeps the value's type; any other text is a template
// and stays a text.
func (s scope) resolve(value any) (any, error) {
	switch value := value.(type) {
	case string:
		if path, is := strings.CutPrefix(value, "/#"); is {
			return s.reference(path)
		}
		return s.template(value)
	case map[string]any:
		all := map[string]any{}
		for name, member := range value {
			resolved, err := s.resolve(member)
			if err != nil {
				return nil, err
			}
			if resolved != (absent{}) {
				all[name] = resolved
			}
		}
		return all, nil
	case []any:
		all := make([]any, len(value))
		for i, item := range value {
			resolved, err := s.resolve(item)
			if err != nil {
				return nil, err
			}
			if resolved != (absent{}) {
				all[i] = resolved
			}
		}
		return all, nil
	}
	return value, nil
}

// isDynamic tells whether a text is no literal.
func isDynamic(text string) bool {
	return strings.HasPrefix(text, "/#") || strings.Contains(text, "{{")
}

// reference gives what stands at a path, or what a function makes of it.
func (s scope) reference(path string) (any, error) {
	call, isFunction := strings.CutPrefix(path, "fn:")
	if !isFunction {
		return s.at(path), nil
	}
	name, rest, _ := strings.Cut(call, ",")
	argument, _, _ := strings.Cut(rest, ",")
	switch name {
	case "parseInt", "parseFloat":
		number, is := castNumber(s.at(argument))
		if !is {
			return absent{}, nil
		}
		if name == "parseInt" {
			number = float64(int64(number))
		}
		return number, nil
	}
	return nil, fmt.Errorf("the sandbox does not simulate the function %q", name)
}

// at walks from the roots steps and variables.
func (s scope) at(path string) any {
	root, rest, _ := strings.Cut(path, ".")
	switch root {
	case "steps":
		id, members, more := strings.Cut(rest, ".")
		value, exists := s.steps[id]
		switch {
		case !exists:
			return absent{}
		case !more:
			return value
		}
		return member(value, strings.Split(members, "."))
	case "variables":
		if value, exists := s.variables[rest]; exists {
			return value
		}
	}
	return absent{}
}

func member(value any, path []string) any {
	for _, name := range path {
		switch inner := value.(type) {
		case map[string]any:
			found, exists := inner[name]
			if !exists {
				return absent{}
			}
			value = found
		case []any:
			index, err := strconv.Atoi(name)
			switch {
			case name == "length":
				value = float64(len(inner))
			case err != nil || index < 0 || index >= len(inner):
				return absent{}
			default:
				value = inner[index]
			}
		case string:
			if name != "length" {
				return absent{}
			}
			value = float64(len([]rune(inner)))
		default:
			return absent{}
		}
	}
	return value
}

// mustache is one expression of Handlebars.
var mustache = regexp.MustCompile(`(?s)\{\{\{(.*?)\}\}\}|\{\{(.*?)\}\}`)

// handlebarsPath is an expression that is a path and calls no helper.
var handlebarsPath = regexp.MustCompile(`^\s*[\w@$.\[\]-]+\s*$`)

// template renders a text. Two braces escape for HTML, three do not.
func (s scope) template(text string) (any, error) {
	var failed error
	rendered := mustache.ReplaceAllStringFunc(text, func(found string) string {
		parts := mustache.FindStringSubmatch(found)
		expression, raw := parts[1], strings.HasPrefix(found, "{{{")
		if !raw {
			expression = parts[2]
		}
		if !handlebarsPath.MatchString(expression) {
			failed = fmt.Errorf("the sandbox does not simulate the expression %s: only paths are", found)
			return ""
		}
		value := textOf(s.at(strings.NewReplacer("[", "", "]", "").Replace(strings.TrimSpace(expression))))
		if raw {
			return value
		}
		return escaper.Replace(value)
	})
	return rendered, failed
}

// escaper is Handlebars' own.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;", "`", "&#x60;", "=", "&#x3D;")
