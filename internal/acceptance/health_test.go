package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// keyed is a send whose webhook has the key, and a version of it.
func (s *stage) keyed(key string, version int) string {
	return s.hook("stella", attributes{"authentication": fmt.Sprintf(`{ basic = { username = "connect", password_wo = %q, password_wo_version = %d } }`, key, version)}) +
		s.send("email", nil, attributes{"webhook_id": webhooks.address("stella") + ".id"})
}

// hook is a webhook of Stella Connect with the right key.
func (s *stage) hook(name string, layers ...attributes) string {
	text := webhooks.block(name, append([]attributes{{
		"endpoint":       fmt.Sprintf("%q", s.env["STELLA_CONNECT_ENDPOINT"]+"/v1/auth"),
		"authentication": fmt.Sprintf(`{ basic = { username = "connect", password_wo = %q, password_wo_version = 1 } }`, s.env["STELLA_CONNECT_PRODUCTION_KEY"]),
	}}, layers...)...)
	return strings.TrimSuffix(text, "}\n") + "  lifecycle { create_before_destroy = true }\n}\n"
}

// histories are the requests for deliveries.
func (s *stage) histories() int {
	return len(slices.DeleteFunc(s.requests(), func(r request) bool { return !strings.HasSuffix(r.Path, "/invocations") }))
}

// expectFailing plans and expects one warning of the webhook that names the status.
func (s *stage) expectFailing(w *workspace, args ...string) {
	s.t.Helper()
	id := w.attribute(webhooks.address("stella"), "id")
	found := w.tell(append([]string{"plan", "-input=false"}, args...)...)
	if len(found) != 1 || found[0].Severity != "warning" || found[0].Summary != "Deliveries of webhook "+id+" fail" ||
		!strings.Contains(found[0].Detail, "status 403") || !strings.Contains(found[0].Detail, `"stella"`) {
		s.t.Errorf("%v: one warning of the webhook %s expected, got %v", args, id, found)
	}
}

// A wrong key after a rotation: the apply succeeds, and nobody is surveyed. The next
// plan says so until a delivery succeeds.
func TestAPlanSaysThatAReceiverRefusesEveryRequest(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	right := s.env["STELLA_CONNECT_PRODUCTION_KEY"]
	w := s.shell(s.config("%s", s.keyed(right, 1)))
	w.apply()
	s.gets(1, 4)
	w.green()

	s.later("1m") // times are whole seconds
	w.configure(s.config("%s", s.keyed("wrong", 2)))
	w.apply()
	if warnings := w.green(); len(warnings) != 0 {
		t.Errorf("nothing was delivered since the change: %v", warnings)
	}
	s.gets(0, 4)
	s.gets(0, 4)
	s.forget()
	s.expectFailing(w)
	if asked := s.histories(); asked != 1 {
		t.Errorf("%d requests for one webhook", asked)
	}
	s.expectFailing(w, "-refresh-only")
	s.forget()
	if found := w.tell("plan", "-input=false", "-refresh=false"); len(found) != 0 || len(s.requests()) != 0 {
		t.Errorf("nothing is asked without refresh, got %v and %s", found, describe(s.requests()))
	}

	w.configure(s.checked(`{ failed_deliveries = "off" }`, s.keyed("wrong", 2)))
	s.forget()
	if found := w.tell("plan", "-input=false"); len(found) != 0 || s.histories() != 0 {
		t.Errorf("it is off, got %v and %s", found, describe(s.requests()))
	}

	w.configure(s.config("%s", s.keyed(right, 3)))
	w.apply()
	s.gets(1, 4)
	if warnings := w.green(); len(warnings) != 0 {
		t.Errorf("the last delivery succeeded: %v", warnings)
	}
}

// A scheduled plan may fail for it, but never the plan that repairs the webhook, its
// replacement or its end.
func TestAScheduledPlanFailsForAReceiverThatRefuses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	loud := func(key string, version int) string {
		return s.checked(`{ failed_deliveries = "error" }`, s.keyed(key, version))
	}
	w := s.shell(loud("wrong", 1))
	w.apply()
	s.gets(0, 4)
	found := w.errors("plan", "-input=false")
	if len(found) != 1 || found[0].Summary != "Deliveries of a webhook fail" || !strings.Contains(found[0].Detail, "status 403") || !strings.HasPrefix(found[0].line(), "endpoint") {
		t.Errorf("one error expected, got %v", found)
	}
	w.configure(loud(s.env["STELLA_CONNECT_PRODUCTION_KEY"], 2))
	s.expectFailing(w)
	w.apply()
	s.gets(1, 4)
	w.destroy()
}

