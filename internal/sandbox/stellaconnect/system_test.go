package stellaconnect

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// company is a Stella Connect account with somebody who calls it.
type company struct {
	t      *testing.T
	world  *engine.World
	system *System
	url    string
}

func newCompany(t *testing.T) *company {
	t.Helper()
	world := engine.NewWorld(engine.Options{})
	system := New(world)
	server := httptest.NewServer(system)
	t.Cleanup(server.Close)
	return &company{t: t, world: world, system: system, url: server.URL}
}

// basic and header are the two ways to show a key.
func basic(user, key string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(user, key) }
}

func header(key string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("x-api-key", key) }
}

func (c *company) post(path, body string, prepare ...func(*http.Request)) (status int, answer string) {
	c.t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for _, p := range prepare {
		p(req)
	}
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

// ask sends a body with the production key and gives the decision.
func (c *company) ask(body string) (status int, decision engine.Survey) {
	c.t.Helper()
	before := len(c.world.Surveys.All())
	status, _ = c.post("/v1/requests", body, header(ProductionKey))
	decisions := c.world.Surveys.All()
	if len(decisions) != before+1 {
		c.t.Fatalf("one request made %d decisions: %s", len(decisions)-before, body)
	}
	return status, decisions[before]
}

func (c *company) set(settings string) error {
	return c.system.ChangeSettings(func(into any) error { return json.Unmarshal([]byte(settings), into) })
}

const good = `"employee":{"email":"ana.agent@example.com"},"channel":"email","customer":{"name":"Carl","email":"carl@example.net"}`

func TestTheArticlesRequestSendsASurvey(t *testing.T) {
	c := newCompany(t)
	invocation := c.world.Deliveries.Begin("35")
	body := `{` + good + `,"ext_interaction_id":"77","do_not_send":"0","external_url":"https://acme.zendesk.com/agent/tickets/77",
		"brand":"Acme","language":"pt-br","tags":["vip","refund"],"country":"BR","custom_properties":{"plan":"gold"}}`
	status, answer := c.post("/v1/auth", body, basic("connect", ProductionKey),
		func(r *http.Request) { r.Header.Set("x-zendesk-webhook-invocation-id", invocation) })
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, answer)
	}
	var sentBody, echo any
	if json.Unmarshal([]byte(body), &sentBody) != nil || json.Unmarshal([]byte(answer), &echo) != nil {
		t.Fatalf("answer is not JSON: %s", answer)
	}
	if diff := cmp.Diff(sentBody, echo); diff != "" {
		t.Errorf("the answer does not echo the request:\n%s", diff)
	}
	want := []engine.Survey{{
		ID: "1", Backend: "stella_connect", Channel: "email", CustomerEmail: "carl@example.net",
		EmployeeEmail: "ana.agent@example.com", TicketID: "35", Brand: "Acme", Language: "pt-br",
		Tags: []string{"vip", "refund"}, Metric: "CSAT", Outcome: "sent",
	}}
	if diff := cmp.Diff(want, c.world.Surveys.All(), cmpopts.IgnoreFields(engine.Survey{}, "At")); diff != "" {
		t.Errorf("decision (-want +got):\n%s", diff)
	}
	mails := c.world.Outbox.All()
	if len(mails) != 1 || mails[0].To != "carl@example.net" || mails[0].SurveyID != "1" || mails[0].Kind != engine.SurveyEmail {
		t.Errorf("outbox: %+v, want one survey to carl@example.net", mails)
	}
}

func TestABrokenBodyIsSeenWithItsTicket(t *testing.T) {
	c := newCompany(t)
	invocation := c.world.Deliveries.Begin("35")
	c.post("/v1/auth", `{"customer": {"name": "say "hi""}}`, basic("connect", TestKey),
		func(r *http.Request) { r.Header.Set(engine.DeliveryHeader, invocation) })
	decisions := c.world.Surveys.All()
	if len(decisions) != 1 || decisions[0].TicketID != "35" || decisions[0].Outcome != engine.NotSent || !decisions[0].Test {
		t.Errorf("decisions %+v, want one not_sent of ticket 35 with the test key", decisions)
	}
}

