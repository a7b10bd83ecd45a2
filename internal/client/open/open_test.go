package open_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// account is a simulated backend.
type account struct {
	t     *testing.T
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
	a := &account{t: t, world: served.World(), env: map[string]string{}}
	for _, variable := range served.Environment(url) {
		a.env[variable.Name] = variable.Value
	}
	return a
}

// client is one more workspace.
func (a *account) client() *open.Client {
	a.t.Helper()
	return must(open.New(open.Config{Endpoint: a.env["SURVEY_BACKEND_ENDPOINT"], Credential: open.Token(a.env["SURVEY_BACKEND_TOKEN"])}))(a.t)
}

// fault troubles the next requests of a verb below a path.
func (a *account) fault(method, path string, kind engine.Kind, times int) {
	a.world.Faults.Add(engine.Fault{System: "backend", Method: method, Path: path, Kind: kind, Times: times})
}

// sent counts the requests of a verb since the account was made.
func (a *account) sent(method, path string) (n int) {
	for _, each := range a.world.Requests.All("backend") {
		if each.Method == method && strings.HasSuffix(each.Path, path) {
			n++
		}
	}
	return n
}

func must[V any](value V, err error) func(*testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// declared is one of each kind; what belongs together does.
type declared struct {
	connector    survey.Connector
	survey       survey.Survey
	distribution survey.Distribution
	agent        survey.Agent
}

func declare() declared {
	return declared{
		survey.Connector{
			HelpDesk: "kustomer", URL: "https://acme.kustomerapp.com", Secrets: map[string]string{"api_key": "a-secret-api-key"}, Agents: []string{"jane@acme.example"},
		},
		survey.Survey{Name: "Kustomer CES", Metric: "CES", Question: "How easy was it?"},
		survey.Distribution{Channel: "email", Status: "resolved", QuietPeriodHours: 48, Active: true, Note: true, CustomField: "cesScoreNum"},
		survey.Agent{Email: "joe@acme.example", FullName: "Joe Doe", Active: true},
	}
}

// create makes one of each kind.
func (d *declared) create(t *testing.T, c *open.Client) {
	t.Helper()
	d.connector = *must(c.Connectors().Create(t.Context(), d.connector))(t)
	d.survey = *must(c.Surveys().Create(t.Context(), d.survey))(t)
	d.distribution.SurveyID, d.distribution.ConnectorID = d.survey.ID, d.connector.ID
	d.distribution = *must(c.Distributions().Create(t.Context(), d.distribution))(t)
	d.agent = *must(c.Agents().Create(t.Context(), d.agent))(t)
}

// faults are what may happen to any request.
var faults = []engine.Kind{engine.TooManyRequests, engine.ServerError, engine.EdgeHTML, engine.DropBefore, engine.DropAfterCommit, engine.Truncate}

func TestACreateHappensOnceWhateverTheAnswer(t *testing.T) {
	t.Parallel()
	for _, kind := range faults {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			paths := []string{"/v1/connectors", "/v1/surveys", "/v1/trigger_distributions", "/v1/agents"}
			for _, path := range paths {
				a.fault(http.MethodPost, path, kind, 2)
			}
			d := declare()
			d.create(t, a.client())
			for _, path := range paths {
				if n := a.sent(http.MethodPost, path); n != 3 {
					t.Errorf("POST %s was sent %d times", path, n)
				}
			}
			seen := a.client()
			connectors := must(seen.Connectors().Find(t.Context(), d.connector))(t)
			surveys := must(seen.Surveys().Find(t.Context(), d.survey))(t)
			distributions := must(seen.Distributions().Find(t.Context(), d.distribution))(t)
			agents := must(seen.Agents().Find(t.Context(), d.agent))(t)
			if len(connectors) != 1 || len(surveys) != 1 || len(distributions) != 1 || len(agents) != 1 {
				t.Errorf("there are %d connectors, %d surveys, %d distributions and %d agents", len(connectors), len(surveys), len(distributions), len(agents))
			}
		})
	}
}

// The trouble lasts longer than anybody waits for one request: the account says what
// became of it.
func TestACreateWithoutAnyAnswerIsLookedFor(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.fault(http.MethodPost, "/v1/surveys", engine.DropAfterCommit, 6)
	c := a.client()
	made := must(c.Surveys().Create(t.Context(), declare().survey))(t)
	if found := must(a.client().Surveys().Find(t.Context(), *made))(t); len(found) != 1 || found[0] != *made {
		t.Errorf("made %v, the account has %v", made, found)
	}
}

