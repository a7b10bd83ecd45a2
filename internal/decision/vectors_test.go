package decision

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// read reads a condition from its text: field, operator, value.
func read(text string) rules.Condition {
	parts := strings.SplitN(text, " ", 3)
	c := rules.Condition{Field: parts[0], Operator: parts[1]}
	if len(parts) > 2 {
		c.Value = rules.Text(parts[2])
	}
	return c
}

func conditions(texts ...string) (all []rules.Condition) {
	for _, text := range texts {
		all = append(all, read(text))
	}
	return all
}

func does(field string, values ...string) rules.Action {
	if len(values) == 1 {
		return rules.Action{Field: field, Value: rules.Text(values[0])}
	}
	return rules.Action{Field: field, Value: rules.List(values...)}
}

// when is a trigger: its title is its id, and its position the next one.
func when(id string, all []rules.Condition, actions ...rules.Action) Trigger {
	return Trigger{ID: id, Title: id, Active: true, Rule: rules.Rule{Conditions: rules.Conditions{All: all}, Actions: actions}}
}

func sends(body string) rules.Action { return does("notification_webhook", "hook", body) }

// account has the triggers in their order, a webhook, and fields of some types.
func account(triggers ...Trigger) *Account {
	for i := range triggers {
		if triggers[i].Position == 0 {
			triggers[i].Position = int64(i + 1)
		}
	}
	return NewAccount(Parts{
		Triggers: triggers,
		Webhooks: []Receiver{{ID: "hook", Endpoint: "https://api.example.com/a", Active: true}, {ID: "off"}},
		Fields: []Field{
			{ID: "77", Type: typeCheckbox, Tag: "boxed"},
			{ID: "78", Type: typeCheckbox},
			{ID: "90", Type: "text"},
			{ID: "88", Type: typeTagger, Options: []string{"survey_good", "survey_bad"}, Titles: map[string]string{"survey_good": "Good", "survey_bad": "Bad"}},
		},
	})
}

func ptr[T any](value T) *T { return &value }

// solving is a ticket that is solved; with changes it.
func solving(with ...func(*Ticket)) Ticket {
	t := Ticket{ViaID: "4", Status: "solved", Before: "open"}
	for _, change := range with {
		change(&t)
	}
	return t
}

func tagged(tags ...string) func(*Ticket) { return func(t *Ticket) { t.Tags = tags } }
func created(t *Ticket)                   { t.New = true }

// said is what a decision says: who fires, who is undecided, the marks, and surveyed.
func said(d Decision) string {
	var fired, undecided []string
	for _, step := range d.Trace {
		if step.Fired == nil {
			undecided = append(undecided, step.TriggerID+"?")
		} else if *step.Fired {
			fired = append(fired, step.TriggerID)
		}
	}
	surveyed := "null"
	if d.Surveyed != nil {
		surveyed = fmt.Sprint(*d.Surveyed)
	}
	return strings.Join(slices.Concat(fired, undecided, d.Marks.Tags, d.Marks.Checkboxes, []string{surveyed}), " ")
}

