package desk_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dghubble/oauth1"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// thing is a JSON object.
type thing = map[string]any

// site is a Desk.com site that is reached over HTTP by a client that signs.
type site struct {
	t      *testing.T
	world  *engine.World
	system *desk.System
	url    string
	client *http.Client
}

func open(t *testing.T) *site {
	t.Helper()
	world := engine.NewWorld(engine.Options{})
	system := desk.New(world)
	server := httptest.NewServer(http.StripPrefix("/desk", system))
	t.Cleanup(server.Close)
	return &site{t, world, system, server.URL + "/desk", signing(desk.ConsumerKey, desk.ConsumerSecret, desk.AccessToken, desk.AccessTokenSecret)}
}

// signing is a client that signs with a credential.
func signing(key, secret, token, tokenSecret string) *http.Client {
	return oauth1.NewConfig(key, secret).Client(oauth1.NoContext, oauth1.NewToken(token, tokenSecret))
}

// with is the same site seen by another client.
func (s *site) with(client *http.Client) *site {
	copied := *s
	copied.client = client
	return &copied
}

// pass lets simulated time pass.
func (s *site) pass(d time.Duration) {
	s.world.Clock.AdvanceInSteps(d, func(now time.Time) { s.system.Tick(now) })
}

// admin changes what a person changes in Admin.
func (s *site) admin(body string) {
	s.t.Helper()
	if err := s.change(body); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) change(body string) error {
	return s.system.ChangeSettings(func(into any) error { return engine.DecodeStrictly(strings.NewReader(body), into) })
}

func (s *site) request(method, path, body string) *http.Request {
	s.t.Helper()
	if !strings.HasPrefix(path, "/api/v2") {
		path = "/api/v2" + path
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Accept", "application/json")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request
}

// send makes a call and gives the decoded body, nil when it is empty.
func (s *site) send(request *http.Request) (*http.Response, thing) {
	s.t.Helper()
	response, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNoContent || response.StatusCode == http.StatusNotModified || request.Method == http.MethodHead {
		return response, nil
	}
	var answer thing
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		s.t.Fatalf("%s %s: %s, not a JSON object: %v", request.Method, request.URL, response.Status, err)
	}
	return response, answer
}

// must makes a call that has to answer with the status.
func (s *site) must(status int, method, path, body string) thing {
	s.t.Helper()
	response, answer := s.send(s.request(method, path, body))
	if response.StatusCode != status {
		s.t.Fatalf("%s %s: got %d %s, want %d", method, path, response.StatusCode, show(answer), status)
	}
	return answer
}

// refused makes a call that has to fail with the status and exactly this body.
func (s *site) refused(status int, want, method, path, body string) {
	s.t.Helper()
	if got := show(s.must(status, method, path, body)); got != want {
		s.t.Errorf("%s %s: %s, want %s", method, path, got, want)
	}
}

func show(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

// at walks into an answer by names and indexes.
func at(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			inner, _ := value.(thing)
			value = inner[step]
		case int:
			items, _ := value.([]any)
			if step >= len(items) {
				return nil
			}
			value = items[step]
		}
	}
	return value
}

func (s *site) equal(what string, got, want any) {
	s.t.Helper()
	if show(got) != show(want) {
		s.t.Errorf("%s: got %s, want %s", what, show(got), show(want))
	}
}

// self is the address of a resource.
func self(answer any) string { return fmt.Sprint(at(answer, "_links", "self", "href")) }

func entries(answer thing) []any {
	found, _ := at(answer, "_embedded", "entries").([]any)
	return found
}

// customer makes a customer and gives the address.
func (s *site) customer(email string) string {
	s.t.Helper()
	return self(s.must(201, "POST", "/customers", fmt.Sprintf(`{"first_name":"Carl","emails":[{"type":"work","value":%q}]}`, email)))
}

// write makes a case of a customer and gives its address.
func (s *site) write(customer, channel string) string {
	s.t.Helper()
	return self(s.must(201, "POST", "/cases", fmt.Sprintf(`{"type":%q,"subject":"Help","_links":{"customer":{"href":%q,"class":"customer"}},
		"message":{"direction":"in","subject":"Help","body":"It broke"}}`, channel, customer)))
}
