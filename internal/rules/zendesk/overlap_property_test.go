package zendesk_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// update is a ticket update as this test understands Zendesk's reference; it
// shares nothing with the code under test. The flags are what the reference
// leaves open: each account of the test decides them for itself.
type update struct {
	before, now map[string]string // nil before: the ticket is new
	tags        []string
	comment     string // public, private or none
	actor       string

	unsetIsFalse, unsetIsZero, newIsChanged, ignoresCase bool
}

var statusOrder = []string{"new", "open", "pending", "hold", "solved", "closed"}

func (u update) matches(conditions rules.Conditions) bool {
	fails := func(c rules.Condition) bool { return !u.holds(c) }
	return !slices.ContainsFunc(conditions.All, fails) &&
		(len(conditions.Any) == 0 || slices.ContainsFunc(conditions.Any, u.holds))
}

func (u update) holds(condition rules.Condition) bool {
	if positive, negative := strings.CutPrefix(condition.Operator, "not_"); negative {
		condition.Operator = positive
		return !u.holds(condition)
	}
	text, _ := condition.Value.Text()
	list, listed := condition.Value.Texts()
	if !listed {
		list = strings.Fields(text)
	}
	now, before := u.now[condition.Field], ""
	if u.before != nil {
		before = u.before[condition.Field]
	}
	changed := before != now
	if u.before == nil && now == "" {
		changed = u.newIsChanged
	}
	switch operator := condition.Operator; {
	case condition.Field == "current_tags":
		return slices.ContainsFunc(list, func(tag string) bool { return slices.Contains(u.tags, tag) })
	case condition.Field == "comment_is_public":
		return u.comment != "none" && (text == "not_relevant" || (text == "true") == (u.comment == "public"))
	case condition.Field == "custom_fields_11" && operator == "includes": // a multiselect
		return slices.ContainsFunc(list, func(tag string) bool { return slices.Contains(strings.Fields(now), tag) })
	case operator == "includes":
		return slices.ContainsFunc(list, func(value string) bool { return u.same(now, value) })
	case operator == "is":
		return u.same(now, text)
	case operator == "is_not":
		return !u.same(now, text)
	case operator == "changed":
		return changed
	case operator == "value":
		return changed && u.same(now, text)
	case operator == "value_previous":
		return changed && u.same(before, text)
	case operator == "present":
		return now != "" && !(u.unsetIsFalse && now == "false")
	default:
		return u.compares(condition.Field, operator, now, text)
	}
}

func (u update) same(value, asked string) bool {
	switch {
	case asked == "current_user":
		asked = u.actor
	case u.unsetIsFalse && value == "" && asked == "false", u.ignoresCase && strings.EqualFold(value, asked):
		return true
	}
	return value == asked
}

func (u update) compares(field, operator, now, limit string) bool {
	a, errA := strconv.ParseFloat(now, 64)
	b, errB := strconv.ParseFloat(limit, 64)
	switch {
	case field == "status":
		a, b = float64(slices.Index(statusOrder, now)), float64(slices.Index(statusOrder, limit))
		if a < 0 {
			return false
		}
	case errB != nil, errA != nil && !u.unsetIsZero:
		return false
	}
	return operator == "less_than" && a < b || operator == "greater_than" && a > b
}

// The fields of the test with the values that tickets have. Conditions also name
// others.
var valuesOfFields = map[string][]string{
	"status":           statusOrder,
	"group_id":         {"", "5", "6"},
	"assignee_id":      {"", "5", "6"},
	"via_id":           {"0", "4", "29", "30"},
	"reopens":          {"0", "1", "2", "3"},
	"custom_fields_5":  {"", "1", "2", "3"},
	"custom_fields_7":  {"", "true", "false"},
	"custom_fields_9":  {"", "a", "A", "b"},
	"custom_fields_11": {"", "a", "a b", "b c", "c"},
}

