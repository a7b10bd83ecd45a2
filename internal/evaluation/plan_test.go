package evaluation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// excluding is a rule that marks tickets which have a tag.
func excluding(tag, mark string) *Rule {
	return NewRule(rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "status", Operator: "value", Value: rules.Text("solved")}, {Field: "current_tags", Operator: "includes", Value: rules.Text(tag)}}},
		Actions:    []rules.Action{{Field: "current_tags", Value: rules.Text(mark)}},
	}, nil)
}

// sending is a rule that notifies a webhook unless a ticket has the mark.
func sending(mark string) *Rule {
	return NewRule(rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "status", Operator: "value", Value: rules.Text("solved")}, {Field: "current_tags", Operator: "not_includes", Value: rules.Text(mark)}}},
		Actions:    []rules.Action{{Field: rules.ActionNotifyHook, Value: rules.List("hook", "{}")}},
	}, nil)
}

// routing is a rule of an ordinary account: it reads and sets status and priority.
func routing() *Rule {
	return NewRule(rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "status", Operator: "is", Value: rules.Text("solved")}, {Field: "group_id", Operator: "is", Value: rules.Text("1")}}},
		Actions:    []rules.Action{{Field: "priority", Value: rules.Text("low")}, {Field: "status", Value: rules.Text("open")}},
	}, nil)
}

// inOrder makes a snapshot of triggers in one category, in their order. An id in
// brackets is inactive and shares the position of the one before it.
func inOrder(of map[string]*Rule, ids ...string) *Snapshot {
	s := &Snapshot{}
	position := int64(0)
	for _, id := range ids {
		name, inactive := strings.CutPrefix(strings.TrimSuffix(id, ")"), "(")
		if !inactive {
			position++
		}
		s.Triggers = append(s.Triggers, Trigger{ID: name, Title: name, Position: max(1, position), Active: !inactive, Rule: of[name]})
	}
	return s
}

// afterwards is the order after a plan.
func afterwards(s *Snapshot, plan *Plan) string {
	target := s
	if plan.target != nil {
		target = plan.target
	}
	sequence, _ := target.lineUp("", target)
	var ids []string
	for _, i := range sequence {
		ids = append(ids, target.Triggers[i].ID)
	}
	return strings.Join(ids, " ")
}

var account = map[string]*Rule{
	"e": excluding("vip", "no_survey"), "e2": excluding("staff", "no_survey"),
	"p": excluding("gold", "vip"), "p2": excluding("silver", "vip"),
	"s": sending("no_survey"), "s2": sending("no_survey"),
	"f": routing(), "g": routing(),
}

func TestWhatAPlacementMoves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		order     []string
		placement Placement
		want      string
		written   int
	}{
		{"nothing to do", []string{"e", "s"}, Placement{ID: "s", Active: true, After: []string{"e"}}, "e s", 0},
		{"a declared relation: the listed one goes up", []string{"s", "f", "e"}, Placement{ID: "s", Active: true, After: []string{"e"}, Known: map[string][]string{"e": nil}}, "e s f", 3},
		{"an exclusion before every send that honours its mark", []string{"s", "f", "s2", "g", "e"}, Placement{ID: "e", Active: true, Protects: true}, "e s f s2 g", 5},
		{"an exclusion that protects the listed only", []string{"s", "e"}, Placement{ID: "e", Active: true}, "s e", 0},
		{"what the exclusion follows goes up with it", []string{"s", "p", "p2", "e"}, Placement{ID: "e", Active: true, After: []string{"p", "p2"}, Protects: true, Known: map[string][]string{"p": nil, "p2": nil}}, "p p2 e s", 4},
		{"an exclusion is not lowered below its send", []string{"e", "s", "p", "p2"}, Placement{ID: "e", Active: true, After: []string{"p", "p2"}, Protects: true, Known: map[string][]string{"p": nil, "p2": nil}}, "p p2 e s", 4},
		{"what the exclusion reads is not passed: the send is lowered", []string{"s", "p", "e"}, Placement{ID: "s", Active: true, After: []string{"e"}}, "p e s", 3},
		{"exclusions prefer their order, but not against what is declared", []string{"s", "e2", "p", "e"}, Placement{ID: "s", Active: true, After: []string{"e2", "e"}}, "e2 p e s", 4},
		{"inactive ones of the same number are not written", []string{"s", "(x)", "(y)", "e"}, Placement{ID: "s", Active: true, After: []string{"e"}, Known: map[string][]string{"e": nil}}, "e s", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			of := map[string]*Rule{"x": routing(), "y": routing()}
			for id, rule := range account {
				of[id] = rule
			}
			s := inOrder(of, tt.order...)
			plan := s.Plan([]Placement{tt.placement}, Knowledge{}, nil)
			if got := afterwards(s, plan); got != tt.want || len(plan.Triggers) != tt.written || len(plan.Refused) > 0 {
				t.Errorf("got %q with %d written, refused %v; want %q with %d", got, len(plan.Triggers), plan.Refused, tt.want, tt.written)
			}
			for _, place := range plan.Triggers {
				if place.ID == "x" || place.ID == "y" {
					t.Errorf("an inactive trigger is written: %+v", place)
				}
			}
		})
	}
}