func TestAChangeHappensOnceWhateverTheAnswer(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	c := a.client()
	d := declare()
	d.create(t, c)
	for hours, kind := range faults {
		a.fault(http.MethodPatch, "/v1/trigger_distributions/*", kind, 2)
		changed := d.distribution
		changed.QuietPeriodHours, changed.CustomField, changed.Active = int64(72+hours), "", hours%2 == 0
		changed = *must(c.Distributions().Update(t.Context(), d.distribution, changed))(t)
		shown := must(a.client().Distributions().Get(t.Context(), d.distribution.ID))(t)
		if *shown != changed || shown.QuietPeriodHours != int64(72+hours) || shown.CustomField != "" || shown.Version == d.distribution.Version {
			t.Errorf("%s: the account has %+v", kind, shown)
		}
		d.distribution = changed
	}
	before := a.sent(http.MethodPatch, d.distribution.ID)
	must(c.Distributions().Update(t.Context(), d.distribution, d.distribution))(t)
	if a.sent(http.MethodPatch, d.distribution.ID) != before {
		t.Error("nothing differs, and a request was sent")
	}
}

// Two workspaces have read the same distribution, and both change it.
func TestNobodysChangeIsOverwritten(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	mine, theirs := a.client(), a.client()
	d := declare()
	d.create(t, mine)
	other := d.distribution
	other.QuietPeriodHours = 24
	must(theirs.Distributions().Update(t.Context(), d.distribution, other))(t)

	inactive := d.distribution
	inactive.Active = false
	_, err := mine.Distributions().Update(t.Context(), d.distribution, inactive)
	deleted := mine.Distributions().Delete(t.Context(), d.distribution)
	for _, err := range []error{err, deleted} {
		if !client.IsStale(err) || !strings.Contains(err.Error(), "changed outside Terraform at ") || !strings.Contains(err.Error(), ": quiet_period_hours from 48 to 24; ") || !strings.Contains(err.Error(), "nothing was overwritten") {
			t.Errorf("got %v", err)
		}
	}
	shown := must(mine.Distributions().Get(t.Context(), d.distribution.ID))(t) // read again
	if shown.QuietPeriodHours != 24 || !shown.Active {
		t.Errorf("the distribution is %+v", shown)
	}
	if err := mine.Distributions().Delete(t.Context(), *shown); err != nil {
		t.Error(err)
	}
	if err := theirs.Distributions().Delete(t.Context(), *shown); !client.IsNotFound(err) {
		t.Errorf("deleted already: %v", err)
	}
}

func TestASecretIsReplacedAndNeverShown(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	c := a.client()
	d := declare()
	d.create(t, c)
	changed := d.connector
	changed.Secrets, changed.Agents = map[string]string{"api_key": "another-secret-api-key"}, []string{}
	changed = *must(c.Connectors().Update(t.Context(), d.connector, changed))(t)
	if changed.SecretsFingerprint == d.connector.SecretsFingerprint || len(changed.Agents) != 0 {
		t.Errorf("nothing was replaced: %+v", changed)
	}
	// The two attributes at fault are named, and what is secret is not.
	_, err := c.Connectors().Create(t.Context(), survey.Connector{HelpDesk: "kustomer", URL: "nowhere", Secrets: map[string]string{"api_key": ""}})
	var refused *client.Error
	if !errors.As(err, &refused) || len(refused.Fields["url"]) != 1 || len(refused.Fields["kustomer.api_key_wo"]) != 1 {
		t.Errorf("got %v", err)
	}
}

// parrot is a backend that quotes what it was sent.
type parrot struct{}

func (parrot) RoundTrip(r *http.Request) (*http.Response, error) {
	sent, err := io.ReadAll(r.Body)
	problem, _ := json.Marshal(map[string]any{"code": "invalid", "detail": string(sent) + r.Header.Get("Authorization")})
	return &http.Response{StatusCode: http.StatusUnprocessableEntity, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(problem)), Request: r}, err
}

func TestNoErrorQuotesASecret(t *testing.T) {
	t.Parallel()
	c := must(open.New(open.Config{Endpoint: "https://surveys.acme.example", Credential: open.Token("the-secret-token"), Base: parrot{}}))(t)
	d := declare()
	d.connector.ID = "connector_1"
	changed := d.connector
	changed.Secrets = map[string]string{"api_key": "another-secret-api-key"}
	_, err := c.Connectors().Update(t.Context(), d.connector, changed)
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "api_key") {
		t.Errorf("got %v", err)
	}
}

func TestListsAreReadOnceForAllObjects(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	by := a.client()
	d := declare()
	d.create(t, by)
	ids := map[string]string{d.survey.ID: d.distribution.ID}
	for n := 1; n < 120; n++ {
		made := must(by.Surveys().Create(t.Context(), survey.Survey{Name: fmt.Sprint("Survey ", n), Metric: "NPS"}))(t)
		sent := d.distribution
		sent.SurveyID = made.ID
		ids[made.ID] = must(by.Distributions().Create(t.Context(), sent))(t).ID
	}
	before := len(a.world.Requests.All("backend"))
	c := a.client()
	for surveyID, distributionID := range ids {
		must(c.Surveys().Get(t.Context(), surveyID))(t)
		must(c.Distributions().Get(t.Context(), distributionID))(t)
		must(c.Surveys().Find(t.Context(), survey.Survey{Name: "Survey 7"}))(t)
	}
	if sent := len(a.world.Requests.All("backend")) - before; sent != 4 { // two pages of each kind
		t.Errorf("%d requests were sent", sent)
	}
}

