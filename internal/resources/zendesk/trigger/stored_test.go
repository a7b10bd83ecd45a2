package trigger_test

import (
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func TestWhatAnAccountStoresInAnotherFormIsStored(t *testing.T) {
	t.Parallel()
	ask := func(field, operator string, value rules.Value) rules.Condition {
		return rules.Condition{Field: field, Operator: operator, Value: value}
	}
	sent := rules.Rule{
		Conditions: rules.Conditions{
			All: []rules.Condition{ask("status", "value", rules.Text("solved")), ask("current_tags", "not_includes", rules.Text("vip,  staff")), ask("group_id", "", rules.Text("7"))},
			Any: []rules.Condition{ask("via_id", "is", rules.Text("4")), ask("via_id", "is", rules.Text("0"))},
		},
		Actions: []rules.Action{{Field: "notification_webhook", Value: rules.List("01H", `{"a": 1, "b": 2}`)}, {Field: "current_tags", Value: rules.Text("b a")}},
	}
	stored := rules.Rule{
		Conditions: rules.Conditions{
			All: []rules.Condition{ask("current_tags", "not_includes", rules.Text("Staff vip")), ask("status", "value", rules.Text("solved")), ask("group_id", "is", rules.List("7"))},
			Any: []rules.Condition{ask("via_id", "is", rules.Text("0")), ask("via_id", "is", rules.Text("4"))},
		},
		Actions: []rules.Action{{Field: "current_tags", Value: rules.Text("a b")}, {Field: "notification_webhook", Value: rules.List("01H", "{\"b\":2,\r\n\"a\":1}")}},
	}
	if err := trigger.CheckStored("Send", "7", sent, stored); err != nil {
		t.Errorf("got %v", err)
	}
	if err := trigger.CheckStored("Send", "7", sent, rules.Rule{}); err != nil {
		t.Errorf("an answer without a rule tells nothing, got %v", err)
	}
	for says, change := range map[string]func(*rules.Rule){
		`not stored: condition in "all" current_tags`: func(r *rules.Rule) { r.Conditions.All = r.Conditions.All[1:] },
		`not sent: condition in "any" via_id`: func(r *rules.Rule) {
			r.Conditions.Any = append([]rules.Condition{ask("via_id", "is", rules.Text("5"))}, r.Conditions.Any...)
		},
		"not stored: action notification_webhook": func(r *rules.Rule) {
			r.Actions = []rules.Action{{Field: "notification_webhook", Value: rules.List("02H", `{"a": 1, "b": 2}`)}, r.Actions[0]}
		},
		"not stored: action current_tags": func(r *rules.Rule) { r.Actions = r.Actions[1:] },
	} {
		other := stored
		change(&other)
		if err := trigger.CheckStored("Send", "7", sent, other); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q expected, got %v", says, err)
		}
	}
}
