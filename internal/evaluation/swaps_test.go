package evaluation

import (
	"slices"
	"strings"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func swappable() map[string]*Rule {
	when := func(field, operator, value string) rules.Conditions {
		return rules.Conditions{All: []rules.Condition{{Field: field, Operator: operator, Value: rules.Text(value)}}}
	}
	acting := func(conditions rules.Conditions, field, value string) *Rule {
		return NewRule(rules.Rule{Conditions: conditions, Actions: []rules.Action{{Field: field, Value: rules.Text(value)}}}, nil)
	}
	return map[string]*Rule{
		"e": acting(when("priority", "is", "high"), "current_tags", "no_survey"),
		"s": sending("no_survey"),
		"p": acting(when("group_id", "is", "1"), "priority", "high"),
		"g": acting(when("priority", "is", "low"), "group_id", "2"),
	}
}

// What changes places although one sets what the other one reads is in the log of the
// write, and only that.
func TestASwapIsLogged(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		order []string
		want  []string
	}{
		"a priority, which is no tag": {[]string{"s", "p", "e"}, []string{`"e" (e) checks priority, which "p" (p) sets, and will be evaluated before it`}},
		"not what stays in its order": {[]string{"p", "s", "e"}, nil},
		"not what checks other data":  {[]string{"p", "s", "g", "e"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeAccount{triggers: inOrder(swappable(), tt.order...).Triggers}
			s, _ := f.Snapshot(t.Context())
			var got []string
			for _, swap := range s.Plan([]Placement{{ID: "e", Active: true, Protects: true}}, Knowledge{}, nil).Swaps() {
				got = append(got, swap.Describe())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q", got)
			}
			if err := f.reconciler().Settle(t.Context(), Placement{ID: "e", Active: true, Protects: true}); err != nil {
				t.Fatal(err)
			}
			logged := slices.ContainsFunc(f.log, func(line string) bool { return len(tt.want) > 0 && strings.Contains(line, tt.want[0]) })
			if told := strings.Contains(strings.Join(f.log, "\n"), "change places"); told != (len(tt.want) > 0) || told != logged {
				t.Errorf("got %q", f.log)
			}
		})
	}
}

// A category that moves takes its triggers past others, in both directions.
func TestACategoryMoveTellsWhatItSwaps(t *testing.T) {
	t.Parallel()
	of := swappable()
	s := &Snapshot{Categories: []Category{{"1", "one", 1}, {"2", "two", 2}}, Triggers: []Trigger{
		{ID: "p", Title: "p", CategoryID: "1", Position: 1, Active: true, Rule: of["p"]},
		{ID: "g", Title: "g", CategoryID: "2", Position: 1, Active: true, Rule: of["g"]},
		{ID: "e", Title: "e", CategoryID: "2", Position: 2, Active: true, Rule: of["e"]},
		{ID: "s", Title: "s", CategoryID: "2", Position: 3, Active: true, Rule: of["s"]},
		{ID: "off", Title: "off", CategoryID: "2", Position: 2, Rule: of["e"]},
	}}
	want := []string{
		`"p" (p) checks group_id, which "g" (g) sets, and will be evaluated after it`,
		`"g" (g) checks priority, which "p" (p) sets, and will be evaluated before it`,
		`"e" (e) checks priority, which "p" (p) sets, and will be evaluated before it`,
	}
	swaps := s.Plan(nil, Knowledge{}, []Relation{{"1", []string{"2"}}}).Swaps()
	if got := DescribeSwaps(swaps); !slices.Equal(got, want) || !swaps[2].Exclusion || swaps[1].Exclusion {
		t.Errorf("got %q", got)
	}
}
