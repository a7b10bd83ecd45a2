package acceptance

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// everything is a first configuration that the account would have a say in.
func everything() string {
	return sends.prelude + targets.block("old", attributes{"username": connectTarget}) + categories.block("home") + csatOff +
		exclusions.block("vip", attributes{"conditions": `{ all = [{ field = "mood", operator = "is", value = "bad" }, { field = "custom_fields_999", operator = "is", value = "true" }] }`}) +
		sends.block("chat", attributes{
			"channel": `"phone"`, "exclude_checkbox_field_ids": `["999"]`, "exclude_tags": `["not_surveyed"]`, "evaluate_after": `[surveytrigger_zendesk_exclusion_trigger.vip.id]`, "category_id": `"4711"`, "sent_tag": `"surveyed"`,
		}) + automations.block("quiet", tagged("surveyed"), attributes{"until_hours": "30", "conditions": `{ all = [{ field = "group_id", operator = "is", value = "4711" }] }`})
}

// Without a connection one can plan what is to be created: the checks against the
// account are left out, with one warning, whether nobody answers or an answer never
// ends. An account that cannot be asked is not asked for other things.
func TestAFirstPlanNeedsNoConnection(t *testing.T) {
	t.Parallel()
	planned := func(t *testing.T, a *account, endpoint string) {
		t.Helper()
		w := a.process(everything())
		w.setenv("ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ENDPOINT="+endpoint)
		if told := w.tell("plan", "-out=offline.plan"); len(told) != 1 || told[0].Severity != "warning" || told[0].Summary != notMade {
			t.Errorf("one warning that nothing was checked expected, got %v", told)
		}
		if created := strings.Count(w.run("show", "-json", "offline.plan"), `"actions":["create"]`); created != 10 {
			t.Errorf("everything is planned, got %d", created)
		}
	}
	t.Run("nobody answers", func(t *testing.T) {
		t.Parallel()
		planned(t, start(t), "http://"+closedPort(t)+"/zendesk")
	})
	t.Run("no answer ends", func(t *testing.T) {
		t.Parallel()
		a := start(t)
		var mu sync.Mutex
		var asked []string
		g := a.gate(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked = append(asked, r.URL.Path)
			mu.Unlock()
			if strings.HasSuffix(r.URL.Path, "/triggers/definitions") {
				<-r.Context().Done() // until the provider has had enough
				return
			}
			w.WriteHeader(http.StatusNotFound)
		})
		planned(t, a, g.url)
		mu.Lock()
		defer mu.Unlock()
		if slices.ContainsFunc(asked, func(path string) bool { return !strings.HasSuffix(path, "/triggers/definitions") }) || len(asked) == 0 {
			t.Errorf("an account that does not answer is asked once, got %q", asked)
		}
	})
}

// A server that does not show the catalogue, and answers everything else, is told of once.
// What needs other lists only is compared all the same: two sends for one ticket, a webhook
// and a field that the account does not have.
func TestACatalogueThatMayNotBeSeenIsLeftOut(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "hook", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})["webhook"].(map[string]any)["id"].(string)
	const notCompared = "Conditions were not compared with the account"
	refuses := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	}
	for name, answer := range map[string]http.HandlerFunc{
		"forbidden":       refuses(http.StatusForbidden),
		"not there":       refuses(http.StatusNotFound),
		"not allowed":     refuses(http.StatusMethodNotAllowed),
		"not implemented": refuses(http.StatusNotImplemented),
		"empty":           func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"definitions": {}}`)) },
	} {
		p := newProtocol(t)
		p.configure(merged(a.section(), map[string]any{"endpoint": a.lacking(map[string]http.HandlerFunc{"GET /triggers/definitions": answer}).url}))
		told := map[string]int{}
		for _, row := range []struct {
			kind   string
			config map[string]any
		}{
			{"send_trigger", send(map[string]any{"title": "One", "webhook_id": hook, "sent_tag": "one", "conditions": when(condition("mood", "is", "good"), condition("group_id", "is", "4711"))})},
			{"send_trigger", send(map[string]any{"title": "Two", "webhook_id": hook, "sent_tag": "two"})},
			{"send_trigger", send(map[string]any{"title": "Three", "channel": "phone", "conditions": when(condition("custom_fields_999", "is", "true"))})},
			{"send_automation", quietly(map[string]any{"exclude_checkbox_field_ids": []any{"998"}})},
		} {
			kind := "surveytrigger_zendesk_" + row.kind
			for _, found := range p.plan(kind, p.value(p.types[kind], row.config)) {
				told[found.Severity.String()+": "+found.Summary]++
			}
		}
		expected := map[string]int{
			"WARNING: " + notCompared: 1, "WARNING: A ticket may get two surveys": 2, "WARNING: Zendesk's own survey is active as well": 1,
			"ERROR: Webhook not found": 2, "ERROR: The account has no such field": 2,
		}
		if !maps.Equal(told, expected) {
			t.Errorf("%s: got %v, want %v", name, told, expected)
		}
	}
}

// A wrong credential is not a missing connection: the plan says so, once.
func TestAWrongCredentialIsOneErrorOfAFirstPlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	listed := a.foreign("VIP", map[string]any{"actions": []any{map[string]any{"field": "current_tags", "value": "not_surveyed"}}})
	wrong := func(config string) []told {
		w := a.process(config)
		w.setenv("ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=wrong-token")
		return w.errors("plan")
	}
	explained(t, "all kinds", wrong(everything()), []string{"401", "Couldn't authenticate you"}, []string{"An access token may have expired"})
	found := wrong(sends.prelude + sends.block("chat", attributes{"exclude_tags": `["not_surveyed"]`, "evaluate_after": `["` + listed + `"]`}))
	if len(found) != 1 || found[0].Summary != "Cannot plan zendesk_send_trigger" {
		t.Errorf("one send that lists an exclusion is one error, got %v", found)
	}
}
