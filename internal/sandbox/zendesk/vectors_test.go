package zendesk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// inBothModes runs a story in an account of its own for each way the rule engine may work, without the vendor's own
// triggers.
func inBothModes(t *testing.T, story func(*desk)) {
	t.Helper()
	for _, mode := range engine.Modes() {
		t.Run(string(mode), func(t *testing.T) { story(open(t, engine.Options{Mode: mode}).clear()) })
	}
}

// condition writes one condition; a value "null" is none.
func condition(field, operator, value string) string {
	if value != "null" {
		value = fmt.Sprintf("%q", value)
	}
	return fmt.Sprintf(`{"field":%q,"operator":%q,"value":%s}`, field, operator, value)
}

func all(conditions ...string) string { return `{"all":[` + strings.Join(conditions, ",") + `]}` }

func addTag(tag string) string { return fmt.Sprintf(`[{"field":"current_tags","value":%q}]`, tag) }

// probe makes one trigger for each condition that adds the tag pN to a ticket on which the condition is true.
func (d *desk) probe(conditions ...string) {
	d.t.Helper()
	for at, c := range conditions {
		d.trigger(fmt.Sprintf("probe %d", at), all(c), addTag(fmt.Sprintf("p%d", at)))
	}
}

// probed gives the answers of the probes in their order: "1" for true, "0" for false.
func probed(ticket thing, count int) string {
	var answers strings.Builder
	for at := range count {
		if hasTag(ticket, fmt.Sprintf("p%d", at)) {
			answers.WriteByte('1')
		} else {
			answers.WriteByte('0')
		}
	}
	return answers.String()
}

// Conditions on a new ticket, one row a fact. The numbers are those of the vectors in the reference.
func TestConditionsOfANewTicket(t *testing.T) {
	for _, row := range []struct {
		vector, ticket string
		conditions     []string
		want           string
	}{
		{"1 status lattice", `"status":"hold"`, []string{condition("status", "less_than", "solved"), condition("status", "greater_than", "open"), condition("status", "less_than", "hold")}, "110"},
		{"1 solved", `"status":"solved"`, []string{condition("status", "less_than", "solved"), condition("status", "less_than", "closed"), condition("status", "greater_than", "open")}, "011"},
		{"1 new", `"status":"new"`, []string{condition("status", "less_than", "solved"), condition("status", "greater_than", "open")}, "10"},
		{"2 tags any", `"tags":["a","c"]`, []string{condition("current_tags", "includes", "a b"), condition("current_tags", "includes", "b d"), condition("current_tags", "not_includes", "b d"), condition("current_tags", "not_includes", "a b")}, "1010"},
		{"4 changed on create", `"status":"solved"`, []string{condition("status", "changed", "null"), condition("status", "value", "solved"), condition("status", "value_previous", "open"), condition("status", "not_changed", "null"), condition("status", "not_value", "solved")}, "11000"},
		{"4 nothing to nothing", `"priority":""`, []string{condition("priority", "changed", "null"), condition("priority", "not_changed", "null"), condition("priority", "is", "")}, "011"},
		{"priority lattice", `"priority":"high"`, []string{condition("priority", "greater_than", "normal"), condition("priority", "less_than", "high"), condition("priority", "is_not", "low")}, "101"},
		{"20 upper case", `"tags":["Survey_Sent"]`, []string{condition("current_tags", "includes", "survey_SENT")}, "1"},
		{"22 public", `"comment":{"body":"hi","public":true}`, []string{condition("comment_is_public", "is", "true"), condition("comment_is_public", "is", "false"), condition("comment_is_public", "is", "not_relevant"), condition("comment_is_public", "is", "requester_can_see_comment"), condition("ticket_is_public", "is", "public")}, "10111"},
		{"22 private", `"comment":{"body":"hi","public":false}`, []string{condition("comment_is_public", "is", "true"), condition("comment_is_public", "is", "false"), condition("comment_is_public", "is", "not_relevant"), condition("ticket_is_public", "is", "private")}, "0111"},
		{"23 channel", `"via_id":4`, []string{condition("via_id", "is", "4"), condition("via_id", "is_not", "29"), condition("current_via_id", "is", "4")}, "111"},
		{"channel by name", `"via":{"channel":"chat"}`, []string{condition("via_id", "is", "29")}, "1"},
		{"created", `"subject":"x"`, []string{condition("update_type", "is", "Create"), condition("update_type", "is", "Change"), condition("role", "is", "agent"), condition("in_business_hours", "is", "true")}, "1011"},
		{"words", `"subject":"My printer burns","comment":{"body":"Please help"}`, []string{condition("subject_includes_word", "includes", "fire burns"), condition("subject_includes_word", "is", "printer burns"), condition("comment_includes_word", "includes", "HELP"), condition("comment_includes_word", "not_includes", "printer")}, "1111"},
		{"language", `"requester":{"name":"Kai","email":"kai@example.org","locale":"de"}`, []string{condition("locale_id", "is", "8"), condition("locale_id", "is", "1"), condition("requester_role", "is", "end_user")}, "101"},
		{"ratings", `"subject":"x"`, []string{condition("satisfaction_score", "is", "unoffered"), condition("satisfaction_score", "is", "true"), condition("satisfaction_score", "less_than", "good")}, "111"},
		{"counters", `"subject":"x"`, []string{condition("reopens", "is", "0"), condition("replies", "less_than", "1")}, "11"},
	} {
		t.Run(row.vector, func(t *testing.T) {
			inBothModes(t, func(d *desk) {
				d.probe(row.conditions...)
				d.equal(row.ticket, probed(d.ticket(row.ticket), len(row.conditions)), row.want)
			})
		})
	}
}

