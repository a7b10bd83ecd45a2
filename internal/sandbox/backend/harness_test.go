package backend

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// account is a survey backend with somebody who calls it.
type account struct {
	t      *testing.T
	world  *engine.World
	system *System
	url    string
	posts  int
}

func newAccount(t *testing.T) *account {
	t.Helper()
	world := engine.NewWorld(engine.Options{})
	system := New(world, nil)
	server := httptest.NewServer(system)
	t.Cleanup(server.Close)
	return &account{t: t, world: world, system: system, url: server.URL}
}

// answer is what came back; body is nil where there was none.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   map[string]any
	text   string
}

// call sends a request with headers of the form "Name: value". A body is JSON
// unless a header says otherwise.
func (a *account) call(method, path, body string, headers ...string) answer {
	a.t.Helper()
	req, err := http.NewRequest(method, a.url+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+Token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	got := answer{t: a.t, status: resp.StatusCode, header: resp.Header, text: string(text)}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &got.body); err != nil {
			a.t.Fatalf("%s %s: answer is not JSON: %s", method, path, text)
		}
	}
	return got
}

// create posts with a key of its own and gives the new object.
func (a *account) create(path, body string) map[string]any {
	a.t.Helper()
	a.posts++
	return a.call("POST", path, body, "Idempotency-Key: "+strings.Repeat("k", a.posts)).want(http.StatusCreated).body
}

// patch changes an object by a merge patch for the version with the tag.
func (a *account) patch(path, etag, body string) answer {
	a.t.Helper()
	return a.call("PATCH", path, body, "If-Match: "+etag, "Content-Type: application/merge-patch+json")
}

func (a *account) get(path string) map[string]any {
	a.t.Helper()
	return a.call("GET", path, "").want(http.StatusOK).body
}

func (g answer) want(status int) answer {
	g.t.Helper()
	if g.status != status {
		g.t.Fatalf("status %d, want %d: %s", g.status, status, g.text)
	}
	return g
}

// refused checks a problem and gives it back.
func (g answer) refused(status int, code string) answer {
	g.t.Helper()
	g.want(status)
	if g.header.Get("Content-Type") != "application/problem+json" || g.body["code"] != code || g.body["status"] != float64(status) {
		g.t.Errorf("%s: %s, want a problem with the code %s", g.header.Get("Content-Type"), g.text, code)
	}
	if g.body["detail"] == "" || g.body["title"] != http.StatusText(status) {
		g.t.Errorf("a problem without words: %s", g.text)
	}
	return g
}

// wrong checks that exactly these members are named.
func (g answer) wrong(pointers ...string) {
	g.t.Helper()
	g.refused(http.StatusUnprocessableEntity, "invalid")
	var named []string
	errors, _ := g.body["errors"].([]any)
	for _, one := range errors {
		member, _ := one.(map[string]any)
		pointer, _ := member["pointer"].(string)
		named = append(named, pointer)
	}
	if strings.Join(named, " ") != strings.Join(pointers, " ") {
		g.t.Errorf("named %q, want %q: %s", named, pointers, g.text)
	}
}

const (
	survey1    = `{"name":"Kustomer CES","metric":"CES"}`
	connector1 = `{"help_desk":"kustomer","url":"https://acme.kustomerapp.com","kustomer":{"api_key":"very-secret-key"}}`
)

// declare makes a survey, a connector and a distribution of them.
func (a *account) declare() (distribution map[string]any) {
	a.t.Helper()
	a.create("/v1/surveys", survey1)
	a.create("/v1/connectors", connector1)
	return a.create("/v1/trigger_distributions", `{"survey_id":"survey_1","connector_id":"connector_1"}`)
}

func text(object map[string]any, member string) string {
	value, _ := object[member].(string)
	return value
}