func TestKeys(t *testing.T) {
	for name, tc := range map[string]struct {
		path    string
		prepare func(*http.Request)
		status  int
		test    bool
	}{
		"production, basic":         {"/v1/auth", basic("connect", ProductionKey), 200, false},
		"any user name will do":     {"/v1/auth", basic("stellaconnect", ProductionKey), 200, false},
		"test, basic":               {"/v1/auth", basic("connect", TestKey), 200, true},
		"production, header":        {"/v1/requests", header(ProductionKey), 200, false},
		"test, header":              {"/v1/requests", header(TestKey), 200, true},
		"wrong key, basic":          {"/v1/auth", basic("connect", "wrong"), 403, false},
		"wrong key, header":         {"/v1/requests", header("wrong"), 403, false},
		"key as user name":          {"/v1/auth", basic(ProductionKey, ""), 403, false},
		"no key":                    {"/v1/auth", func(*http.Request) {}, 403, false},
		"header where basic is due": {"/v1/auth", header(ProductionKey), 403, false},
		"basic where header is due": {"/v1/requests", basic("connect", ProductionKey), 403, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompany(t)
			if status, answer := c.post(tc.path, `{`+good+`}`, tc.prepare); status != tc.status {
				t.Fatalf("status %d, want %d: %s", status, tc.status, answer)
			}
			decisions, mails := c.world.Surveys.All(), c.world.Outbox.All()
			if tc.status == 403 {
				if len(decisions) != 0 {
					t.Errorf("an unknown caller made a decision: %+v", decisions)
				}
				return
			}
			recipient := "carl@example.net"
			if tc.test {
				recipient = "stella-test@example.com"
			}
			if decisions[0].Test != tc.test || decisions[0].CustomerEmail != "carl@example.net" || mails[0].To != recipient {
				t.Errorf("decision %+v, mail to %s, want test %t, to %s", decisions[0], mails[0].To, tc.test, recipient)
			}
		})
	}
}

func TestEmployeeByProfile(t *testing.T) {
	for _, employee := range []string{`{"email":"Ana.Agent@Example.com"}`, `{"custom_id":"employee-ana"}`} {
		_, decision := newCompany(t).ask(`{"channel":"chat","customer":{"email":"carl@example.net"},"employee":` + employee + `}`)
		if decision.Outcome != engine.Sent || decision.EmployeeEmail != "ana.agent@example.com" {
			t.Errorf("employee %s: outcome %q, e-mail %q", employee, decision.Outcome, decision.EmployeeEmail)
		}
	}
}

func TestALongTagIsCut(t *testing.T) {
	_, decision := newCompany(t).ask(`{` + good + `,"tags":["` + strings.Repeat("é", 2001) + `"]}`)
	if got := len([]rune(decision.Tags[0])); got != 2000 {
		t.Errorf("the tag has %d characters, want 2000", got)
	}
}

func TestAChannelInManualModeStopsProductionOnly(t *testing.T) {
	c := newCompany(t)
	if err := c.set(`{"integrated_channels":["chat"]}`); err != nil {
		t.Fatal(err)
	}
	if status, decision := c.ask(`{` + good + `}`); status != 400 || decision.Reason != "Channel is in manual mode" {
		t.Errorf("production: status %d, reason %q", status, decision.Reason)
	}
	if status, _ := c.post("/v1/requests", `{`+good+`}`, header(TestKey)); status != http.StatusOK {
		t.Errorf("test key: status %d, want 200", status)
	}
}

func TestSettings(t *testing.T) {
	c := newCompany(t)
	for settings, want := range map[string]string{
		`{"suppression_days":-1}`:                                                      "suppression_days -1 is negative",
		`{"suppression_days":3,"integrated_channels":["pigeon"]}`:                      `unknown channel "pigeon"`,
		`{"suppression_days":3,"approved":["noah.new@example.com","who@example.com"]}`: `no employee "who@example.com"`,
	} {
		if err := c.set(settings); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", settings, err, want)
		}
	}
	fresh := Settings{IntegratedChannels: []string{"chat", "email", "phone", "store"}, Approved: []string{"ana.agent@example.com"}}
	if diff := cmp.Diff(fresh, c.system.Settings()); diff != "" {
		t.Errorf("a refused change changed something:\n%s", diff)
	}
	if err := c.set(`{"integrated_channels":[]}`); err != nil {
		t.Fatal(err)
	}
	if err := c.set(`{"suppression_days":3}`); err != nil {
		t.Fatal(err)
	}
	if err := c.set(`{"approved":["Noah.New@example.com"]}`); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Settings{SuppressionDays: 3, IntegratedChannels: []string{}, Approved: []string{"ana.agent@example.com", "noah.new@example.com"}}, c.system.Settings()); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	c.system.Reset()
	if diff := cmp.Diff(fresh, c.system.Settings()); diff != "" {
		t.Errorf("settings after a reset:\n%s", diff)
	}
}
