package nicereply_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// account is a simulated account, and a person at its screens.
type account struct {
	t     *testing.T
	url   string
	world *engine.World
	env   map[string]string
}

func newAccount(t *testing.T) *account {
	t.Helper()
	served := sandbox.New(sandbox.Options{})
	url, stop, err := served.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	a := &account{t: t, url: url, world: served.World(), env: map[string]string{}}
	for _, variable := range served.Environment(url) {
		a.env[variable.Name] = variable.Value
	}
	return a
}

func (a *account) client() *nicereply.Client { return connect(a.t, a.env["NICEREPLY_ENDPOINT"], a.env) }

func connect(t *testing.T, endpoint string, env map[string]string) *nicereply.Client {
	t.Helper()
	c, err := nicereply.New(nicereply.Config{Endpoint: endpoint, Credential: nicereply.APIToken(env["NICEREPLY_EMAIL"], env["NICEREPLY_API_TOKEN"])})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// screens does something in Nicereply's screens.
func (a *account) screens(done string) {
	a.t.Helper()
	response, err := http.Post(a.url+"/_sandbox/nicereply", "application/json", strings.NewReader(done))
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, _ := io.ReadAll(response.Body); response.StatusCode >= 400 {
		a.t.Fatalf("%d %s", response.StatusCode, body)
	}
}

// sent counts the requests of a verb below a path.
func (a *account) sent(method, path string) (n int) {
	for _, each := range a.world.Requests.All("nicereply") {
		if each.Method == method && strings.Contains(each.Path, path) {
			n++
		}
	}
	return n
}

func one[V any](found []V, err error) func(*testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		if err != nil || len(found) != 1 {
			t.Fatalf("found %v, %v", found, err)
		}
		return found[0]
	}
}

const article = `{
  "integrations": [{"help_desk": "kustomer", "url": "acme.kustomerapp.com"}],
  "agents": [{"email": "jane@acme.example", "full_name": "Jane Doe"}],
  "surveys": [{"name": "After support", "metric": "CES", "question": "How easy was it?",
    "distribution": {"type": "trigger", "help_desk": "kustomer", "active": true, "custom_field": "cesScoreNum"}}]}`

func TestWhatAPersonHasClickedIsFound(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.screens(article)
	c := a.client()
	connector := one(c.Connectors().Find(t.Context(), survey.Connector{HelpDesk: "kustomer", URL: "https://Acme.kustomerapp.com/"}))(t)
	asked := one(c.Surveys().Find(t.Context(), survey.Survey{Name: "After support", Metric: "CES"}))(t)
	declared := survey.Distribution{
		SurveyID: asked.ID, ConnectorID: connector.ID, Channel: "email", Status: "resolved", QuietPeriodHours: 48, Active: true, Note: true, CustomField: "cesScoreNum",
	}
	shown := one(c.Distributions().Find(t.Context(), declared))(t)
	agent := one(c.Agents().Find(t.Context(), survey.Agent{Email: "JANE@acme.example"}))(t)
	if !slices.Equal(connector.Agents, []string{"ana.agent@example.com", "jane@acme.example"}) || asked.Question != "How easy was it?" || agent.FullName != "Jane Doe" || !agent.Active {
		t.Errorf("got %+v, %+v, %+v", connector, asked, agent)
	}
	if shown.ConnectorID != connector.ID || shown.Channel != "email" || shown.Status != "resolved" || shown.QuietPeriodHours != 48 || !shown.Active {
		t.Errorf("the distribution is %+v", shown)
	}
	if steps := c.Distributions().Steps(declared, &shown); len(steps) != 0 {
		t.Errorf("nothing that is shown differs, got %q", steps)
	}
	if hidden := c.Distributions().Hidden(); !slices.Equal(hidden, []string{"help_desk_close_after_hours", "write_back.custom_field", "write_back.note"}) {
		t.Errorf("hidden are %q", hidden)
	}
	again, err := c.Distributions().Get(t.Context(), shown.ID)
	if err != nil || *again != shown || a.sent(http.MethodGet, "/distribution") != 1 {
		t.Errorf("read again: %+v, %v, %d requests", again, err, a.sent(http.MethodGet, "/distribution"))
	}

	a.screens(`{"integrations": [{"help_desk": "kustomer", "connected": false}], "surveys": [{"name": "After support", "distribution": {"active": false}}]}`)
	c = a.client()
	changed, err := c.Distributions().Get(t.Context(), shown.ID)
	if err != nil || changed.Active {
		t.Errorf("the trigger was deactivated: %+v, %v", changed, err)
	}
	if _, err := c.Connectors().Get(t.Context(), connector.ID); !client.IsNotFound(err) {
		t.Errorf("the integration was disconnected: %v", err)
	}
	if found, err := c.Connectors().Find(t.Context(), connector); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestNothingButAgentsIsWritten(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.screens(article)
	c := a.client()
	before := len(a.world.Requests.All("nicereply"))
	_, create := c.Surveys().Create(t.Context(), survey.Survey{Name: "Another", Metric: "NPS"})
	_, update := c.Distributions().Update(t.Context(), survey.Distribution{}, survey.Distribution{Active: true})
	_, inactive := c.Agents().Create(t.Context(), survey.Agent{Email: "joe@acme.example", FullName: "Joe Doe"})
	for _, err := range []error{create, update, inactive, c.Connectors().Delete(t.Context(), survey.Connector{}), c.Agents().Delete(t.Context(), survey.Agent{})} {
		if err == nil || client.IsNotFound(err) || !strings.Contains(err.Error(), "cannot write") {
			t.Errorf("got %v", err)
		}
	}
	if sent := len(a.world.Requests.All("nicereply")) - before; sent != 0 || c.Surveys().Managed() || c.Agents().Managed() {
		t.Errorf("%d requests were sent", sent)
	}
}

func TestAnAgentIsCreatedOnceWhateverTheAnswer(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.TooManyRequests, engine.ServerError, engine.DropBefore, engine.DropAfterCommit, engine.Truncate} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			a.world.Faults.Add(engine.Fault{System: "nicereply", Method: http.MethodPost, Path: "/feedback-objects", Kind: kind, Times: 1})
			joe := survey.Agent{Email: "joe@acme.example", FullName: "Joe Doe", Active: true}
			made, err := a.client().Agents().Create(t.Context(), joe)
			if err != nil {
				t.Fatal(err)
			}
			if found := one(a.client().Agents().Find(t.Context(), joe))(t); found != *made || found.Username != "joe@acme.example" || !found.Active {
				t.Errorf("made %+v, found %+v", made, found)
			}
			if n := a.sent(http.MethodPost, "/feedback-objects"); n > 2 {
				t.Errorf("%d creates were sent", n)
			}
		})
	}
}

