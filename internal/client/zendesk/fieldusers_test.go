package zendesk

import (
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Terraform plans a field that ends and what uses it in any order: the later one tells, once.
func TestWhoeverIsPlannedLaterTellsOfAFieldThatEnds(t *testing.T) {
	t.Parallel()
	ticks := rules.Rule{Actions: []rules.Action{{Field: "custom_fields_1", Value: rules.Text("true")}}}
	checksTag := rules.Rule{Conditions: rules.Conditions{All: []rules.Condition{{Field: "current_tags", Operator: "not_includes", Value: rules.Text("opt_out")}}}}
	ends := func(c *Client) bool { return len(c.PlanFieldEnd(FieldEnd{ID: "1", Tags: []string{"opt_out"}})) > 0 }
	planned := func(rule rules.Rule) func(*Client) bool {
		return func(c *Client) bool {
			return len(c.PlanFieldUser(Notifier{Noun: NounTrigger, ID: "7", Title: "vip"}, rule)) > 0
		}
	}
	for name, row := range map[string]struct {
		steps []func(*Client) bool
		told  []bool
	}{
		"the field first":          {[]func(*Client) bool{ends, planned(ticks), planned(ticks)}, []bool{false, true, false}},
		"the field last":           {[]func(*Client) bool{planned(ticks), ends, planned(ticks)}, []bool{false, true, false}},
		"the tag, field last":      {[]func(*Client) bool{planned(checksTag), ends}, []bool{false, true}},
		"inactive then":            {[]func(*Client) bool{planned(rules.Rule{}), ends}, []bool{false, false}},
		"inactive, field first":    {[]func(*Client) bool{ends, planned(rules.Rule{})}, []bool{false, false}},
		"nothing ends with fields": {[]func(*Client) bool{planned(ticks)}, []bool{false}},
	} {
		c := &Client{}
		for i, step := range row.steps {
			if told := step(c); told != row.told[i] {
				t.Errorf("%s: step %d tells %t", name, i, told)
			}
		}
	}
}

// A new field may be one that ends, at another address, if it has its type and title.
func TestWhoeverIsPlannedLaterTellsOfAFieldThatIsCreatedAgain(t *testing.T) {
	t.Parallel()
	c := &Client{}
	if c.PlanOldField("checkbox", "Opt out", "1") {
		t.Error("nothing is created yet")
	}
	if _, ends := c.PlanMadeField("text", "Opt out"); ends {
		t.Error("another type is another field")
	}
	if id, ends := c.PlanMadeField("checkbox", "Opt out"); !ends || id != "1" {
		t.Errorf("the later one tells, got %q", id)
	}
	if !c.PlanOldField("text", "Opt out", "2") {
		t.Error("the field that ends later tells")
	}
}
