package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
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

// An agent who may not see the catalogue is not kept from anything, but told once that
// nothing was checked.
func TestACatalogueThatMayNotBeSeenIsLeftOut(t *testing.T) {
	t.Parallel()
	a := start(t)
	for name, answer := range map[string]http.HandlerFunc{
		"forbidden": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		"not there": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) },
		"something else": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"definitions": {"conditions_all": "none"}}`))
		},
		"empty": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"definitions": {}}`)) },
	} {
		g := a.gate(answer)
		p := newProtocol(t)
		p.configure(merged(a.section(), map[string]any{"endpoint": g.url}))
		warnings := 0
		for kind, config := range map[string]map[string]any{
			"send_trigger":    send(map[string]any{"conditions": when(condition("custom_fields_999", "is", "true"))}),
			"send_automation": quietly(map[string]any{"exclude_checkbox_field_ids": []any{"999"}}),
		} {
			kind = "surveytrigger_zendesk_" + kind
			for _, found := range p.plan(kind, p.value(p.types[kind], config)) {
				if warnings++; found.Severity != tfprotov6.DiagnosticSeverityWarning || found.Summary != notMade {
					t.Errorf("%s, %s: got %s: %s", name, kind, found.Summary, found.Detail)
				}
			}
		}
		if warnings != 1 {
			t.Errorf("%s: one warning expected, got %d", name, warnings)
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
