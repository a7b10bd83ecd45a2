package evaluation

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// rewriting replaces all tags of tickets that have a tag.
func rewriting(tag, by string) *Rule {
	return NewRule(rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "current_tags", Operator: "includes", Value: rules.Text(tag)}}},
		Actions:    []rules.Action{{Field: "set_tags", Value: rules.Text(by)}},
	}, nil)
}

// drawRule is a rule that reads and sets some of a few tags and fields.
func drawRule(t *rapid.T) *Rule {
	fact := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "{{ticket.title}}"})
	drawn := rules.Rule{
		Conditions: rules.Conditions{All: []rules.Condition{{Field: "current_tags", Operator: rapid.SampledFrom([]string{"includes", "includes", "not_includes"}).Draw(t, "operator"), Value: rules.Text(fact.Draw(t, "read"))}}},
		Actions:    []rules.Action{{Field: rapid.SampledFrom([]string{"current_tags", "current_tags", "remove_tags", "set_tags", "custom_fields_7", "priority"}).Draw(t, "field"), Value: rules.Text(fact.Draw(t, "set"))}},
	}
	if rapid.IntRange(0, 5).Draw(t, "changed") == 0 {
		drawn.Conditions.All[0] = rules.Condition{Field: "current_tags", Operator: "changed"}
	}
	if rapid.IntRange(0, 4).Draw(t, "more") == 0 {
		drawn.Conditions.All = append(drawn.Conditions.All, rules.Condition{Field: "custom_fields_7", Operator: "is", Value: rules.Text("true")})
	}
	if rapid.IntRange(0, 3).Draw(t, "sends") == 0 {
		drawn.Actions = []rules.Action{{Field: rules.ActionNotifyHook, Value: rules.List("hook", "{}")}}
	}
	return NewRule(drawn, nil)
}

// What leads to a send is found in another way here: everything that sets what is
// read so far adds what it reads, until nothing is added.
func TestWhatLeadsToASendAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := map[string]*Rule{}
		var ids []string
		for i := range rapid.IntRange(2, 8).Draw(t, "triggers") {
			id := fmt.Sprint(i + 1)
			of[id] = drawRule(t)
			ids = append(ids, id)
		}
		s := inOrder(of, ids...)
		f := flowOf(s, func(int) bool { return false })
		for i := range ids {
			if !f.ends[i] {
				continue
			}
			leads := leading(f, i)
			for j := range ids {
				if f.need(i).has(f.rules[j]) != leads[j] {
					t.Fatalf("%s leads to %s: %t instead of %t", ids[j], ids[i], !leads[j], leads[j])
				}
				if leads[j] && !f.relevant[j] {
					t.Fatalf("%s leads to %s and is not relevant", ids[j], ids[i])
				}
			}
		}
	})
}

// leading are the triggers that set what one reads, directly or by way of others.
func leading(f *flow, reader int) map[int]bool {
	leads := map[int]bool{}
	for queue := []int{reader}; len(queue) > 0; queue = queue[1:] {
		b := f.rules[queue[0]]
		for i, a := range f.rules {
			tag := func(fact string) bool { return fact[0] == 't' }
			sets := slices.ContainsFunc(a.sets, func(fact string) bool { return slices.Contains(b.reads, fact) || b.effects.ReadsAllTags && tag(fact) }) ||
				a.setsUnknownTags() && (b.effects.ReadsAllTags || slices.ContainsFunc(b.reads, tag))
			if sets && !leads[i] {
				leads[i] = true
				queue = append(queue, i)
			}
		}
	}
	return leads
}

// 5,000 triggers of other people of which each replaces all tags, and ten sends with
// an exclusion each.
func rewritten() (*Snapshot, []Placement) {
	of := map[string]*Rule{}
	var ids []string
	for i := range 5000 {
		id := fmt.Sprint(i + 1)
		of[id] = rewriting("tag"+id, "other"+id)
		ids = append(ids, id)
	}
	var batch []Placement
	for i := range 10 {
		e, s := fmt.Sprint("e", i), fmt.Sprint("s", i)
		of[e], of[s] = excluding("vip"+e, "no_survey"+e), sending("no_survey"+e)
		ids = append(ids, e, "("+s+")")
		batch = append(batch, Placement{ID: s, Active: true, New: true, After: []string{e}, Strict: true})
	}
	return inOrder(of, ids...), batch
}

// The work of finding what leads to a send grows with the triggers, not with its
// square: what 5,000 triggers share is followed once.
func TestWhatManyTriggersShareIsFollowedOnce(t *testing.T) {
	t.Parallel()
	s, batch := rewritten()
	f := flowOf(s, func(int) bool { return false })
	own := 0
	for i := range s.Triggers {
		if n := f.need(i); n != nil {
			own += len(n.facts)
			if n.rest != nil && n.rest != f.ofUnknown() {
				t.Fatal("another need is not shared")
			}
		}
	}
	if own > 10*len(batch) {
		t.Errorf("%d facts of the sends' own", own)
	}
	plan := s.Plan(batch, Knowledge{}, nil)
	if len(plan.Refused) > 0 || len(plan.Triggers) != len(batch) {
		t.Errorf("refused %v, wrote %d", plan.Refused, len(plan.Triggers))
	}
}

func BenchmarkPlanAmongTriggersThatReplaceTags(b *testing.B) {
	s, batch := rewritten()
	for b.Loop() {
		s.Plan(batch, Knowledge{}, nil)
	}
}
