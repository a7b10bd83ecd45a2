package zendesk_test

import (
	"reflect"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func asks(field, operator string, value ...string) rules.Condition {
	condition := rules.Condition{Field: field, Operator: operator}
	if len(value) == 1 {
		condition.Value = rules.Text(value[0])
	} else if len(value) > 1 {
		condition.Value = rules.List(value...)
	}
	return condition
}

func ruleOf(parts ...any) rules.Rule {
	var rule rules.Rule
	for _, part := range parts {
		switch part := part.(type) {
		case rules.Condition:
			rule.Conditions.All = append(rule.Conditions.All, part)
		case rules.Action:
			rule.Actions = append(rule.Actions, part)
		}
	}
	return rule
}

func TestEffectsOf(t *testing.T) {
	cases := map[string]struct {
		rule rules.Rule
		want rules.Effects
	}{
		"tags are split, lower-cased, sorted and named once": {
			ruleOf(asks("current_tags", "includes", "VIP gold"), asks("current_tags", "not_includes", "sent, gold"),
				do("current_tags", "sent Again"), do("current_tags", "sent"), do("remove_tags", "b a")),
			rules.Effects{
				AddsTags: []string{"again", "sent"}, RemovesTags: []string{"a", "b"},
				ReadsTags: []string{"gold", "sent", "vip"}, NeedsAbsent: []string{"gold", "sent"},
			},
		},
		"set_tags removes what it does not add": {
			ruleOf(do("set_tags", "only")), rules.Effects{AddsTags: []string{"only"}, SetsAllTags: true},
		},
		"a placeholder adds tags that nobody knows": {
			ruleOf(do("current_tags", "{{ticket.ticket_field_1}}")), rules.Effects{AddsAnyTag: true},
		},
		"a placeholder removes tags that nobody knows": {
			ruleOf(do("remove_tags", "{{ticket.ticket_field_1}}")), rules.Effects{SetsAllTags: true},
		},
		"custom fields, also to false": {
			ruleOf(asks("custom_fields_7", "is_not", "true"), asks("custom_fields_8", "present"),
				do("custom_fields_9", "false"), do("custom_fields_7", "true")),
			rules.Effects{SetsFields: []string{"7", "9"}, ReadsFields: []string{"7", "8"}, NeedsUnticked: []string{"7"}},
		},
		"names of one thing": {
			ruleOf(asks("custom_status_id", "includes", "1", "2"), asks("reopens", "greater_than", "1"), asks("user.custom_fields.vip", "is", "true"),
				do("custom_status_id", "1"), do("subject", "x"), do("requester.custom_fields.vip", "true")),
			rules.Effects{
				ReadsOther: []string{"requester.custom_fields.vip", "status"},
				SetsOther:  []string{"requester.custom_fields.vip", "status", "subject_includes_word"},
			},
		},
		"a group clears the assignee": {ruleOf(do("group_id", "5")), rules.Effects{SetsOther: []string{"assignee_id", "group_id"}}},
		"an assignee fills the group": {ruleOf(do("assignee_id", "5")), rules.Effects{SetsOther: []string{"assignee_id", "group_id"}}},
		"hours in a status":           {ruleOf(asks("SOLVED", "greater_than", "4")), rules.Effects{ReadsOther: []string{"status"}}},
		"hours since anything else":   {ruleOf(asks("updated_at", "greater_than", "4")), rules.Effects{ReadsOther: []string{"updated_at"}}},
		"every tag is read by a change of tags": {
			ruleOf(asks("current_tags", "changed")), rules.Effects{ReadsAllTags: true},
		},
		"a call of a webhook": {ruleOf(do("notification_webhook", "1", "{}")), rules.Effects{Notifies: true}},
		"a call of a target":  {ruleOf(do("notification_target", "1", "{}")), rules.Effects{Notifies: true}},
		"messages to people": {
			ruleOf(do("notification_user", "requester_id", "s", "b"), do("notification_group", "1", "s", "b"), do("tweet_requester", "x"),
				do("notification_sms_user", "1", "2", "b"), do("side_conversation", "a", "b")),
			rules.Effects{},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := rules.EffectsOf(c.rule)
			if fields := []any{
				got.AddsTags, got.RemovesTags, got.SetsAllTags, got.AddsAnyTag, got.SetsFields, got.SetsOther, got.ReadsTags,
				got.ReadsAllTags, got.ReadsFields, got.ReadsOther, got.NeedsAbsent, got.NeedsUnticked, got.Notifies,
			}; !reflect.DeepEqual(fields, []any{
				c.want.AddsTags, c.want.RemovesTags, c.want.SetsAllTags, c.want.AddsAnyTag, c.want.SetsFields, c.want.SetsOther, c.want.ReadsTags,
				c.want.ReadsAllTags, c.want.ReadsFields, c.want.ReadsOther, c.want.NeedsAbsent, c.want.NeedsUnticked, c.want.Notifies,
			}) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestConditionsOfAnyAreReadButNotNeeded(t *testing.T) {
	e := rules.EffectsOf(rules.Rule{Conditions: rules.Conditions{Any: []rules.Condition{
		asks("current_tags", "not_includes", "sent"), asks("custom_fields_7", "is", "false"), asks("priority", "is", "low"),
	}}})
	if !reflect.DeepEqual([][]string{e.ReadsTags, e.ReadsFields, e.ReadsOther}, [][]string{{"sent"}, {"7"}, {"priority"}}) ||
		len(e.NeedsAbsent)+len(e.NeedsUnticked) > 0 {
		t.Errorf("%+v", e)
	}
}

// Fields 7 and 8 are checkboxes, 9 is a drop-down.
var fieldTagsOfTest = map[string][]string{"7": {"opt_out"}, "8": {"vip"}, "9": {"good", "bad"}, "10": nil}

func TestConflicts(t *testing.T) {
	webhook := do("notification_webhook", "1", "{}")
	readsX, addsX := ruleOf(asks("current_tags", "not_includes", "x"), webhook), ruleOf(do("current_tags", "x"))
	guarded := func(parts ...any) rules.Rule {
		return ruleOf(append(parts, asks("current_tags", "not_includes", "x"), do("current_tags", "x"))...)
	}
	ticks := func(parts ...any) rules.Rule {
		return ruleOf(append(parts, asks("custom_fields_7", "is", "false"), do("custom_fields_7", "true"))...)
	}
	const no, conflict, interchangeable, soft = "", "conflict", "interchangeable", "soft"
	cases := map[string]struct {
		a, b rules.Rule
		want string
	}{
		"nothing":                                     {ruleOf(), ruleOf(), no},
		"both only read":                              {readsX, readsX, no},
		"a tag is set and read":                       {addsX, readsX, conflict},
		"a tag is removed and read":                   {ruleOf(do("remove_tags", "x")), readsX, conflict},
		"another tag":                                 {ruleOf(do("current_tags", "y")), readsX, no},
		"both add":                                    {addsX, addsX, no},
		"one adds, one removes":                       {addsX, ruleOf(do("remove_tags", "x y")), conflict},
		"all tags are set and one is read":            {ruleOf(do("set_tags", "y")), readsX, conflict},
		"all tags are set and one is added":           {ruleOf(do("set_tags", "y")), addsX, conflict},
		"all tags are set, the added one too":         {ruleOf(do("set_tags", "x")), addsX, no},
		"all tags are set to different ones":          {ruleOf(do("set_tags", "x")), ruleOf(do("set_tags", "x y")), conflict},
		"all tags are set and none is read":           {ruleOf(do("set_tags", "y")), ruleOf(asks("status", "is", "open")), no},
		"a tag is added, then all are set":            {ruleOf(do("current_tags", "x"), do("set_tags", "y")), addsX, conflict},
		"a checkbox is ticked, then all tags are set": {ruleOf(do("custom_fields_7", "true"), do("set_tags", "y")), ruleOf(do("custom_fields_7", "true")), conflict},
		"any tag is added and one is read":            {ruleOf(do("current_tags", "{{x}}")), readsX, conflict},
		"any tag is added and one is removed":         {ruleOf(do("current_tags", "{{x}}")), ruleOf(do("remove_tags", "x")), conflict},
		"any tag is added and one is added":           {ruleOf(do("current_tags", "{{x}}")), addsX, no},
		"a change of tags is read":                    {ruleOf(asks("current_tags", "changed")), addsX, conflict},
		"a field is set and read":                     {ruleOf(do("custom_fields_1", "false")), ruleOf(asks("custom_fields_1", "is", "true")), conflict},
		"another field":                               {ruleOf(do("custom_fields_1", "false")), ruleOf(asks("custom_fields_2", "is", "true")), no},
		"a field is set to two values":                {ruleOf(do("custom_fields_1", "a")), ruleOf(do("custom_fields_1", "b")), conflict},
		"a field is set to one value":                 {ruleOf(do("custom_fields_1", "a")), ruleOf(do("custom_fields_1", "a")), no},
		"a field is set to a placeholder":             {ruleOf(do("custom_fields_1", "{{x}}")), ruleOf(do("custom_fields_1", "{{x}}")), conflict},
		"a field is set to values of a list":          {ruleOf(do("custom_fields_1", "a", "b")), ruleOf(do("custom_fields_1", "a", "b")), conflict},
		"a field is set twice":                        {ruleOf(do("custom_fields_1", "a"), do("custom_fields_1", "b")), ruleOf(do("custom_fields_1", "b")), conflict},
		"both add what both need absent":              {guarded(), guarded(), interchangeable},
		"one of the two does more to tags":            {guarded(), guarded(do("current_tags", "y")), conflict},
		"one of the two does not need it":             {guarded(), addsX, conflict},
		"both read another tag that both add":         {guarded(do("current_tags", "y"), asks("current_tags", "includes", "y")), guarded(do("current_tags", "y")), conflict},
		"both tick what both need unticked":           {ticks(), ticks(), interchangeable},
		"both untick what both need unticked":         {ruleOf(asks("custom_fields_7", "is", "false"), do("custom_fields_7", "")), ruleOf(asks("custom_fields_7", "is", "false"), do("custom_fields_7", "")), conflict},
		"a checkbox is ticked, its tag read":          {ticks(), ruleOf(asks("current_tags", "not_includes", "opt_out")), conflict},
		"a checkbox is cleared, its tag read":         {ruleOf(do("custom_fields_7", "false")), ruleOf(asks("current_tags", "includes", "opt_out")), conflict},
		"a checkbox is ticked, its tag added":         {ruleOf(do("custom_fields_7", "true")), ruleOf(do("current_tags", "opt_out")), no},
		"a checkbox is cleared, its tag added":        {ruleOf(do("custom_fields_7", "false")), ruleOf(do("current_tags", "opt_out")), conflict},
		"a checkbox is read, its tag removed":         {ruleOf(asks("custom_fields_7", "is", "true")), ruleOf(do("remove_tags", "opt_out")), conflict},
		"a checkbox is read, all tags set":            {ruleOf(asks("custom_fields_7", "is", "true")), ruleOf(do("set_tags", "x")), conflict},
		"two checkboxes":                              {ticks(), ruleOf(asks("current_tags", "not_includes", "vip")), no},
		"an option is set, its tag read":              {ruleOf(do("custom_fields_9", "good")), ruleOf(asks("current_tags", "includes", "good")), conflict},
		"an option is set, another one's read":        {ruleOf(do("custom_fields_9", "good")), ruleOf(asks("current_tags", "includes", "bad")), conflict},
		"an option's tag is added and read":           {ruleOf(do("current_tags", "good")), ruleOf(asks("custom_fields_9", "is", "bad")), conflict},
		"an option is set in two ways":                {ruleOf(do("custom_fields_9", "good")), ruleOf(do("current_tags", "Good")), no},
		"two options are set":                         {ruleOf(do("custom_fields_9", "good")), ruleOf(do("current_tags", "bad")), conflict},
		"an option is set, all are cleared":           {ruleOf(do("custom_fields_9", "good")), ruleOf(do("custom_fields_9", "")), conflict},
		"one option or the other is added":            {ruleOf(do("current_tags", "good bad")), ruleOf(do("current_tags", "bad good")), conflict},
		"an option that nobody knows":                 {ruleOf(do("custom_fields_9", "gone")), ruleOf(do("custom_fields_9", "gone")), conflict},
		"both tick one that a tag guards":             {ticks(), ruleOf(asks("current_tags", "not_includes", "opt_out"), do("current_tags", "opt_out")), interchangeable},
		"status and custom status":                    {ruleOf(do("status", "open")), ruleOf(asks("custom_status_id", "is", "1")), soft},
		"two that set the status":                     {ruleOf(do("status", "open")), ruleOf(do("status", "solved")), no},
		"a group and a change of groups":              {ruleOf(asks("group_id", "changed")), ruleOf(do("group_id", "1")), soft},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a, b := rules.EffectsOf(c.a).WithFieldTags(fieldTagsOfTest), rules.EffectsOf(c.b).WithFieldTags(fieldTagsOfTest)
			for _, pair := range [][2]*rules.Effects{{&a, &b}, {&b, &a}} {
				x, y := pair[0], pair[1]
				got := [3]bool{x.Conflicts(y), x.Conflicts(y) && x.Interchangeable(y), x.SetsOtherThat(y) || y.SetsOtherThat(x)}
				if want := [3]bool{c.want == conflict || c.want == interchangeable, c.want == interchangeable, c.want == soft}; got != want {
					t.Errorf("conflict, interchangeable, soft: %v, want %v\n%+v\n%+v", got, want, x, y)
				}
			}
		})
	}
}

func TestSetsWhatReadsHasADirection(t *testing.T) {
	setter, reader := rules.EffectsOf(ruleOf(do("current_tags", "x"))), rules.EffectsOf(ruleOf(asks("current_tags", "includes", "x")))
	if !setter.SetsWhatReads(&reader) || reader.SetsWhatReads(&setter) {
		t.Errorf("%v %v", setter.SetsWhatReads(&reader), reader.SetsWhatReads(&setter))
	}
}

// A payload that renders a checkbox reads it, and its tag.
func TestWithReads(t *testing.T) {
	send := rules.EffectsOf(ruleOf(asks("custom_fields_9", "is", "good"))).WithReads("7", "10").WithFieldTags(fieldTagsOfTest)
	optOut := rules.EffectsOf(ruleOf(do("current_tags", "opt_out")))
	if !optOut.SetsWhatReads(&send) {
		t.Errorf("%+v", send)
	}
}

// The methods of a comparison run for many pairs.
func TestComparingAllocatesNothing(t *testing.T) {
	a := rules.EffectsOf(ruleOf(asks("custom_fields_7", "is", "false"), do("custom_fields_7", "true"))).WithFieldTags(fieldTagsOfTest)
	b := rules.EffectsOf(ruleOf(asks("current_tags", "includes", "x y z"), do("current_tags", "d"))).WithFieldTags(fieldTagsOfTest)
	if n := testing.AllocsPerRun(100, func() {
		if a.Conflicts(&b) || a.SetsOtherThat(&b) || b.SetsWhatReads(&a) {
			t.Error("no conflict was expected")
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkConflicts(b *testing.B) {
	x := rules.EffectsOf(ruleOf(asks("custom_fields_7", "is", "false"), do("custom_fields_7", "true"))).WithFieldTags(fieldTagsOfTest)
	y := rules.EffectsOf(ruleOf(asks("current_tags", "includes", "x y z"), do("current_tags", "d"))).WithFieldTags(fieldTagsOfTest)
	for b.Loop() {
		if x.Conflicts(&y) {
			b.Fatal("no conflict was expected")
		}
	}
}