// An older account, or a credential without the right: nothing fails, and the plan
// says once what it could not check.
func TestAnAccountWithoutAHistoryOfDeliveries(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"forbidden", "absent"} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.zendesk(map[string]any{"native_csat": "absent", "webhook_history": policy})
			w := s.shell(s.checked(`{ failed_deliveries = "error" }`, s.hook("one")+s.hook("two")))
			w.apply()
			warnings := w.green()
			if len(warnings) != 1 || warnings[0].Summary != "Deliveries of webhooks were not checked" {
				t.Errorf("one warning expected, got %v", warnings)
			}
			w.configure(s.checked(`{ failed_deliveries = "off" }`, s.hook("one")+s.hook("two")))
			if warnings := w.green(); len(warnings) != 0 {
				t.Errorf("no warning expected, got %v", warnings)
			}
		})
	}
}

// The data source counts the failures since the last success.
func TestADataSourceTellsHowDeliveriesEnded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	const asks = `data "surveytrigger_zendesk_webhook_health" "stella" { webhook_id = surveytrigger_zendesk_webhook.stella.id }
output "last" { value = [data.surveytrigger_zendesk_webhook_health.stella.last_delivery] }
output "failed" { value = data.surveytrigger_zendesk_webhook_health.stella.failed_in_a_row }
`
	w := s.shell("")
	expect := func(when string, failed int, last string) {
		t.Helper()
		w.apply()
		var inARow int
		var deliveries []map[string]any
		w.output("failed", &inARow)
		w.output("last", &deliveries)
		told := "none"
		if delivery := deliveries[0]; delivery != nil {
			told = fmt.Sprint(delivery["status"], " ", delivery["code"], " ", delivery["at"] != "")
		}
		if inARow != failed || told != last {
			t.Errorf("%s: %d in a row, last %s; expected %d and %s", when, inARow, told, failed, last)
		}
	}
	w.configure(s.config("%s", s.keyed(s.env["STELLA_CONNECT_PRODUCTION_KEY"], 1)+asks))
	expect("before any delivery", 0, "none")
	s.gets(1, 4)
	expect("after a success", 0, "success 200 true")
	s.call(http.MethodPatch, "/webhooks/"+w.attribute(webhooks.address("stella"), "id"), map[string]any{"webhook": map[string]any{
		"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": "wrong"}},
	}})
	s.later("1m") // times are whole seconds
	s.gets(0, 4)
	s.gets(0, 4)
	expect("after two failures", 2, "terminated 403 true")

	w.configure(s.config("%s", s.keyed(s.env["STELLA_CONNECT_PRODUCTION_KEY"], 2)+asks))
	w.apply()
	s.later("1m")
	s.gets(1, 4)
	expect("after another success", 0, "success 200 true")

	w.configure(s.config("data \"surveytrigger_zendesk_webhook_health\" \"gone\" {\n  webhook_id = \"01ABC\"\n}\n"))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "No history of this webhook" || !strings.Contains(found[0].Detail, "has no webhook 01ABC") || !strings.HasPrefix(found[0].line(), `webhook_id`) {
		t.Errorf("one error with the id expected, got %v", found)
	}
}

// theCheckFailsForAWrongKey lets a hand-made trigger notify the example's webhook.
func theCheckFailsForAWrongKey(t *testing.T, a *account, w *workspace) {
	a.reachStellaConnect()
	hook := a.list("/webhooks", "webhooks")[0]["id"].(string)
	send := a.foreign("By hand", map[string]any{"actions": []any{map[string]any{"field": "notification_webhook", "value": []string{hook, "{}"}}}, "conditions": map[string]any{
		"all": []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}},
	}})
	a.solve(ticket{via: 4})
	a.call(http.MethodDelete, "/triggers/"+send, nil)
	a.pointWebhooks("https://api.stellaconnect.net")
	if output := w.run("plan", "-input=false", "-no-color"); !strings.Contains(output, "Check block assertion failed") || !strings.Contains(output, "does not take survey requests") {
		t.Errorf("the check did not fail: %s", output)
	}
}
