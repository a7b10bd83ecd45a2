package backend

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func TestEveryWrongMemberIsNamed(t *testing.T) {
	a := newAccount(t)
	a.declare()
	long := strings.Repeat("x", 1001)
	for name, tc := range map[string]struct {
		path, body string
		wrong      []string
	}{
		"unknown members":            {"/v1/surveys", `{"name":"n","metric":"CES","nam":1,"a/b":1}`, []string{"/a~1b", "/nam"}},
		"wrong types":                {"/v1/surveys", `{"name":5,"metric":["CES"],"question":false}`, []string{"/metric", "/name", "/question"}},
		"null":                       {"/v1/surveys", `{"name":null,"metric":null,"question":null}`, []string{"/metric", "/name"}},
		"nothing given":              {"/v1/surveys", `{}`, []string{"/name", "/metric"}},
		"another metric":             {"/v1/surveys", `{"name":"n","metric":"ces"}`, []string{"/metric"}},
		"empty and too long":         {"/v1/surveys", `{"name":"","metric":"CES","question":"` + long + `"}`, []string{"/name", "/question"}},
		"nothing of a distribution":  {"/v1/trigger_distributions", `{}`, []string{"/survey_id", "/connector_id"}},
		"unknown survey":             {"/v1/trigger_distributions", `{"survey_id":"survey_7","connector_id":"connector_1"}`, []string{"/survey_id"}},
		"chat":                       {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","channel":"chat","status":"open"}`, []string{"/channel", "/status"}},
		"no quiet period":            {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","quiet_period_hours":0}`, []string{"/quiet_period_hours"}},
		"half an hour":               {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","quiet_period_hours":0.5}`, []string{"/quiet_period_hours"}},
		"closed too early":           {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","help_desk_close_after_hours":95}`, []string{"/help_desk_close_after_hours"}},
		"unknown inner member":       {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","write_back":{"nte":true,"custom_field":""}}`, []string{"/write_back/nte"}},
		"empty custom field":         {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","write_back":{"custom_field":""}}`, []string{"/write_back/custom_field"}},
		"active is null":             {"/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1","active":null}`, []string{"/active"}},
		"no address":                 {"/v1/agents", `{"email":"Jane <jane@acme.example>","full_name":""}`, []string{"/email", "/full_name"}},
		"another help desk's secret": {"/v1/connectors", `{"help_desk":"zendesk","url":"https://acme.zendesk.com","kustomer":{"api_key":"k"}}`, []string{"/kustomer", "/zendesk"}},
		"a part is missing":          {"/v1/connectors", `{"help_desk":"desk","url":"https://acme.desk.com","desk":{"consumer_key":"k","access_token":""}}`, []string{"/desk/consumer_secret", "/desk/access_token", "/desk/access_token_secret"}},
		"agents":                     {"/v1/connectors", `{"help_desk":"kustomer","url":"https://acme.kustomerapp.com","kustomer":{"api_key":"k"},"agents":["jane","j@a.example","J@a.example"]}`, []string{"/agents", "/agents"}},
		"agents are numbers":         {"/v1/connectors", `{"help_desk":"kustomer","url":"https://acme.kustomerapp.com","kustomer":{"api_key":"k"},"agents":["j@a.example",1]}`, []string{"/agents/1"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := a.call("POST", tc.path, tc.body, "Idempotency-Key: "+name)
			got.t = t
			got.wrong(tc.wrong...)
		})
	}
}

func TestAddressesOfHelpDesks(t *testing.T) {
	for address, good := range map[string]bool{
		"https://acme.kustomerapp.com":        true,
		"http://127.0.0.1:8089/kustomer":      true,
		"http://localhost/kustomer":           true,
		"http://[::1]:1":                      true,
		"":                                    false,
		"acme.kustomerapp.com":                false,
		"http://acme.kustomerapp.com":         false,
		"https://acme.kustomerapp.com/":       false,
		"https://acme.kustomerapp.com:8443":   false,
		"https://acme":                        false,
		"https://u:p@acme.kustomerapp.com":    false,
		"https://acme.kustomerapp.com?x=1":    false,
		"ftp://127.0.0.1":                     false,
		"https://" + strings.Repeat("a", 256): false,
	} {
		if problem := wrongURL(address); (problem == "") != good {
			t.Errorf("%q: %q", address, problem)
		}
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	a := newAccount(t)
	a.create("/v1/connectors", connector1)
	desk := a.create("/v1/connectors", `{"help_desk":"desk","url":"https://acme.desk.com","desk":{"consumer_key":"shown-1",
		"consumer_secret":"hidden-1","access_token":"shown-2","access_token_secret":"hidden-2"}}`)
	same := a.create("/v1/connectors", connector1)
	first := a.get("/v1/connectors/connector_1")
	if first["secrets_fingerprint"] == same["secrets_fingerprint"] {
		t.Error("two connectors with the same secret have the same fingerprint")
	}
	if shown, _ := desk["desk"].(map[string]any); shown["consumer_key"] != "shown-1" || shown["access_token"] != "shown-2" || len(shown) != 2 {
		t.Errorf("desk shows %v", shown)
	}
	a.patch("/v1/connectors/connector_1", `"r1"`, `{"kustomer":{"api_key":"very-secret-key"}}`).want(http.StatusOK)
	if now := a.get("/v1/connectors/connector_1"); now["secrets_fingerprint"] != first["secrets_fingerprint"] || now["etag"] != `"r1"` {
		t.Errorf("the same secret again: %v, before %v", now, first)
	}
	replaced := a.patch("/v1/connectors/connector_1", `"r1"`, `{"kustomer":{"api_key":"new-secret-key"}}`).want(http.StatusOK)
	if replaced.body["secrets_fingerprint"] == first["secrets_fingerprint"] || replaced.body["secrets_changed_at"] != replaced.body["updated_at"] {
		t.Errorf("a replaced secret: %v, before %v", replaced.body, first)
	}
	renamed := a.patch("/v1/connectors/connector_1", `"r2"`, `{"url":"https://other.kustomerapp.com"}`).want(http.StatusOK)
	if renamed.body["secrets_changed_at"] != replaced.body["secrets_changed_at"] {
		t.Errorf("another URL changed the time of the secret: %v", renamed.body)
	}
	stale := a.patch("/v1/connectors/connector_1", `"r1"`, `{"agents":["j@acme.example"]}`).refused(http.StatusPreconditionFailed, "stale")
	for _, all := range []string{a.call("GET", "/v1/connectors", "").text, stale.text, replaced.text} {
		if strings.Contains(all, "secret-key") || strings.Contains(all, "hidden") {
			t.Errorf("an answer holds a secret: %s", all)
		}
	}
	if !strings.Contains(stale.text, "/secrets_fingerprint") || !strings.Contains(stale.text, "/url") {
		t.Errorf("what changed: %s", stale.text)
	}
	credential := a.system.Connectors()[0].Credential
	if credential["api_key"] != "new-secret-key" {
		t.Errorf("the poller gets %v", credential)
	}
}

func TestWhatCannotBeChanged(t *testing.T) {
	a := newAccount(t)
	a.create("/v1/connectors", connector1)
	a.patch("/v1/connectors/connector_1", "*", `{"help_desk":"zendesk","zendesk":{"access_token":"t"}}`).wrong("/help_desk", "/kustomer")
	a.patch("/v1/connectors/connector_1", "*", `{"url":"nonsense"}`).wrong("/url")
	a.patch("/v1/connectors/connector_1", "*", `{"kustomer":{"api_key":""}}`).wrong("/kustomer/api_key")
	a.create("/v1/agents", `{"email":"jane@acme.example","full_name":"Jane Doe"}`)
	a.patch("/v1/agents/agent_3", "*", `{"email":"janet@acme.example"}`).wrong("/email")
}

func TestAgentsAreInvitedOnce(t *testing.T) {
	a := newAccount(t)
	jane := a.create("/v1/agents", `{"email":"jane@acme.example","full_name":"Jane Doe"}`)
	if jane["username"] != "jane@acme.example" || jane["active"] != true || jane["invited_at"] == nil {
		t.Errorf("created %v", jane)
	}
	quiet := a.create("/v1/agents", `{"email":"quiet@acme.example","full_name":"Quiet","active":false}`)
	if quiet["invited_at"] != nil || len(a.invitations()) != 1 {
		t.Errorf("inactive agent %v, invitations %v", quiet, a.invitations())
	}
	id := text(quiet, "id")
	a.patch("/v1/agents/"+id, `"r1"`, `{"active":true}`).want(http.StatusOK)
	a.patch("/v1/agents/"+id, `"r2"`, `{"active":false}`).want(http.StatusOK)
	a.patch("/v1/agents/"+id, `"r3"`, `{"active":true,"username":"q"}`).want(http.StatusOK)
	if got := strings.Join(a.invitations(), " "); got != "jane@acme.example quiet@acme.example" {
		t.Errorf("invitations %s", got)
	}
	if back := a.patch("/v1/agents/"+id, `"r4"`, `{"username":null}`).want(http.StatusOK); back.body["username"] != "quiet@acme.example" {
		t.Errorf("username null: %v", back.body)
	}
	taken := a.call("POST", "/v1/agents", `{"email":"JANE@acme.example","full_name":"J"}`, "Idempotency-Key: x").refused(http.StatusConflict, "duplicate")
	if !strings.Contains(taken.text, `"conflicts":[{"id":"`+text(jane, "id")+`","kind":"agent","name":"jane@acme.example"}]`) {
		t.Errorf("who has it: %s", taken.text)
	}
	a.call("POST", "/v1/agents", `{"email":"k@acme.example","full_name":"K","username":"Jane@acme.example"}`, "Idempotency-Key: y").refused(http.StatusConflict, "duplicate")
	a.patch("/v1/agents/"+id, "*", `{"username":"jane@acme.example"}`).refused(http.StatusConflict, "duplicate")
	if found := a.get("/v1/agents?email=Jane@ACME.example")["data"].([]any); len(found) != 1 {
		t.Errorf("by e-mail address: %v", found)
	}
}

func TestAConnectorActivatesWhomItLists(t *testing.T) {
	a := newAccount(t)
	a.create("/v1/connectors", strings.TrimSuffix(connector1, "}")+`,"agents":["noah.new@example.com","jane@acme.example"]}`)
	if got := strings.Join(a.invitations(), " "); got != "jane@acme.example noah.new@example.com" {
		t.Errorf("invitations %s", got)
	}
	if listed := a.get("/v1/agents?connector_id=connector_1")["data"].([]any); len(listed) != 2 {
		t.Errorf("agents of the connector: %v", listed)
	}
	a.call("DELETE", "/v1/agents/agent_2", "", "If-Match: *").refused(http.StatusConflict, "in_use")
	for email, active := range map[string]bool{"NOAH.new@example.com": true, "jane@acme.example": true, "ana.agent@example.com": true, "who@example.com": false} {
		if a.system.IsActiveAgent("connector_1", email) != active {
			t.Errorf("%s is active: %t", email, !active)
		}
	}
	a.patch("/v1/connectors/connector_1", `"r1"`, `{"agents":[]}`).want(http.StatusOK)
	if a.system.IsActiveAgent("connector_1", "jane@acme.example") || !a.system.IsActiveAgent("connector_1", "noah.new@example.com") {
		t.Error("of those who are listed no longer, only who was created by the connector becomes inactive")
	}
	a.patch("/v1/connectors/connector_1", `"r2"`, `{"agents":["jane@acme.example"]}`).want(http.StatusOK)
	if !a.system.IsActiveAgent("connector_1", "jane@acme.example") || len(a.invitations()) != 2 {
		t.Errorf("listed again: invitations %v", a.invitations())
	}
}

func (a *account) invitations() (to []string) {
	for _, email := range a.world.Outbox.All() {
		if email.Kind == engine.InvitationEmail {
			to = append(to, email.To)
		}
	}
	return to
}

func TestAResetForgetsEverything(t *testing.T) {
	a := newAccount(t)
	a.declare()
	a.system.Reset()
	for path, want := range map[string]int{"/v1/connectors": 0, "/v1/surveys": 0, "/v1/trigger_distributions": 0, "/v1/agents": 2, "/v1/responses": 0} {
		if data := a.get(path)["data"].([]any); len(data) != want {
			t.Errorf("%s holds %d objects, want %d", path, len(data), want)
		}
	}
	a.posts = 0
	if id := text(a.create("/v1/surveys", survey1), "id"); id != "survey_1" {
		t.Errorf("the first survey is %s", id)
	}
}

func TestScriptedRefusalsAreProblems(t *testing.T) {
	a := newAccount(t)
	for status, code := range map[int]string{http.StatusTooManyRequests: "too_many_requests", http.StatusInternalServerError: "server_error"} {
		got := httptest.NewRecorder()
		a.system.Refuse(got, status)
		var problem map[string]any
		if err := json.Unmarshal(got.Body.Bytes(), &problem); err != nil || got.Code != status || problem["code"] != code {
			t.Errorf("%d: %d %s", status, got.Code, got.Body)
		}
	}
}
