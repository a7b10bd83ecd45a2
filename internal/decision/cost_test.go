package decision

import (
	"fmt"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// large is an account as large ones are: a thousand triggers in ten categories that tag, set priorities and fields, and
// send on their channel, of which some thirty fire for one ticket.
func large() Parts {
	parts := Parts{Webhooks: []Receiver{{ID: "hook", Endpoint: "https://api.example.com", Active: true}}}
	for id := range 10 {
		parts.Categories = append(parts.Categories, Category{ID: fmt.Sprint(id), Name: fmt.Sprint("C", id), Position: int64(id + 1)})
	}
	for id := range 50 {
		parts.Fields = append(parts.Fields, Field{ID: fmt.Sprint(id), Type: typeCheckbox, Tag: fmt.Sprint("box", id)})
	}
	condition := func(field, operator, value string) rules.Condition {
		return rules.Condition{Field: field, Operator: operator, Value: rules.Text(value)}
	}
	for id := range 1000 {
		t := Trigger{ID: fmt.Sprint(1000 + id), Title: fmt.Sprint("Trigger ", id), Active: true, CategoryID: fmt.Sprint(id / 100), Position: int64(id%100 + 1)}
		t.Rule.Conditions.All = []rules.Condition{
			condition("status", "value", "solved"), condition("via_id", "is", fmt.Sprint(id%6)), condition("current_tags", "not_includes", fmt.Sprint("no", id%7, " sent")),
			condition("custom_fields_"+fmt.Sprint(id%50), "is", "false"), condition("group_id", "is_not", fmt.Sprint(id)),
		}
		t.Rule.Actions = []rules.Action{{Field: "current_tags", Value: rules.Text(fmt.Sprint("tag", id))}}
		switch id % 6 {
		case 4:
			if id%30 != 4 {
				t.Rule.Conditions.All[4] = condition("current_tags", "includes", fmt.Sprint("tag", id+3, " never"))
			}
			if id%60 == 4 {
				t.Rule.Actions = append(t.Rule.Actions, rules.Action{Field: "notification_webhook", Value: rules.List("hook", `{"id": "{{ticket.id}}", "do_not_send": "{{ticket.ticket_field_3}}"}`)})
			}
		case 1:
			t.Rule.Actions = []rules.Action{{Field: "custom_fields_7", Value: rules.Text("true")}}
		}
		parts.Triggers = append(parts.Triggers, t)
	}
	return parts
}

// Thirty of a thousand triggers fire, and the others are in the trace.
func TestADecisionOverAThousandTriggers(t *testing.T) {
	d := NewAccount(large()).Decide(largeTicket)
	fired := 0
	for _, step := range d.Trace {
		if step.Fired != nil && *step.Fired {
			fired++
		}
	}
	if len(d.Trace) != 1000 || fired < 30 || len(d.Surveys) < 10 || len(d.Undecided) > 0 {
		t.Errorf("%d triggers, of which %d fire, %d surveys, %d undecided", len(d.Trace), fired, len(d.Surveys), len(d.Undecided))
	}
}

// BenchmarkDecision is a decision with all that it reads of the account: less than
// 5 ms on an idle machine.
func BenchmarkDecision(b *testing.B) {
	parts := large()
	for b.Loop() {
		NewAccount(parts).Decide(largeTicket)
	}
}

var largeTicket = Ticket{ViaID: "4", Status: "solved", Before: "open", Group: &Named{"7", "Support"}}
