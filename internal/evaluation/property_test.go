package evaluation

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// sendingOnce is a send with a sent_tag.
func sendingOnce(mark, sent string) *Rule {
	return NewRule(rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "status", Operator: "value", Value: rules.Text("solved")}, {Field: "current_tags", Operator: "not_includes", Value: rules.Text(mark + " " + sent)}}},
		Actions:    []rules.Action{{Field: rules.ActionNotifyHook, Value: rules.List("hook", "{}")}, {Field: "current_tags", Value: rules.Text(sent)}},
	}, nil)
}

// drawAccount draws a small account in which nearly every order matters.
func drawAccount(t *rapid.T) *Snapshot {
	s := &Snapshot{}
	categories := rapid.IntRange(1, 3).Draw(t, "categories")
	for c := range categories {
		s.Categories = append(s.Categories, Category{ID: fmt.Sprint(c + 1), Name: fmt.Sprint(c + 1), Position: int64(c + 1)})
	}
	tags, marks := rapid.SampledFrom([]string{"a", "b", "vip"}), rapid.SampledFrom([]string{"m", "n"})
	positions := map[string]int64{}
	for i := range rapid.IntRange(3, 6).Draw(t, "triggers") {
		category := fmt.Sprint(rapid.IntRange(1, categories).Draw(t, "category"))
		positions[category]++
		trigger := Trigger{ID: fmt.Sprint(100 + i), CategoryID: category, Position: positions[category], Active: rapid.IntRange(0, 5).Draw(t, "active") > 0}
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			trigger.Rule = excluding(tags.Draw(t, "from"), marks.Draw(t, "mark"))
		case 1:
			trigger.Rule = sending(marks.Draw(t, "mark"))
		case 2:
			trigger.Rule = sendingOnce(marks.Draw(t, "mark"), rapid.SampledFrom([]string{"a", "sent"}).Draw(t, "sent"))
		default:
			trigger.Rule = excluding(tags.Draw(t, "from"), tags.Draw(t, "to"))
		}
		trigger.Title = trigger.ID
		s.Triggers = append(s.Triggers, trigger)
	}
	return s
}

func drawBatch(t *rapid.T, s *Snapshot) (batch []Placement) {
	for _, trigger := range s.Triggers {
		if rapid.IntRange(0, 2).Draw(t, "placed") > 0 {
			continue
		}
		p := Placement{
			ID: trigger.ID, Active: rapid.IntRange(0, 4).Draw(t, "shall be active") > 0,
			Protects: trigger.Rule.OnlyMarks() && rapid.Bool().Draw(t, "protects"), Strict: rapid.Bool().Draw(t, "strict"),
		}
		for _, other := range s.Triggers {
			if other.ID != trigger.ID && !other.Rule.Sends() && rapid.IntRange(0, 3).Draw(t, "listed") == 0 {
				p.After = append(p.After, other.ID)
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "moved") == 0 {
			p.CategoryID = rapid.SampledFrom(s.Categories).Draw(t, "to").ID
		}
		batch = append(batch, p)
	}
	return batch
}

// asked are the pairs that accepted placements ask for, directly or through others.
func asked(batch []Placement, plan *Plan) map[[2]string]bool {
	pairs := map[[2]string]bool{}
	for _, p := range batch {
		for _, listed := range p.After {
			if plan.Refused[p.ID] == nil && p.Active {
				pairs[[2]string{listed, p.ID}] = true
			}
		}
	}
	for range len(batch) + 1 {
		for a := range pairs {
			for b := range pairs {
				if a[1] == b[0] {
					pairs[[2]string{a[0], b[1]}] = true
				}
			}
		}
	}
	return pairs
}

// Whatever is asked for: what a placement declares holds or is refused, no send
// comes before an exclusion that protected from it unless that is declared, and
// what nobody may move keeps its order.
func TestWhatEveryPlanKeeps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawAccount(t)
		batch := drawBatch(t, s)
		var moving []Relation
		if len(s.Categories) > 1 && rapid.Bool().Draw(t, "categories move") {
			pair := rapid.Permutation(s.Categories).Draw(t, "pair")
			moving = append(moving, Relation{pair[0].ID, []string{pair[1].ID}})
		}
		plan := s.Plan(batch, Knowledge{}, moving)
		after, pairs := plan.target, asked(batch, plan)
		if after == nil {
			return
		}
		mayMove := map[string]bool{}
		for _, p := range batch {
			if plan.Refused[p.ID] == nil && p.Active && !after.Holds(p.ID, p.After) {
				t.Fatalf("%s is not after %v in %v", p.ID, p.After, after.Triggers)
			}
			mayMove[p.ID] = true
			for _, listed := range p.After {
				mayMove[listed] = true
			}
		}
		for _, first := range s.Triggers {
			for _, second := range s.Triggers {
				is, other := is(after, first.ID), is(after, second.ID)
				if first.ID == second.ID || !first.Active || !second.Active || !is.Active || !other.Active || !s.earlier(first, second) || after.earlier(is, other) {
					continue
				}
				protects := first.Rule.OnlyMarks() && second.Rule.Sends() && second.Rule.Honours(first.Rule.Marks())
				if protects && !pairs[[2]string{second.ID, first.ID}] {
					t.Fatalf("the send %s comes before the exclusion %s: %v, before %v", second.ID, first.ID, after.Triggers, s.Triggers)
				}
				if !mayMove[first.ID] && !mayMove[second.ID] && len(plan.Categories) == 0 {
					t.Fatalf("%s and %s change their order, and nobody may move them", first.ID, second.ID)
				}
			}
		}
		for _, place := range plan.Triggers {
			if !is(s, place.ID).Active && !slices.ContainsFunc(batch, func(p Placement) bool { return p.ID == place.ID || slices.Contains(p.After, place.ID) }) {
				t.Fatalf("the inactive trigger %s is written", place.ID)
			}
		}
	})
}

func is(s *Snapshot, id string) Trigger {
	t, _ := s.Trigger(id)
	return t
}
