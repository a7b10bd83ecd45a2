package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A legacy target takes the place of the webhook, and gives it back.
func TestASendNotifiesALegacyTarget(t *testing.T) {
	t.Parallel()
	a := start(t)
	const old = `resource "surveytrigger_zendesk_http_target" "old" {
  title = "Old"
  url   = "https://surveys.example.com"
}
`
	byWebhook := a.provider() + old + sends.prelude + sends.block("chat")
	byTarget := a.provider() + old + sends.prelude + sends.block("chat", attributes{"webhook_id": "", "target_id": `surveytrigger_zendesk_http_target.old.id`})
	w := a.shell(byWebhook)
	w.apply()
	id, target, hook := w.attribute(sends.address("chat"), "id"), w.attribute("surveytrigger_zendesk_http_target.old", "id"), w.attribute(webhooks.address("stella"), "id")
	notify := func(field, to string) string {
		return rule(lines(solvedLine, chatLine), ``, fmt.Sprintf(`{"field": %q, "value": [%q, "{\"ticket\": \"{{ticket.id}}\"}"]}`, field, to))
	}
	moved := func(config, sent string) {
		t.Helper()
		a.forget()
		w.configure(config)
		for _, change := range w.plan().ResourceChanges {
			if change.Address == sends.address("chat") && (!change.Change.Actions.Update() || !slices.Equal(changed(change.Change), []string{"target_id", "webhook_id"})) {
				t.Errorf("%v of %v", change.Change.Actions, changed(change.Change))
			}
		}
		w.apply()
		a.sent(sends, "chat", id, sent)
		w.noChanges()
	}
	moved(byTarget, notify("notification_target", target))

	a.call("PUT", "/triggers/"+id, map[string]any{"trigger": map[string]any{"title": "Mine"}})
	if changes := w.changes(); !slices.Equal(changes, []string{"update " + sends.address("chat")}) {
		t.Errorf("the title alone has changed, got %v", changes)
	}
	w.apply()
	moved(byWebhook, notify("notification_webhook", hook))
}

// A send that shall not run yet is created by one request and switched on by
// one job.
func TestAnInactiveSendIsCreatedByOneRequest(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + sends.prelude)
	w.apply()
	a.forget()
	w.configure(a.provider() + sends.prelude + sends.block("chat", attributes{"active": "false"}))
	w.apply()
	writes := a.writes()
	if len(writes) != 1 || writes[0].String() != "POST /api/v2/triggers" || !strings.Contains(string(writes[0].Body), `"active":false`) {
		t.Errorf("expected one create, got %s", describe(writes))
	}
	w.noChanges()
	a.forget()
	w.configure(a.provider() + sends.prelude + sends.block("chat"))
	w.apply()
	if writes := a.writes(); len(writes) != 1 || writes[0].String() != "POST /api/v2/trigger_categories/jobs" {
		t.Errorf("expected one job, got %s", describe(writes))
	}
	w.noChanges()
}
