package evaluation

import (
	"testing"
)

// at makes a trigger of one category, which is active.
func at(id string, position int64, rule *Rule) Trigger {
	return Trigger{ID: id, Title: id, Position: position, Active: true, Rule: rule}
}

func TestWhatIsEarlier(t *testing.T) {
	t.Parallel()
	s := &Snapshot{
		Categories: []Category{{ID: "early", Position: 1}, {ID: "late", Position: 2}, {ID: "tied", Position: 2}},
		Triggers: []Trigger{
			{ID: "a", CategoryID: "early", Position: 9},
			{ID: "b", CategoryID: "late", Position: 1},
			{ID: "c", CategoryID: "late", Position: 2},
			{ID: "same", CategoryID: "late", Position: 2},
			{ID: "elsewhere", CategoryID: "tied", Position: 1},
			{ID: "lost", CategoryID: "not listed", Position: 1},
		},
	}
	for pair, want := range map[[2]string]bool{
		{"a", "b"}: true, {"b", "a"}: false, {"b", "c"}: true, {"c", "b"}: false,
		{"same", "c"}: false, {"c", "same"}: false, {"elsewhere", "b"}: false, {"b", "elsewhere"}: false,
		{"gone", "c"}: false, {"a", "gone"}: false, {"a", "lost"}: false, {"lost", "a"}: false,
	} {
		if s.Earlier(pair[0], pair[1]) != want {
			t.Errorf("%s before %s: got %t", pair[0], pair[1], !want)
		}
	}
}

// Numbers that are taken are used again, so that nothing outside the moved stretch
// is written; a number that active triggers share makes all of them be written.
func TestWhichNumbersAreWritten(t *testing.T) {
	t.Parallel()
	known := map[string][]string{"e": nil}
	for name, tt := range map[string]struct {
		triggers []Trigger
		want     map[string]int64
	}{
		"gaps stay": {
			[]Trigger{at("s", 10, account["s"]), at("f", 25, account["f"]), at("e", 70, account["e"]), at("g", 71, account["g"])},
			map[string]int64{"e": 10, "s": 25, "f": 70},
		},
		"all share one": {
			[]Trigger{at("s", 0, account["s"]), at("e", 0, account["e"]), at("f", 0, account["f"])},
			map[string]int64{"e": 1, "s": 2, "f": 3},
		},
		"a tie in the right order is none": {
			[]Trigger{at("e", 1, account["e"]), at("s", 1, account["s"])},
			map[string]int64{"e": 1, "s": 2},
		},
		"a tie elsewhere, and nothing to move": {
			[]Trigger{at("e", 1, account["e"]), at("s", 2, account["s"]), at("f", 3, account["f"]), at("g", 3, account["g"])},
			map[string]int64{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &Snapshot{Triggers: tt.triggers}
			plan := s.Plan([]Placement{{ID: "s", Active: true, After: []string{"e"}, Known: known}}, Knowledge{}, nil)
			if len(plan.Triggers) != len(tt.want) {
				t.Errorf("%d are written, want %v", len(plan.Triggers), tt.want)
			}
			for _, place := range plan.Triggers {
				if place.Position == nil || *place.Position != tt.want[place.ID] {
					t.Errorf("%s gets %v, want %d", place.ID, place.Position, tt.want[place.ID])
				}
			}
			if plan.target != nil && !plan.target.Holds("s", []string{"e"}) {
				t.Errorf("the relation does not hold in %v", plan.target.Triggers)
			}
		})
	}
}
