package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strconv"
)

// Text reads a string, a number with all its digits, a boolean or null.
type Text string

// UnmarshalJSON never fails on a scalar.
func (t *Text) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0 || string(data) == "null":
		*t = ""
	case data[0] == '"':
		var plain string
		if err := json.Unmarshal(data, &plain); err != nil {
			return err
		}
		*t = Text(plain)
	case data[0] == '{':
		return errors.New("expected a text or a number, got an object") // not which: a secret may be in it
	case data[0] == '[':
		return errors.New("expected a text or a number, got a list")
	default:
		*t = Text(data)
	}
	return nil
}

// FirstOf is the first text that is not empty.
func FirstOf(candidates ...Text) string {
	for _, candidate := range candidates {
		if candidate != "" {
			return string(candidate)
		}
	}
	return ""
}

// Whole reads a whole number however it is written: 3, 3.0, "3", or null for 0.
type Whole int64

// UnmarshalJSON fails on what is no whole number.
func (n *Whole) UnmarshalJSON(data []byte) error {
	var written Text
	if err := written.UnmarshalJSON(data); err != nil || written == "" {
		*n = 0
		return err
	}
	if exact, err := strconv.ParseInt(string(written), 10, 64); err == nil {
		*n = Whole(exact)
		return nil
	}
	float, err := strconv.ParseFloat(string(written), 64)
	if err != nil || float != math.Trunc(float) || math.Abs(float) > 1<<53 {
		return errors.New("expected a whole number")
	}
	*n = Whole(float)
	return nil
}

// Number writes an id as a JSON number with all its digits; ids above 2^53 are
// common. What is not a number is written as a string.
type Number string

var digits = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// MarshalJSON writes the digits as they are.
func (n Number) MarshalJSON() ([]byte, error) {
	if digits.MatchString(string(n)) {
		return []byte(n), nil
	}
	return json.Marshal(string(n))
}

// DecodeMember decodes a member of an envelope; a missing one is an error, and so
// is null, which encoding/json would take for an empty list or object.
func DecodeMember(raw json.RawMessage, out any) error {
	if len(raw) == 0 || string(raw) == "null" {
		return errors.New("the expected member is missing")
	}
	return json.Unmarshal(raw, out)
}
