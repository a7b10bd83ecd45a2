package desk

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// reader reads the members of a body into values and notes what is wrong with each.
// A member that was not sent leaves its value alone.
type reader struct {
	sent   members
	broken bool // the body is no JSON object
	errors object
}

// reader opens the body of a request.
func (c *call) reader() *reader {
	r := &reader{errors: object{}}
	r.broken = json.Unmarshal(c.body, &r.sent) != nil || r.sent == nil
	return r
}

// problem is what is wrong with the body, nil for nothing.
func (r *reader) problem() *problem {
	switch {
	case r.broken:
		return badRequest
	case len(r.errors) > 0:
		return invalid(r.errors)
	}
	return nil
}

// fail notes what is wrong with a member; a dot leads into an inner one.
func (r *reader) fail(path, code string) {
	at := r.errors
	for {
		name, rest, inner := strings.Cut(path, ".")
		if !inner {
			codes, _ := at[name].([]string)
			at[name] = append(codes, code)
			return
		}
		if _, is := at[name].(object); !is {
			at[name] = object{}
		}
		at, path = at[name].(object), rest
	}
}

func (r *reader) decode(name string, into any) bool {
	if !r.sent.Sent(name) {
		return false
	}
	if json.Unmarshal(r.sent[name], into) != nil {
		r.fail(name, codeInvalid)
		return false
	}
	return true
}

// text reads a string, one of the values if any are given; null clears it.
func (r *reader) text(name string, to *string, values ...string) {
	if r.sent.IsNull(name) {
		*to = ""
		return
	}
	read := ""
	if !r.decode(name, &read) {
		return
	}
	if len(values) > 0 && !slices.Contains(values, read) {
		r.fail(name, codeInclusion)
		return
	}
	*to = read
}

// flag reads a boolean.
func (r *reader) flag(name string, to *bool) { r.decode(name, to) }

// whole reads a whole number between two others.
func (r *reader) whole(name string, to *int, least, most int) {
	read := 0
	switch {
	case !r.decode(name, &read):
	case read < least || read > most:
		r.fail(name, codeInclusion)
	default:
		*to = read
	}
}

// texts reads a list of strings, each one of the values if any are given, and tells
// whether it was sent.
func (r *reader) texts(name string, to *[]string, values ...string) bool {
	read := []string{}
	if !r.decode(name, &read) {
		return false
	}
	for _, text := range read {
		if text == "" || len(values) > 0 && !slices.Contains(values, text) {
			r.fail(name, codeInclusion)
			return false
		}
	}
	*to = read
	return true
}

// moment reads a date and time; null clears it.
func (r *reader) moment(name string, to *time.Time) {
	if r.sent.IsNull(name) {
		*to = time.Time{}
		return
	}
	var read time.Time
	if r.decode(name, &read) {
		*to = read.UTC().Truncate(time.Second)
	}
}

// required fails for a text that is empty when all was read.
func (r *reader) required(name, value string) {
	if strings.TrimSpace(value) == "" {
		r.fail(name, codeBlank)
	}
}

// link reads a link to a resource that must exist; null clears it.
func (r *reader) link(name, class string, to *int, exists func(id int) bool) {
	links := r.sent.Object("_links")
	switch {
	case links.IsNull(name):
		*to = 0
	case links.Has(name):
		id := linkedID(links.Object(name), class)
		if !exists(id) {
			r.fail("_links."+name, codeInvalid)
			return
		}
		*to = id
	}
}
