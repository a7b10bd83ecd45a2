package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// openBackend calls the API of the survey backend that speaks the open contract.
func (n *town) openBackend(method, path, body string, status int) map[string]any {
	n.t.Helper()
	req, err := http.NewRequest(method, n.url+"/backend/v1"+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+backend.Token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("If-Match", "*")
	req.Header.Set("Idempotency-Key", fmt.Sprintf("%x", sha256.Sum256([]byte(body))))
	resp, err := n.client.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	var answer map[string]any
	if len(bytes.TrimSpace(text)) > 0 {
		err = json.Unmarshal(text, &answer)
	}
	if err != nil || resp.StatusCode != status {
		n.t.Fatalf("%s %s: %s, want %d: %s", method, path, resp.Status, status, text)
	}
	return answer
}

// credentials are those that a person makes for a survey backend, as members of a connector.
var credentials = map[string]string{
	"kustomer": fmt.Sprintf(`"kustomer":{"api_key":%q}`, kustomer.ConnectorAPIKey),
	"zendesk":  fmt.Sprintf(`"zendesk":{"access_token":%q}`, zendesk.AccessToken),
}

// onEachOpenHelpDesk tells a story of the open backend and each help desk.
func onEachOpenHelpDesk(t *testing.T, story func(*town, helpDesk)) {
	for name, connect := range map[string]func(*town) helpDesk{"zendesk": newZendeskDesk, "kustomer": newKustomerDesk} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t, Options{})
			story(n, connect(n))
		})
	}
}

