package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
)

// byHand makes a trigger as an admin does and gives its id. @webhook is the
// account's webhook, @box a checkbox field.
func (a *account) byHand(title, object string) string {
	a.t.Helper()
	wire := map[string]any{}
	if err := json.Unmarshal([]byte(object), &wire); err != nil {
		a.t.Fatalf("%v in %s", err, object)
	}
	wire["title"] = title
	return number(a.call("POST", "/triggers", map[string]any{"trigger": wire})["trigger"].(map[string]any)["id"])
}

func (a *account) hookByHand() string {
	a.t.Helper()
	return a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Hook", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})["webhook"].(map[string]any)["id"].(string)
}

func TestImportingASendTakesItsConditionsApart(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook, box := a.hookByHand(), a.makeField(`{"type": "checkbox", "title": "Opt out"}`)
	target := number(a.call("POST", "/targets", map[string]any{"target": map[string]any{
		"type": "http_target", "title": "Old", "target_url": "https://surveys.example.com", "method": "post", "content_type": "application/json",
	}})["target"].(map[string]any)["id"])
	text := func(s string) string {
		return strings.NewReplacer("@webhook.stella", hook, "@webhook", hook, "@ticket_field.opt_out", box).Replace(s)
	}
	plain := func(all, any string) string { return rule(all, any, notifyLine) }
	one := func(all ...string) string { return plain(lines(append([]string{solvedLine, chatLine}, all...)...), ``) }
	tagged := func(all, tag string) string {
		return rule(lines(solvedLine, chatLine, all), ``, lines(addTag(tag), notifyLine))
	}
	mail := map[string]any{"field": "via_id", "operator": "is", "value": "4"}
	high := map[string]any{"field": "priority", "operator": "is", "value": "high"}
	left := func(all ...any) map[string]any { return map[string]any{"all": all} }
	without := func(tags string) map[string]any {
		return map[string]any{"field": "current_tags", "operator": "not_includes", "value": tags}
	}
	p := a.protocol(a.section())
	const kind = "surveytrigger_zendesk_send_trigger"
	for name, row := range map[string]struct {
		trigger string
		shows   map[string]any // beside what every row has
	}{
		"one channel is a set":      {one(), map[string]any{"channel": "chat"}},
		"a whole set is a set":      {plain(solvedLine, lines(via("48"), via("0"), via("4"))), map[string]any{"channel": "email"}},
		"another channel":           {plain(lines(via("74"), solvedLine), ``), map[string]any{"channels": []any{"whatsapp"}}},
		"a channel without a name":  {plain(lines(via("200"), solvedLine), ``), map[string]any{"channels": []any{"200"}}},
		"a part of a set":           {plain(solvedLine, lines(via("0"), via("4"))), map[string]any{"channels": []any{"web_form", "email"}}},
		"more than a set":           {plain(solvedLine, lines(via("29"), via("4"))), map[string]any{"channels": []any{"chat", "email"}}},
		"one channel in any":        {plain(solvedLine, via("29")), map[string]any{"channel": "chat"}},
		"another status":            {plain(lines(line("status", "value", "closed"), chatLine), ``), map[string]any{"channel": "chat", "on_status": "closed"}},
		"the tag that is added":     {tagged(withoutTags("done"), "done"), map[string]any{"channel": "chat", "sent_tag": "done"}},
		"the tag and excluded tags": {tagged(lines(withoutTags("b a"), withoutTags("done")), "done"), map[string]any{"channel": "chat", "sent_tag": "done", "exclude_tags": []any{"a", "b"}}},
		"excluded tags":             {one(withoutTags("b a")), map[string]any{"channel": "chat", "exclude_tags": []any{"a", "b"}}},
		"more excluded tags":        {one(withoutTags("a"), withoutTags("b")), map[string]any{"channel": "chat", "exclude_tags": []any{"a"}, "conditions": left(without("b"))}},
		"a checkbox":                {one(notTicked("opt_out")), map[string]any{"channel": "chat", "exclude_checkbox_field_ids": []any{box}}},
		"a legacy target": {
			rule(lines(solvedLine, chatLine), ``, fmt.Sprintf(`{"field": "notification_target", "value": [%q, "{\"ticket\": \"{{ticket.id}}\"}"]}`, target)),
			map[string]any{"channel": "chat", "webhook_id": nil, "target_id": target},
		},
		"the rest":                       {one(line("priority", "is", "high")), map[string]any{"channel": "chat", "conditions": left(high)}},
		"the rest of both groups":        {plain(lines(solvedLine, chatLine), lines(line("priority", "is", "high"), via("4"))), map[string]any{"channel": "chat", "conditions": map[string]any{"any": []any{high, map[string]any{"field": "via_id", "operator": "is", "value": "4"}}}}},
		"a tag that need not be absent":  {one(line("current_tags", "includes", "vip")), map[string]any{"channel": "chat", "conditions": left(map[string]any{"field": "current_tags", "operator": "includes", "value": "vip"})}},
		"no channel":                     {plain(lines(solvedLine, line("priority", "is", "high")), ``), map[string]any{"any_channel": true, "conditions": left(high)}},
		"a channel among others":         {plain(solvedLine, lines(via("4"), line("priority", "is", "high"))), map[string]any{"any_channel": true, "conditions": map[string]any{"any": []any{mail, high}}}},
		"no status":                      {plain(chatLine, ``), map[string]any{"channel": "chat", "on_status": "any"}},
		"a status that is":               {plain(lines(line("status", "is", "solved"), chatLine), ``), map[string]any{"channel": "chat", "on_status": "any", "conditions": left(map[string]any{"field": "status", "operator": "is", "value": "solved"})}},
		"a status among others":          {plain(chatLine, lines(solvedLine, line("priority", "is", "high"))), map[string]any{"channel": "chat", "on_status": "any", "conditions": map[string]any{"any": []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}, high}}}},
		"a condition twice":              {plain(lines(solvedLine, chatLine, solvedLine), ``), map[string]any{"channel": "chat", "conditions": left(map[string]any{"field": "status", "operator": "value", "value": "solved"})}},
		"a tag without its guard":        {rule(lines(solvedLine, chatLine), ``, lines(addTag("done"), notifyLine)), map[string]any{"channel": "chat", "unmanaged_actions": []any{`{"field":"current_tags","value":"done"}`}}},
		"two tags in one action":         {tagged(withoutTags("done"), "done more"), map[string]any{"channel": "chat", "exclude_tags": []any{"done"}, "unmanaged_actions": []any{`{"field":"current_tags","value":"done more"}`}}},
		"other actions":                  {rule(lines(solvedLine, chatLine), ``, lines(`{"field": "priority", "value": "low"}`, notifyLine, notifyLine)), map[string]any{"channel": "chat", "unmanaged_actions": []any{`{"field":"priority","value":"low"}`, `{"field":"notification_webhook","value":["` + hook + `","{\"ticket\": \"{{ticket.id}}\"}"]}`}}},
		"no body":                        {rule(lines(solvedLine, chatLine), ``, `{"field": "notification_webhook", "value": ["@webhook"]}`), map[string]any{"channel": "chat", "payload": ""}},
		"a list of values and no values": {one(`{"field": "group_id", "operator": "changed"}`, `{"field": "via_id", "operator": "includes", "value": ["29", "4"]}`), map[string]any{"channel": "chat", "conditions": left(map[string]any{"field": "group_id", "operator": "changed"}, map[string]any{"field": "via_id", "operator": "includes", "values": []any{"29", "4"}})}},
	} {
		id := a.byHand(name, text(row.trigger))
		shown := map[string]any{
			"id": id, "account": "sandbox-acme.zendesk.com", "title": name, "active": true, "on_status": "solved", "webhook_id": hook, "payload": `{"ticket": "{{ticket.id}}"}`,
			"category_id": a.triggers()[name]["category_id"], "order_satisfied": true, "unmanaged_actions": []any{},
		}
		maps.Copy(shown, row.shows)
		p.configure(a.section()) // forgets the list
		state, _, failed := p.importByIdentity(kind, map[string]any{"id": id})
		if len(failed) > 0 {
			t.Errorf("%s: %s: %s", name, failed[0].Summary, failed[0].Detail)
			continue
		}
		if wanted := p.value(p.types[kind], shown); !state.Equal(wanted) {
			diff, _ := state.Diff(wanted)
			t.Errorf("%s: %v", name, diff)
		}
	}
}