// What is heard of other triggers decides what may pass: a late one that leaves the
// mark may be meant if nobody is known to manage it.
func TestWhatIsKnownOfOthersDecidesWhatMayPass(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		order     []string
		placement Placement
		known     Knowledge
		want      string
	}{
		"a late foreign one keeps its place where there is another way": {
			[]string{"s", "p", "e2", "e"}, Placement{ID: "s", Active: true, After: []string{"e"}}, Knowledge{"e": {}}, "p e s e2",
		},
		"a late managed one does not": {
			[]string{"s", "p", "e2", "e"}, Placement{ID: "s", Active: true, After: []string{"e"}}, Knowledge{"e": {}, "e2": {}}, "p e2 e s",
		},
		"a foreign setter between the send and its exclusion": {
			[]string{"s2", "p", "e"}, Placement{ID: "e", Active: true, Protects: true}, Knowledge{}, "s2 p e",
		},
		"one that this run made and put last": {
			[]string{"s2", "p", "e"}, Placement{ID: "e", Active: true, Protects: true}, Knowledge{"p": {New: true}}, "p e s2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := inOrder(account, tt.order...)
			if plan := s.Plan([]Placement{tt.placement}, tt.known, nil); afterwards(s, plan) != tt.want || len(plan.Refused) > 0 {
				t.Errorf("got %q, refused %v; want %q", afterwards(s, plan), plan.Refused, tt.want)
			}
		})
	}
}

// Categories that share a position are said to: none of them comes later.
func TestCategoriesOfOnePositionAreSaidToBe(t *testing.T) {
	t.Parallel()
	s := &Snapshot{Categories: []Category{{"a", "A", 1}, {"b", "B", 1}}, Triggers: []Trigger{
		{ID: "e", Title: "exclusion", CategoryID: "a", Position: 1, Active: true, Rule: account["e"]},
		{ID: "s", Title: "send", CategoryID: "b", Position: 1, Active: true, Rule: account["s"]},
	}}
	plan := s.Plan([]Placement{{ID: "s", Active: true, After: []string{"e"}}}, Knowledge{}, nil)
	if err := plan.Refused["s"]; err == nil || !strings.Contains(err.Error(), "has the same position") || strings.Contains(err.Error(), "comes later") {
		t.Errorf("got %v", err)
	}
}

// What cannot be had is refused before anything is written, with the titles.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	s := inOrder(account, "s", "p", "e")
	strict := Placement{ID: "e", Active: true, Protects: true, Strict: true}
	plan := s.Plan([]Placement{strict}, Knowledge{}, nil)
	if err := plan.Refused["e"]; err == nil || !plan.Empty() || !strings.Contains(err.Error(), `"p"`) || !strings.Contains(err.Error(), `"s"`) {
		t.Errorf("got %v, %v", plan.Refused, plan.Triggers)
	}
	strict.Strict = false
	plan = s.Plan([]Placement{strict}, Knowledge{}, nil)
	if len(plan.Refused) > 0 || !plan.Empty() || len(plan.Gaps) != 1 || plan.Gaps[0].Send.ID != "s" || plan.Gaps[0].Blocked == nil {
		t.Errorf("while nothing changes it is left: %v, %v", plan.Refused, plan.Gaps)
	}
}