func TestAUsernameThatIsTakenIsNamed(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	_, err := a.client().Agents().Create(t.Context(), survey.Agent{Email: "other@acme.example", Username: "ana.agent@example.com", FullName: "Ana", Active: true})
	var refused *client.Error
	if !errors.As(err, &refused) || !client.IsInvalid(err) || len(refused.Fields["username"]) != 1 {
		t.Errorf("got %v", err)
	}
	wrong := connect(t, a.env["NICEREPLY_ENDPOINT"], map[string]string{"NICEREPLY_EMAIL": "admin@example.com", "NICEREPLY_API_TOKEN": "wrong"})
	_, err = wrong.Surveys().Get(t.Context(), "some-id")
	if !errors.As(err, &refused) || client.IsNotFound(err) || !strings.Contains(refused.Remedy(), "NICEREPLY_API_TOKEN") {
		t.Errorf("got %v", err)
	}
}

// A hundred surveys are one page, and a distribution is read survey by survey.
func TestSurveysAreReadTogether(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	var surveys []string
	for n := range 100 {
		surveys = append(surveys, fmt.Sprintf(`{"name": "Survey %d", "metric": "NPS", "distribution": {"help_desk": "kustomer"}}`, n))
	}
	a.screens(`{"integrations": [{"help_desk": "kustomer", "url": "acme.kustomerapp.com"}], "surveys": [` + strings.Join(surveys, ",") + `]}`)
	c := a.client()
	for n := range 100 {
		asked := one(c.Surveys().Find(t.Context(), survey.Survey{Name: fmt.Sprint("Survey ", n)}))(t)
		for range 2 {
			one(c.Distributions().Find(t.Context(), survey.Distribution{SurveyID: asked.ID}))(t)
		}
	}
	if sent := len(a.world.Requests.All("nicereply")); sent != 101 {
		t.Errorf("%d requests were sent", sent)
	}
}

// The schemas of two answers are in no public material: what they do not have is hidden,
// and what they call otherwise is found.
func TestOtherAnswersThanExpectedAreRead(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		answer string
		want   survey.Distribution
		hidden string
	}{
		"flat": {
			`{"type":"trigger","integration":{"id":7},"active":true,"channel":"Email","status":"Resolved","delay":"24"}`,
			survey.Distribution{ConnectorID: "7", Active: true, Channel: "email", Status: "resolved", QuietPeriodHours: 24},
			"",
		},
		"sparse": {`{"type":"TRIGGER","is_active":true}`, survey.Distribution{Active: true}, "channel connector_id quiet_period_hours status"},
		"odd":    {`{"is_active":{"since":"May"},"channel":["EMAIL"]}`, survey.Distribution{}, "active channel connector_id quiet_period_hours status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, `{"data":`+row.answer+`}`)
			}))
			t.Cleanup(server.Close)
			c := connect(t, server.URL, nil)
			shown, err := c.Distributions().Get(t.Context(), "s1")
			row.want.ID, row.want.SurveyID = "s1", "s1"
			if err != nil || *shown != row.want {
				t.Fatalf("got %+v, %v", shown, err)
			}
			always := []string{"help_desk_close_after_hours", "write_back.custom_field", "write_back.note"}
			expected := slices.Sorted(slices.Values(append(always, strings.Fields(row.hidden)...)))
			if hidden := c.Distributions().Hidden(); !slices.Equal(hidden, expected) {
				t.Errorf("hidden are %q", hidden)
			}
			declared := *shown
			if row.hidden != "" {
				declared.Channel, declared.Status, declared.QuietPeriodHours, declared.ConnectorID = "email", "resolved", 48, "c1"
			}
			if steps := c.Distributions().Steps(declared, shown); len(steps) != 0 {
				t.Errorf("what is hidden is no difference, got %q", steps)
			}
		})
	}
	for name, answer := range map[string]string{"a link": `{"type":"LINK"}`, "none": `null`} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"data":`+answer+`}`) }))
		t.Cleanup(server.Close)
		if _, err := connect(t, server.URL, nil).Distributions().Get(t.Context(), "s1"); !client.IsNotFound(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