// Vector 3: all and any.
func TestAllAndAny(t *testing.T) {
	inBothModes(t, func(d *desk) {
		yes, no := condition("update_type", "is", "Create"), condition("update_type", "is", "Change")
		for at, groups := range []string{
			`{"all":[],"any":[` + yes + `]}`, `{"all":[],"any":[` + no + `]}`,
			`{"all":[` + yes + `],"any":[` + no + `,` + no + `]}`, `{"all":[` + yes + `],"any":[` + no + `,` + yes + `]}`, `{"all":[` + no + `],"any":[` + yes + `]}`,
		} {
			d.trigger("t", groups, addTag(fmt.Sprintf("p%d", at)))
		}
		d.equal("all and any", probed(d.ticket(`"subject":"x"`), 5), "10010")
	})
}

// Vector 4 with a group, whose id is known only here.
func TestGroupChangedOnCreate(t *testing.T) {
	inBothModes(t, func(d *desk) {
		group := text(d.must(200, "GET", "/groups", ""), "groups", 0, "id")
		d.probe(condition("group_id", "changed", "null"), condition("group_id", "value", group), condition("group_id", "value_previous", "5"))
		d.equal("with a group", probed(d.ticket(`"group_id":`+group), 3), "110")
		d.equal("without", probed(d.ticket(`"subject":"x"`), 3), "000")
	})
}

// Vector 5: "changed to solved" is true once, "is solved" again and again.
func TestChangedTo(t *testing.T) {
	inBothModes(t, func(d *desk) {
		ticket := d.ticket(`"status":"pending"`)
		d.probe(condition("status", "value", "solved"), condition("status", "value_previous", "pending"), condition("status", "not_changed", "null"), condition("status", "is", "solved"))
		d.equal("solved", probed(d.update(ticket, `"status":"solved"`), 4), "1101")
		d.equal("a comment later", probed(d.update(ticket, `"comment":{"body":"thanks"},"tags":[]`), 4), "0011")
	})
}

// Vector 6: the exclusion protects only from above, whatever the mode.
func TestExclusionAboveSend(t *testing.T) {
	inBothModes(t, func(d *desk) {
		exclusion := d.trigger("exclude", all(condition("current_tags", "includes", "vip")), addTag("survey_excluded"))
		d.trigger("send", all(condition("status", "value", "solved"), condition("current_tags", "not_includes", "survey_excluded survey_sent")), addTag("survey_sent"))
		d.equal("above", hasTag(d.ticket(`"status":"solved","tags":["vip"]`), "survey_sent"), false)
		d.equal("others", hasTag(d.ticket(`"status":"solved"`), "survey_sent"), true)
		d.must(200, "PUT", "/triggers/"+exclusion, `{"trigger":{"position":2}}`)
		below := d.ticket(`"status":"solved","tags":["vip"]`)
		d.equal("below", []bool{hasTag(below, "survey_sent"), hasTag(below, "survey_excluded")}, []bool{true, true})
	})
}

// Vector 7: a category is a block, whatever the numbers inside say.
func TestCategoryBlocks(t *testing.T) {
	inBothModes(t, func(d *desk) {
		later := d.category("later")
		d.trigger("B", all(condition("update_type", "is", "Create")), `[{"field":"set_tags","value":"b"}]`, `"category_id":"`+later+`"`)
		for range 3 {
			d.simple("filler")
		}
		d.trigger("A", all(condition("update_type", "is", "Create")), `[{"field":"set_tags","value":"a"}]`)
		d.equal("B ran last", d.ticket(`"subject":"x"`)["tags"], []any{"b"})
	})
}