var operatorsOfFields = map[string][]string{
	"status":            {"is", "is_not", "less_than", "greater_than", "changed", "value", "value_previous", "not_changed", "not_value", "not_value_previous"},
	"group_id":          {"is", "is_not", "includes", "not_includes", "changed", "value", "value_previous", "not_changed", "not_value", "not_value_previous"},
	"assignee_id":       {"is", "is_not"},
	"via_id":            {"is", "is_not", "includes"},
	"reopens":           {"is", "less_than", "greater_than"},
	"custom_fields_5":   {"less_than", "greater_than", "present", "not_present"},
	"custom_fields_7":   {"is", "is_not", "present", "not_present", "changed", "value", "not_changed", "not_value_previous"},
	"custom_fields_9":   {"is", "is_not", "present", "not_present", "value"},
	"custom_fields_11":  {"includes", "not_includes", "present"},
	"current_tags":      {"includes", "not_includes"},
	"comment_is_public": {"is"},
}

var fieldNames = []string{
	"status", "group_id", "assignee_id", "via_id", "reopens", "custom_fields_5", "custom_fields_7", "custom_fields_9",
	"custom_fields_11", "current_tags", "comment_is_public",
}

func drawCondition(t *rapid.T, fields []string) rules.Condition {
	field := rapid.SampledFrom(fields).Draw(t, "field")
	operator := rapid.SampledFrom(operatorsOfFields[field]).Draw(t, "operator")
	values := valuesOfFields[field]
	switch field {
	case "current_tags":
		values = []string{"a", "b", "c", "a b", "b c"}
	case "custom_fields_11":
		values = []string{"a", "b", "c"}
	case "comment_is_public":
		values = []string{"true", "false", "not_relevant"}
	case "assignee_id":
		values = []string{"", "5", "6", "current_user"}
	}
	switch operator {
	case "present", "not_present", "changed", "not_changed":
		return asks(field, operator)
	case "includes", "not_includes":
		if field != "current_tags" {
			return rules.Condition{Field: field, Operator: operator, Value: rules.List(rapid.SliceOfN(rapid.SampledFrom(values), 1, 2).Draw(t, "values")...)}
		}
	}
	return when(field, operator, rapid.SampledFrom(values).Draw(t, "value"))
}

// Conditions on few fields contradict and imply each other more often.
func drawFields(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.SampledFrom(fieldNames), 1, 3).Draw(t, "fields")
}

func drawConditions(t *rapid.T, fields []string) rules.Conditions {
	condition := rapid.Custom(func(t *rapid.T) rules.Condition { return drawCondition(t, fields) })
	return rules.Conditions{
		All: rapid.SliceOfN(condition, 0, 4).Draw(t, "all"),
		Any: rapid.SliceOfN(condition, 0, 3).Draw(t, "any"),
	}
}

func drawUpdate(t *rapid.T) update {
	state := func() map[string]string {
		fields := map[string]string{}
		for _, field := range fieldNames {
			if values := valuesOfFields[field]; values != nil {
				fields[field] = rapid.SampledFrom(values).Draw(t, field)
			}
		}
		return fields
	}
	u := update{
		now: state(), tags: rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID).Draw(t, "tags"),
		comment: rapid.SampledFrom([]string{"public", "private", "none"}).Draw(t, "comment"), actor: rapid.SampledFrom([]string{"5", "6"}).Draw(t, "actor"),
		unsetIsFalse: rapid.Bool().Draw(t, "unset is false"), unsetIsZero: rapid.Bool().Draw(t, "unset is 0"),
		newIsChanged: rapid.Bool().Draw(t, "new is changed"), ignoresCase: rapid.Bool().Draw(t, "ignores case"),
	}
	if rapid.Bool().Draw(t, "existed") {
		u.before = state()
	}
	return u
}

// No update matches two rules that are said to be disjoint, and none matches the
// narrow rule alone that is said to imply the wide one.
func TestNoUpdateContradictsWhatIsSure(t *testing.T) {
	disjoint, implied := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		fields := drawFields(t)
		a, b := drawConditions(t, fields), drawConditions(t, fields)
		areDisjoint, isImplied := rules.Disjoint(a, b), rules.Implies(a, b)
		if areDisjoint {
			disjoint++
		}
		if isImplied {
			implied++
		}
		if !areDisjoint && !isImplied {
			return
		}
		for range 60 {
			u := drawUpdate(t)
			matchesA, matchesB := u.matches(a), u.matches(b)
			if areDisjoint && matchesA && matchesB {
				t.Fatalf("said to be disjoint, but %+v matches both\n%v\n%v", u, a, b)
			}
			if isImplied && matchesA && !matchesB {
				t.Fatalf("said to be implied, but %+v matches only the narrow one\n%v\n%v", u, a, b)
			}
		}
	})
	if disjoint == 0 || implied == 0 {
		t.Errorf("%d pairs were disjoint and %d implied: the test says nothing", disjoint, implied)
	}
}

