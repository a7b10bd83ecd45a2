package acceptance

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

// quietByHand makes an automation as an admin does and gives its id.
func (a *account) quietByHand(title, object string) string {
	a.t.Helper()
	wire := map[string]any{}
	if err := json.Unmarshal([]byte(object), &wire); err != nil {
		a.t.Fatalf("%v in %s", err, object)
	}
	wire["title"] = title
	return number(a.call("POST", "/automations", map[string]any{"automation": wire})["automation"].(map[string]any)["id"])
}

// titled counts the automations of a title and gives the last one.
func (a *account) titled(title string) (count int, automation map[string]any) {
	a.t.Helper()
	for _, each := range a.list("/automations", "automations") {
		if each["title"] == title {
			count, automation = count+1, each
		}
	}
	return count, automation
}

func TestImportingAnAutomationTakesItsConditionsApart(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook, box := a.hookByHand(), a.makeField(`{"type": "checkbox", "title": "Opt out", "tag": "opted_out"}`)
	target := number(a.call("POST", "/targets", map[string]any{"target": map[string]any{
		"type": "http_target", "title": "Old", "target_url": "https://surveys.example.com", "method": "post", "content_type": "application/json",
	}})["target"].(map[string]any)["id"])
	text := strings.NewReplacer("@webhook.stella", hook, "@ticket_field.opt_out", box, "@target", target).Replace
	after := func(hours string) string { return line("SOLVED", "greater_than", hours) }
	asks := func(tag string, all ...string) string { return rule(lines(all...), ``, lines(notifyLine, addTag(tag))) }
	high := map[string]any{"field": "priority", "operator": "is", "value": "high"}
	left := func(all ...any) map[string]any { return map[string]any{"all": all} }
	idle := map[string]any{"field": "updated_at", "operator": "is_business_hours", "value": "3"}
	p := a.protocol(a.section())
	const kind = "surveytrigger_zendesk_send_automation"
	for name, row := range map[string]struct {
		automation string
		shows      map[string]any // beside what every row has
	}{
		"plain":             {quiet("plain", nil), nil},
		"in_another_order":  {asks("in_another_order", publicLine, withoutTags("in_another_order"), after("1"), isSolvedLine), nil},
		"tagged_first":      {rule(lines(isSolvedLine, twoHoursLine, withoutTags("tagged_first"), publicLine), ``, lines(addTag("tagged_first"), notifyLine)), nil},
		"after_a_week":      {asks("after_a_week", isSolvedLine, after("167"), withoutTags("after_a_week"), publicLine), map[string]any{"hours_since_solved": 168}},
		"at_once":           {asks("at_once", isSolvedLine, after("0"), withoutTags("at_once"), publicLine), map[string]any{"hours_since_solved": 1}},
		"private_too":       {asks("private_too", isSolvedLine, after("1"), withoutTags("private_too")), map[string]any{"require_public_comment": false}},
		"private_only":      {asks("private_only", isSolvedLine, after("1"), withoutTags("private_only"), line("ticket_is_public", "is", "private")), map[string]any{"require_public_comment": false, "conditions": left(map[string]any{"field": "ticket_is_public", "operator": "is", "value": "private"})}},
		"with_exclusions":   {quiet("with_exclusions", guards(withoutTags("b a"), notTicked("opt_out"))), map[string]any{"exclude_tags": []any{"a", "b"}, "exclude_checkbox_field_ids": []any{box}}},
		"with_another_tag":  {quiet("with_another_tag", guards(withoutTags("a"), withoutTags("b"))), map[string]any{"exclude_tags": []any{"a"}, "conditions": left(map[string]any{"field": "current_tags", "operator": "not_includes", "value": "b"})}},
		"with_more_hours":   {quiet("with_more_hours", nil, line("updated_at", "is_business_hours", "3")), map[string]any{"conditions": left(idle)}},
		"with_alternatives": {rule(lines(isSolvedLine, twoHoursLine, withoutTags("with_alternatives"), publicLine), lines(line("priority", "is", "high"), line("priority", "is", "high")), lines(notifyLine, addTag("with_alternatives"))), map[string]any{"conditions": map[string]any{"any": []any{high, high}}}},
		"to_a_target":       {strings.NewReplacer("notification_webhook", "notification_target", "@webhook.stella", "@target").Replace(quiet("to_a_target", nil)), map[string]any{"webhook_id": nil, "target_id": target}},
	} {
		id := a.quietByHand(name, text(row.automation))
		declared := map[string]any{
			"title": name, "active": true, "hours_since_solved": 2, "until_hours": 0, "sent_tag": name, "require_public_comment": true, "webhook_id": hook, "payload": `{"ticket": "{{ticket.id}}"}`,
		}
		maps.Copy(declared, row.shows)
		p.configure(a.section()) // forgets the list
		state, _, failed := p.importByIdentity(kind, map[string]any{"id": id})
		if len(failed) > 0 {
			t.Errorf("%s: %s: %s", name, failed[0].Summary, failed[0].Detail)
			continue
		}
		shown := merged(declared, map[string]any{"id": id, "account": "sandbox-acme.zendesk.com", "unmanaged_actions": []any{}})
		if wanted := p.value(p.types[kind], shown); !state.Equal(wanted) {
			diff, _ := state.Diff(wanted)
			t.Errorf("%s: %v", name, diff)
		}
		if failed := errorsOf(p.validate(kind, p.value(p.types[kind], declared))); len(failed) > 0 {
			t.Errorf("%s: what was imported cannot be declared: %s: %s", name, failed[0].Summary, failed[0].Detail)
		}
	}
}

