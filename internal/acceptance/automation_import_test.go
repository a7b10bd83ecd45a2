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
	hook, box := a.hookByHand(), a.makeField(`{"type": "checkbox", "title": "Opt out"}`)
	target := number(a.call("POST", "/targets", map[string]any{"target": map[string]any{
		"type": "http_target", "title": "Old", "target_url": "https://surveys.example.com", "method": "post", "content_type": "application/json",
	}})["target"].(map[string]any)["id"])
	text := strings.NewReplacer("@webhook.stella", hook, "@ticket_field.opt_out", box, "@target", target).Replace
	after := func(hours string) string { return line("SOLVED", "greater_than", hours) }
	asks := func(tag string, all ...string) string { return rule(lines(all...), ``, lines(notifyLine, addTag(tag))) }
	high := map[string]any{"field": "priority", "operator": "is", "value": "high"}
	left := func(all ...any) map[string]any { return map[string]any{"all": all} }
	idle := map[string]any{"field": "updated_at", "operator": "is_business_hours", "value": "3"}
	once, business := line("SOLVED", "is", "24"), line("SOLVED", "greater_than_business_hours", "8")
	solved, onceShown := map[string]any{"field": "status", "operator": "is", "value": "solved"}, map[string]any{"field": "SOLVED", "operator": "is", "value": "24"}
	raw := map[string]any{"hours_since_solved": nil, "sent_tag": nil}
	p := a.protocol(a.section())
	const kind = "surveytrigger_zendesk_send_automation"
	for name, row := range map[string]struct {
		automation string
		shows      map[string]any // beside what every row has
	}{
		"plain":                {quiet("plain", nil), nil},
		"in_another_order":     {asks("in_another_order", publicLine, withoutTags("in_another_order"), after("1"), isSolvedLine), nil},
		"tagged_first":         {rule(lines(isSolvedLine, twoHoursLine, withoutTags("tagged_first"), publicLine), ``, lines(addTag("tagged_first"), notifyLine)), nil},
		"after_a_week":         {asks("after_a_week", isSolvedLine, after("167"), withoutTags("after_a_week"), publicLine), map[string]any{"hours_since_solved": 168}},
		"at_once":              {asks("at_once", isSolvedLine, after("0"), withoutTags("at_once"), publicLine), map[string]any{"hours_since_solved": 1}},
		"private_too":          {asks("private_too", isSolvedLine, after("1"), withoutTags("private_too")), map[string]any{"require_public_comment": false}},
		"private_only":         {asks("private_only", isSolvedLine, after("1"), withoutTags("private_only"), line("ticket_is_public", "is", "private")), map[string]any{"require_public_comment": false, "conditions": left(map[string]any{"field": "ticket_is_public", "operator": "is", "value": "private"})}},
		"with_exclusions":      {quiet("with_exclusions", guards(withoutTags("b a"), notTicked("opt_out"))), map[string]any{"exclude_tags": []any{"a", "b"}, "exclude_checkbox_field_ids": []any{box}}},
		"with_another_tag":     {quiet("with_another_tag", guards(withoutTags("a"), withoutTags("b"))), map[string]any{"exclude_tags": []any{"a"}, "conditions": left(map[string]any{"field": "current_tags", "operator": "not_includes", "value": "b"})}},
		"with_more_hours":      {quiet("with_more_hours", nil, line("updated_at", "is_business_hours", "3")), map[string]any{"conditions": left(idle)}},
		"with_alternatives":    {rule(lines(isSolvedLine, twoHoursLine, withoutTags("with_alternatives"), publicLine), lines(line("priority", "is", "high"), line("priority", "is", "high")), lines(notifyLine, addTag("with_alternatives"))), map[string]any{"conditions": map[string]any{"any": []any{high, high}}}},
		"no_tag":               {rule(lines(isSolvedLine, once, publicLine), ``, notifyLine), merged(raw, map[string]any{"conditions": left(solved, onceShown)})},
		"a_tag_that_may_be_on": {rule(lines(isSolvedLine, once, publicLine), ``, lines(notifyLine, addTag("x"))), merged(raw, map[string]any{"conditions": left(solved, onceShown), "unmanaged_actions": []any{`{"field":"current_tags","value":"x"}`}})},
		"in_business_hours":    {asks("in_business_hours", isSolvedLine, business, publicLine, withoutTags("in_business_hours")), map[string]any{"hours_since_solved": nil, "conditions": left(solved, map[string]any{"field": "SOLVED", "operator": "greater_than_business_hours", "value": "8"})}},
		"not_only_solved":      {asks("not_only_solved", line("status", "less_than", "closed"), twoHoursLine, publicLine, withoutTags("not_only_solved")), map[string]any{"hours_since_solved": nil, "conditions": left(map[string]any{"field": "status", "operator": "less_than", "value": "closed"}, map[string]any{"field": "SOLVED", "operator": "greater_than", "value": "1"})}},
		"longer_than_it_lives": {asks("longer_than_it_lives", isSolvedLine, after("671"), publicLine, withoutTags("longer_than_it_lives")), map[string]any{"hours_since_solved": nil, "conditions": left(solved, map[string]any{"field": "SOLVED", "operator": "greater_than", "value": "671"})}},
		"a_bound":              {asks("a_bound", isSolvedLine, twoHoursLine, line("SOLVED", "less_than", "30"), publicLine, withoutTags("a_bound")), map[string]any{"until_hours": 30}},
		"other_actions":        {rule(lines(isSolvedLine, twoHoursLine, publicLine, withoutTags("other_actions")), ``, lines(`{"field": "priority", "value": "low"}`, notifyLine, addTag("other_actions"))), map[string]any{"unmanaged_actions": []any{`{"field":"priority","value":"low"}`}}},
		"to_a_target":          {strings.NewReplacer("notification_webhook", "notification_target", "@webhook.stella", "@target").Replace(quiet("to_a_target", nil)), map[string]any{"webhook_id": nil, "target_id": target}},
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
		shown := merged(map[string]any{"unmanaged_actions": []any{}}, declared, map[string]any{"id": id, "account": "sandbox-acme.zendesk.com"})
		if wanted := p.value(p.types[kind], shown); !state.Equal(wanted) {
			diff, _ := state.Diff(wanted)
			t.Errorf("%s: %v", name, diff)
		}
		if failed := errorsOf(p.validate(kind, p.value(p.types[kind], declared))); len(failed) > 0 {
			t.Errorf("%s: what was imported cannot be declared: %s: %s", name, failed[0].Summary, failed[0].Detail)
		}
	}
}

func TestWhatIsNoSendAutomationIsNotImported(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	const name = "no notification"
	for _, id := range []string{
		a.quietByHand(name, rule(lines(isSolvedLine, twoHoursLine, withoutTags("a")), ``, addTag("a"))),
		number(a.closingAutomation()["id"]),
	} {
		p.configure(a.section())
		_, _, failed := p.importByIdentity("surveytrigger_zendesk_send_automation", map[string]any{"id": id})
		if len(failed) != 1 || failed[0].Summary != "Not a send automation" || !strings.Contains(failed[0].Detail, "notifies no webhook and no target") || !sentence(failed[0].Detail) {
			t.Errorf("%s: what notifies nobody is no send, got %v", id, failed)
		}
	}
}