func TestWhatIsWrongIsSaidInTheWordsOfTheProvider(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	unauthorized := must(open.New(open.Config{Endpoint: a.env["SURVEY_BACKEND_ENDPOINT"], Credential: open.Token("wrong")}))(t)
	lost := must(open.New(open.Config{Endpoint: a.env["SURVEY_BACKEND_ENDPOINT"] + "/elsewhere", Credential: open.Token(a.env["SURVEY_BACKEND_TOKEN"])}))(t)
	c := a.client()
	d := declare()
	d.create(t, c)
	get := func(c *open.Client) error { _, err := c.Surveys().Get(t.Context(), d.survey.ID); return err }
	_, duplicate := c.Agents().Create(t.Context(), d.agent)
	asleep := d.distribution
	asleep.Active = false
	must(c.Distributions().Update(t.Context(), d.distribution, asleep))(t)
	_, inactive := c.Test(t.Context(), asleep.ID, open.Test{CustomerEmail: "me@acme.example"})
	for name, row := range map[string]struct {
		err  error
		says string
	}{
		"a wrong token":    {get(unauthorized), "survey_backend.token (SURVEY_BACKEND_TOKEN)"},
		"a wrong endpoint": {get(lost), "endpoint"},
		"what is used":     {c.Surveys().Delete(t.Context(), d.survey), "create_before_destroy"},
		"a second agent":   {duplicate, "terraform import"},
		"an inactive one":  {inactive, "active = true"},
	} {
		var refused *client.Error
		if !errors.As(row.err, &refused) || refused.NotFound() || !strings.Contains(refused.Remedy(), row.says) {
			t.Errorf("%s: %v", name, row.err)
			if refused != nil {
				t.Log(refused.Remedy())
			}
		}
	}
	if _, err := c.Surveys().Get(t.Context(), "survey_999"); !client.IsNotFound(err) {
		t.Errorf("a survey that is not there: %v", err)
	}
	for endpoint, says := range map[string]string{"https://surveys.acme.example/v1": "endpoint: ", "http://surveys.acme.example": "endpoint: ", "": "endpoint: "} {
		if _, err := open.New(open.Config{Endpoint: endpoint, Credential: open.Token("t")}); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
}

// backend answers requests for surveys with pages and objects as they are given, by
// verb and query, and counts what was sent without a tag.
type backend struct {
	answers  map[string]string
	untagged int
}

func (b *backend) RoundTrip(r *http.Request) (*http.Response, error) {
	line := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/v1") + " " + r.URL.Query().Get("cursor")
	if tag := r.Header.Values("If-Match"); (r.Method == http.MethodPatch || r.Method == http.MethodDelete) && (len(tag) != 1 || tag[0] == "") {
		b.untagged++
	}
	status, answer := http.StatusOK, b.answers[strings.TrimSpace(line)]
	if answer == "" {
		status, answer = http.StatusNotFound, `{"code":"not_found"}`
	}
	header := http.Header{"Content-Type": {"application/json"}, "Etag": {`"r1"`}}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(answer)), Request: r}, nil
}

func (b *backend) client(t *testing.T) *open.Client {
	t.Helper()
	return must(open.New(open.Config{Endpoint: "https://surveys.acme.example", Credential: open.Token("t"), Base: b}))(t)
}

// A cursor that is empty is none.
func TestAnEmptyCursorEndsAList(t *testing.T) {
	t.Parallel()
	b := &backend{answers: map[string]string{
		"GET /surveys":     `{"data":[{"id":"s1","name":"One","metric":"CES","etag":"\"r1\""}],"next_cursor":"two"}`,
		"GET /surveys two": `{"data":[{"id":"s2","name":"Two","metric":"CES","etag":"\"r1\""}],"next_cursor":""}`,
	}}
	if all := must(b.client(t).Surveys().All(t.Context()))(t); len(all) != 2 {
		t.Errorf("two surveys expected, got %v", all)
	}
}

// A change or deletion is conditional, so an object has to have a tag wherever it is
// shown.
func TestAnObjectWithoutATagIsRefused(t *testing.T) {
	t.Parallel()
	b := &backend{answers: map[string]string{
		"GET /surveys": `{"data":[{"id":"s1","name":"One","metric":"CES","question":"?"}],"next_cursor":null}`, "DELETE /surveys/s1": "{}",
		"PATCH /surveys/s1": `{"id":"s1","name":"Two","metric":"CES","question":"?"}`,
	}}
	c := b.client(t)
	found, err := c.Surveys().Get(t.Context(), "s1")
	if err == nil {
		changed := *found
		changed.Name = "Two"
		_, _ = c.Surveys().Update(t.Context(), *found, changed)
		_ = c.Surveys().Delete(t.Context(), *found)
	}
	if b.untagged != 0 {
		t.Errorf("%d writes were sent without a tag", b.untagged)
	}
	if err == nil || !strings.Contains(err.Error(), "etag") {
		t.Errorf("got %v", err)
	}
}
