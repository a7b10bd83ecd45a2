package zendesk_test

import (
	"maps"
	"testing"

	"pgregory.net/rapid"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// ticket is what a ticket has of the two things whose order counts. Field 7 is a
// checkbox with the tag opt_out, field 9 a drop-down with the options good and
// bad: each change of a field changes its tags, and the other way round.
type ticket struct {
	tags   map[string]bool
	fields map[string]string
}

func (t ticket) matches(rule rules.Rule) bool {
	u := update{now: map[string]string{"custom_fields_7": t.fields["7"], "custom_fields_9": t.fields["9"]}}
	for tag := range t.tags {
		if t.tags[tag] {
			u.tags = append(u.tags, tag)
		}
	}
	return u.matches(rule.Conditions)
}

func (t ticket) do(actions []rules.Action) {
	for _, action := range actions {
		text, _ := action.Value.Text()
		switch action.Field {
		case "current_tags":
			t.addTag(text)
		case "remove_tags":
			t.removeTag(text)
		case "set_tags":
			for tag := range maps.Clone(t.tags) {
				t.removeTag(tag)
			}
			t.addTag(text)
		case "custom_fields_7":
			if t.removeTag("opt_out"); text == "true" {
				t.addTag("opt_out")
			}
		case "custom_fields_9":
			t.removeTag("good")
			if t.removeTag("bad"); text != "" {
				t.addTag(text)
			}
		}
	}
}

func (t ticket) addTag(tag string) {
	switch tag {
	case "opt_out":
		t.fields["7"] = "true"
	case "good", "bad":
		t.removeTag("good")
		t.removeTag("bad")
		t.fields["9"] = tag
	}
	t.tags[tag] = true
}

func (t ticket) removeTag(tag string) {
	if delete(t.tags, tag); tag == "opt_out" {
		t.fields["7"] = "false"
	}
	if tag != "" && t.fields["9"] == tag {
		t.fields["9"] = ""
	}
}

// run is what is left after the rules, and whether each of the two ran.
func (t ticket) run(first, second rules.Rule) (left ticket, ranFirst, ranSecond bool) {
	left = ticket{tags: maps.Clone(t.tags), fields: maps.Clone(t.fields)}
	if ranFirst = left.matches(first); ranFirst {
		left.do(first.Actions)
	}
	if ranSecond = left.matches(second); ranSecond {
		left.do(second.Actions)
	}
	return left, ranFirst, ranSecond
}

func drawMarkRule(t *rapid.T) rules.Rule {
	tags := []string{"a", "b", "opt_out", "good", "bad"}
	condition := rapid.Custom(func(t *rapid.T) rules.Condition {
		switch rapid.IntRange(0, 2).Draw(t, "field") {
		case 0:
			return when("custom_fields_7", rapid.SampledFrom([]string{"is", "is_not"}).Draw(t, "operator"), "true")
		case 1:
			return when("custom_fields_9", rapid.SampledFrom([]string{"is", "is_not"}).Draw(t, "operator"), rapid.SampledFrom([]string{"good", "bad", ""}).Draw(t, "option"))
		default:
			return when("current_tags", rapid.SampledFrom([]string{"includes", "not_includes"}).Draw(t, "operator"), rapid.SampledFrom(tags).Draw(t, "tag"))
		}
	})
	action := rapid.Custom(func(t *rapid.T) rules.Action {
		switch field := rapid.SampledFrom([]string{"current_tags", "remove_tags", "set_tags", "custom_fields_7", "custom_fields_9"}).Draw(t, "field"); field {
		case "custom_fields_7":
			return do(field, rapid.SampledFrom([]string{"true", "false"}).Draw(t, "ticked"))
		case "custom_fields_9":
			return do(field, rapid.SampledFrom([]string{"good", "bad", ""}).Draw(t, "option"))
		default:
			return do(field, rapid.SampledFrom(tags).Draw(t, "tag"))
		}
	})
	return rules.Rule{
		Conditions: rules.Conditions{All: rapid.SliceOfN(condition, 0, 2).Draw(t, "all"), Any: rapid.SliceOfN(condition, 0, 2).Draw(t, "any")},
		Actions:    rapid.SliceOfN(action, 0, 2).Draw(t, "actions"),
	}
}

// Of two rules that do not conflict, the order makes no difference. Of two that
// are interchangeable, the ticket gets the same marks and one of them runs.
func TestOrderMattersOnlyOfRulesThatConflict(t *testing.T) {
	tagsOf := map[string][]string{"7": {"opt_out"}, "9": {"good", "bad"}}
	free, interchangeable := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawMarkRule(t), drawMarkRule(t)
		if rapid.Bool().Draw(t, "the same actions") {
			b.Actions = a.Actions
		}
		if rapid.Bool().Draw(t, "a guard") {
			guard := when("current_tags", "not_includes", "a")
			a.Actions, b.Actions = []rules.Action{do("current_tags", "a")}, []rules.Action{do("current_tags", "a")}
			a.Conditions.All, b.Conditions.All = append(a.Conditions.All, guard), append(b.Conditions.All, guard)
		}
		x, y := rules.EffectsOf(a).WithFieldTags(tagsOf), rules.EffectsOf(b).WithFieldTags(tagsOf)
		conflict, swappable := x.Conflicts(&y), x.Interchangeable(&y)
		if conflict != y.Conflicts(&x) || swappable != y.Interchangeable(&x) {
			t.Fatalf("not symmetric: %+v\n%+v", x, y)
		}
		if conflict && !swappable {
			return
		}
		if conflict {
			interchangeable++
		} else {
			free++
		}
		for start := range 16 * 3 {
			before := ticket{tags: map[string]bool{}, fields: map[string]string{}}
			for i, tag := range []string{"a", "b", "c", "opt_out"} {
				if start&(1<<i) != 0 {
					before.addTag(tag)
				}
			}
			if option := []string{"", "good", "bad"}[start/16]; option != "" {
				before.addTag(option)
			}
			ab, ranA, ranB := before.run(a, b)
			ba, ranBFirst, ranALast := before.run(b, a)
			same := maps.Equal(ab.tags, ba.tags) && ab.fields["7"] == ba.fields["7"] && ab.fields["9"] == ba.fields["9"]
			if conflict { // and swappable
				same = same && !(ranA && ranB) && (ranA || ranB) == (ranALast || ranBFirst)
			} else {
				same = same && ranA == ranALast && ranB == ranBFirst
			}
			if !same {
				t.Fatalf("the order of\n%v\n%v\nmatters for %v: %v (ran %v %v) or %v (ran %v %v)", a, b, before, ab, ranA, ranB, ba, ranALast, ranBFirst)
			}
		}
	})
	if free == 0 || interchangeable == 0 {
		t.Errorf("%d pairs were free and %d interchangeable: the test says nothing", free, interchangeable)
	}
}
