package stellaconnect_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// account is a simulated account.
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

func (a *account) client() *stellaconnect.Client { return a.with(a.env["STELLA_CONNECT_API_SECRET"]) }

func (a *account) with(secret string) *stellaconnect.Client {
	return connect(a.t, a.env["STELLA_CONNECT_ENDPOINT"], a.env["STELLA_CONNECT_API_KEY"], secret)
}

func connect(t *testing.T, endpoint, key, secret string) *stellaconnect.Client {
	t.Helper()
	c, err := stellaconnect.New(stellaconnect.Config{Endpoint: endpoint, Credential: stellaconnect.APIKey(key, secret)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// writes are the requests that could change something.
func (a *account) writes() (lines []string) {
	for _, each := range a.world.Requests.All("stellaconnect") {
		if each.Method != http.MethodGet {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s", each.Method, each.Path)))
		}
	}
	return lines
}

func (a *account) found(c *stellaconnect.Client, email string) survey.Agent {
	a.t.Helper()
	found, err := c.Agents().Find(a.t.Context(), survey.Agent{Email: email})
	if err != nil || len(found) != 1 {
		a.t.Fatalf("%s: found %v, %v", email, found, err)
	}
	return found[0]
}

var jane = survey.Agent{Email: "Jane@acme.example", Username: "Jane@acme.example", FullName: "Jane van Doe", Active: true}

func TestAnEmployeeIsCreatedRenamedAndDeactivated(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	c := a.client()
	made, err := c.Agents().Create(t.Context(), jane)
	if err != nil {
		t.Fatal(err)
	}
	want := jane
	want.ID = "jane@acme.example"
	if *made != want || a.found(a.client(), "JANE@acme.example") != want {
		t.Errorf("made %+v", made)
	}
	renamed := want
	renamed.FullName, renamed.Active = "Jane Roe", false
	if got, err := c.Agents().Update(t.Context(), want, renamed); err != nil || *got != renamed {
		t.Errorf("updated %+v, %v", got, err)
	}
	for _, each := range []*stellaconnect.Client{c, a.client()} { // what was written, and what is read
		if got := a.found(each, jane.Email); got != renamed {
			t.Errorf("it is %+v", got)
		}
	}
	if got, err := a.client().Agents().Update(t.Context(), renamed, want); err != nil || *got != want {
		t.Errorf("updated %+v, %v", got, err)
	}
	for range 2 { // the second time nothing is left to do
		if err := a.client().Agents().Delete(t.Context(), want); err != nil {
			t.Error(err)
		}
	}
	if a.found(a.client(), jane.Email).Active {
		t.Error("active after the delete")
	}
	const one = "/v2/employees/jane@acme.example"
	wanted := []string{"POST /v2/employees", "PUT " + one, "PUT " + one + "/deactivate", "PUT " + one + "/activate", "PUT " + one, "PUT " + one + "/deactivate"}
	if got := a.writes(); !slices.Equal(got, wanted) {
		t.Errorf("sent %q", got)
	}
}

func TestWhatStellaConnectHasNoAPIForIsNotAskedFor(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	c := a.client()
	connectors, err := c.Connectors().All(t.Context())
	distributions, err2 := c.Distributions().FindNow(t.Context(), survey.Distribution{})
	if len(connectors)+len(distributions) != 0 || err != nil || err2 != nil {
		t.Errorf("got %v, %v, %v, %v", connectors, err, distributions, err2)
	}
	if ana, err := c.Agents().Get(t.Context(), "employee-ana"); err != nil || ana.ID != "ana.agent@example.com" {
		t.Errorf("by the custom id: %v, %v", ana, err)
	}
	if _, err := c.Surveys().Get(t.Context(), "1"); !client.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Surveys().Create(t.Context(), survey.Survey{}); err == nil || !strings.Contains(err.Error(), "Stella Connect has no API for a survey") {
		t.Errorf("got %v", err)
	}
	if sent := a.world.Requests.All("stellaconnect"); len(sent) != 2 {
		t.Errorf("%d requests were sent, of which two are for the employee", len(sent))
	}
}

func TestAnEmployeeIsCreatedOnceWhateverTheAnswer(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.TooManyRequests, engine.ServerError, engine.DropBefore, engine.DropAfterCommit, engine.Truncate} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := newAccount(t)
			a.world.Faults.Add(engine.Fault{System: "stellaconnect", Method: http.MethodPost, Path: "/v2/employees", Kind: kind, Times: 1})
			made, err := a.client().Agents().Create(t.Context(), jane)
			if err != nil {
				t.Fatal(err)
			}
			if found := a.found(a.client(), jane.Email); found != *made {
				t.Errorf("made %+v, found %+v", made, found)
			}
			if writes := a.writes(); len(writes) > 2 {
				t.Errorf("sent %q", writes)
			}
		})
	}
}

