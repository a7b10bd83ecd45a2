package acceptance

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Zendesk refuses two active automations that are alike, so each row of a table
// has a sent tag of its own: its name.
var automations = subject{
	kind: "send_automation", label: "title", verb: "PUT", path: "/automations", object: "automation",
	base: attributes{
		"hours_since_solved": `2`,
		"until_hours":        `0`,
		"webhook_id":         `surveytrigger_zendesk_webhook.stella.id`,
		"payload":            `"{\"ticket\": \"{{ticket.id}}\"}"`,
	},
	prelude: sends.prelude,
}

const (
	isSolvedLine = `{"field": "status", "operator": "is", "value": "solved"}`
	twoHoursLine = `{"field": "SOLVED", "operator": "greater_than", "value": "1"}`
	publicLine   = `{"field": "ticket_is_public", "operator": "is", "value": "public"}`
)

func tagged(name string) attributes { return attributes{"sent_tag": quoted(name)} }

// quiet is the automation of a row as it goes over the wire: guards stand
// between its sent tag and the public comment, the rest after that.
func quiet(tag string, guards []string, rest ...string) string {
	all := append([]string{isSolvedLine, twoHoursLine, withoutTags(tag)}, guards...)
	all = append(append(all, publicLine), rest...)
	return rule(lines(all...), ``, lines(notifyLine, addTag(tag)))
}

func guards(all ...string) []string { return all }

func TestEachAutomationAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	plain := func(tag string) string { return quiet(tag, nil) }
	after := func(tag, hours string) string {
		return rule(lines(isSolvedLine, line("SOLVED", "greater_than", hours), withoutTags(tag), publicLine), ``, lines(notifyLine, addTag(tag)))
	}
	table := []edited{
		{name: "retitle", attribute: "title", was: `"Old"`, becomes: `"New"`, sends: `{"title": "New"}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"active": false}`},
		{name: "switch_on", attribute: "active", was: `false`, becomes: ``, sends: `{"active": true}`},
		{name: "hours", attribute: "hours_since_solved", was: `2`, becomes: `48`, sends: after("hours", "47")},
		{name: "one_hour", attribute: "hours_since_solved", was: `48`, becomes: `1`, sends: after("one_hour", "0")},
		{name: "sent_tag", attribute: "sent_tag", was: `"old"`, becomes: `"new"`, sends: plain("new"), with: attributes{"former_sent_tags": `[]`}},
		{name: "former", attribute: "former_sent_tags", was: ``, becomes: `["b", "a"]`, sends: rule(lines(isSolvedLine, twoHoursLine, withoutTags("a b"), withoutTags("former"), publicLine), ``, lines(notifyLine, addTag("former")))},
		{name: "until", attribute: "until_hours", was: `30`, becomes: `40`, sends: rule(lines(isSolvedLine, twoHoursLine, line("SOLVED", "less_than", "40"), withoutTags("until"), publicLine), ``, lines(notifyLine, addTag("until")))},
		{name: "until_default", attribute: "until_hours", was: `30`, becomes: ``, sends: rule(lines(isSolvedLine, twoHoursLine, line("SOLVED", "less_than", "26"), withoutTags("until_default"), publicLine), ``, lines(notifyLine, addTag("until_default")))},
		{
			name: "no_public_comment", attribute: "require_public_comment", was: ``, becomes: `false`,
			sends: rule(lines(isSolvedLine, twoHoursLine, withoutTags("no_public_comment")), ``, lines(notifyLine, addTag("no_public_comment"))),
		},
		{name: "public_comment", attribute: "require_public_comment", was: `false`, becomes: ``, sends: plain("public_comment")},
		{
			name: "conditions", attribute: "conditions", was: ``, becomes: `{ all = [{ field = "updated_at", operator = "greater_than", value = "1" }], any = [{ field = "type", operator = "is", value = "task" }] }`,
			sends: rule(lines(isSolvedLine, twoHoursLine, withoutTags("conditions"), publicLine, line("updated_at", "greater_than", "1")), line("type", "is", "task"),
				lines(notifyLine, addTag("conditions"))),
		},
		{name: "no_conditions", attribute: "conditions", was: `{ any = [{ field = "type", operator = "is", value = "task" }] }`, becomes: ``, sends: plain("no_conditions")},
		{name: "webhook", attribute: "webhook_id", was: `surveytrigger_zendesk_webhook.other.id`, becomes: `surveytrigger_zendesk_webhook.stella.id`, sends: plain("webhook")},
		{name: "payload", attribute: "payload", was: `"{}"`, becomes: `"{\"ticket\": \"{{ticket.id}}\"}"`, sends: plain("payload")},
		{name: "exclude_tags", attribute: "exclude_tags", was: ``, becomes: `["vip", "gold"]`, sends: quiet("exclude_tags", guards(withoutTags("gold vip")))},
		{name: "no_exclude_tags", attribute: "exclude_tags", was: `["vip", "gold"]`, becomes: ``, sends: plain("no_exclude_tags")},
		{
			name: "exclude_checkboxes", attribute: "exclude_checkbox_field_ids", was: ``, becomes: `[` + vipID + `, ` + optOutID + `]`,
			sends: quiet("exclude_checkboxes", guards(notTicked("opt_out"), notTicked("vip"))),
		},
		{name: "no_exclude_checkboxes", attribute: "exclude_checkbox_field_ids", was: `[` + vipID + `]`, becomes: ``, sends: plain("no_exclude_checkboxes")},
		{name: "exclude_nothing", attribute: "exclude_tags", was: ``, becomes: `[]`},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
		{
			name: "wire_order", attribute: "conditions", was: ``, becomes: `{ all = [{ field = "priority", operator = "is", value = "high" }, { field = "type", operator = "is", value = "task" }] }`,
			with:  attributes{"exclude_tags": `["b", "a"]`, "exclude_checkbox_field_ids": `[` + optOutID + `]`},
			sends: quiet("wire_order", guards(withoutTags("a b"), notTicked("opt_out")), line("priority", "is", "high"), line("type", "is", "task")),
		},
	}
	for i, row := range table {
		table[i].with = tagged(row.name).with(row.with)
	}
	start(t).edit(automations, table)
}

func TestEachEditOfAnAutomationInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	const high, priority = `{ all = [{ field = "priority", operator = "is", value = "high" }] }`, "priority"
	plain := func(tag string) string { return quiet(tag, nil) }
	acts := func(tag string, actions ...string) string {
		return rule(lines(isSolvedLine, twoHoursLine, withoutTags(tag), publicLine), ``, lines(append(actions, addTag(tag))...))
	}
	asks := func(tag string, all ...string) string { return rule(lines(all...), ``, lines(notifyLine, addTag(tag))) }
	notified := func(webhook, body string) string {
		return fmt.Sprintf(`{"field": "notification_webhook", "value": [%q, %q]}`, webhook, body)
	}
	task := attributes{"conditions": `{ all = [{ field = "type", operator = "is", value = "task" }] }`}
	table := []drifted{
		{name: "retitled", admin: `{"title": "Mine"}`, attribute: "title", shows: `"Mine"`, repair: `"retitled"`, sends: `{"title": "retitled"}`},
		{name: "switched_off", admin: `{"active": false}`, attribute: "active", shows: `false`, repair: `true`, sends: `{"active": true}`},
		{name: "switched_on", admin: `{"active": true}`, attribute: "active", shows: `true`, repair: `false`, sends: `{"active": false}`, with: attributes{"active": "false"}},
		{
			name: "other_hours", admin: asks("other_hours", isSolvedLine, line("SOLVED", "greater_than", "23"), withoutTags("other_hours"), publicLine),
			attribute: "hours_since_solved", shows: `24`, repair: `2`, sends: plain("other_hours"),
		},
		{
			name: "other_bound", admin: asks("other_bound", isSolvedLine, twoHoursLine, line("SOLVED", "less_than", "90"), withoutTags("other_bound"), publicLine),
			attribute: "until_hours", shows: `90`, repair: `0`, sends: plain("other_bound"),
		},
		{
			name: "one_former_less", admin: asks("one_former_less", isSolvedLine, twoHoursLine, withoutTags("a"), withoutTags("one_former_less"), publicLine), with: attributes{"former_sent_tags": `["a", "b"]`},
			attribute: "former_sent_tags", shows: `["a"]`, repair: `["a","b"]`, sends: asks("one_former_less", isSolvedLine, twoHoursLine, withoutTags("a b"), withoutTags("one_former_less"), publicLine),
		},
		{
			name: "not_only_solved", admin: asks("not_only_solved", twoHoursLine, withoutTags("not_only_solved"), publicLine, line("type", "is", "task")), with: task,
			attribute: "hours_since_solved", shows: `null`, repair: `2`, sends: quiet("not_only_solved", nil, line("type", "is", "task")),
		},
		{
			name: "same_in_another_order", admin: asks("same_in_another_order", publicLine, withoutTags("same_in_another_order"), line("SOLVED", "greater_than", "5"), isSolvedLine),
			attribute: "hours_since_solved", shows: `6`, repair: `2`, sends: plain("same_in_another_order"),
		},
		{
			name: "private_too", admin: asks("private_too", isSolvedLine, twoHoursLine, withoutTags("private_too")),
			attribute: "require_public_comment", shows: `false`, repair: `true`, sends: plain("private_too"),
		},
		{
			name: "public_only", admin: plain("public_only"), with: attributes{"require_public_comment": "false"},
			attribute: "require_public_comment", shows: `true`, repair: `false`, sends: asks("public_only", isSolvedLine, twoHoursLine, withoutTags("public_only")),
		},
		{
			name: "other_sent_tag", admin: quiet("sent", nil), with: attributes{"former_sent_tags": `[]`},
			attribute: "sent_tag", shows: `"sent"`, repair: `"other_sent_tag"`, sends: plain("other_sent_tag"),
		},
		{
			name: "second_tag_added", admin: acts("second_tag_added", notifyLine, addTag("more")),
			attribute: "unmanaged_actions", shows: shownActions(`{"field":"current_tags","value":"more"}`), repair: `[]`, sends: plain("second_tag_added"),
		},
		{
			name: "action_added", admin: acts("action_added", notifyLine, `{"field": "priority", "value": "low"}`),
			attribute: "unmanaged_actions", shows: shownActions(`{"field":"priority","value":"low"}`), repair: `[]`, sends: plain("action_added"),
		},
		{
			name: "condition_added", admin: quiet("condition_added", nil, line(priority, "is", "high")),
			attribute: "conditions", shows: shownGroups(`[`+shownLine(priority, "is", "high")+`]`, `null`), repair: `null`, sends: plain("condition_added"),
		},
		{
			name: "condition_edited", admin: quiet("condition_edited", nil, line(priority, "is", "low")), with: attributes{"conditions": high},
			attribute: "conditions", shows: shownGroups(`[`+shownLine(priority, "is", "low")+`]`, `null`), repair: shownGroups(`[`+shownLine(priority, "is", "high")+`]`, `null`),
			sends: quiet("condition_edited", nil, line(priority, "is", "high")),
		},
		{
			name: "condition_removed", admin: plain("condition_removed"), with: attributes{"conditions": high},
			attribute: "conditions", shows: shownGroups(`[]`, `null`), repair: shownGroups(`[`+shownLine(priority, "is", "high")+`]`, `null`),
			sends: quiet("condition_removed", nil, line(priority, "is", "high")),
		},
		{
			name: "alternative_added", admin: rule(lines(isSolvedLine, twoHoursLine, withoutTags("alternative_added"), publicLine), line(priority, "is", "high"), lines(notifyLine, addTag("alternative_added"))),
			attribute: "conditions", shows: shownGroups(`null`, `[`+shownLine(priority, "is", "high")+`]`), repair: `null`, sends: plain("alternative_added"),
		},
		{
			name: "exclude_tag_removed", admin: quiet("exclude_tag_removed", guards(withoutTags("a"))), with: attributes{"exclude_tags": `["b", "a"]`},
			attribute: "exclude_tags", shows: `["a"]`, repair: `["a", "b"]`, sends: quiet("exclude_tag_removed", guards(withoutTags("a b"))),
		},
		{
			name: "exclude_tags_removed", admin: plain("exclude_tags_removed"), with: attributes{"exclude_tags": `["b", "a"]`},
			attribute: "exclude_tags", shows: `null`, repair: `["a", "b"]`, sends: quiet("exclude_tags_removed", guards(withoutTags("a b"))),
		},
		{
			name: "checkbox_removed", admin: quiet("checkbox_removed", guards(notTicked("vip"))), with: attributes{"exclude_checkbox_field_ids": `[` + vipID + `, ` + optOutID + `]`},
			attribute: "exclude_checkbox_field_ids", shows: `["@ticket_field.vip"]`, repair: `["@ticket_field.opt_out", "@ticket_field.vip"]`,
			sends: quiet("checkbox_removed", guards(notTicked("opt_out"), notTicked("vip"))),
		},
		{
			name: "other_payload", admin: acts("other_payload", notified("@webhook.stella", "{}")),
			attribute: "payload", shows: `"{}"`, repair: `"{\"ticket\": \"{{ticket.id}}\"}"`, sends: plain("other_payload"),
		},
		{
			name: "other_webhook", admin: acts("other_webhook", notified("@webhook.other", `{"ticket": "{{ticket.id}}"}`)),
			attribute: "webhook_id", shows: `"@webhook.other"`, repair: `"@webhook.stella"`, sends: plain("other_webhook"),
		},
	}
	for i, row := range table {
		table[i].with = tagged(row.name).with(row.with)
	}
	start(t).drift(automations, table)
}

