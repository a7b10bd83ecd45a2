package evaluation

import (
	"slices"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// What a rule does without a ticket field differs if it sets, checks or renders the field,
// or checks a tag of it, but not if it adds such a tag itself.
func TestTheFieldsThatARuleNeeds(t *testing.T) {
	t.Parallel()
	tags := map[string][]string{"1": {"opt_out"}, "2": {"gold", "plain"}}
	condition := func(field, operator, value string) rules.Rule {
		return rules.Rule{Conditions: rules.Conditions{All: []rules.Condition{{Field: field, Operator: operator, Value: rules.Text(value)}}}}
	}
	action := func(field string, value rules.Value) rules.Rule {
		return rules.Rule{Actions: []rules.Action{{Field: field, Value: value}}}
	}
	either := rules.Rule{Conditions: rules.Conditions{Any: []rules.Condition{{Field: "custom_fields_3", Operator: "present"}}}}
	for name, row := range map[string]struct {
		rule rules.Rule
		want []string
	}{
		"checks a field":          {condition("custom_fields_3", "is", "true"), []string{"3"}},
		"checks it in any":        {either, []string{"3"}},
		"checks the tag":          {condition("current_tags", "not_includes", "vip opt_out"), []string{"1"}},
		"checks an option":        {condition("current_tags", "includes", "plain"), []string{"2"}},
		"ticks it":                {action("custom_fields_1", rules.Text("true")), []string{"1"}},
		"adds the tag":            {action("current_tags", rules.Text("opt_out")), nil},
		"checks something else":   {condition("status", "value", "solved"), nil},
		"a tag of no known field": {condition("current_tags", "includes", "vip"), nil},
		"renders it":              {action("notification_webhook", rules.List("W", `{"do_not_send": "{{ticket.ticket_field_1}}"}`)), []string{"1"}},
	} {
		if got := NewRule(row.rule, tags).Fields(); !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q instead of %q", name, got, row.want)
		}
	}
}