func TestImportingAnExclusionTakesItsMarkApart(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook, box := a.hookByHand(), a.makeField(`{"type": "checkbox", "title": "Opt out"}`)
	tick := fmt.Sprintf(`{"field": "custom_fields_%s", "value": "true"}`, box)
	mailed := `{"field":"notification_user","value":["requester_id","s","b"]}`
	p := a.protocol(a.section())
	const kind = "surveytrigger_zendesk_exclusion_trigger"
	for name, row := range map[string]struct {
		actions string
		shows   map[string]any // beside what every row has
	}{
		"a tag":                  {addTag("x"), map[string]any{"mark": map[string]any{"tag": "x"}}},
		"a checkbox":             {tick, map[string]any{"mark": map[string]any{"checkbox_field_id": box}}},
		"two tags":               {addTag(" y  x "), map[string]any{"mark": map[string]any{"tag": "y", "extra_tags": []any{"x"}}}},
		"two tags in two":        {lines(addTag("y"), tick, addTag("x")), map[string]any{"mark": map[string]any{"checkbox_field_id": box, "tag": "y", "extra_tags": []any{"x"}}}},
		"an action beside it":    {lines(mailed, addTag("x")), map[string]any{"mark": map[string]any{"tag": "x"}, "unmanaged_actions": []any{mailed}}},
		"a notification with it": {lines(addTag("x"), strings.ReplaceAll(notifyLine, "@webhook.stella", hook)), map[string]any{"mark": map[string]any{"tag": "x"}, "unmanaged_actions": []any{`{"field":"notification_webhook","value":["` + hook + `","{\"ticket\": \"{{ticket.id}}\"}"]}`}}},
	} {
		id := a.byHand(name, rule(solvedLine, ``, row.actions))
		shown := merged(map[string]any{
			"id": id, "account": "sandbox-acme.zendesk.com", "title": name, "active": true, "category_id": a.triggers()[name]["category_id"], "protects": "all", "in_force": true,
			"order_satisfied": true, "unmanaged_actions": []any{}, "conditions": map[string]any{"all": []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}}},
		}, row.shows)
		p.configure(a.section())
		state, _, failed := p.importByIdentity(kind, map[string]any{"id": id})
		if len(failed) > 0 {
			t.Errorf("%s: %s: %s", name, failed[0].Summary, failed[0].Detail)
			continue
		}
		if wanted := p.value(p.types[kind], shown); !state.Equal(wanted) {
			diff, _ := state.Diff(wanted)
			t.Errorf("%s: %v", name, diff)
		}
	}
}

