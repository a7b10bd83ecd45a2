package twolisten

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// company is a 2listen account with somebody who calls it.
type company struct {
	t     *testing.T
	world *engine.World
	// system is the 2listen itself.
	system *System
	url    string
}

func newCompany(t *testing.T) *company {
	t.Helper()
	world := engine.NewWorld(engine.Options{})
	system := New(world)
	server := httptest.NewServer(system)
	t.Cleanup(server.Close)
	return &company{t, world, system, server.URL}
}

func (c *company) send(method, path, user, token, body, invocation string) (status int, answer string) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if user != "" {
		req.SetBasicAuth(user, token)
	}
	req.Header.Set(engine.DeliveryHeader, invocation)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func TestWhoIsAsked(t *testing.T) {
	for name, tc := range map[string]struct {
		body           string
		status         int
		answer, email  string
		outcome, words string
	}{
		"name and e-mail":        {`{"nome":"Ana","email":"ana@example.org"}`, 200, "ok", "ana@example.org", "sent", ""},
		"any keys":               {`{"x":1,"y":[null,true,{"z":" bea@example.org "}]}`, 200, "ok", "bea@example.org", "sent", ""},
		"the first one":          {`{"b":"b@example.org","a":"a@example.org"}`, 200, "ok", "b@example.org", "sent", ""},
		"deep before late":       {`{"p":{"q":["c@example.org"]},"r":"d@example.org"}`, 200, "ok", "c@example.org", "sent", ""},
		"a name is no value":     {`{"k@example.org":"x","e":"e@example.org"}`, 200, "ok", "e@example.org", "sent", ""},
		"a sentence is none":     {`{"a":"write to a@example.org","b":"Ana <a@example.org>"}`, 200, "ok", "", "not_sent", "no e-mail"},
		"nobody":                 {`{}`, 200, "ok", "", "not_sent", "no e-mail"},
		"an unescaped quote":     {`{"nome":"Ana "AJ"","email":"ana@example.org"}`, 400, "body is not JSON", "", "not_sent", "not JSON"},
		"a list":                 {`["ana@example.org"]`, 400, "body is not a JSON object", "", "not_sent", "not a JSON object"},
		"empty":                  {``, 400, "body is not JSON", "", "not_sent", "not JSON"},
		"something behind it":    {`{"email":"ana@example.org"} x`, 400, "body is not JSON", "", "not_sent", "not JSON"},
		"placeholder left blank": {`{"nome":"","email":""}`, 200, "ok", "", "not_sent", "no e-mail"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompany(t)
			status, answer := c.send("POST", "/survey-1", User, Token, tc.body, c.world.Deliveries.Begin("35"))
			if status != tc.status || answer != tc.answer {
				t.Errorf("answered %d %q, want %d %q", status, answer, tc.status, tc.answer)
			}
			decisions := c.world.Surveys.All()
			if len(decisions) != 1 {
				t.Fatalf("%d decisions, want one", len(decisions))
			}
			got := decisions[0]
			if got.Backend != Backend || got.TicketID != "35" || got.CustomerEmail != tc.email ||
				string(got.Outcome) != tc.outcome || !strings.Contains(got.Reason, tc.words) || (got.Reason == "") != (tc.words == "") {
				t.Errorf("decision %+v, want %s to %q because of %q", got, tc.outcome, tc.email, tc.words)
			}
			mails := c.world.Outbox.All()
			if tc.outcome == "sent" && (len(mails) != 1 || mails[0].To != tc.email || mails[0].SurveyID != got.ID) {
				t.Errorf("outbox %+v, want one survey to %s", mails, tc.email)
			}
			if tc.outcome != "sent" && len(mails) != 0 {
				t.Errorf("outbox %+v, want nothing", mails)
			}
		})
	}
}

func TestWhoMayAsk(t *testing.T) {
	const body = `{"email":"ana@example.org"}`
	for name, tc := range map[string]struct {
		method, path, user, token string
		status                    int
	}{
		"as the article says":   {"POST", "/survey-1", User, Token, 200},
		"another survey":        {"POST", "/nps-2026", User, Token, 200},
		"nobody":                {"POST", "/survey-1", "", "", 401},
		"without /token":        {"POST", "/survey-1", "admin@example.com", Token, 401},
		"somebody else":         {"POST", "/survey-1", "ana.agent@example.com/token", Token, 401},
		"a wiped password":      {"POST", "/survey-1", User, "", 401},
		"the wrong token":       {"POST", "/survey-1", User, Token + "x", 401},
		"not a POST":            {"GET", "/survey-1", User, Token, 405},
		"the root is no survey": {"POST", "/", User, Token, 404},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompany(t)
			status, _ := c.send(tc.method, tc.path, tc.user, tc.token, body, "")
			if status != tc.status {
				t.Errorf("status %d, want %d", status, tc.status)
			}
			if got := len(c.world.Surveys.All()); (got == 1) != (tc.status == 200) {
				t.Errorf("%d decisions after a %d", got, status)
			}
		})
	}
}

// Who is asked twice gets two: the tags of the help desk have to prevent that.
func TestNothingIsDeduplicated(t *testing.T) {
	c := newCompany(t)
	for range 2 {
		c.send("POST", "/survey-1", User, Token, `{"email":"ana@example.org"}`, "")
	}
	for _, got := range c.world.Surveys.All() {
		if got.Outcome != engine.Sent || got.TicketID != "" {
			t.Errorf("decision %+v, want a survey without a ticket", got)
		}
	}
	if got := len(c.world.Outbox.All()); got != 2 {
		t.Errorf("%d e-mails, want 2", got)
	}
}
