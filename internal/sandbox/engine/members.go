package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Object is a JSON object on its way out.
type Object = map[string]any

// OrNull gives null for a value that was never set, as vendors do for texts, ids
// and times.
func OrNull[T comparable](value T) any {
	var unset T
	if value == unset {
		return nil
	}
	return value
}

// ErrTrailing says that something follows a JSON value.
var ErrTrailing = errors.New("something follows the JSON value")

// DecodeValue reads exactly one JSON value. Numbers stay as they were written: a
// large id does not survive a float64.
func DecodeValue(body []byte) (any, error) {
	var value any
	err := decodeOne(bytes.NewReader(body), &value, (*json.Decoder).UseNumber)
	return value, err
}

// DecodeStrictly reads exactly one JSON value into a struct, or a slice of
// structs, that has all of its members.
func DecodeStrictly(body io.Reader, into any) error {
	return decodeOne(body, into, (*json.Decoder).DisallowUnknownFields)
}

func decodeOne(body io.Reader, into any, set func(*json.Decoder)) error {
	decoder := json.NewDecoder(body)
	set(decoder)
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return ErrTrailing
	}
	return nil
}

// Members is a JSON object on its way in, read leniently: absent, null and a
// value are three things, and a member of another type than is asked for gives
// the zero value, where it cannot be converted.
type Members map[string]json.RawMessage

// Has tells whether the member is there, null included.
func (m Members) Has(name string) bool { _, ok := m[name]; return ok }

// IsNull tells whether the member is there and null.
func (m Members) IsNull(name string) bool { return string(bytes.TrimSpace(m[name])) == "null" }

// Sent tells whether the member is there and not null.
func (m Members) Sent(name string) bool { return m.Has(name) && !m.IsNull(name) }

// Text gives a string member; a number gives its digits, a boolean its word.
func (m Members) Text(name string) string { return TextOf(m[name]) }

// TextOf is [Members.Text] for a value without a name.
func TextOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	trimmed := strings.TrimSpace(string(raw))
	if trimmed == "null" || strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		return ""
	}
	return trimmed
}

// Flag gives a boolean member, also one that was sent as text or as 0 and 1.
func (m Members) Flag(name string) bool {
	on, _ := strconv.ParseBool(m.Text(name))
	return on
}

// Number gives a whole number, also one that was sent as text.
func (m Members) Number(name string) int64 {
	number, _ := strconv.ParseInt(m.Text(name), 10, 64)
	return number
}

// Object gives an object member.
func (m Members) Object(name string) Members {
	var inner Members
	_ = json.Unmarshal(m[name], &inner)
	return inner
}

// List gives the items of a list member.
func (m Members) List(name string) []json.RawMessage {
	var items []json.RawMessage
	_ = json.Unmarshal(m[name], &items)
	return items
}

// Objects gives the items of a list of objects.
func (m Members) Objects(name string) []Members {
	var items []Members
	_ = json.Unmarshal(m[name], &items)
	return items
}

// Texts gives the items of a list as [Members.Text] does.
func (m Members) Texts(name string) []string {
	var texts []string
	for _, raw := range m.List(name) {
		texts = append(texts, TextOf(raw))
	}
	return texts
}