func TestWhatIsNoSendAndNoExclusionIsNotImported(t *testing.T) {
	t.Parallel()
	a := start(t)
	const send, exclusion = "surveytrigger_zendesk_send_trigger", "surveytrigger_zendesk_exclusion_trigger"
	p := a.protocol(a.section())
	for name, row := range map[string]struct{ kind, trigger, names string }{
		"no notification": {send, rule(lines(solvedLine, chatLine), ``, addTag("x")), "notifies no webhook and no target"},
		"no mark":         {exclusion, rule(solvedLine, ``, `{"field": "priority", "value": "low"}`), "ticks no checkbox and adds no tag"},
	} {
		id := a.byHand(name, row.trigger)
		p.configure(a.section())
		_, _, failed := p.importByIdentity(row.kind, map[string]any{"id": id})
		switch {
		case len(failed) != 1:
			t.Errorf("%s: one error expected, got %v", name, failed)
		case !strings.Contains(failed[0].Detail, row.names) || !strings.Contains(failed[0].Detail, name):
			t.Errorf("%s: the error names neither trigger nor %q: %s: %s", name, row.names, failed[0].Summary, failed[0].Detail)
		}
	}
}

func TestAWebhookForEventsAndASystemFieldAreNotImported(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	events := a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Events", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"zen:event-type:user.created"},
	}})["webhook"].(map[string]any)["id"].(string)
	subject := number(a.fieldsTitled("Subject")[0]["id"])
	for id, row := range map[string]struct{ kind, summary, names string }{
		events:  {"surveytrigger_zendesk_webhook", "Not a webhook for triggers", "Events"},
		subject: {"surveytrigger_zendesk_ticket_field", "Unsupported type of ticket field", "Subject"},
	} {
		_, _, failed := p.importByIdentity(row.kind, map[string]any{"id": id})
		if len(failed) != 1 || failed[0].Summary != row.summary || !strings.Contains(failed[0].Detail, row.names) {
			t.Errorf("expected %q about %s, got %v", row.summary, row.names, failed)
		}
	}
}

// A webhook by GET takes parameters instead of a text. They stay what they are when an
// imported send gets another action.
func TestAnImportedSendKeepsItsParameters(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"native_csat": "absent"})
	hook := a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "By GET", "endpoint": "https://surveys.example.com", "http_method": "GET", "request_format": "form_encoded", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})["webhook"].(map[string]any)["id"].(string)
	const parameters = `[["ticket", "{{ticket.id}}"], ["x", ""]]`
	id := a.byHand("Survey by GET", rule(lines(solvedLine, chatLine), ``, fmt.Sprintf(`{"field": "notification_webhook", "value": [%q, %s]}`, hook, parameters)))
	with := func(line string) string {
		return a.provider() + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\nresource \"surveytrigger_zendesk_send_trigger\" \"email\" {\n  title = \"Survey by GET\"\n  channel = \"chat\"\n  webhook_id = %q\n  payload = jsonencode(%s)\n  %s\n}\n", sender("email"), id, hook, parameters, line)
	}
	w := a.shell(with(""))
	w.apply()
	a.forget()
	w.configure(with(`sent_tag = "surveyed"`))
	w.apply()
	writes := a.writes()
	if len(writes) != 1 || !strings.Contains(string(writes[0].Body), `[["ticket","{{ticket.id}}"],["x",""]]`) || !strings.Contains(string(writes[0].Body), "surveyed") {
		t.Errorf("got %s", describe(writes))
	}
	w.noChanges()
}
