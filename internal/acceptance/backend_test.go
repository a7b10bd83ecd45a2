package acceptance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// backendProvider is the provider block for the backend that speaks the open contract.
func (a *account) backendProvider() string {
	return fmt.Sprintf("provider \"surveytrigger\" {\n  survey_backend = { endpoint = %q, token = %q }\n}\n", a.env["SURVEY_BACKEND_ENDPOINT"], a.env["SURVEY_BACKEND_TOKEN"])
}

// onBackend is the real CLI with a configuration for that backend.
func (a *account) onBackend(config string) *workspace {
	a.t.Helper()
	return a.shell(a.backendProvider() + config)
}

// backendKeys counts the objects that other people create there.
var backendKeys = make(chan int, 1)

func init() { backendKeys <- 0 }

// backend calls the backend's API as somebody else does, who overwrites what is there.
func (a *account) backend(method, path string, body any) map[string]any {
	a.t.Helper()
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			a.t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.env["SURVEY_BACKEND_ENDPOINT"]+"/v1"+path, &content)
	if err != nil {
		a.t.Fatal(err)
	}
	key := <-backendKeys
	backendKeys <- key + 1
	request.Header = http.Header{
		"Authorization": {"Bearer " + a.env["SURVEY_BACKEND_TOKEN"]}, "Content-Type": {"application/json"},
		"If-Match": {"*"}, "Idempotency-Key": {fmt.Sprint("by hand ", key)},
	}
	var answer map[string]any
	a.decode(request, &answer)
	return answer
}

// decode sends a request and decodes the answer; a status of 400 or more fails the test.
func (a *account) decode(request *http.Request, answer any) {
	a.t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err == nil && len(text) > 0 {
		err = json.Unmarshal(text, answer)
	}
	if err != nil || response.StatusCode >= 400 {
		a.t.Fatalf("%s %s: %d %s %v", request.Method, request.URL.Path, response.StatusCode, text, err)
	}
}

// held are the objects of a kind, such as "surveys", by id.
func (a *account) held(kind string) map[string]map[string]any {
	a.t.Helper()
	found := map[string]map[string]any{}
	for path := "/" + kind; ; {
		page := a.backend(http.MethodGet, path, nil)
		for _, each := range page["data"].([]any) {
			object := each.(map[string]any)
			found[object["id"].(string)] = object
		}
		next, more := page["next_cursor"].(string)
		if !more {
			return found
		}
		path = "/" + kind + "?cursor=" + next
	}
}

// theOnly is the only object of a kind.
func (a *account) theOnly(kind string) map[string]any {
	a.t.Helper()
	found := a.held(kind)
	if len(found) != 1 {
		a.t.Fatalf("one of %s expected, got %v", kind, found)
	}
	return found[slices.Collect(maps.Keys(found))[0]]
}

// aConnector is made by somebody, to the sandbox's Zendesk account.
func (a *account) aConnector() (id string) {
	a.t.Helper()
	made := a.backend(http.MethodPost, "/connectors", map[string]any{
		"help_desk": "zendesk", "url": a.env["ZENDESK_ENDPOINT"], "zendesk": map[string]any{"access_token": a.env["ZENDESK_ACCESS_TOKEN"]},
		"agents": []string{"ana.agent@example.com"},
	})
	return made["id"].(string)
}

// backendRequests are those that the provider sent since the last forget, with the
// bodies of writes: `POST /v1/surveys {"name":"x"}`.
func (a *account) backendRequests() []string {
	a.t.Helper()
	var all []request
	a.send(http.MethodGet, "/_sandbox/requests?system=backend", nil, &all)
	lines := make([]string, 0, len(all))
	for _, each := range all {
		line := each.String()
		if each.Query != "" && each.Query != "limit=100" {
			line += "?" + each.Query
		}
		if each.Method != http.MethodGet && len(each.Body) > 0 {
			line += " " + string(each.Body)
		}
		lines = append(lines, line)
	}
	return lines
}

// backendWrites are those that could change something.
func (a *account) backendWrites() []string {
	a.t.Helper()
	return slices.DeleteFunc(a.backendRequests(), func(line string) bool { return strings.HasPrefix(line, http.MethodGet) })
}

// expectBackendWrites compares them.
func (a *account) expectBackendWrites(what string, wanted ...string) {
	a.t.Helper()
	if got := a.backendWrites(); !slices.Equal(got, wanted) {
		a.t.Errorf("%s: sent\n  %s\ninstead of\n  %s", what, strings.Join(got, "\n  "), strings.Join(wanted, "\n  "))
	}
}

// changesOf are the changes of a plan: what is done with each resource, and for an
// update the attributes that change.
func changesOf(plan *tfjson.Plan) (lines []string) {
	for _, each := range plan.ResourceChanges {
		switch {
		case each.Change.Actions.NoOp() || each.Change.Actions.Read():
		case each.Change.Actions.Update():
			lines = append(lines, fmt.Sprint("update ", strings.TrimPrefix(each.Address, "surveytrigger_"), " ", strings.Join(changed(each.Change), ", ")))
		default:
			lines = append(lines, fmt.Sprint(each.Change.Actions, " ", strings.TrimPrefix(each.Address, "surveytrigger_")))
		}
	}
	return lines
}
