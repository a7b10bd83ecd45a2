package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/twolisten"
)

// callZendesk calls the help desk's API as its admin; the connection may be
// dropped.
func (n *town) callZendesk(method, path, body string) (*http.Response, error) {
	n.t.Helper()
	variables := map[string]string{}
	for _, variable := range n.sandbox.Environment(n.url) {
		variables[variable.Name] = variable.Value
	}
	req, err := http.NewRequest(method, variables["ZENDESK_ENDPOINT"]+"/api/v2"+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+variables["ZENDESK_ACCESS_TOKEN"])
	return n.client.Do(req)
}

// zendesk calls the API and gives the named object of the answer.
func (n *town) zendesk(method, path, body, object string) map[string]any {
	n.t.Helper()
	resp, err := n.callZendesk(method, path, body)
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	var answer map[string]map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil || resp.StatusCode >= 300 || answer[object] == nil {
		n.t.Fatalf("%s %s: %d, want a %s: %s", method, path, resp.StatusCode, object, text)
	}
	return answer[object]
}

// connect sets up what the article does by hand: the target and the send trigger
// for the e-mail channel.
func (n *town) connect() {
	n.t.Helper()
	webhook := n.zendesk("POST", "/webhooks", fmt.Sprintf(`{"webhook":{"name":"Stella Connect","status":"active",
		"endpoint":"%s/stellaconnect/v1/auth","http_method":"POST","request_format":"json","subscriptions":["conditional_ticket_events"],
		"authentication":{"type":"basic_auth","add_position":"header","data":{"username":"connect","password":%q}}}}`,
		n.url, stellaconnect.ProductionKey), "webhook")
	payload, err := json.Marshal(`{"employee":{"email":"{{ticket.assignee.email}}"},"channel":"email",` +
		`"customer":{"email":"{{ticket.requester.email}}"},"ext_interaction_id":"{{ticket.id}}"}`)
	if err != nil {
		n.t.Fatal(err)
	}
	n.zendesk("POST", "/triggers", fmt.Sprintf(`{"trigger":{"title":"Send","conditions":{"all":[
		{"field":"status","operator":"value","value":"solved"},{"field":"via_id","operator":"is","value":"4"}]},
		"actions":[{"field":"notification_webhook","value":[%q,%s]}]}}`, webhook["id"], payload), "trigger")
}

// open creates a ticket that came by e-mail and gives its id.
func (n *town) open(agent string) (ticketID string) {
	n.t.Helper()
	ticket := n.zendesk("POST", "/tickets", fmt.Sprintf(`{"ticket":{"subject":"Help","via_id":4,"assignee_email":%q,
		"requester":{"name":"Carl","email":"carl@example.net"},"comment":{"body":"It broke"}}}`, agent), "ticket")
	return fmt.Sprint(ticket["id"])
}

const solved = `{"ticket":{"status":"solved"}}`

// solve opens a ticket and solves it.
func (n *town) solve(agent string) (ticketID string) {
	n.t.Helper()
	ticketID = n.open(agent)
	n.zendesk("PUT", "/tickets/"+ticketID, solved, "ticket")
	return ticketID
}

func TestASolvedTicketAsksItsCustomer(t *testing.T) {
	for _, mode := range engine.Modes() {
		t.Run(string(mode), func(t *testing.T) {
			n := newTown(t, Options{Mode: mode})
			n.connect()
			good, bad := n.solve("ana.agent@example.com"), n.solve("noah.new@example.com")
			surveys := n.surveys()
			if len(surveys) != 2 {
				t.Fatalf("two solved tickets made %d decisions: %+v", len(surveys), surveys)
			}
			if got := surveys[0]; got.Outcome != engine.Sent || got.TicketID != good || got.CustomerEmail != "carl@example.net" {
				t.Errorf("ticket %s: %+v, want a survey to carl@example.net", good, got)
			}
			if got := surveys[1]; got.Reason != "Employee profile not complete" || got.TicketID != bad {
				t.Errorf("ticket %s: %+v, want none for an agent without a profile", bad, got)
			}
		})
	}
}

func TestALostAnswerStillSolvedTheTicketAndAsked(t *testing.T) {
	n := newTown(t, Options{})
	n.connect()
	n.script(`{"system":"zendesk","method":"PUT","path":"/api/v2/tickets/*","kind":"drop_after_commit"}`)
	ticket := n.open("ana.agent@example.com")
	if resp, err := n.callZendesk("PUT", "/tickets/"+ticket, solved); err == nil {
		t.Fatalf("got an answer: %s", resp.Status)
	}
	if surveys := n.surveys(); len(surveys) != 1 || surveys[0].Outcome != engine.Sent {
		t.Errorf("surveys %+v, want the one of the solved ticket", surveys)
	}
}