func TestWhatASendAutomationCannotExpressIsNamedByTheImport(t *testing.T) {
	t.Parallel()
	a := start(t)
	notify := strings.ReplaceAll(notifyLine, "@webhook.stella", a.hookByHand())
	once := line("SOLVED", "is", "24")
	all := func(tag string, conditions ...string) string {
		return rule(lines(conditions...), ``, lines(notify, addTag(tag)))
	}
	p := a.protocol(a.section())
	for name, row := range map[string]struct{ automation, names string }{
		"no notification":      {rule(lines(isSolvedLine, twoHoursLine, withoutTags("a")), ``, addTag("a")), "notifies no webhook and no target"},
		"no tag":               {rule(lines(isSolvedLine, once), ``, notify), "both adds and requires to be absent"},
		"a tag that may be on": {all("b", isSolvedLine, once), "both adds and requires to be absent"},
		"in one hour only":     {all("c", isSolvedLine, once, withoutTags("c")), `SOLVED greater_than`},
		"in business hours":    {all("d", isSolvedLine, line("SOLVED", "greater_than_business_hours", "8"), withoutTags("d")), `SOLVED greater_than`},
		"not only solved":      {all("e", line("status", "less_than", "closed"), twoHoursLine, withoutTags("e")), `status is "solved"`},
		"longer than it lives": {all("f", isSolvedLine, line("SOLVED", "greater_than", "671"), withoutTags("f")), "hours"},
		"another action":       {rule(lines(isSolvedLine, twoHoursLine, withoutTags("g")), ``, lines(notify, addTag("g"), `{"field": "priority", "value": "low"}`)), `priority "low"`},
		"two webhooks":         {rule(lines(isSolvedLine, twoHoursLine, withoutTags("h")), ``, lines(notify, notify, addTag("h"))), "notification_webhook"},
	} {
		id := a.quietByHand(name, row.automation)
		p.configure(a.section())
		_, _, failed := p.importByIdentity("surveytrigger_zendesk_send_automation", map[string]any{"id": id})
		switch {
		case len(failed) != 1:
			t.Errorf("%s: one error expected, got %v", name, failed)
		case !strings.Contains(failed[0].Detail, row.names) || !strings.Contains(failed[0].Detail, name) || !sentence(failed[0].Detail):
			t.Errorf("%s: the error names neither automation nor %q: %s: %s", name, row.names, failed[0].Summary, failed[0].Detail)
		}
	}
	closing := number(a.closingAutomation()["id"])
	if _, _, failed := p.importByIdentity("surveytrigger_zendesk_send_automation", map[string]any{"id": closing}); len(failed) != 1 || failed[0].Summary != "Not a send automation" {
		t.Errorf("Zendesk's own automations are not sends, got %v", failed)
	}
}