// Vector 8: the two modes are told apart by a trigger that would match only after a later one.
func TestModesDiffer(t *testing.T) {
	for mode, want := range map[engine.Mode]string{engine.SinglePass: `["x"]`, engine.Restart: `["x","y"]`} {
		d := open(t, engine.Options{Mode: mode}).clear()
		d.trigger("T1", all(condition("current_tags", "includes", "x")), addTag("y"))
		d.trigger("T2", all(condition("current_tags", "not_includes", "x")), addTag("x"))
		d.equal(string(mode), show(d.ticket(`"subject":"x"`)["tags"]), want)
	}
}

// Vectors 9 and 10: once an update, and once for ever with a nullifying tag.
func TestOncePerUpdate(t *testing.T) {
	inBothModes(t, func(d *desk) {
		to := listen(d.t)
		hook := d.webhook(to.url)
		again := strings.TrimSuffix(notify(hook, "again"), "]") + `,{"field":"priority","value":"high"}]`
		once := strings.TrimSuffix(notify(hook, "once"), "]") + `,{"field":"current_tags","value":"survey_sent"}]`
		d.trigger("again", all(condition("status", "is", "solved")), again)
		d.trigger("once", all(condition("status", "value", "solved"), condition("current_tags", "not_includes", "survey_sent")), once)
		ticket := d.ticket(`"status":"solved"`)
		d.update(ticket, `"comment":{"body":"x"}`)
		d.update(ticket, `"status":"open"`)
		d.update(ticket, `"status":"solved"`)
		var bodies []string
		for _, c := range to.calls {
			bodies = append(bodies, c.body)
		}
		d.equal("calls", strings.Join(bodies, " "), "again once again again")
	})
}

// Vector 11: triggers run while a ticket is being closed, and never after.
func TestClosedTickets(t *testing.T) {
	inBothModes(t, func(d *desk) {
		d.trigger("closing", all(condition("status", "value", "closed")), addTag("closing"))
		ticket := d.update(d.ticket(`"status":"solved"`), `"status":"closed"`)
		d.equal("while closing", hasTag(ticket, "closing"), true)
		d.refused(422, "PUT", "/tickets/"+text(ticket, "id"), `{"ticket":{"tags":["x"]}}`, "closed prevents ticket update")
	})
}

// Vectors 16 and 17: fields, their tags and what a template says of them.
func TestFieldsAndTags(t *testing.T) {
	inBothModes(t, func(d *desk) {
		to := listen(d.t)
		box := d.field(`"type":"checkbox","title":"Do not send","tag":"no_survey"`)
		mood := d.field(`"type":"tagger","title":"Mood","custom_field_options":[{"name":"Good","value":"survey_good"},{"name":"Bad","value":"survey_bad"}]`)
		d.trigger("say", all(condition("update_type", "is", "Create")), notify(d.webhook(to.url),
			fmt.Sprintf("{{ticket.ticket_field_%s}} {{ticket.ticket_field_%s}} {{ticket.ticket_field_option_title_%s}} {%% if ticket.ticket_field_%s contains 1 %%}no{%% endif %%}", box, mood, mood, box)))
		d.probe(condition("custom_fields_"+box, "is", "true"), condition("custom_fields_"+box, "is_not", "true"), condition("custom_fields_"+mood, "is", "survey_good"), condition("custom_fields_"+mood, "present", "null"))

		full := d.ticket(fmt.Sprintf(`"custom_fields":[{"id":%s,"value":true},{"id":%s,"value":"survey_good"}]`, box, mood))
		empty := d.ticket(`"subject":"x"`)
		d.equal("said", []string{to.calls[0].body, to.calls[1].body}, []string{"1 survey_good Good no", "0   "})
		d.equal("held", []string{probed(full, 4), probed(empty, 4)}, []string{"1011", "0100"})
		d.equal("tags", []bool{hasTag(full, "no_survey"), hasTag(full, "survey_good")}, []bool{true, true})

		value := func(ticket thing, at1 int) any { return at(ticket, "custom_fields", at1, "value") }
		full = d.update(full, fmt.Sprintf(`"custom_fields":[{"id":%s,"value":false}],"additional_tags":["survey_bad"]`, box))
		d.equal("a tag checks its box", value(d.update(empty, `"tags":["no_survey"]`), 0), true)
		d.equal("and its going unchecks it", value(d.update(empty, `"remove_tags":["no_survey"]`), 0), false)
		d.equal("tags follow the fields and the fields the tags", []any{value(full, 0), value(full, 1), hasTag(full, "no_survey"), hasTag(full, "survey_good")}, []any{false, "survey_bad", false, false})
		d.refused(422, "PUT", "/tickets/"+text(full, "id"), fmt.Sprintf(`{"ticket":{"custom_fields":[{"id":%s,"value":"survey_fair"}]}}`, mood), "survey_fair")
	})
}

