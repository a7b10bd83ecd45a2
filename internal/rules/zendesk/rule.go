package zendesk

import (
	"encoding/json"
	"slices"
)

// Rule is what a trigger or an automation asks and does.
type Rule struct {
	Conditions Conditions `json:"conditions"`
	Actions    []Action   `json:"actions"`
}

// Equal reports whether two rules do the same.
func (r Rule) Equal(other Rule) bool {
	return r.Conditions.Equal(other.Conditions) && slices.EqualFunc(r.Actions, other.Actions, Action.Equal)
}

// Size is the number of bytes that the rule takes as JSON; compare MaxBytes of [TriggerRules].
func (r Rule) Size() int {
	wire, err := json.Marshal(r)
	if err != nil {
		return 0 // a rule holds nothing that JSON cannot
	}
	return len(wire)
}
