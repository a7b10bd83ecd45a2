package zendesk

import (
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// condition reads a line of a rule whatever it holds.
type condition struct {
	Field    client.Text `json:"field"`
	Operator client.Text `json:"operator"`
	Value    value       `json:"value"`
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

// actionsOf drops the operator, which Zendesk returns with some actions, and gives
// tags as tickets get them.
func actionsOf(lines []condition) []rules.Action {
	var out []rules.Action
	for _, line := range lines {
		out = append(out, rules.Action{Field: string(line.Field), Value: line.Value.Value}.WithStoredTags())
	}
	return out
}
