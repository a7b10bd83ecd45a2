package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// kustomerCall calls the simulated Kustomer with the full key.
func (n *town) kustomerCall(client *http.Client, method, address, body string) (*http.Response, string) {
	n.t.Helper()
	request, err := http.NewRequestWithContext(n.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+kustomer.APIKey)
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		n.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	return response, string(text)
}

func TestKustomerIsNamedInTheEnvironment(t *testing.T) {
	n := newTown(t, Options{})
	got := map[string]string{}
	for _, variable := range n.sandbox.Environment("http://127.0.0.1:8089") {
		got[variable.Name] = variable.Value
	}
	for name, want := range map[string]string{
		"KUSTOMER_SUBDOMAIN":         kustomer.Subdomain,
		"KUSTOMER_ENDPOINT":          "http://127.0.0.1:8089/kustomer",
		"KUSTOMER_API_KEY":           kustomer.APIKey,
		"KUSTOMER_CONNECTOR_API_KEY": kustomer.ConnectorAPIKey,
		"KUSTOMER_LIMITED_API_KEY":   kustomer.LimitedAPIKey,
	} {
		if got[name] != want {
			t.Errorf("%s=%q, want %q", name, got[name], want)
		}
	}
}

// Whoever polls Kustomer from inside finds it at the host of the organization; it
// is the same organization, and the same faults and log, as at the endpoint.
func TestKustomerIsReachedAtItsHost(t *testing.T) {
	n := newTown(t, Options{})
	const customers = "https://" + kustomer.Subdomain + ".api.kustomerapp.com/v1/customers"
	if response, text := n.kustomerCall(n.sandbox.World().API, "POST", customers, `{"name":"Carla"}`); response.StatusCode != 201 {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	n.script(`{"system":"kustomer","method":"GET","path":"/v1/customers","kind":"503_html"}`)
	n.script(`{"system":"kustomer","method":"GET","path":"/v1/customers","kind":"429"}`)
	for _, want := range []string{"<html>", `"code":"too_many_requests"`, `"name":"Carla"`} {
		if _, text := n.kustomerCall(n.client, "GET", n.url+"/kustomer/v1/customers", ""); !strings.Contains(text, want) {
			t.Errorf("answer %s, want %s", text, want)
		}
	}
	log := n.requests("kustomer")
	if len(log) != 4 || log[0].Path != "/v1/customers" || log[1].Status != 503 || log[2].Status != 429 {
		t.Errorf("log %+v", log)
	}
	if text, _ := json.Marshal(log); strings.Contains(string(text), kustomer.APIKey) {
		t.Error("the log shows a key")
	}
}

// A person revokes a key in Kustomer's screens, and a reset brings it back.
func TestKustomersScreens(t *testing.T) {
	n := newTown(t, Options{})
	status := func() int {
		response, _ := n.kustomerCall(n.client, "GET", n.url+"/kustomer/v1/auth/tokens/current", "")
		return response.StatusCode
	}
	if said := n.do("POST", "/_sandbox/kustomer", `{"metadata_update":"replace","api_keys":[{"name":"Terraform","revoked":true}]}`, 200); !strings.Contains(said, `"metadata_update":"replace"`) {
		t.Errorf("settings %s", said)
	}
	if got := status(); got != 401 {
		t.Errorf("with a revoked key: %d, want 401", got)
	}
	n.do("POST", "/_sandbox/kustomer", `{"metadata_updates":"replace"}`, 400)
	n.do("POST", "/_sandbox/reset", "", 200)
	if got := status(); got != 200 {
		t.Errorf("after a reset: %d, want 200", got)
	}
	if said := n.do("GET", "/_sandbox/kustomer", "", 200); !strings.Contains(said, `"metadata_update":"merge"`) {
		t.Errorf("settings %s", said)
	}
}

// Kustomer's own surveys are due by the simulated clock.
func TestKustomersOwnSurveysFollowTheClock(t *testing.T) {
	n := newTown(t, Options{})
	call := func(method, path, body string) map[string]any {
		response, text := n.kustomerCall(n.client, method, n.url+"/kustomer/v1"+path, body)
		var answer struct {
			Data any
		}
		if err := json.Unmarshal([]byte(text), &answer); err != nil || response.StatusCode >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
		}
		if list, is := answer.Data.([]any); is {
			return list[0].(map[string]any)
		}
		return answer.Data.(map[string]any)
	}
	survey := call("GET", "/satisfaction", "")["id"].(string)
	call("PUT", "/satisfaction/"+survey, `{"delayTime":45}`)
	customer := call("POST", "/customers", `{"emails":[{"email":"carla@customer.example"}]}`)["id"].(string)
	call("POST", "/customers/"+customer+"/messages", `{"channel":"email","app":"postmark"}`)
	talk := call("GET", "/conversations", "")["id"].(string)
	call("PATCH", "/conversations/"+talk, `{"status":"done"}`)
	var outbox []engine.Email
	n.do("POST", "/_sandbox/clock/advance", `{"duration":"30m"}`, 200)
	if n.read("/_sandbox/outbox", &outbox); len(outbox) != 0 {
		t.Errorf("after 30 minutes: %+v", outbox)
	}
	n.do("POST", "/_sandbox/clock/advance", `{"duration":"15m"}`, 200)
	if n.read("/_sandbox/outbox", &outbox); len(outbox) != 1 || outbox[0].Kind != engine.NativeCSATEmail || outbox[0].TicketID != talk {
		t.Errorf("after 45 minutes: %+v", outbox)
	}
}
