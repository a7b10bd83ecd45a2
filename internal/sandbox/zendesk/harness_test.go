package zendesk_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// thing is a JSON object; numbers are json.Number, because ids do not fit a float64.
type thing = map[string]any

// desk is an account that is reached over HTTP, as its admin unless token says otherwise.
type desk struct {
	t      *testing.T
	world  *engine.World
	system *zendesk.System
	url    string
	token  string
}

func open(t *testing.T, options engine.Options) *desk {
	t.Helper()
	return openWith(t, options, zendesk.Options{})
}

func openWith(t *testing.T, options engine.Options, own zendesk.Options) *desk {
	t.Helper()
	world := engine.NewWorld(options)
	system := zendesk.New(world, own)
	server := httptest.NewServer(http.StripPrefix("/zendesk", system))
	t.Cleanup(server.Close)
	return &desk{t, world, system, server.URL + "/zendesk", zendesk.AccessToken}
}

// as is the same account seen by somebody else.
func (d *desk) as(token string) *desk {
	copied := *d
	copied.token = token
	return &copied
}

// send makes a call and gives status, header and the decoded body, nil when it is empty. A path that starts with "http"
// is a link from an answer.
func (d *desk) send(method, path, body string) (*http.Response, thing) {
	d.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = d.url + "/api/v2" + path
	}
	request, err := http.NewRequestWithContext(d.t.Context(), method, path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+d.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response, d.decode(response.Body)
}

func (d *desk) decode(from io.Reader) thing {
	d.t.Helper()
	text, err := io.ReadAll(from)
	if err != nil || len(text) == 0 {
		return nil
	}
	var answer thing
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		d.t.Fatalf("not a JSON object: %s", text)
	}
	return answer
}

// must makes a call that has to answer with the status.
func (d *desk) must(status int, method, path, body string) thing {
	d.t.Helper()
	response, answer := d.send(method, path, body)
	if response.StatusCode != status {
		d.t.Fatalf("%s %s: got %d %v, want %d", method, path, response.StatusCode, answer, status)
	}
	return answer
}

// refused makes a call that has to fail with the status and say all of the words.
func (d *desk) refused(status int, method, path, body string, words ...string) {
	d.t.Helper()
	text := show(d.must(status, method, path, body))
	for _, word := range words {
		if !strings.Contains(text, word) {
			d.t.Errorf("%s %s: %s does not say %q", method, path, text, word)
		}
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

func text(value any, path ...any) string {
	if found := at(value, path...); found != nil {
		return fmt.Sprint(found)
	}
	return ""
}

// column gives one member of every item of a list.
func column(list any, member string) []string {
	var values []string
	items, _ := list.([]any)
	for _, item := range items {
		values = append(values, text(item, member))
	}
	return values
}

func (d *desk) equal(what string, got, want any) {
	d.t.Helper()
	if show(got) != show(want) {
		d.t.Errorf("%s: got %s, want %s", what, show(got), show(want))
	}
}

// isLast tells whether a page is the last one of its list.
func isLast(page thing) bool {
	if more := at(page, "meta", "has_more"); more != nil {
		return more == false
	}
	return page["next_page"] == nil
}

// trigger makes a trigger; more is further members, such as `"position":1`.
func (d *desk) trigger(title, conditions, actions string, more ...string) string {
	d.t.Helper()
	members := append([]string{fmt.Sprintf(`"title":%q,"conditions":%s,"actions":%s`, title, conditions, actions)}, more...)
	return text(d.must(201, "POST", "/triggers", `{"trigger":{`+strings.Join(members, ",")+`}}`), "trigger", "id")
}

// simple makes a trigger that nothing sets off.
func (d *desk) simple(title string, more ...string) string {
	d.t.Helper()
	return d.trigger(title, `{"all":[{"field":"status","operator":"is","value":"pending"}]}`, `[{"field":"priority","value":"low"}]`, more...)
}

func (d *desk) category(name string, more ...string) string {
	d.t.Helper()
	members := append([]string{fmt.Sprintf(`"name":%q`, name)}, more...)
	answer := d.must(200, "POST", "/trigger_categories", `{"trigger_category":{`+strings.Join(members, ",")+`}}`)
	return text(answer, "trigger_category", "id")
}

// field makes a ticket field from its members.
func (d *desk) field(members string) string {
	d.t.Helper()
	return text(d.must(201, "POST", "/ticket_fields", `{"ticket_field":{`+members+`}}`), "ticket_field", "id")
}

// ticket makes a ticket from its members and gives it as it was answered.
func (d *desk) ticket(members string) thing {
	d.t.Helper()
	return d.must(201, "POST", "/tickets", `{"ticket":{`+members+`}}`)["ticket"].(thing)
}

func (d *desk) update(ticket thing, members string) thing {
	d.t.Helper()
	return d.must(200, "PUT", "/tickets/"+text(ticket, "id"), `{"ticket":{`+members+`}}`)["ticket"].(thing)
}

// custom gives the titles of the triggers that are not the vendor's own, in list order.
func (d *desk) custom() []string {
	d.t.Helper()
	var titles []string
	for _, item := range d.must(200, "GET", "/triggers", "")["triggers"].([]any) {
		if at(item, "default") == false {
			titles = append(titles, text(item, "title"))
		}
	}
	return titles
}

// clear removes the vendor's own triggers, so that positions begin at 1.
func (d *desk) clear() *desk {
	d.t.Helper()
	ids := column(d.must(200, "GET", "/triggers", "")["triggers"], "id")
	d.must(204, "DELETE", "/triggers/destroy_many?ids="+strings.Join(ids, ","), "")
	return d
}

func hasTag(ticket thing, tag string) bool {
	tags, _ := ticket["tags"].([]any)
	return slices.Contains(tags, any(tag))
}

// receiver is a server that keeps what webhooks sent it.
type receiver struct {
	url   string
	calls []call
	// during is run inside every call, before it is answered.
	during func()
}

type call struct {
	method, path string
	header       http.Header
	body         string
}

func listen(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		r.calls = append(r.calls, call{request.Method, request.URL.RequestURI(), request.Header, string(body)})
		if r.during != nil {
			r.during()
		}
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "thanks")
	}))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

// webhook makes an active webhook for triggers; more is further members.
func (d *desk) webhook(endpoint string, more ...string) string {
	d.t.Helper()
	members := append([]string{fmt.Sprintf(`"name":"Surveys","endpoint":%q,"http_method":"POST","request_format":"json","status":"active",
		"subscriptions":["conditional_ticket_events"]`, endpoint)}, more...)
	return text(d.must(201, "POST", "/webhooks", `{"webhook":{`+strings.Join(members, ",")+`}}`), "webhook", "id")
}
