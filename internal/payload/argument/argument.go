// Package argument reads what a user wrote as an argument of a function: values of any type, some of them not known
// yet, with every problem reported at its path. It knows no function.
package argument

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/spelling"
)

// Unknown stands for a value that is not known yet, such as the id of a field that an apply will create.
type Unknown struct{}

// A Problem is one thing wrong with what a caller asked for.
type Problem struct {
	Path    string // the argument, as its user writes it: channel, options.tag_field_ids[1]
	Message string
}

func (p Problem) String() string { return p.Path + ": " + p.Message }

// Problems is an error made of one problem or more, so that its user can put all of them right at once.
type Problems []Problem

// Error gives one line a problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// Add adds a problem.
func (p *Problems) Add(path, message string) { *p = append(*p, Problem{path, message}) }

// Err is nil when there is no problem; a nil Problems in an error would not be.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// UnknownKey says that what is named so does not exist, and which name was meant.
func UnknownKey(what, name string, known []string) string {
	if near := spelling.Nearest(name, known); near != "" {
		return fmt.Sprintf("unknown %s; did you mean %q?", what, near)
	}
	return fmt.Sprintf("unknown %s; known are %s", what, strings.Join(known, ", "))
}

// Index is the path of an item of a list.
func Index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// Kind is what a value is, for people: a string, a list.
func Kind(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case bool:
		return "a bool"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("%T", v)
}