// "is" holds in one hourly run only, which the resource cannot express: the plan
// shows that its hours are gone and what stands there instead.
func TestHoursThatTheResourceCannotExpressAreShownAsTheyAre(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + automations.prelude + automations.block("quiet", tagged("surveyed")))
	w.apply()
	id := w.attribute(automations.address("quiet"), "id")
	hook := w.attribute(webhooks.address("stella"), "id")
	once := rule(lines(isSolvedLine, line("SOLVED", "is", "24"), withoutTags("surveyed"), publicLine), ``, lines(notifyLine, addTag("surveyed")))
	a.call("PUT", "/automations/"+id, map[string]any{"automation": json.RawMessage(strings.ReplaceAll(once, "@webhook.stella", hook))})
	for _, change := range w.plan().ResourceChanges {
		if change.Address != automations.address("quiet") {
			continue
		}
		before := change.Change.Before.(map[string]any)
		if !slices.Equal(changed(change.Change), []string{"conditions", "hours_since_solved"}) || before["hours_since_solved"] != nil ||
			!sameJSON(asJSON(before["conditions"]), shownGroups(`[`+shownLine("SOLVED", "is", "24")+`]`, `null`)) {
			t.Errorf("got %v: %s", changed(change.Change), asJSON(before))
		}
	}
	a.forget()
	w.apply()
	a.sent(automations, "quiet", id, strings.ReplaceAll(quiet("surveyed", nil), "@webhook.stella", hook))
	w.noChanges()
}