// Vector 16 as an action: an exclusion that checks a box also sets its tag, for the triggers below it.
func TestActionsOnFields(t *testing.T) {
	inBothModes(t, func(d *desk) {
		box := d.field(`"type":"checkbox","title":"Do not send","tag":"no_survey"`)
		d.trigger("exclude", all(condition("current_tags", "includes", "vip")), fmt.Sprintf(`[{"field":"custom_fields_%s","value":"true"}]`, box))
		d.trigger("below", all(condition("current_tags", "includes", "no_survey"), condition("custom_fields_"+box, "is", "true")), addTag("seen"))
		ticket := d.ticket(`"tags":["vip"]`)
		d.equal("tags", ticket["tags"], []any{"no_survey", "seen", "vip"})
		d.equal("box", at(ticket, "custom_fields", 0, "value"), true)
	})
}

// Vector 21: set_tags wipes the tags of options, and with them the values.
func TestSetTagsWipesFields(t *testing.T) {
	inBothModes(t, func(d *desk) {
		mood := d.field(`"type":"tagger","title":"Mood","custom_field_options":[{"name":"Good","value":"survey_good"}]`)
		d.trigger("wipe", all(condition("status", "value", "solved")), `[{"field":"set_tags","value":"only"}]`)
		ticket := d.update(d.ticket(fmt.Sprintf(`"custom_fields":[{"id":%s,"value":"survey_good"}]`, mood)), `"status":"solved"`)
		d.equal("wiped", []any{ticket["tags"], at(ticket, "custom_fields", 0, "value")}, []any{[]any{"only"}, nil})
	})
}

// Vectors 18 and 19: nothing is escaped, and the status is a word of the requester's language.
func TestPlaceholders(t *testing.T) {
	inBothModes(t, func(d *desk) {
		to := listen(d.t)
		d.trigger("say", all(condition("status", "value", "solved")), notify(d.webhook(to.url), strings.Join([]string{
			"{{ticket.id}}", "{{ticket.link}}", "{{ticket.url}}", "{{ticket.status}}", "{{ticket.tags}}", "{{ticket.via}}", "{{ticket.requester.name}}",
			"{{ticket.requester.first_name}}", "{{ticket.requester.locale}}", "{{ticket.assignee.email}}", "{{ticket.brand.name}}", "{{ticket.group.name}}",
			"{{ticket.latest_comment}}", "{{ticket.description}}", "{{current_user.email}}", "{{ticket.priority}}", "{{ticket.ticket_type}}", "{{ticket.no_such_thing}}",
		}, "|")))
		ticket := d.ticket(`"via_id":4,"tags":["b","a"],"priority":"high","comment":{"body":"line one\n\"two\""},
			"requester":{"name":"Änn \"AJ\" O\\Neil","email":"ann@example.org","locale":"de"},"assignee_email":"ana.agent@example.com"`)
		d.update(ticket, `"status":"solved"`)
		const address = "sandbox-acme.zendesk.com/agent/tickets/1"
		d.equal("said", strings.Split(to.calls[0].body, "|"), []string{
			"1", "https://" + address, address, "Gelöst", "a b", "Mail", `Änn "AJ" O\Neil`, "Änn", "de", "ana.agent@example.com", "Acme", "",
			"line one\n\"two\"", "line one\n\"two\"", "admin@example.com", "High", "Ticket", "",
		})
	})
}

// Vector 22 and 23 across updates.
func TestOfThisUpdate(t *testing.T) {
	inBothModes(t, func(d *desk) {
		ticket := d.ticket(`"via_id":4,"comment":{"body":"hello"}`)
		d.probe(condition("comment_is_public", "is", "true"), condition("comment_is_public", "is", "not_relevant"), condition("via_id", "is", "4"), condition("current_via_id", "is", "0"), condition("update_type", "is", "Change"))
		d.equal("no comment", probed(d.update(ticket, `"via_id":0,"priority":"low"`), 5), "00111")
	})
}