// A category takes its triggers with it.
func TestACategoryDoesNotMoveOverItsTriggers(t *testing.T) {
	t.Parallel()
	s := &Snapshot{
		Categories: []Category{{"1", "guards", 1}, {"2", "surveys", 2}, {"3", "other", 3}},
		Triggers: []Trigger{
			{ID: "e", Title: "e", CategoryID: "1", Position: 1, Active: true, Rule: account["e"]},
			{ID: "s", Title: "s", CategoryID: "2", Position: 1, Active: true, Rule: account["s"]},
			{ID: "f", Title: "f", CategoryID: "3", Position: 1, Active: true, Rule: account["f"]},
		},
	}
	if plan := s.Plan(nil, Knowledge{}, []Relation{{"1", []string{"2"}}}); !plan.Empty() {
		t.Errorf("the send would be evaluated before its exclusion: %v", plan.Categories)
	}
	if plan := s.Plan(nil, Knowledge{}, []Relation{{"1", []string{"3"}}}); len(plan.Categories) != 3 || !plan.target.CategoryHolds(Relation{"1", []string{"3"}}) || !plan.target.CategoryHolds(Relation{"2", []string{"1"}}) {
		t.Errorf("moving the listed one up harms nobody: %v", plan.Categories)
	}
	third := s.with([]Category{{"1", "guards", 1}, {"2", "both", 2}, {"3", "surveys", 3}},
		Trigger{ID: "e2", Title: "e2", CategoryID: "2", Position: 2, Active: true, Rule: excluding("staff", "no_chat")},
		Trigger{ID: "f", Title: "f", CategoryID: "3", Position: 1, Active: true, Rule: sending("no_chat")})
	if plan := third.Plan(nil, Knowledge{}, []Relation{{"1", []string{"3"}}}); !plan.Empty() {
		t.Errorf("a category in between holds the send of one and the exclusion of the other: %v", plan.Categories)
	}
	if hindered := third.Plan(nil, Knowledge{}, []Relation{{"1", []string{"3"}}}).Hindered; hindered == nil || hindered[0].ID != "e2" || hindered[1].ID != "f" {
		t.Errorf("got %v", hindered)
	}
	standing := &Snapshot{Categories: s.Categories, Triggers: append([]Trigger{ // their order gives way
		{ID: "p", Title: "p", CategoryID: "1", Position: 2, Active: true, Rule: account["p"]},
		{ID: "e2", Title: "e2", CategoryID: "2", Position: 2, Active: true, Rule: account["e"]},
	}, s.Triggers...)}
	for _, s := range []*Snapshot{s, standing} {
		if hindered := s.Plan(nil, Knowledge{}, []Relation{{"1", []string{"2"}}}).Hindered; hindered == nil || hindered[0].ID != "e" || hindered[1].ID != "s" {
			t.Errorf("got %v", hindered)
		}
	}
}

// 5,000 triggers with 1,000 relations; BenchmarkPlan says how long it takes.
func TestALargeRepair(t *testing.T) {
	s, batch := large()
	plan := s.Plan(batch, Knowledge{}, nil)
	if len(plan.Refused) > 0 || plan.Empty() {
		t.Fatalf("refused %d, wrote %d", len(plan.Refused), len(plan.Triggers))
	}
	for _, p := range batch {
		if !plan.target.Holds(p.ID, p.After) {
			t.Fatalf("%s does not hold", p.ID)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	s, batch := large()
	for b.Loop() {
		s.Plan(batch, Knowledge{}, nil)
	}
}

// large is an account of 5,000 triggers in which 1,000 sends stand before the
// exclusions that they list.
func large() (*Snapshot, []Placement) {
	of := map[string]*Rule{}
	var ids []string
	var batch []Placement
	for i := range 5000 {
		id := fmt.Sprint(i + 1)
		of[id] = routing()
		switch {
		case i < 4000 && i%4 == 0:
			of[id] = sending("no_survey")
			listed := fmt.Sprint(4001 + i/4%100)
			batch = append(batch, Placement{ID: id, Active: true, After: []string{listed}, Known: map[string][]string{listed: nil}})
		case i >= 4000:
			of[id] = excluding("vip"+id, "no_survey")
		}
		ids = append(ids, id)
	}
	return inOrder(of, ids...), slices.Clone(batch)
}