// distribute declares a distribution on a help desk; settings are further members, after a comma.
func (n *town) distribute(desk helpDesk, credential, settings string) {
	n.t.Helper()
	n.openBackend("POST", "/surveys", `{"name":"After CES","metric":"CES","question":"How easy was it?"}`, 201)
	n.openBackend("POST", "/connectors", fmt.Sprintf(`{"help_desk":%q,"url":%q,%s}`, desk.kind(), desk.url(), credential), 201)
	n.openBackend("POST", "/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1"`+settings+`}`, 201)
}

// lastPoll is why the connector's help desk could not be read, nil for nothing.
func (n *town) lastPoll() (failure any) {
	n.t.Helper()
	poll, polled := n.openBackend("GET", "/connectors/connector_1", "", 200)["last_poll"].(map[string]any)
	if !polled {
		n.t.Fatal("the connector was not polled")
	}
	return poll["error"]
}

func TestTheOpenBackendAsksWritesBackAndShowsWhatFailed(t *testing.T) {
	onEachOpenHelpDesk(t, func(n *town, desk helpDesk) {
		key := desk.field()
		n.distribute(desk, credentials[desk.kind()], fmt.Sprintf(`,"write_back":{"custom_field":%q}`, key))
		id := desk.write("email", anasAddress)
		desk.resolve(desk.write("email", noahAddress)) // not active
		desk.resolve(desk.write("chat", anasAddress))
		desk.resolve(id)
		n.pass("47h45m")
		n.wantAsked("before the quiet period is over")
		n.pass("15m")
		n.wantAsked("at the first poll after 48 hours", id+" CES")
		asked := n.surveys()[0] // before the decision about Noah's
		if asked.Backend != "open" || asked.CustomerEmail != "carl@example.net" || n.lastPoll() != nil {
			n.t.Errorf("survey %+v, last poll %v", asked, n.lastPoll())
		}
		if mails := n.sandbox.World().Outbox.All(); mails[len(mails)-1].Subject != "How easy was it?" {
			n.t.Errorf("the last e-mail is %+v, want the question", mails[len(mails)-1])
		}

		method, path := desk.noteCall(id)
		n.script(fmt.Sprintf(`{"system":%q,"method":%q,"path":%q,"kind":"500","times":2}`, desk.kind(), method, path))
		n.answer(asked.ID, 6)
		n.pass("15m")
		page := n.openBackend("GET", "/responses?write_back_state=pending&conversation_id="+id, "", 200)
		pending := page["data"].([]any)[0].(map[string]any)
		state := pending["write_back"].(map[string]any)
		if pending["score"] != float64(6) || pending["survey_id"] != "survey_1" || pending["agent_email"] != anasAddress ||
			state["attempts"] != float64(2) || !strings.Contains(fmt.Sprint(state["last_error"]), "status 500") {
			n.t.Errorf("response %v, want the rating and why it is not written", pending)
		}
		n.pass("15m")
		done := n.openBackend("GET", "/responses/"+fmt.Sprint(pending["id"]), "", 200)["write_back"].(map[string]any)
		if notes, score := desk.notes(id), desk.score(id, key); done["state"] != "done" || len(notes) != 1 || score != "6" {
			n.t.Errorf("write-back %v, notes %q, score %q, want one of each", done, notes, score)
		}
		if rest := n.openBackend("GET", "/responses?write_back_state=pending", "", 200)["data"].([]any); len(rest) != 0 {
			n.t.Errorf("still pending: %v", rest)
		}
	})
}

func TestTheOpenBackendSendsOnlyWhatIsDeclaredNow(t *testing.T) {
	onEachOpenHelpDesk(t, func(n *town, desk helpDesk) {
		n.distribute(desk, credentials[desk.kind()], `,"active":false`)
		first := desk.write("email", anasAddress)
		desk.resolve(first)
		n.pass("50h")
		n.wantAsked("while it is inactive")
		n.openBackend("PATCH", "/trigger_distributions/trigger_distribution_1", `{"active":true}`, 200)
		n.pass("15m")
		n.wantAsked("activated", first+" CES")
		n.openBackend("PATCH", "/trigger_distributions/trigger_distribution_1", `{"quiet_period_hours":1}`, 200)
		n.openBackend("POST", "/surveys", `{"name":"Another","metric":"NPS"}`, 201)
		n.openBackend("PATCH", "/trigger_distributions/trigger_distribution_1", `{"survey_id":"survey_2"}`, 200)
		desk.touch(first)
		n.pass("3h")
		n.wantAsked("with another survey and quiet period", first+" CES")
		second := desk.write("email", anasAddress)
		desk.resolve(second)
		n.pass("1h")
		n.wantAsked("another conversation", first+" CES", second+" NPS")
		n.openBackend("DELETE", "/trigger_distributions/trigger_distribution_1", "", 204)
		desk.resolve(desk.write("email", anasAddress))
		n.pass("3h")
		n.wantAsked("without a distribution", first+" CES", second+" NPS")
		n.answer(n.surveys()[0].ID, 5)
		response := n.openBackend("GET", "/responses", "", 200)["data"].([]any)[0].(map[string]any)
		if state := response["write_back"].(map[string]any)["state"]; state != "abandoned" || response["survey_id"] != "survey_1" || response["metric"] != "CES" {
			n.t.Errorf("the response of a deleted distribution: %v", response)
		}
	})
}

func TestACredentialThatTheHelpDeskRefusesIsShownAndReplaced(t *testing.T) {
	n := newTown(t, Options{})
	desk := newZendeskDesk(n)
	n.distribute(desk, `"zendesk":{"access_token":"not-the-token"}`, "")
	id := desk.write("email", anasAddress)
	desk.resolve(id)
	n.pass("48h")
	if failure := n.lastPoll(); !strings.Contains(fmt.Sprint(failure), "status 401") {
		t.Errorf("last poll: %v, want the refusal", failure)
	}
	n.wantAsked("with a wrong token")
	n.openBackend("PATCH", "/connectors/connector_1", fmt.Sprintf(`{"zendesk":{"access_token":%q}}`, zendesk.AccessToken), 200)
	n.pass("15m")
	n.wantAsked("with the right token", id+" CES")
	for _, request := range n.requests("backend") {
		if body := fmt.Sprint(request.Body); strings.Contains(body, zendesk.AccessToken) || strings.Contains(body, "not-the-token") {
			t.Errorf("the request log shows a secret: %s", body)
		}
	}
}

func TestDroppedConnectionsToTheOpenBackendMakeNoSecondObject(t *testing.T) {
	n := newTown(t, Options{})
	const body = `{"name":"After CES","metric":"CES"}`
	for _, trouble := range []string{"drop_before", "drop_after_commit", "500", "429", "503_html", "truncate"} {
		n.script(fmt.Sprintf(`{"system":"backend","method":"POST","path":"/v1/surveys","kind":%q}`, trouble))
		req, err := http.NewRequest("POST", n.url+"/backend/v1/surveys", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+backend.Token)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", fmt.Sprintf("%x", sha256.Sum256([]byte(body))))
		if resp, err := n.client.Do(req); err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		if id := n.openBackend("POST", "/surveys", body, 201)["id"]; id != "survey_1" {
			t.Errorf("after %s the same request made %v", trouble, id)
		}
	}
}
