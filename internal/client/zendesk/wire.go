package zendesk

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// text reads a string, a number with all its digits, a boolean or null.
type text string

// UnmarshalJSON never fails on a scalar.
func (t *text) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0 || string(data) == "null":
		*t = ""
	case data[0] == '"':
		var plain string
		if err := json.Unmarshal(data, &plain); err != nil {
			return err
		}
		*t = text(plain)
	case data[0] == '{':
		return errors.New("expected a text or a number, got an object") // not which: a secret may be in it
	case data[0] == '[':
		return errors.New("expected a text or a number, got a list")
	default:
		*t = text(data)
	}
	return nil
}

// whole reads a whole number however it is written: 3, 3.0, "3", or null for 0.
type whole int64

// UnmarshalJSON fails on what is no whole number.
func (n *whole) UnmarshalJSON(data []byte) error {
	var written text
	if err := written.UnmarshalJSON(data); err != nil || written == "" {
		*n = 0
		return err
	}
	if exact, err := strconv.ParseInt(string(written), 10, 64); err == nil {
		*n = whole(exact)
		return nil
	}
	float, err := strconv.ParseFloat(string(written), 64)
	if err != nil || float != math.Trunc(float) || math.Abs(float) > 1<<53 {
		return errors.New("expected a whole number")
	}
	*n = whole(float)
	return nil
}

// number writes an id as a JSON number with all its digits; ids above 2^53 are
// common. What is not a number is written as a string.
type number string

var digits = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// MarshalJSON writes the digits as they are.
func (n number) MarshalJSON() ([]byte, error) {
	if digits.MatchString(string(n)) {
		return []byte(n), nil
	}
	return json.Marshal(string(n))
}

// condition reads a line of a rule whatever it holds.
type condition struct {
	Field    text  `json:"field"`
	Operator text  `json:"operator"`
	Value    value `json:"value"`
}

// value reads a rule's value. One that no rule should have, an object, becomes
// its JSON text: a single odd trigger of somebody else must not make the list
// unreadable.
type value struct{ rules.Value }

// UnmarshalJSON never fails on valid JSON.
func (v *value) UnmarshalJSON(data []byte) error {
	if v.Value.UnmarshalJSON(data) != nil {
		v.Value = rules.Text(strings.TrimSpace(string(data)))
	}
	return nil
}

func conditionsOf(lines []condition) []rules.Condition {
	var out []rules.Condition
	for _, line := range lines {
		out = append(out, rules.Condition{Field: string(line.Field), Operator: string(line.Operator), Value: line.Value.Value})
	}
	return out
}

// actionsOf drops the operator, which Zendesk returns with some actions.
func actionsOf(lines []condition) []rules.Action {
	var out []rules.Action
	for _, line := range lines {
		out = append(out, rules.Action{Field: string(line.Field), Value: line.Value.Value})
	}
	return out
}

// decodeObject decodes an envelope's member; a missing one is an error, and so
// is null, which encoding/json would take for an empty list or object.
func decodeObject(raw json.RawMessage, out any) error {
	if len(raw) == 0 || string(raw) == "null" {
		return errors.New("the expected member is missing")
	}
	return json.Unmarshal(raw, out)
}