// The facts that Zendesk documents, or that live accounts showed, and what follows from what nobody documents.
func TestConditions(t *testing.T) {
	group, none := &Named{"5", "Support"}, &Named{}
	with := func(change func(*Ticket)) Ticket { return solving(change) }
	from := func(before, status string) Ticket {
		return with(func(t *Ticket) { t.Before, t.Status = before, status })
	}
	for _, test := range []struct {
		condition string
		ticket    Ticket
		want      truth
	}{
		{"status less_than solved", from("open", "pending"), yes},
		{"status less_than solved", solving(), no},
		{"status greater_than open", from("open", "hold"), yes},
		{"status value solved", from("pending", "solved"), yes},
		{"status value_previous pending", from("pending", "solved"), yes},
		{"status not_changed", from("pending", "solved"), no},
		{"status value solved", from("solved", "solved"), no},
		{"status is solved", from("solved", "solved"), yes},
		{"custom_status_id changed", solving(), yes},
		{"custom_status_id changed", from("open", "open"), maybe},
		{"current_tags includes a b", solving(tagged("a", "c")), yes},
		{"current_tags includes b d", solving(tagged("a", "c")), no},
		{"current_tags not_includes b d", solving(tagged("a", "c")), yes},
		{"current_tags not_includes a b", solving(tagged("a", "c")), no},
		{"current_tags not_includes VIP", solving(tagged("vip")), no},
		{"group_id changed", with(func(t *Ticket) { t.New, t.Group = true, group }), yes},
		{"group_id value 5", with(func(t *Ticket) { t.New, t.Group = true, group }), yes},
		{"group_id value_previous 5", with(func(t *Ticket) { t.New, t.Group = true, group }), no},
		{"group_id changed", with(func(t *Ticket) { t.Group = group }), no},
		{"group_id changed", solving(), maybe},
		{"group_id is 5", solving(), maybe},
		{"group_id is __NULL__", with(func(t *Ticket) { t.Group = none }), yes},
		{"brand_id is_not __NULL__", solving(), yes},
		{"assignee_id is __NULL__", with(func(t *Ticket) { t.Assignee = &Person{Email: ptr("a@example.com")} }), no},
		{"assignee_id is 7", with(func(t *Ticket) { t.Assignee = &Person{Email: ptr("a@example.com")} }), maybe},
		{"assignee_id changed", with(func(t *Ticket) { t.Assignee = &Person{Email: ptr("a@example.com")} }), no},
		{"assignee_id is current_user", with(func(t *Ticket) { t.Assignee = &Person{Email: ptr("")} }), no},
		{"assignee_id is current_user", solving(), maybe},
		{"priority is high", solving(), maybe},
		{"priority less_than high", with(func(t *Ticket) { t.Priority = ptr("low") }), yes},
		{"priority not_value high", with(func(t *Ticket) { t.Priority = ptr("low") }), yes},
		{"via_id is 4", solving(), yes},
		{"via_id is_not 4", solving(), no},
		{"current_via_id is 4", solving(), maybe},
		{"current_via_id is 4", solving(created), yes},
		{"update_type is Change", solving(), yes},
		{"update_type is Create", solving(created), yes},
		{"comment_is_public is true", solving(), maybe},
		{"in_business_hours is true", solving(), maybe},
		{"role is agent", solving(), maybe},
		{"never_heard_of is 1", solving(), maybe},
		{"custom_fields_77 is true", solving(tagged("boxed")), yes},
		{"custom_fields_77 is false", solving(), yes},
		{"custom_fields_78 is_not true", solving(), yes},
		{"custom_fields_78 changed", solving(created), maybe},
		{"custom_fields_88 is survey_good", with(func(t *Ticket) { t.Fields = map[string]string{"88": "survey_good"} }), yes},
		{"custom_fields_88 present", solving(tagged("survey_bad")), yes},
		{"custom_fields_88 not_present", solving(), yes},
		{"current_tags includes survey_good", with(func(t *Ticket) { t.Fields = map[string]string{"88": "survey_good"} }), yes},
		{"custom_fields_90 is Some", with(func(t *Ticket) { t.Fields = map[string]string{"90": "some"} }), maybe},
		{"custom_fields_90 present", solving(), no},
		{"custom_fields_99 is true", solving(), maybe},
		{"subject_includes_word includes order", with(func(t *Ticket) { t.Subject = ptr("Late ORDER!") }), yes},
		{"subject_includes_word includes ord", with(func(t *Ticket) { t.Subject = ptr("Late order") }), maybe},
		{"subject_includes_word not_includes refund", with(func(t *Ticket) { t.Subject = ptr("Late order") }), yes},
		{"subject_includes_word includes order", solving(), maybe},
		{"locale_id is 16", with(func(t *Ticket) { t.Requester.Language = &Language{"16", "fr", "Français"} }), yes},
	} {
		a := account()
		before, now := a.start(&test.ticket)
		if got := (asks{&test.ticket, before}).holds(now, read(test.condition)); got != test.want {
			t.Errorf("%s of %+v: got %d, want %d", test.condition, test.ticket, got, test.want)
		}
	}
}

