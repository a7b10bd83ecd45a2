package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A webhook without subscriptions, as API clients make it, is notified by triggers and
// is imported. A second one that makes the same call is named.
func TestAWebhookWithoutSubscriptionsIsOneForTriggers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	found := s.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "By a script", "endpoint": s.env["STELLA_CONNECT_ENDPOINT"] + "/v1/auth", "http_method": "post", "request_format": "json", "status": "active",
		"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": s.env["STELLA_CONNECT_PRODUCTION_KEY"]}},
	}})["webhook"].(map[string]any)["id"].(string)
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"webhook_id": fmt.Sprintf("%q", found)})))
	w.write("imports.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", webhooks.address("found"), found))
	w.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	s.forget()
	w.apply()
	if wrote := s.writes(); slices.ContainsFunc(wrote, func(r request) bool { return strings.Contains(r.Path, "/webhooks") }) {
		t.Errorf("the import writes nothing, got %s", describe(wrote))
	}
	w.noChanges()
	s.gets(1, 4)

	w.write("second.tf", s.hook("second", attributes{"name": `"By a script"`}))
	said := w.green()
	if !slices.ContainsFunc(said, func(each told) bool { return strings.Contains(each.Summary+each.Detail, found) }) {
		t.Errorf("no warning names the webhook %s: %v", found, said)
	}
}