func TestAWrongCredentialIsNamed(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	for _, c := range []*stellaconnect.Client{
		a.with("wrong"), connect(t, a.env["STELLA_CONNECT_ENDPOINT"], a.env["STELLA_CONNECT_TEST_KEY"], a.env["STELLA_CONNECT_API_SECRET"]),
	} {
		var refused *client.Error
		if _, err := c.Agents().Get(t.Context(), "ana.agent@example.com"); !errors.As(err, &refused) || client.IsNotFound(err) ||
			!strings.Contains(refused.Remedy(), "STELLA_CONNECT_API_SECRET") || !strings.Contains(refused.Remedy(), "production key") {
			t.Errorf("got %v", err)
		}
	}
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(late.Close)
	var refused *client.Error
	if _, err := connect(t, late.URL, "k", "s").Agents().Get(t.Context(), "x@acme.example"); !errors.As(err, &refused) || !strings.Contains(refused.Remedy(), "Set the clock") {
		t.Errorf("the token is dated, got %v", err)
	}
	for endpoint, want := range map[string]string{
		"http://api.stellaconnect.net": "https", "https://api.stellaconnect.net/v2": "leave it out", "https://api.stellaconnect.net/v1/auth": "leave it out",
	} {
		if _, err := stellaconnect.New(stellaconnect.Config{Endpoint: endpoint, Credential: stellaconnect.APIKey("k", "s")}); err == nil ||
			!strings.HasPrefix(err.Error(), "endpoint: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", endpoint, err)
		}
	}
	byDefault, err := stellaconnect.New(stellaconnect.Config{Credential: stellaconnect.APIKey("k", "s")})
	if err != nil || byDefault.Account() != "api.stellaconnect.net" {
		t.Errorf("got %v, %v", byDefault, err)
	}
}

// One employee is read alone, the others from the list, and no page after the first one
// loses the filter.
func TestEmployeesAreReadTogether(t *testing.T) {
	t.Parallel()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		asked = append(asked, r.URL.Path+"?"+r.URL.RawQuery)
		one := `{"email":"%s@acme.example","first_name":"E","last_name":"One","channels":"phone, chat"}`
		switch {
		case r.URL.Path == "/v2/employees/a@acme.example":
			_, _ = fmt.Fprintf(w, one, "a")
		case query.Get("status") == "deactivated" && !query.Has("after"):
			_, _ = io.WriteString(w, `{"employees":[],"meta":{"next_page":"https://acme.stellaconnect.net/api/v2/employees?after=9"}}`)
		case query.Get("status") == "deactivated":
			_, _ = fmt.Fprintf(w, `{"employees":[`+one+`],"meta":{}}`, "C")
		default:
			_, _ = fmt.Fprintf(w, `{"employees":[`+one+`,`+one+`,{"custom_employee_id":"7"}],"meta":{"next_page":null}}`, "b", "c")
		}
	}))
	t.Cleanup(server.Close)
	c := connect(t, server.URL, "k", "s")
	for _, name := range []string{"a@acme.example", "b@acme.example", "c@acme.example"} {
		found, err := c.Agents().Get(t.Context(), name)
		if isActive := name != "c@acme.example"; err != nil || found.Active != isActive {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	all, err := c.Agents().All(t.Context())
	if err != nil || !slices.ContainsFunc(all, func(a survey.Agent) bool { return a.ID == "7" }) {
		t.Errorf("all are %+v, %v", all, err)
	}
	if len(asked) > 4 || !slices.Contains(asked, "/v2/employees?after=9&number_of_employees=500&status=deactivated") {
		t.Errorf("asked %q", asked)
	}
}
