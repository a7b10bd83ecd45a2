package zendesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Condition is one line of a business rule: a field, an operator and, where
// the operator takes one, a value.
type Condition struct {
	Field    string `json:"field"`
	Operator string `json:"operator,omitempty"`
	Value    Value  `json:"value"`
}

// Conditions are the two groups of a business rule. A ticket matches when
// every condition of All holds and, if Any is not empty, at least one of Any.
type Conditions struct {
	All []Condition `json:"all"`
	Any []Condition `json:"any"`
}

// MarshalJSON writes empty groups as [] because Zendesk refuses null groups.
func (c Conditions) MarshalJSON() ([]byte, error) {
	type wire Conditions
	out := wire(c)
	if out.All == nil {
		out.All = []Condition{}
	}
	if out.Any == nil {
		out.Any = []Condition{}
	}
	return json.Marshal(out)
}

// Equal reports whether both groups hold the same conditions in the same order.
func (c Conditions) Equal(other Conditions) bool {
	same := func(a, b Condition) bool { return a.Equal(b) }
	return slices.EqualFunc(c.All, other.All, same) && slices.EqualFunc(c.Any, other.Any, same)
}

// Equal reports whether two conditions say the same thing. An omitted operator
// equals "is", which is what Zendesk stores for it; tags are stored one blank
// apart.
func (c Condition) Equal(other Condition) bool {
	return c.Field == other.Field && operatorOrIs(c.Operator) == operatorOrIs(other.Operator) &&
		(c.Value.Equal(other.Value) || c.Field == FieldTags && sameTags(c.Value, other.Value))
}

func operatorOrIs(operator string) string {
	if operator == "" {
		return "is"
	}
	return operator
}

// String prints the condition for people, for example `status value "solved"`.
func (c Condition) String() string {
	if c.Value.IsNone() {
		return c.Field + " " + operatorOrIs(c.Operator)
	}
	return fmt.Sprintf("%s %s %s", c.Field, operatorOrIs(c.Operator), c.Value)
}

// Action is one thing a business rule does, in the vendor's order.
type Action struct {
	Field string `json:"field"`
	Value Value  `json:"value"`
}

// Equal reports whether two actions do the same thing.
func (a Action) Equal(other Action) bool {
	return a.Field == other.Field && a.Value.Equal(other.Value)
}

// Value is a condition's or an action's value: nothing, a text or a list whose
// elements are values again. Zendesk refuses scalars that are not strings but
// returns numbers, booleans and null, so decoding turns every scalar into its
// text; integers keep all their digits.
type Value struct {
	text *string
	list []Value
}

// None is the value of an operator that takes none, such as "changed".
var None = Value{}

// Text makes a value of one string.
func Text(text string) Value { return Value{text: &text} }

// List makes a value of several strings. A list stays a list when it is empty.
func List(texts ...string) Value {
	list := make([]Value, 0, len(texts))
	for _, text := range texts {
		list = append(list, Text(text))
	}
	return Value{list: list}
}

// IsNone reports whether there is no value at all.
func (v Value) IsNone() bool { return v.text == nil && v.list == nil }

// Text returns the string and true when the value is a single string.
func (v Value) Text() (string, bool) {
	if v.text == nil {
		return "", false
	}
	return *v.text, true
}

// Texts returns the strings and true when the value is a list of strings. A
// list that holds another list gives false.
func (v Value) Texts() ([]string, bool) {
	if v.list == nil {
		return nil, false
	}
	texts := make([]string, 0, len(v.list))
	for _, element := range v.list {
		text, ok := element.Text()
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

// Equal reports whether two values are the same. Nothing and the empty text
// are the same: Zendesk stores either for an operator without a value.
func (v Value) Equal(other Value) bool {
	if v.list != nil || other.list != nil {
		return v.list != nil && other.list != nil && slices.EqualFunc(v.list, other.list, Value.Equal)
	}
	a, _ := v.Text()
	b, _ := other.Text()
	return a == b
}

// String prints the value for people.
func (v Value) String() string {
	if text, ok := v.Text(); ok {
		return fmt.Sprintf("%q", text)
	}
	parts := make([]string, 0, len(v.list))
	for _, element := range v.list {
		parts = append(parts, element.String())
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// MarshalJSON writes a string, an array or null, never a number or a boolean.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.text != nil:
		return json.Marshal(*v.text)
	case v.list != nil:
		return json.Marshal(v.list)
	default:
		return []byte("null"), nil
	}
}

// UnmarshalJSON accepts what Zendesk returns: strings, numbers, booleans, null
// and arrays of these. An object is an error.
func (v *Value) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var raw any
	if err := decoder.Decode(&raw); err != nil {
		return err
	}
	value, err := valueOf(raw)
	if err != nil {
		return err
	}
	*v = value
	return nil
}

func valueOf(raw any) (Value, error) {
	switch raw := raw.(type) {
	case nil:
		return None, nil
	case string:
		return Text(raw), nil
	case json.Number:
		return Text(raw.String()), nil
	case bool:
		return Text(fmt.Sprint(raw)), nil
	case []any:
		list := make([]Value, 0, len(raw))
		for _, element := range raw {
			value, err := valueOf(element)
			if err != nil {
				return None, err
			}
			list = append(list, value)
		}
		return Value{list: list}, nil
	default:
		return None, fmt.Errorf("a rule's value is an object, which no business rule has: %v", raw)
	}
}
