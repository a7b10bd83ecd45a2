package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// What is in the account before an example looks for it.

func anExistingCheckbox(a *account) {
	a.call(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{
		"type": "checkbox", "title": "Do not Send Stella Connect Survey",
	}})
}

func anExistingExclusion(a *account) {
	a.call(http.MethodPost, "/triggers", map[string]any{"trigger": map[string]any{
		"title":      "Legal cases: do not survey",
		"conditions": map[string]any{"all": []any{map[string]any{"field": "current_tags", "operator": "includes", "value": "legal_case"}}},
		"actions":    []any{map[string]any{"field": "current_tags", "value": "no_survey"}},
	}})
}

func anExistingWebhook(a *account) {
	a.call(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Stella Connect", "endpoint": "https://api.stellaconnect.net/v1/auth", "http_method": "POST",
		"request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})
}

// theNameIsFound expects that the example's exclusion looks at an id of the
// account.
func theNameIsFound(field string) func(*testing.T, *account, *workspace) {
	return func(t *testing.T, a *account, _ *workspace) {
		own := ownTriggers(a)
		if len(own) != 1 {
			t.Fatalf("one exclusion expected, got %q", own)
		}
		conditions := asJSON(a.triggers()[own[0]]["conditions"])
		_, rest, found := strings.Cut(conditions, `"field":"`+field+`"`)
		if _, value, _ := strings.Cut(rest, `"value":`); !found || !strings.ContainsAny(strings.Trim(value, `["`)[:1], "123456789") {
			t.Errorf("no id for %s in %s", field, conditions)
		}
	}
}

func theOutputIsKnown(name string) func(*testing.T, *account, *workspace) {
	return func(t *testing.T, _ *account, w *workspace) {
		var text string
		if w.output(name, &text); text == "" {
			t.Errorf("the output %s is empty", name)
		}
	}
}

func theLanguagesAreListed(t *testing.T, _ *account, w *workspace) {
	var languages []string
	if w.output("languages", &languages); len(languages) == 0 || languages[0] != "en-US" {
		t.Errorf("the account's languages, its own first: got %q", languages)
	}
}

func theCategoryFollows(t *testing.T, a *account, _ *workspace) {
	var names []string
	for _, category := range a.list("/trigger_categories", "trigger_categories") {
		names = append(names, category["name"].(string))
	}
	if strings.Join(names, " ") != "Notifications Surveys" {
		t.Errorf("the categories are %q", names)
	}
}

func theTargetIsConnected(t *testing.T, a *account, w *workspace) {
	targets := a.list("/targets", "targets")
	if len(targets) != 1 || targets[0]["target_url"] != "https://api.stellaconnect.net/v1/auth" || targets[0]["active"] != true {
		t.Errorf("one target for Stella Connect expected, got %v", targets)
	}
	if strings.Contains(readFile(t, w.dir+"/terraform.tfstate"), a.env["STELLA_CONNECT_PRODUCTION_KEY"]) {
		t.Error("the key is in state")
	}
}

func zendeskSurveysNobody(t *testing.T, a *account, _ *workspace) {
	if a.zendeskSurveys() {
		t.Error("Zendesk still sends its own survey")
	}
}

// zendeskSurveys says whether Zendesk's own survey is on.
func (a *account) zendeskSurveys() bool {
	a.t.Helper()
	return slices.ContainsFunc(a.list("/automations", "automations"), func(automation map[string]any) bool {
		return strings.HasPrefix(automation["title"].(string), "Request customer satisfaction") && automation["active"] == true
	})
}

func theSecretIsNotStored(t *testing.T, a *account, w *workspace) {
	hook := w.attribute("surveytrigger_zendesk_webhook.surveys", "id")
	read := false
	for _, request := range a.requests() {
		read = read || request.String() == "GET /api/v2/webhooks/"+hook+"/signing_secret"
	}
	if !read {
		t.Error("the secret was never read")
	}
	secret := a.call(http.MethodGet, "/webhooks/"+hook+"/signing_secret", nil)["signing_secret"].(map[string]any)["secret"].(string)
	if state := readFile(t, w.dir+"/terraform.tfstate"); secret == "" || strings.Contains(state, secret) {
		t.Error("the secret is in state")
	}
}