// On the fields whose behaviour is documented without a gap, nothing that can be
// told is left out: two conditions that are not said to be disjoint have an
// update that matches both.
func TestNothingDocumentedIsMissed(t *testing.T) {
	updates := allUpdatesOfStatusTagsAndReopens()
	rapid.Check(t, func(t *rapid.T) {
		fields := []string{"status", "current_tags", "reopens"}
		a, b := drawConditions(t, fields), drawConditions(t, fields)
		a.All, b.All = a.All[:min(2, len(a.All))], b.All[:min(2, len(b.All))]
		both := slices.ContainsFunc(updates, func(u update) bool { return u.matches(a) && u.matches(b) })
		if got := rules.Disjoint(a, b); got == both {
			t.Fatalf("disjoint %v, one update matches both: %v\n%v\n%v", got, both, a, b)
		}
		b.Any = b.Any[:min(1, len(b.Any))]
		onlyA := slices.ContainsFunc(updates, func(u update) bool { return u.matches(a) && !u.matches(b) })
		if got := rules.Implies(a, b); got == onlyA {
			t.Fatalf("implied %v, one update matches the narrow one alone: %v\n%v\n%v", got, onlyA, a, b)
		}
	})
}

func allUpdatesOfStatusTagsAndReopens() []update {
	var updates []update
	for tags := range 8 {
		var list []string
		for i, tag := range []string{"a", "b", "c"} {
			if tags&(1<<i) != 0 {
				list = append(list, tag)
			}
		}
		for _, now := range append(statusOrder, "another") {
			for _, reopens := range []string{"-1", "0", "0.5", "1", "1.5", "2", "2.5", "3", "4"} {
				for _, before := range append(statusOrder, "another") {
					updates = append(updates, update{
						before: map[string]string{"status": before}, now: map[string]string{"status": now, "reopens": reopens}, tags: list,
					})
				}
			}
		}
	}
	return updates
}

// Whatever rules with known effects change between two evaluations, two rules
// that stay disjoint are not both run.
func TestNoChangeBetweenTwoEvaluationsContradictsWhatIsSure(t *testing.T) {
	stay := 0
	rapid.Check(t, func(t *rapid.T) {
		fields := drawFields(t)
		a, b := drawConditions(t, fields), drawConditions(t, fields)
		action := rapid.SampledFrom([]rules.Action{
			do("status", "open"), do("group_id", "6"), do("current_tags", "a"), do("remove_tags", "b"), do("set_tags", "c"),
			do("custom_fields_7", "true"), do("custom_fields_9", "a"),
		}).Draw(t, "action")
		if !rules.StaysDisjoint(a, b, rules.EffectsOf(ruleOf(action))) {
			return
		}
		stay++
		for range 60 {
			u := drawUpdate(t)
			if later := u.after(action); u.matches(a) && later.matches(b) || u.matches(b) && later.matches(a) {
				t.Fatalf("said to stay disjoint, but %+v\nand after %v %+v match one each\n%v\n%v", u, action, later, a, b)
			}
		}
	})
	if stay == 0 {
		t.Error("no pair stayed disjoint: the test says nothing")
	}
}

func (u update) after(action rules.Action) update {
	text, _ := action.Value.Text()
	switch now := u.now; action.Field {
	case "current_tags":
		u.tags = append(slices.Clone(u.tags), text)
	case "remove_tags":
		u.tags = slices.DeleteFunc(slices.Clone(u.tags), func(tag string) bool { return tag == text })
	case "set_tags":
		u.tags = []string{text}
	default:
		u.now = map[string]string{}
		for field, value := range now {
			u.now[field] = value
		}
		u.now[action.Field] = text
	}
	return u
}
