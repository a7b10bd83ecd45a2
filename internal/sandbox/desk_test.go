package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/dghubble/oauth1"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/desk"
)

func TestDeskIsNamedInTheEnvironment(t *testing.T) {
	n := newTown(t, Options{})
	got := map[string]string{}
	for _, variable := range n.sandbox.Environment("http://127.0.0.1:8089") {
		got[variable.Name] = variable.Value
	}
	for name, want := range map[string]string{
		"DESK_SUBDOMAIN":           desk.Subdomain,
		"DESK_ENDPOINT":            "http://127.0.0.1:8089/desk",
		"DESK_CONSUMER_KEY":        desk.ConsumerKey,
		"DESK_CONSUMER_SECRET":     desk.ConsumerSecret,
		"DESK_ACCESS_TOKEN":        desk.AccessToken,
		"DESK_ACCESS_TOKEN_SECRET": desk.AccessTokenSecret,
	} {
		if got[name] != want || want == "" {
			t.Errorf("%s=%q, want %q", name, got[name], want)
		}
	}
}

// A signature holds at the sandbox's own address, prefix included, and at the site's
// host; a scripted refusal has the vendor's shape, and the log no credential.
func TestDeskIsReachedAtItsAddresses(t *testing.T) {
	n := newTown(t, Options{})
	signed, inside := deskClient(), deskClient()
	inside.Transport.(*oauth1.Transport).Base = n.sandbox.World().API.Transport
	get := func(client *http.Client, address string) string {
		response, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.Status + " " + string(text)
	}
	n.script(`{"system":"desk","method":"GET","path":"/api/v2/users","kind":"503_html"}`)
	n.script(`{"system":"desk","method":"GET","path":"/api/v2/users","kind":"429"}`)
	for _, want := range []string{"503", `429 Too Many Requests {"message":"Too Many Requests"}`, `"name":"Ana Agent"`} {
		if said := get(signed, n.url+"/desk/api/v2/users?page=1"); !strings.Contains(said, want) {
			t.Errorf("%s, want %s", said, want)
		}
	}
	if said := get(inside, "https://"+desk.Subdomain+".desk.com/api/v2/users?page=1"); !strings.Contains(said, `"name":"Ana Agent"`) {
		t.Errorf("at the host: %s", said)
	}
	if said := get(n.client, n.url+"/desk/api/v2/users"); !strings.HasPrefix(said, "401") {
		t.Errorf("unsigned: %s", said)
	}
	text, err := json.Marshal(n.requests("desk"))
	if err != nil || strings.Contains(string(text), desk.AccessToken) || strings.Contains(string(text), desk.ConsumerKey) {
		t.Errorf("the log shows a credential: %s, %v", text, err)
	}
}

// A reset brings back the application and forgets what was made in Admin.
func TestDesksAdmin(t *testing.T) {
	n := newTown(t, Options{})
	said := n.do("POST", "/_sandbox/desk", `{"custom_fields":[{"name":"csat","label":"CSAT","type":"list","choices":["1","2"]}],
		"rules":[{"name":"Close resolved","description":"after 4 days","enabled":true}],"close_resolved_after_hours":96}`, 200)
	for _, want := range []string{`"name":"csat"`, `"name":"Close resolved"`, `"close_resolved_after_hours":96`} {
		if !strings.Contains(said, want) {
			t.Errorf("Admin shows %s, want %s", said, want)
		}
	}
	n.do("POST", "/_sandbox/desk", `{"labels":[{"name":"x"}]}`, 400)
	n.do("POST", "/_sandbox/reset", "", 200)
	said = n.do("GET", "/_sandbox/desk", "", 200)
	for _, want := range []string{`"custom_fields":[]`, `"rules":[]`, `"close_resolved_after_hours":null`, desk.ConsumerKey} {
		if !strings.Contains(said, want) {
			t.Errorf("after a reset Admin shows %s, want %s", said, want)
		}
	}
}
