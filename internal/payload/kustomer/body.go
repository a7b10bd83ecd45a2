package kustomer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// Data is a body as the request of a workflow holds it: an object in which each text is
// a reference, a template or a literal. Numbers stay as they were written.
func Data(body string) (map[string]any, error) {
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	if err == nil {
		if _, trailing := decoder.Token(); !errors.Is(trailing, io.EOF) {
			err = errors.New("something follows the object")
		}
	}
	data, isObject := value.(map[string]any)
	switch {
	case err != nil && (strings.Contains(body, whole) || strings.Contains(body, "{{") || strings.Contains(body, "{%")):
		return nil, fmt.Errorf("it is not JSON: %w. Each reference must be a JSON string of its own, in quotes, such as \"/#steps.conversation.priority\", which keeps the type of the value", err)
	case err != nil:
		return nil, fmt.Errorf("it is not JSON: %w", err)
	case !isObject:
		return nil, errors.New("it is JSON, but not an object")
	}
	return data, nil
}

// Quote is a text with references as a JSON string. A value in two braces gets three:
// two would escape it for HTML. Refers says that the text holds a reference. It is a
// [survey.Quote].
func Quote(text string) (quoted string, refers bool, err error) {
	parts, err := parse(text)
	if err != nil {
		return "", strings.Contains(text, "{{") || strings.HasPrefix(text, whole), err
	}
	var b strings.Builder
	for _, p := range parts {
		refers = refers || p.refers()
		if err := p.readable(); err != nil {
			return "", true, err
		}
		b.WriteString(p.source())
	}
	return liquid.JSONString(b.String()), refers, nil
}

// source is a part as it is written.
func (p part) source() string {
	switch {
	case p.path != "" && p.whole:
		return whole + p.path
	case p.path != "":
		return "{{{" + p.path + "}}}"
	case p.call != "" && p.whole:
		return whole + "fn:" + p.call
	case p.call != "" && p.escaped:
		return "{{" + p.call + "}}"
	case p.call != "":
		return "{{{" + p.call + "}}}"
	}
	return p.literal
}

// member is one text of a body, at its path.
type member struct {
	path  string
	parts []part
}

// members are the texts of a body in the order of their paths, with what is wrong with
// them.
func members(data map[string]any) (all []member, problems argument.Problems) {
	var visit func(path string, value any)
	visit = func(path string, value any) {
		switch value := value.(type) {
		case string:
			parts, err := parse(value)
			if err != nil {
				problems.Add(path, err.Error())
			}
			all = append(all, member{path, parts})
		case []any:
			for i, item := range value {
				visit(argument.Index(path, i), item)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				at := strings.TrimPrefix(path+"."+name, ".")
				if strings.Contains(name, "{{") || strings.HasPrefix(name, whole) {
					problems.Add(at, "a key cannot hold a reference: the backend expects fixed keys")
				}
				visit(at, value[name])
			}
		}
	}
	visit("", data)
	return all, problems
}

// reads are the paths that a body reads, each once, in the order of its members.
func reads(body string) (paths []string) {
	data, err := Data(body)
	if err != nil {
		return nil
	}
	all, _ := members(data)
	for _, m := range all {
		for _, p := range m.parts {
			if p.path != "" && !slices.Contains(paths, p.path) {
				paths = append(paths, p.path)
			}
		}
	}
	return paths
}

// AttributesRead are the custom attributes of the conversation that the body reads, by
// name, in the order of its members. A body that is no JSON object reads none.
func AttributesRead(body string) (names []string) {
	for _, read := range reads(body) {
		if name, is := strings.CutPrefix(read, "steps.conversation.custom."); is {
			names = append(names, name)
		}
	}
	return names
}
