package evaluation

import (
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Of which pairs the order is kept: those of which one sets what an exclusion, a
// send, or what leads to one of them, reads.
func TestWhichPairsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	rule := func(condition, action rules.Action) *Rule {
		return NewRule(rules.Rule{
			Conditions: rules.Conditions{All: []rules.Condition{{Field: condition.Field, Operator: "includes", Value: condition.Value}}},
			Actions:    []rules.Action{action},
		}, map[string][]string{"7": {"vip"}})
	}
	part := func(field, value string) rules.Action { return rules.Action{Field: field, Value: rules.Text(value)} }
	changedTags := NewRule(rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "current_tags", Operator: "changed"}}},
		Actions:    []rules.Action{{Field: rules.ActionNotifyHook, Value: rules.List("hook", "{}")}},
	}, nil)
	open := part("status", "open")
	for name, tt := range map[string]struct {
		first, second *Rule
		hard          bool
	}{
		"a setter of what an exclusion reads":         {rule(open, part("current_tags", "vip")), account["e"], true},
		"a setter of another tag":                     {rule(open, part("current_tags", "late")), account["e"], false},
		"a checkbox whose tag an exclusion reads":     {rule(open, part("custom_fields_7", "true")), account["e"], true},
		"tags that only the ticket can tell":          {rule(open, part("current_tags", "{{ticket.title}}")), account["e"], true},
		"all tags are replaced":                       {rule(open, part("set_tags", "late")), account["e"], true},
		"two that mark alike":                         {account["e"], account["e2"], false},
		"an exclusion and its send":                   {account["e"], account["s"], true},
		"a tag that nobody on the way to a send asks": {rule(part("current_tags", "late"), part("current_tags", "later")), rule(part("current_tags", "later"), open), false},
		"any tag, and a send on a change of tags":     {rule(open, part("current_tags", "late")), changedTags, true},
		"an unknown tag and a change of tags":         {rule(open, part("current_tags", "{{ticket.title}}")), changedTags, true},
		"status, and a send on a change of tags":      {rule(part("priority", "low"), open), changedTags, false},
		"a mark is removed":                           {rule(open, part("remove_tags", "no_survey")), account["e"], true},
		"what a routing trigger sets and reads":       {account["f"], account["g"], false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := inOrder(map[string]*Rule{"a": tt.first, "b": tt.second, "s": account["s"]}, "a", "b", "s")
			f := flowOf(s, func(int) bool { return false })
			if f.hard(0, 1) != tt.hard || f.hard(1, 0) != tt.hard {
				t.Errorf("hard: %v and %v", f.hard(0, 1), f.hard(1, 0))
			}
		})
	}
}