func TestEngines(t *testing.T) {
	solved := "status value solved"
	exclusion := when("X", conditions(solved, "current_tags includes vip"), does("current_tags", "no"))
	send := when("S", conditions(solved, "current_tags not_includes no sent"), sends("{}"), does("current_tags", "sent"))
	in := func(category string, position int64, t Trigger) Trigger {
		t.CategoryID, t.Position = category, position
		return t
	}
	tie := func(t Trigger) Trigger { return in("", 1, t) }
	high := when("H", conditions("priority is high"), does("current_tags", "no"))
	for name, test := range map[string]struct {
		account *Account
		ticket  Ticket
		want    string
	}{
		"the exclusion is first":                 {account(exclusion, send), solving(tagged("vip")), "X no false"},
		"the exclusion is last":                  {account(send, exclusion), solving(tagged("vip")), "S X no sent true"},
		"an ordinary ticket":                     {account(exclusion, send), solving(), "S sent true"},
		"a later comment":                        {account(exclusion, send), solving(func(t *Ticket) { t.Before = "solved" }), "false"},
		"the mark of before":                     {account(send), solving(tagged("sent")), "false"},
		"one pass or another one":                {account(when("1", conditions("current_tags includes x"), does("current_tags", "y")), when("2", conditions("current_tags not_includes x"), does("current_tags", "x"))), solving(), "2 1? x false"},
		"once an update":                         {account(when("1", conditions("status is solved"), does("priority", "high"))), solving(), "1 false"},
		"an undecided exclusion":                 {account(high, send), solving(), "H? S? null"},
		"an undecided exclusion that is late":    {account(send, high), solving(), "S H? sent true"},
		"an undecided exclusion of its own mark": {account(when("H", conditions("priority is high"), does("current_tags", "other")), send), solving(), "S H? sent true"},
		"an exclusion that is decided":           {account(high, send), solving(func(t *Ticket) { t.Conditions = map[string]bool{"priority is high": true} }), "H no false"},
		"the two of a tie":                       {account(tie(exclusion), tie(send)), solving(tagged("vip")), "X S? no null"},
		"a tie that does not matter":             {account(tie(exclusion), tie(send)), solving(), "S sent true"},
		"a tie of triggers that do not meet":     {account(tie(when("A", conditions(solved), does("priority", "low"))), tie(send)), solving(), "A S sent true"},
		"a tick is a tag":                        {account(when("X", conditions(solved), does("custom_fields_77", "true")), when("S", conditions(solved, "current_tags not_includes boxed"), sends("{}"))), solving(), "X boxed 77 false"},
		"a tag is a tick":                        {account(when("X", conditions(solved), does("current_tags", "Boxed")), when("S", conditions(solved, "custom_fields_77 is false"), sends("{}"))), solving(), "X boxed 77 false"},
		"all tags are set":                       {account(when("X", conditions(solved), does("set_tags", "a")), when("S", conditions("custom_fields_88 present"), sends("{}"))), solving(tagged("survey_good")), "X a false"},
		"a tag that a placeholder makes":         {account(when("X", conditions(solved), does("current_tags", "n{{ticket.id}}")), send), solving(), "X S? null"},
		"a tag of what is known":                 {account(when("X", conditions(solved), does("current_tags", "n{{ticket.title}}")), send), solving(func(t *Ticket) { t.Subject = ptr("o") }), "X no false"},
		"a receiver that is inactive":            {account(when("S", conditions(solved), does("notification_webhook", "off", "{}"))), solving(), "S false"},
		"a receiver that is gone":                {account(when("S", conditions(solved), does("notification_webhook", "gone", "{}"))), solving(), "S false"},
		"the tags of who asks":                   {account(exclusion, send), solving(created, func(t *Ticket) { t.Requester.Tags = &[]string{"vip"} }), "X no false"},
		"an inactive exclusion":                  {account(Trigger{ID: "X", Rule: exclusion.Rule}, send), solving(tagged("vip")), "S sent true"},
		"another group may change the assignee":  {account(when("G", conditions(solved), does("group_id", "5")), when("S", conditions("assignee_id is_not __NULL__"), sends("{}"))), solving(func(t *Ticket) { t.Assignee = &Person{Email: ptr("a@example.com")} }), "G S? null"},
		"categories are blocks": {NewAccount(Parts{
			Triggers: []Trigger{in("b", 1, send), in("a", 9, exclusion)}, Categories: []Category{{"a", "A", 1}, {"b", "B", 2}},
		}), solving(tagged("vip")), "X no false"},
		"categories that share a place": {NewAccount(Parts{
			Triggers: []Trigger{in("b", 1, send), in("a", 9, exclusion)}, Categories: []Category{{"a", "A", 1}, {"b", "B", 1}},
		}), solving(tagged("vip")), "X S? no false"},
		"a category that is not listed": {NewAccount(Parts{
			Triggers: []Trigger{in("b", 1, send), in("gone", 9, exclusion)}, Categories: []Category{{"b", "B", 1}},
			Webhooks: []Receiver{{ID: "hook", Active: true}},
		}), solving(tagged("vip")), "X S? no null"},
	} {
		if got := said(test.account.Decide(test.ticket)); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// What a body says is told as far as it does not depend on something unknown.
func TestBodies(t *testing.T) {
	const box = `"do_not_send": "{{ ticket.ticket_field_78 }}"`
	for template, want := range map[string][2]string{
		`{"id": {{ticket.id}}, ` + box + `}`:                                                          {`{"id": {{ticket.id}}, "do_not_send": "1"}`, "true"},
		`{"tags": "{{ticket.tags}}", "b": "{{ticket.ticket_field_option_title_88}}"}`:                 {`{"tags": "a survey_good", "b": "Good"}`, "false"},
		`{"do_not_send": {{ ticket.ticket_field_77 }}}`:                                               {`{"do_not_send": 0}`, "false"},
		`{"do_not_send": {% if ticket.tags contains "a" %}true{% else %}false{% endif %}}`:            {`{"do_not_send": true}`, "true"},
		`{"do_not_send": {% if ticket.requester.email contains "x" %}true{% else %}false{% endif %}}`: {`{"do_not_send": {% if ticket.requester.email contains "x" %}true{% else %}false{% endif %}}`, "null"},
		`{"do_not_send": "{{ ticket.requester.tags }}"}`:                                              {`{"do_not_send": "{{ ticket.requester.tags }}"}`, "null"},
		`{"a": "{% if ticket.requester.email %}x{% endif %}", ` + box + `}`:                           {`{"a": "{% if ticket.requester.email %}x{% endif %}", "do_not_send": "1"}`, "true"},
		`{"status": "{{ticket.status}}", "via": "{{ticket.via}}"}`:                                    {`{"status": "{{ticket.status}}", "via": "{{ticket.via}}"}`, "false"},
		`{"options": {"do_not_send": true}}`:                                                          {`{"options": {"do_not_send": true}}`, "true"},
		`<do_not_send>1</do_not_send>`:                                                                {`<do_not_send>1</do_not_send>`, "null"},
		`{"a": {{ broken`:                                                                             {"null", "false"},
	} {
		d := account(when("S", conditions("status value solved"), sends(template))).Decide(solving(tagged("a", "survey_good"), func(t *Ticket) {
			t.Fields = map[string]string{"78": "true"}
		}))
		got := [2]string{"null", "null"}
		if body := d.Surveys[0].Body; body != nil {
			got[0] = *body
		}
		if keeps := d.Surveys[0].DoNotSend; keeps != nil {
			got[1] = fmt.Sprint(*keeps)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", template, got, want)
		}
		surveyed := d.Surveyed != nil && *d.Surveyed
		if surveyed != (want[1] == "false") || (d.Surveyed == nil) != (want[1] == "null") {
			t.Errorf("%s: surveyed is %v", template, d.Surveyed)
		}
	}
}
