package acceptance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// account is a sandbox of one test's own, and the hands of everybody in it but
// Terraform: the admin in the screens, the agents, the customers.
type account struct {
	t   *testing.T
	url string
	env map[string]string
}

// start gives a fresh account.
func start(t *testing.T, options ...sandbox.Options) *account {
	t.Helper()
	var chosen sandbox.Options
	if len(options) > 0 {
		chosen = options[0]
	}
	world := sandbox.New(chosen)
	url, stop, err := world.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	a := &account{t: t, url: url, env: map[string]string{}}
	for _, variable := range world.Environment(url) {
		a.env[variable.Name] = variable.Value
	}
	return a
}

// provider is the provider block for the account.
func (a *account) provider() string {
	return fmt.Sprintf(`
provider "surveytrigger" {
  zendesk = {
    subdomain    = %q
    endpoint     = %q
    access_token = %q
  }
}
`, a.env["ZENDESK_SUBDOMAIN"], a.env["ZENDESK_ENDPOINT"], a.env["ZENDESK_ACCESS_TOKEN"])
}

// config is a whole configuration: the provider block and the given rest.
func (a *account) config(format string, args ...any) string {
	return a.provider() + fmt.Sprintf(format, args...)
}

var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"surveytrigger": func() (tfprotov6.ProviderServer, error) { return provider.NewServer("test"), nil },
}

// call sends a request as somebody with admin rights and decodes the answer; a
// status of 400 or more fails the test.
func (a *account) call(method, path string, body any) map[string]any {
	a.t.Helper()
	var answer map[string]any
	a.send(method, "/zendesk/api/v2"+path, body, &answer)
	return answer
}

func (a *account) send(method, path string, body, answer any) {
	a.t.Helper()
	var content io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			a.t.Fatal(err)
		}
		content = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.url+path, content)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+a.env["ZENDESK_ACCESS_TOKEN"])
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	if response.StatusCode >= 400 {
		a.t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, data)
	}
	if answer != nil && len(data) > 0 {
		if err := json.Unmarshal(data, answer); err != nil {
			a.t.Fatalf("%s %s: %v in %s", method, path, err, data)
		}
	}
}

// request is one line of the sandbox's request log.
type request struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Query  string          `json:"query"`
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
}

func (r request) String() string { return r.Method + " " + strings.TrimSuffix(r.Path, ".json") }

// everyRequest are those that Zendesk got since the last forget.
func (a *account) everyRequest() []request {
	a.t.Helper()
	var all []request
	a.send(http.MethodGet, "/_sandbox/requests?system=zendesk", nil, &all)
	return all
}

// requests are the same without token requests.
func (a *account) requests() []request {
	a.t.Helper()
	return slices.DeleteFunc(a.everyRequest(), func(r request) bool { return strings.HasPrefix(r.Path, "/oauth/") })
}

// writes are the requests that could change something.
func (a *account) writes() []request {
	a.t.Helper()
	return slices.DeleteFunc(a.requests(), func(r request) bool { return r.Method == http.MethodGet })
}

// forget empties the request log.
func (a *account) forget() {
	a.t.Helper()
	a.send(http.MethodDelete, "/_sandbox/requests", nil, nil)
}

// fault scripts trouble for the next requests.
func (a *account) fault(faults ...engine.Fault) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/faults", faults, nil)
}

// surveys are all decisions so far.
func (a *account) surveys() []engine.Survey {
	a.t.Helper()
	var all []engine.Survey
	a.send(http.MethodGet, "/_sandbox/surveys", nil, &all)
	return all
}

// ticket is what a customer writes and an agent solves.
type ticket struct {
	via      int // Zendesk's via id; 4 is e-mail
	tags     []string
	agent    string // default ana.agent@example.com
	customer map[string]any
	fields   map[string]any
}

// solve opens a ticket and then has its agent solve it in a second update.
func (a *account) solve(t ticket) (id string) {
	a.t.Helper()
	id = a.open(t)
	a.call(http.MethodPut, "/tickets/"+id, map[string]any{"ticket": map[string]any{"status": "solved"}})
	return id
}

// open opens a ticket with an agent assigned.
func (a *account) open(t ticket) (id string) {
	a.t.Helper()
	if t.agent == "" {
		t.agent = "ana.agent@example.com"
	}
	if t.customer == nil {
		t.customer = map[string]any{"name": "Carla Customer", "email": "carla@customer.example"}
	}
	fields := []map[string]any{}
	for field, value := range t.fields {
		fields = append(fields, map[string]any{"id": json.Number(field), "value": value})
	}
	answer := a.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "status": "open",
		"via_id": t.via, "tags": t.tags, "requester": t.customer, "assignee_email": t.agent, "custom_fields": fields,
	}})
	made := answer["ticket"].(map[string]any)
	return number(made["id"])
}

// surveysOf are the decisions about one ticket.
func (a *account) surveysOf(ticketID string) []engine.Survey {
	a.t.Helper()
	return slices.DeleteFunc(a.surveys(), func(s engine.Survey) bool { return s.TicketID != ticketID })
}

// triggers are the account's triggers by title, as Zendesk returns them.
func (a *account) triggers() map[string]map[string]any {
	a.t.Helper()
	byTitle := map[string]map[string]any{}
	for _, each := range a.call(http.MethodGet, "/triggers?per_page=100", nil)["triggers"].([]any) {
		trigger := each.(map[string]any)
		byTitle[trigger["title"].(string)] = trigger
	}
	return byTitle
}

// number prints a JSON number that is an id.
func number(value any) string {
	if float, ok := value.(float64); ok {
		return fmt.Sprintf("%.0f", float)
	}
	return fmt.Sprint(value)
}
