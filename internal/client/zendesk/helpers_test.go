package zendesk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// account is a server that answers as Zendesk's documentation says, route by
// route, and remembers every request below /api/v2.
type account struct {
	*httptest.Server
	t      *testing.T
	mu     sync.Mutex
	routes map[string]answer
	got    []request
}

// request is what was sent. line is verb, path below /api/v2 and query.
type request struct {
	line, body string
	header     http.Header
}

// answer gets how often the route was asked before.
type answer func(w http.ResponseWriter, r *http.Request, before int)

func newAccount(t *testing.T) *account {
	t.Helper()
	a := &account{t: t, routes: map[string]answer{}}
	asked := map[string]int{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		path := strings.TrimPrefix(r.URL.EscapedPath(), "/api/v2")
		line := r.Method + " " + path
		full := line
		if r.URL.RawQuery != "" {
			full += "?" + r.URL.RawQuery
		}
		a.mu.Lock()
		a.got = append(a.got, request{full, string(body), r.Header.Clone()})
		route, known := a.routes[full]
		key := full
		if !known {
			route, key = a.routes[line], line
		}
		before := asked[key]
		asked[key]++
		a.mu.Unlock()
		if route == nil {
			route = says(http.StatusNotFound, `{"error":"RecordNotFound","description":"Not found"}`)
		}
		route(w, r, before)
	}))
	t.Cleanup(a.Close)
	return a
}

// on sets the answer to a verb and path; with a query it is for that query only.
func (a *account) on(line string, route answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.routes[line] = route
}

// lines are the requests so far, in order.
func (a *account) lines() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var lines []string
	for _, r := range a.got {
		lines = append(lines, r.line)
	}
	return lines
}

func (a *account) count(prefix string) int {
	n := 0
	for _, line := range a.lines() {
		if strings.HasPrefix(line, prefix) {
			n++
		}
	}
	return n
}

// sent is the body of the only request with this line.
func (a *account) sent(line string) string {
	a.t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	var bodies []string
	for _, r := range a.got {
		if r.line == line {
			bodies = append(bodies, r.body)
		}
	}
	if len(bodies) != 1 {
		a.t.Fatalf("%s was sent %d times", line, len(bodies))
	}
	return bodies[0]
}

func (a *account) client(change ...func(*zendesk.Config)) *zendesk.Client {
	a.t.Helper()
	config := zendesk.Config{
		Endpoint: a.URL, Credential: zendesk.AccessToken("t0ken"), UserAgent: "terraform-provider-surveytrigger/test",
	}
	for _, c := range change {
		c(&config)
	}
	client, err := zendesk.New(config)
	if err != nil {
		a.t.Fatal(err)
	}
	return client
}

func says(status int, body string) answer {
	return func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// drop is a connection that dies before the answer.
func drop(w http.ResponseWriter, _ *http.Request, _ int) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

// first and then: the first request gets one answer, later ones another.
func first(one, then answer) answer {
	return func(w http.ResponseWriter, r *http.Request, before int) {
		if before == 0 {
			one(w, r, before)
			return
		}
		then(w, r, before-1)
	}
}

// trigger is a trigger as the API writes it.
func trigger(id, title string, position int) string {
	return fmt.Sprintf(`{"url":"https://x.zendesk.com/api/v2/triggers/%s.json","id":%s,"title":%q,"active":true,"default":false,
 "category_id":"10026","position":%d,"description":null,"raw_title":%q,"updated_at":"2018-11-23T16:05:14Z",
 "conditions":{"all":[{"field":"status","operator":"value","value":"solved"}],"any":[]},
 "actions":[{"field":"current_tags","value":"survey_sent"}]}`, id, id, title, position, title)
}

// uncategorized is a trigger of an account without categories.
func uncategorized(id, title string, position int) string {
	return strings.Replace(trigger(id, title, position), `"10026"`, "null", 1)
}

// triggers is a list page by offset.
func triggers(objects ...string) string {
	return fmt.Sprintf(`{"triggers":[%s],"count":%d,"next_page":null,"previous_page":null}`, strings.Join(objects, ","), len(objects))
}

func ptr[T any](v T) *T { return &v }

// input is what makes the trigger above.
func input(title string) zendesk.TriggerInput {
	return zendesk.TriggerInput{
		Title:      ptr(title),
		Conditions: &rules.Conditions{All: []rules.Condition{{Field: "status", Operator: "value", Value: rules.Text("solved")}}},
		Actions:    &[]rules.Action{{Field: "current_tags", Value: rules.Text("survey_sent")}},
	}
}

func asError(t *testing.T, err error) *zendesk.Error {
	t.Helper()
	var e *zendesk.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v (%T) is no *Error", err, err)
	}
	return e
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func ctx() context.Context { return context.Background() }
