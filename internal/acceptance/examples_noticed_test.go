package acceptance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func theProviderIsConfigured(t *testing.T, a *account, w *workspace) {
	w.write("field.tf", `
resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not send"
}
`)
	w.apply()
	// The subdomain stands in the example, the endpoint in the environment.
	if account := w.attribute("surveytrigger_zendesk_ticket_field.do_not_send", "account"); account != strings.TrimPrefix(a.url, "http://") {
		t.Errorf("the account is %q, and %s was asked", account, a.url)
	}
	if len(a.writes()) != 1 {
		t.Errorf("one field is one request, got %v", a.writes())
	}
}

func theRequestIsShown(t *testing.T, _ *account, w *workspace) {
	var request map[string]any
	w.output("request", &request)
	customer, _ := request["customer"].(map[string]any)
	if customer["name"] != `Carla "CC" Customer` || request["do_not_send"] != "1" || request["ext_interaction_id"] != "35436" {
		t.Errorf("not what Stella Connect would get: %v", request)
	}
}

func thePayloadsAreShown(t *testing.T, _ *account, w *workspace) {
	var chat, store string
	w.output("chat", &chat)
	w.output("store", &store)
	if !strings.Contains(chat, `"channel": "chat"`) || !strings.Contains(chat, "{{ ticket.ticket_field_360047521234 }}") {
		t.Errorf("the chat's payload: %s", chat)
	}
	if !strings.Contains(store, `"channel": "store"`) || !strings.Contains(store, "ticket_field_option_title_360047525678") || !strings.Contains(store, "ticket.brand.name") {
		t.Errorf("the store's payload: %s", store)
	}
}

func thePlaceholdersSurvive(t *testing.T, _ *account, w *workspace) {
	var body string
	w.output("payload", &body)
	if !strings.Contains(body, `"subject": "{{ ticket.title |`) || !strings.Contains(body, `"event": "ticket_solved"`) {
		t.Errorf("not a template of the body: %s", body)
	}
}

func theWebhookIsConnected(t *testing.T, a *account, w *workspace) {
	hooks := a.list("/webhooks", "webhooks")
	if len(hooks) != 1 || hooks[0]["endpoint"] != "https://api.stellaconnect.net/v1/auth" || hooks[0]["status"] != "active" {
		t.Errorf("one webhook to Stella Connect expected, got %v", hooks)
	}
	for _, file := range []string{"terraform.tfstate", "test.plan"} {
		if strings.Contains(readFile(t, w.dir+"/"+file), a.env["STELLA_CONNECT_PRODUCTION_KEY"]) {
			t.Errorf("the key is in %s", file)
		}
	}
}

func theFieldsAreOffered(t *testing.T, a *account, _ *workspace) {
	var offered []string
	for _, field := range a.list("/ticket_fields", "ticket_fields") {
		offered = append(offered, field["title"].(string))
	}
	for _, title := range []string{"Do not Send Stella Connect Survey", "Contact reason"} {
		if !slices.Contains(offered, title) {
			t.Errorf("agents see %q, not %q", offered, title)
		}
	}
}

func theCategoriesAreInOrder(t *testing.T, a *account, _ *workspace) {
	position := map[string]float64{}
	for _, category := range a.list("/trigger_categories", "trigger_categories") {
		position[category["name"].(string)] = category["position"].(float64)
	}
	if position["Survey exclusions"] == 0 || position["Survey exclusions"] >= position["Survey requests"] {
		t.Errorf("the exclusions' category comes first, got %v", position)
	}
}

func theTicketIsMarked(t *testing.T, a *account, w *workspace) {
	box := w.attribute("surveytrigger_zendesk_ticket_field.do_not_send", "id")
	for name, c := range map[string]struct {
		ticket ticket
		marked bool
	}{
		"a legal case":     {ticket{via: 4, tags: []string{"legal_case"}}, true},
		"an ordinary case": {ticket{via: 4}, false},
	} {
		solved := a.call(http.MethodGet, "/tickets/"+a.solve(c.ticket), nil)["ticket"].(map[string]any)
		if tagged := slices.Contains(solved["tags"].([]any), any("no_survey")); tagged != c.marked {
			t.Errorf("%s: tagged %v, expected %v", name, tagged, c.marked)
		}
		if ticked := checkbox(solved, box); ticked != c.marked {
			t.Errorf("%s: ticked %v, expected %v", name, ticked, c.marked)
		}
	}
}

func checkbox(ticket map[string]any, fieldID string) bool {
	for _, each := range ticket["custom_fields"].([]any) {
		if field := each.(map[string]any); number(field["id"]) == fieldID {
			return field["value"] == true
		}
	}
	return false
}

