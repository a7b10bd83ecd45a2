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

func TestWhatASendOrAnExclusionCannotExpressIsNamedByTheImport(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.hookByHand()
	notify := strings.ReplaceAll(notifyLine, "@webhook.stella", hook)
	const send, exclusion = "surveytrigger_zendesk_send_trigger", "surveytrigger_zendesk_exclusion_trigger"
	p := a.protocol(a.section())
	for name, row := range map[string]struct{ kind, trigger, names string }{
		"no notification": {send, rule(lines(solvedLine, chatLine), ``, addTag("x")), "notifies no webhook and no target"},
		"another action":  {send, rule(lines(solvedLine, chatLine), ``, lines(notify, `{"field": "priority", "value": "low"}`)), "priority \"low\""},
		"two webhooks":    {send, rule(lines(solvedLine, chatLine), ``, lines(notify, notify)), "notification_webhook"},
		"a tag that is added but may be there already": {send, rule(lines(solvedLine, chatLine), ``, lines(notify, addTag("x"))), "current_tags \"x\""},
		"no status":                {send, rule(chatLine, ``, notify), "\"status changed to\""},
		"no channel":               {send, rule(solvedLine, ``, notify), "channel condition"},
		"a channel among others":   {send, rule(solvedLine, lines(via("4"), line("priority", "is", "low")), notify), "channel condition"},
		"a status that is":         {send, rule(lines(line("status", "is", "solved"), chatLine), ``, notify), "\"status changed to\""},
		"an exclusion that mails":  {exclusion, rule(solvedLine, ``, lines(addTag("x"), `{"field": "notification_user", "value": ["requester_id", "s", "b"]}`)), "notification_user"},
		"an exclusion of two tags": {exclusion, rule(solvedLine, ``, addTag("x y")), "current_tags \"x y\""},
		"a send as an exclusion":   {exclusion, rule(solvedLine, ``, lines(notify, addTag("x"))), "notification_webhook"},
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
		subject: {"surveytrigger_zendesk_ticket_field", "This type of field cannot be declared", "Subject"},
	} {
		_, _, failed := p.importByIdentity(row.kind, map[string]any{"id": id})
		if len(failed) != 1 || failed[0].Summary != row.summary || !strings.Contains(failed[0].Detail, row.names) {
			t.Errorf("expected %q about %s, got %v", row.summary, row.names, failed)
		}
	}
}
