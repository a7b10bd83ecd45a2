package zendesk

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Definitions are what the triggers of this very account can say: its channels,
// groups, brands, custom fields, and what can be asked of them.
type Definitions struct {
	// All and Any are the subjects of the two groups of conditions.
	All, Any []Definition
}

// Definition is one thing that a condition can be about.
type Definition struct {
	// Field is its name in conditions and actions, "custom_fields_<id>" for a
	// custom ticket field. Zendesk calls it the subject here.
	Field string
	// Title is what people see, in the language of the credential's user.
	Title string
	// Type is list, text, tags, date, autocomplete and so on. Section is where
	// Zendesk's screens show it: "ticket", "requester" ("group" in the answer).
	Type, Section string
	// Nullable allows the empty value.
	Nullable bool
	// Operators are empty for actions, and where the account does not tell.
	Operators []DefinedOperator
	// Values are what can be chosen; see [Definition.Listed].
	Values []DefinedValue
}

// DefinedOperator is one way to compare. Terminal ones take no value.
type DefinedOperator struct {
	Value, Title string
	Terminal     bool
}

// DefinedValue is one choice, such as a channel. Enabled is false for one that
// Zendesk knows and the account cannot choose now.
type DefinedValue struct {
	Value, Title string
	Enabled      bool
}

// Condition finds the definition of a field in a group of conditions, "all" or
// "any".
func (d *Definitions) Condition(group, field string) (Definition, bool) {
	switch group {
	case "all":
		return defined(d.All, field)
	case "any":
		return defined(d.Any, field)
	default:
		return Definition{}, false
	}
}

func defined(list []Definition, field string) (Definition, bool) {
	i := slices.IndexFunc(list, func(d Definition) bool { return d.Field == field })
	if i < 0 {
		return Definition{}, false
	}
	return list[i], true
}

// Operator finds an operator by its name in conditions.
func (d Definition) Operator(name string) (DefinedOperator, bool) {
	i := slices.IndexFunc(d.Operators, func(o DefinedOperator) bool { return o.Value == name })
	if i < 0 {
		return DefinedOperator{}, false
	}
	return d.Operators[i], true
}

// Value finds a value. The empty one, in both ways to say it, is there if it is
// allowed.
func (d Definition) Value(value string) (DefinedValue, bool) {
	i := slices.IndexFunc(d.Values, func(v DefinedValue) bool { return v.Value == value })
	switch {
	case i >= 0:
		return d.Values[i], true
	case (value == "" || value == rules.NullValue) && d.Nullable:
		return DefinedValue{Enabled: true}, true
	default:
		return DefinedValue{}, false
	}
}

// Listed reports whether Values are all there are, so that another one is wrong.
// Texts, dates and people that are searched for are not listed.
func (d Definition) Listed() bool { return d.Type == listedType && len(d.Values) > 0 }

// definitionsKind has one object: the account's catalogue.
var definitionsKind = client.Kind[Definitions]{
	Noun: "catalogue of trigger definitions", Path: "/triggers/definitions", Form: envelope{one: "definitions"}, Sole: true,
	ID:     func(Definitions) string { return "definitions" },
	Decode: decodeDefinitions,
}

func decodeDefinitions(raw json.RawMessage) (Definitions, error) {
	var wire struct {
		All []definition `json:"conditions_all"`
		Any []definition `json:"conditions_any"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return Definitions{}, err
	}
	return Definitions{All: definitionsOf(wire.All), Any: definitionsOf(wire.Any)}, nil
}

func definitionsOf(wire []definition) []Definition {
	var out []Definition
	for _, one := range wire {
		if one.Field != "" {
			out = append(out, Definition(one))
		}
	}
	return out
}

// definition reads an entry of the catalogue. The shape is known from one
// example, so an entry that looks different keeps its field and nothing else:
// the field exists, and no more is checked of it.
type definition Definition

// UnmarshalJSON never fails on valid JSON.
func (d *definition) UnmarshalJSON(data []byte) error {
	var name struct {
		Subject client.Text `json:"subject"`
	}
	var wire struct {
		Group     client.Text       `json:"group"`
		Title     client.Text       `json:"title"`
		Type      client.Text       `json:"type"`
		Nullable  bool              `json:"nullable"`
		Operators []definedOperator `json:"operators"`
		Values    []definedValue    `json:"values"`
	}
	*d = definition{}
	if json.Unmarshal(data, &name) == nil {
		d.Field = string(name.Subject)
	}
	if json.Unmarshal(data, &wire) == nil {
		d.Section, d.Title, d.Type = string(wire.Group), string(wire.Title), string(wire.Type)
		d.Nullable = wire.Nullable
		for _, o := range wire.Operators {
			d.Operators = append(d.Operators, DefinedOperator{Value: string(o.Value), Title: string(o.Title), Terminal: o.Terminal})
		}
		for _, v := range wire.Values {
			d.Values = append(d.Values, DefinedValue{Value: string(v.Value), Title: string(v.Title), Enabled: v.Enabled == nil || *v.Enabled})
		}
	}
	return nil
}

type definedOperator struct {
	Value    client.Text `json:"value"`
	Title    client.Text `json:"title"`
	Terminal bool        `json:"terminal"`
}

type definedValue struct {
	Value   client.Text `json:"value"`
	Title   client.Text `json:"title"`
	Enabled *bool       `json:"enabled"`
}

// TriggerDefinitions reads what the account's triggers can say, once.
//
// https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#list-trigger-action-and-condition-definitions
func (c *Client) TriggerDefinitions(ctx context.Context) (*Definitions, error) {
	return c.definitions.Sole(ctx)
}