func theExclusionRunsFirst(t *testing.T, a *account, _ *workspace) {
	a.reachStellaConnect()
	customer := a.solve(ticket{via: 4})
	if surveys := a.surveysOf(customer); len(surveys) != 1 || surveys[0].Outcome != "sent" {
		t.Errorf("the customer gets one survey, got %+v", surveys)
	}
	if surveys := a.surveysOf(a.solve(ticket{via: 4, tags: []string{"vip"}})); len(surveys) != 0 {
		t.Errorf("for the VIP nobody asks for one, got %+v", surveys)
	}
	a.call(http.MethodPut, "/tickets/"+customer, map[string]any{"ticket": map[string]any{"status": "open"}})
	a.call(http.MethodPut, "/tickets/"+customer, map[string]any{"ticket": map[string]any{"status": "solved"}})
	if surveys := a.surveysOf(customer); len(surveys) != 1 {
		t.Errorf("solved a second time, the ticket still has one survey, got %+v", surveys)
	}
	a.pointWebhooks("https://api.stellaconnect.net")
}

// reachStellaConnect lets Zendesk's webhooks find the Stella Connect of the
// sandbox in place of the real one.
func (a *account) reachStellaConnect() { a.pointWebhooks(a.env["STELLA_CONNECT_ENDPOINT"]) }

func (a *account) pointWebhooks(root string) {
	a.t.Helper()
	for _, hook := range a.list("/webhooks", "webhooks") {
		a.call(http.MethodPatch, "/webhooks/"+hook["id"].(string), map[string]any{"webhook": map[string]any{"endpoint": root + "/v1/auth"}})
	}
}

// everyChannelIsSurveyedOnce follows the stack from the test key to production.
func everyChannelIsSurveyedOnce(t *testing.T, a *account, w *workspace) {
	if !a.zendeskSurveys() {
		t.Error("the test key is no reason to deactivate Zendesk's own survey")
	}
	channels := map[string]int{"chat": 29, "email": 4, "phone": 34, "store": 55}
	for channel, via := range channels {
		surveys := a.surveysOf(a.solve(ticket{via: via}))
		if len(surveys) != 1 || surveys[0].Channel != channel || !surveys[0].Test || surveys[0].Outcome != "sent" {
			t.Errorf("test, %s: one survey to the test address expected, got %+v", channel, surveys)
		}
	}

	a.forget()
	w.apply("-var=stage=production")
	writes := a.writes()
	if len(writes) != 2 || !strings.HasPrefix(writes[0].String(), "PUT /api/v2/automations/") || !strings.HasPrefix(writes[1].String(), "PATCH /api/v2/webhooks/") {
		t.Fatalf("going live is one PUT of Zendesk's own survey, then one PATCH of the webhook, got %v", writes)
	}
	zendeskSurveysNobody(t, a, w)
	if sent := decode[map[string]map[string]json.RawMessage](t, writes[1])["webhook"]; len(sent) != 1 || sent["authentication"] == nil {
		t.Errorf("it changes the credential alone, got %s", writes[0].Body)
	}
	if changes := w.changes("-var=stage=production"); len(changes) > 0 {
		t.Errorf("in production there is still something to do: %v", changes)
	}

	for channel, via := range channels {
		surveys := a.surveysOf(a.solve(ticket{via: via}))
		if len(surveys) != 1 || surveys[0].Channel != channel || surveys[0].Test || surveys[0].Outcome != "sent" {
			t.Errorf("production, %s: one survey to the customer expected, got %+v", channel, surveys)
		}
		for _, tag := range []string{"legal_case", "survey_opt_out", "vip"} {
			surveys := a.surveysOf(a.solve(ticket{via: via, tags: []string{tag}}))
			if len(surveys) != 1 || !surveys[0].DoNotSend || surveys[0].Outcome != "not_sent" {
				t.Errorf("%s, tagged %s: a report without a survey expected, got %+v", channel, tag, surveys)
			}
		}
	}
	if surveys := a.surveysOf(a.solve(ticket{via: 57})); len(surveys) != 0 {
		t.Errorf("a text message is on no channel of the stack, got %+v", surveys)
	}
	var inForce bool
	if w.output("exclusion_in_force", &inForce); !inForce {
		t.Error("the stack says that the exclusion is not in force")
	}

	w.apply("-var=stage=test")
	if !a.zendeskSurveys() {
		t.Error("going back to the test key does not restore Zendesk's own survey")
	}
	w.apply("-var=stage=production", `-var=channels={chat={channel="chat",on_status="pending"}}`)
	for tag, outcome := range map[string]engine.Outcome{"": engine.Sent, "vip": engine.NotSent} {
		chat := a.open(ticket{via: 29, tags: []string{tag}})
		a.call(http.MethodPut, "/tickets/"+chat, map[string]any{"ticket": map[string]any{"status": "pending"}})
		if surveys := a.surveysOf(chat); len(surveys) != 1 || surveys[0].Outcome != outcome {
			t.Errorf("chats that become pending, tagged %q: %s expected, got %+v", tag, outcome, surveys)
		}
	}

	w.apply("-var=stage=production", `-var=agents={"noah.new@example.com"="Noah Newer"}`)
	a.approve("noah.new@example.com")
	if decided := a.decided("noah.new@example.com"); decided != "sent" {
		t.Errorf("an agent of the stack whose profile was approved: %s", decided)
	}
	a.expectStellaWrites("the agents of the stack", `PUT /noah.new@example.com {"first_name":"Noah","last_name":"Newer"}`)
}