func TestNoSecretOfTheSetUpIsInTheLog(t *testing.T) {
	n := newTown(t, Options{})
	n.connect()
	n.zendesk("POST", "/webhooks", fmt.Sprintf(`{"webhook":{"name":"By header","status":"active","endpoint":"https://surveys.example.com",
		"http_method":"POST","request_format":"json","authentication":{"type":"api_key","add_position":"header",
		"data":{"name":"x-api-key","value":%q}}}}`, stellaconnect.ProductionKey), "webhook")
	n.solve("ana.agent@example.com")
	log := n.do("GET", "/_sandbox/requests", "", 200)
	if strings.Contains(log, stellaconnect.ProductionKey) {
		t.Errorf("the log shows the key: %s", log)
	}
	if !strings.Contains(log, `"password":"[redacted]"`) {
		t.Errorf("the log does not show that there was one: %s", log)
	}
}

// listenIn sets up what the article of 2listen does by hand: the HTTP target, and the automation that notifies it once
// a ticket has been solved for two hours.
func (n *town) listenIn() {
	n.t.Helper()
	variables := map[string]string{}
	for _, variable := range n.sandbox.Environment(n.url) {
		variables[variable.Name] = variable.Value
	}
	target := n.zendesk("POST", "/targets", fmt.Sprintf(`{"target":{"type":"http_target","title":"2listen","target_url":%q,"method":"post",
		"content_type":"application/json","username":%q,"password":%q}}`, variables["TWO_LISTEN_URL"], variables["TWO_LISTEN_USER"], variables["TWO_LISTEN_TOKEN"]), "target")
	payload, err := json.Marshal(`{"nome":"{{ticket.requester.name}}","email":"{{ticket.requester.email}}"}`)
	if err != nil {
		n.t.Fatal(err)
	}
	n.zendesk("POST", "/automations", fmt.Sprintf(`{"automation":{"title":"2listen","conditions":{"all":[
		{"field":"status","operator":"is","value":"solved"},{"field":"SOLVED","operator":"greater_than","value":"1"},
		{"field":"current_tags","operator":"not_includes","value":"pesquisa2listen_disparada"},{"field":"ticket_is_public","operator":"is","value":"public"}]},
		"actions":[{"field":"notification_target","value":["%s",%s]},{"field":"current_tags","value":"pesquisa2listen_disparada"}]}}`,
		target["id"], payload), "automation")
}

func (n *town) pass(duration string) {
	n.t.Helper()
	n.do("POST", "/_sandbox/clock/advance", fmt.Sprintf(`{"duration":%q}`, duration), 200)
}

// The article of 2listen: asked are the customers whose tickets stay solved, once, two hours later.
func TestAnAutomationAsksTwoHoursLater(t *testing.T) {
	for _, mode := range engine.Modes() {
		t.Run(string(mode), func(t *testing.T) {
			n := newTown(t, Options{Mode: mode})
			n.listenIn()
			asked, reopened := n.solve("ana.agent@example.com"), n.solve("ana.agent@example.com")
			n.zendesk("POST", "/tickets", `{"ticket":{"status":"solved","comment":{"body":"only a note","public":false}}}`, "ticket")
			n.pass("1h")
			n.zendesk("PUT", "/tickets/"+reopened, `{"ticket":{"status":"open"}}`, "ticket")
			n.pass("1h")
			n.zendesk("PUT", "/tickets/"+reopened, solved, "ticket")
			n.pass("1h")
			surveys := n.surveys()
			if len(surveys) != 1 || surveys[0].TicketID != asked || surveys[0].Outcome != engine.Sent ||
				surveys[0].Backend != twolisten.Backend || surveys[0].CustomerEmail != "carl@example.net" {
				t.Fatalf("surveys %+v, want one for ticket %s", surveys, asked)
			}
			n.pass("1h")
			if surveys = n.surveys(); len(surveys) != 2 || surveys[1].TicketID != reopened {
				t.Errorf("surveys %+v, want the second for ticket %s, two hours after its second solve", surveys, reopened)
			}
			n.pass("20h")
			if got := len(n.surveys()); got != 2 {
				t.Errorf("%d surveys in the end, want 2", got)
			}
		})
	}
}

// Who leaves the help desk's own survey on has its customers asked twice, and sees it in the outbox.
func TestTheOwnSurveyAsksASecondTime(t *testing.T) {
	n := newTown(t, Options{})
	n.listenIn()
	ticket := n.solve("ana.agent@example.com")
	n.pass("25h")
	var kinds []string
	for _, mail := range n.sandbox.World().Outbox.All() {
		if mail.Kind != engine.NotificationEmail && mail.TicketID == ticket && mail.To == "carl@example.net" {
			kinds = append(kinds, string(mail.Kind))
		}
	}
	if got := strings.Join(kinds, " "); got != "survey native_csat" {
		t.Errorf("the customer got %q, want one survey of each", got)
	}
}
