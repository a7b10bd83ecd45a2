package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// noSuchEndpoint is what Zendesk says of a path that an account does not have.
var noSuchEndpoint = answered(http.StatusNotFound, "application/json", `{"error":"InvalidEndpoint","description":"Not found"}`)

// Where the list of HTTP targets is gone, too, the error holds the webhook to use.
func TestAnAccountWhoseTargetsAreGoneIsToldOfTheWebhook(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.env["ZENDESK_ENDPOINT"] = s.lacking(map[string]http.HandlerFunc{"GET /targets": noSuchEndpoint, "POST /targets": noSuchEndpoint}).url
	w := s.shell(s.config("%s", targets.block("old")))
	told := w.errors("apply", "-auto-approve")
	if len(told) != 1 || told[0].Summary != "This account cannot create HTTP targets" || !strings.Contains(told[0].Detail, `resource "surveytrigger_zendesk_webhook" "survey" {`) {
		t.Errorf("one error with the webhook expected, got %v", told)
	}
}

// An account without automations has none that notify a webhook, so that it can be
// deleted. One that may not see them may have some.
func TestAWebhookIsDeletedWhereTheAccountHasNoAutomations(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		answer  http.HandlerFunc
		deleted bool
	}{
		"none":        {noSuchEndpoint, true},
		"forbidden":   {answered(http.StatusForbidden, "application/json", `{"error":{"title":"Forbidden","message":"You do not have access"}}`), false},
		"not Zendesk": {notFoundPage, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.zendesk(map[string]any{"native_csat": "absent"})
			w := s.shell(s.config("%s", webhooks.block("own")))
			w.apply()
			before := len(s.list("/webhooks", "webhooks"))
			s.env["ZENDESK_ENDPOINT"] = s.lacking(map[string]http.HandlerFunc{"GET /automations": row.answer}).url
			w.configure(s.config(""))
			if row.deleted {
				w.apply()
			} else {
				w.errors("apply", "-auto-approve")
			}
			if got, want := before-len(s.list("/webhooks", "webhooks")), map[bool]int{true: 1}[row.deleted]; got != want {
				t.Errorf("%d webhooks were deleted instead of %d", got, want)
			}
		})
	}
}

// What the plan of an account does not include is named as that, and not as a proxy's
// answer.
func TestAListThatTheAccountDoesNotOfferIsNamed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.env["ZENDESK_ENDPOINT"] = s.lacking(map[string]http.HandlerFunc{"GET /custom_statuses": noSuchEndpoint, "GET /ticket_forms": noSuchEndpoint}).url
	w := s.shell(s.config("%s", `
data "surveytrigger_zendesk_custom_status" "one" { name = "Waiting" }
data "surveytrigger_zendesk_ticket_form" "one" { name = "Default" }
`))
	told := w.errors("plan")
	for _, each := range told {
		if !strings.Contains(each.Detail, "does not have this list") || strings.Contains(each.Detail, "web server") {
			t.Errorf("the error blames somebody else: %v", each)
		}
	}
	if len(told) != 2 {
		t.Errorf("two errors expected, got %v", told)
	}
}
