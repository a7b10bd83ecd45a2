package decision

import (
	"maps"
	"slices"
	"strings"
)

// value is one value of a ticket. The zero value is unknown.
type value struct {
	text  string
	known bool
	// filled is what may be known of an unknown one: it is not empty.
	filled bool
	// same names an unknown value that is the same wherever the name stands.
	same string
}

func told(text string) value { return value{text: text, known: true, filled: text != ""} }

// or is a value that is v in one world and u in the other.
func (v value) or(u value) value {
	if v == u {
		return v
	}
	return value{filled: v.filled && u.filled}
}

// is reports whether it is a text; "" is nothing.
func (v value) is(text string) truth {
	switch {
	case v.known:
		return sure(v.text == text)
	case v.filled && text == "":
		return no
	}
	return maybe
}

// state is a ticket of which not everything is known.
//
// Custom fields that put tags on the ticket are nothing but these tags: a checkbox is ticked while its tag is there, a
// drop-down has the option whose tag is there (reference of Zendesk: "tags set by field options").
type state struct {
	account *Account
	data    map[string]value // by the field of a condition; what is missing is unknown
	fields  map[string]value // by id, of those without tags; what is missing is empty
	tags    map[string]truth // in lower case
	others  truth            // of all tags that are not in tags: no or maybe
	at      clock
}

// clock counts the changes of a ticket: of tags and custom fields, and of everything else.
type clock struct{ tags, data int }

func (s *state) clone() *state {
	copied := *s
	copied.data, copied.fields, copied.tags = maps.Clone(s.data), maps.Clone(s.fields), maps.Clone(s.tags)
	return &copied
}

// or takes in another world, and reports whether that makes a difference.
func (s *state) or(other *state) (changed bool) {
	before := s.at
	for _, data := range []map[string]value{s.data, other.data} {
		for name := range data {
			if joined := s.data[name].or(other.data[name]); joined != s.data[name] {
				s.data[name] = joined
				s.at.data = before.data + 1
			}
		}
	}
	for _, ids := range []map[string]value{s.fields, other.fields} {
		for id := range ids {
			if joined := s.plain(id).or(other.plain(id)); joined != s.plain(id) {
				s.fields[id] = joined
				s.at.tags = before.tags + 1
			}
		}
	}
	for _, tags := range []map[string]truth{s.tags, other.tags} {
		for tag := range tags {
			if joined := s.tag(tag).or(other.tag(tag)); joined != s.tag(tag) {
				s.tags[tag] = joined
				s.at.tags = before.tags + 1
			}
		}
	}
	if joined := s.others.or(other.others); joined != s.others {
		s.others = joined
		s.at.tags = before.tags + 1
	}
	return s.at != before
}

// tag tells whether a tag, in lower case, is there.
func (s *state) tag(tag string) truth {
	if known, found := s.tags[tag]; found {
		return known
	}
	return s.others
}

// field gives the value of a custom field as conditions compare it.
func (s *state) field(id string) value {
	f := s.account.fields[id]
	if f.Inactive {
		return value{}
	}
	tags := f.tags()
	if len(tags) == 0 {
		return s.plain(id)
	}
	var there []string
	unsure := false
	for i, tag := range tags {
		switch s.tag(tag) {
		case yes:
			if f.Type != typeCheckbox {
				tag = f.Options[i]
			}
			there = append(there, tag)
		case maybe:
			unsure = true
		}
	}
	switch {
	case f.Type == typeCheckbox && !unsure:
		return told(map[bool]string{true: "true", false: "false"}[len(there) > 0])
	case unsure, f.Type == typeTagger && len(there) > 1:
		return value{filled: len(there) > 0 || f.Type == typeCheckbox}
	}
	return told(strings.Join(there, " "))
}

func (s *state) plain(id string) value {
	f, listed := s.account.fields[id]
	switch v, found := s.fields[id]; {
	case found:
		return v
	case !listed:
		return value{}
	case f.Type == typeCheckbox:
		return told("false")
	}
	return told("")
}

// setField gives a custom field a value, which is a text; certain is false for one that may be anything.
func (s *state) setField(id, text string, certain bool) {
	f := s.account.fields[id]
	certain = certain && !f.Inactive
	tags := f.tags()
	if len(tags) == 0 {
		v := value{}
		if certain {
			v = told(text)
		}
		if f.Type == typeCheckbox && !slices.Contains([]string{"true", "false"}, text) {
			v = value{filled: true}
		}
		s.fields[id] = v
		return
	}
	chosen := strings.Fields(strings.ToLower(text))
	if f.Type == typeCheckbox {
		chosen = map[string][]string{"true": tags}[text]
		certain = certain && (text == "true" || text == "false")
	}
	certain = certain && !slices.ContainsFunc(chosen, func(tag string) bool { return !slices.Contains(tags, tag) })
	for _, tag := range tags {
		is := maybe
		switch {
		case certain && slices.Contains(chosen, tag):
			is = yes
		case certain:
			is = no
		}
		s.tags[tag] = is
	}
}

// addTags adds tags. A drop-down has one value: what was chosen before goes.
func (s *state) addTags(tags []string) {
	came := slices.DeleteFunc(slices.Clone(tags), func(tag string) bool { return s.tag(tag) == yes })
	for _, tag := range tags {
		s.tags[tag] = yes
	}
	for _, f := range s.account.tagged {
		if f.Type == typeTagger {
			s.choose(f.tags(), came)
		}
	}
}

func (s *state) removeTags(tags []string) {
	for _, tag := range tags {
		s.tags[tag] = no
	}
}

// anyTags: nobody knows which tags come, or which go.
func (s *state) anyTags(come, go_ bool) {
	for tag, is := range s.tags {
		if come && is == no || go_ && is == yes {
			s.tags[tag] = maybe
		}
	}
	if come {
		s.others = maybe
	}
}
