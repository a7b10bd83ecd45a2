package kustomer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// reader reads the members of a flat body into values and keeps the first thing
// that is wrong. A member that was not sent leaves its value alone.
type reader struct {
	sent members
	path string // of the object, with a dot at its end
	bad  *problem
}

// nulls tells whether null clears a member.
type nulls int

const nullable nulls = 1

// reader opens the body of a request.
func (c *call) reader() *reader {
	r := &reader{}
	if err := json.Unmarshal(c.body, &r.sent); err != nil || r.sent == nil {
		r.bad = badRequest("Invalid request body: a JSON object is expected")
	}
	return r
}

func (r *reader) fail(name, format string, args ...any) {
	if r.bad == nil {
		r.bad = wrong(r.path+name, fmt.Sprintf(format, args...))
	}
}

// require fails when one of the members is missing, null or empty.
func (r *reader) require(names ...string) {
	for _, name := range names {
		if !r.sent.Sent(name) || string(r.sent[name]) == `""` {
			r.fail(name, "is required")
		}
	}
}

// decode reads a member into a value of its type; ok is false when nothing was
// sent, or null, or another type.
func (r *reader) decode(name string, into any, null nulls, kind string) (ok bool) {
	switch {
	case !r.sent.Has(name):
		return false
	case r.sent.IsNull(name):
		if null != nullable {
			r.fail(name, "must be %s", kind)
		}
		return false
	}
	if json.Unmarshal(r.sent[name], into) != nil {
		r.fail(name, "must be %s", kind)
		return false
	}
	return true
}

// text reads a string, one of the values if any are given.
func (r *reader) text(name string, to *string, null nulls, values ...string) {
	read := ""
	ok := r.decode(name, &read, null, "a string")
	switch {
	case ok && len(values) > 0 && !slices.Contains(values, read):
		r.fail(name, "must be one of: %s", strings.Join(values, ", "))
	case ok, null == nullable && r.sent.IsNull(name):
		*to = read
	}
}

// flag reads a boolean; null is false.
func (r *reader) flag(name string, to *bool) {
	read := false
	if ok := r.decode(name, &read, nullable, "a boolean"); ok || r.sent.IsNull(name) {
		*to = read
	}
}

// whole reads a whole number between two others.
func (r *reader) whole(name string, to *int, least, most int) {
	read := 0
	if !r.decode(name, &read, 0, "a whole number") {
		return
	}
	if read < least || read > most {
		r.fail(name, "must be between %d and %d", least, most)
		return
	}
	*to = read
}

// number reads a number; null is none.
func (r *reader) number(name string, to **float64) {
	var read float64
	switch ok := r.decode(name, &read, nullable, "a number"); {
	case ok:
		*to = &read
	case r.sent.IsNull(name):
		*to = nil
	}
}

// texts reads a list of strings; null is an empty one.
func (r *reader) texts(name string, to *[]string) {
	read := []string{}
	if ok := r.decode(name, &read, nullable, "a list of strings"); ok || r.sent.IsNull(name) {
		*to = read
	}
}

// moment reads a date and time.
func (r *reader) moment(name string, to *time.Time) {
	text := ""
	if !r.decode(name, &text, nullable, "a string") {
		return
	}
	read, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.fail(name, "must be an ISO 8601 date-time")
		return
	}
	*to = read.UTC()
}

// object reads an object without looking into it; null clears it.
func (r *reader) object(name string, to *map[string]any) {
	read := map[string]any{}
	switch ok := r.decode(name, &read, nullable, "an object"); {
	case ok:
		*to = read
	case r.sent.IsNull(name):
		*to = nil
	}
}

// tags checks a list of tags; [call.writeTags] reads it.
func (r *reader) tags() {
	var names []string
	r.texts("tags", &names)
	if slices.Contains(names, "") {
		r.fail("tags", "must not hold an empty tag")
	}
}
