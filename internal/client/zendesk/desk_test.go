package zendesk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// desk is a simulated account, and an admin who may do something just before or
// after a request of the client.
type desk struct {
	t     *testing.T
	world *engine.World
	url   string
	env   map[string]string

	receiver string // the id of a webhook
	mu       sync.Mutex
	before   map[string]func(n int)
	after    map[string]func(n int)
	passed   map[string]int
	lines    []string
	edit     func(line string, body []byte) []byte
	// instead answers a client's request in place of the account; a status of 0
	// sends it on.
	instead func(line, body string) (status int, answer string)
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	world := sandbox.New(sandbox.Options{})
	url, stop, err := world.Listen("127.0.0.1:0")
	noError(t, err)
	t.Cleanup(stop)
	d := &desk{t: t, world: world.World(), url: url, env: map[string]string{}, passed: map[string]int{}, before: map[string]func(int){}, after: map[string]func(int){}}
	for _, variable := range world.Environment(url) {
		d.env[variable.Name] = variable.Value
	}
	return d
}

// client makes one more client of the account; the admin watches all of them.
func (d *desk) client() *zendesk.Client {
	d.t.Helper()
	c, err := zendesk.New(zendesk.Config{
		Endpoint: d.env["ZENDESK_ENDPOINT"], Credential: zendesk.AccessToken(d.env["ZENDESK_ACCESS_TOKEN"]), Base: d,
	})
	noError(d.t, err)
	return c
}

// RoundTrip sends a client's request with the admin's edits around it.
func (d *desk) RoundTrip(r *http.Request) (*http.Response, error) {
	_, path, _ := strings.Cut(r.URL.Path, "/api/v2")
	line := r.Method + " " + path
	d.mu.Lock()
	d.passed[line]++
	n, before, after, edit, instead := d.passed[line], d.before[line], d.after[line], d.edit, d.instead
	d.lines = append(d.lines, line)
	d.mu.Unlock()
	if instead != nil && r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		if status, answer := instead(line, string(body)); status != 0 {
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Request: r, Body: io.NopCloser(strings.NewReader(answer)),
			}, nil
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	if before != nil {
		before(n)
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if after != nil {
		after(n)
	}
	if err == nil && edit != nil {
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		body = edit(line, body)
		response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		response.Header.Del("Content-Length")
	}
	return response, err
}

// count is how many requests like "POST /triggers" the clients sent.
func (d *desk) count(line string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.passed[line]
}

// admin sends a request past the clients.
func (d *desk) admin(method, path string, body any) map[string]any {
	data, _ := json.Marshal(body)
	request, _ := http.NewRequest(method, d.env["ZENDESK_ENDPOINT"]+"/api/v2"+path, bytes.NewReader(data))
	request.Header.Set("Authorization", "Bearer "+d.env["ZENDESK_ACCESS_TOKEN"])
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Error(err)
		return nil
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	_ = json.NewDecoder(response.Body).Decode(&answer)
	if response.StatusCode >= 400 {
		d.t.Errorf("%s %s: %d %v", method, path, response.StatusCode, answer)
	}
	return answer
}

// withoutCategories makes the account one whose triggers form one list.
func (d *desk) withoutCategories() { d.set(`{"categories_enabled":false}`) }

// countsInactive makes the account one that gives inactive triggers places of their
// own: then a drag can pass one.
func (d *desk) countsInactive() { d.set(`{"count_inactive":true}`) }

func (d *desk) set(settings string) {
	d.t.Helper()
	response, err := http.Post(d.url+"/_sandbox/zendesk", "application/json", strings.NewReader(settings))
	noError(d.t, err)
	equal(d.t, "status", response.StatusCode, http.StatusOK)
	noError(d.t, response.Body.Close())
}

// drag moves a trigger in the admin screen.
func (d *desk) drag(id string, position int) {
	d.admin(http.MethodPut, "/triggers/"+id, map[string]any{"trigger": map[string]any{"position": position}})
}

// category makes a category in the admin screen, the last one.
func (d *desk) category(name string) string {
	answer := d.admin(http.MethodPost, "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": name}})
	return answer["trigger_category"].(map[string]any)["id"].(string)
}

// exclusion and send are triggers that are active and have a place of their own
// right after they were created, made by hand.
func (d *desk) exclusion(title, tag string, members ...any) string {
	return d.trigger(title, true, map[string]any{"field": "current_tags", "value": tag}, nil, members...)
}

func (d *desk) send(title, honours string, active bool, members ...any) string {
	return d.trigger(title, active, map[string]any{"field": "notification_webhook", "value": []string{d.webhook(), "{}"}}, map[string]any{"field": "current_tags", "operator": "not_includes", "value": honours}, members...)
}

// webhook is a receiver, made in the admin screen.
func (d *desk) webhook() string {
	if d.receiver == "" {
		answer := d.admin(http.MethodPost, "/webhooks", map[string]any{"webhook": map[string]any{
			"name": "survey backend", "endpoint": "https://backend.example.com", "http_method": "POST", "request_format": "json",
			"status": "active", "subscriptions": []string{"conditional_ticket_events"},
		}})
		d.receiver = answer["webhook"].(map[string]any)["id"].(string)
	}
	return d.receiver
}

func (d *desk) trigger(title string, active bool, action, condition any, members ...any) string {
	all := []any{map[string]any{"field": "status", "operator": "value", "value": "solved"}}
	if condition != nil {
		all = append(all, condition)
	}
	object := map[string]any{"title": title, "active": active, "conditions": map[string]any{"all": all}, "actions": []any{action}}
	for i := 0; i+1 < len(members); i += 2 {
		object[members[i].(string)] = members[i+1]
	}
	return fmt.Sprintf("%.0f", d.admin(http.MethodPost, "/triggers", map[string]any{"trigger": object})["trigger"].(map[string]any)["id"].(float64))
}

// order lists the given triggers as Zendesk evaluates them; an inactive one has
// brackets.
func (d *desk) order(ids ...string) string {
	d.t.Helper()
	var found []string
	var all []any
	for page, more := 1, true; more; page++ {
		answer := d.admin(http.MethodGet, fmt.Sprintf("/triggers?per_page=100&page=%d", page), nil)
		all, more = append(all, answer["triggers"].([]any)...), answer["next_page"] != nil
	}
	for _, each := range all {
		trigger := each.(map[string]any)
		for _, id := range ids {
			switch {
			case fmt.Sprintf("%.0f", trigger["id"]) != id:
			case trigger["active"] == true:
				found = append(found, trigger["title"].(string))
			default:
				found = append(found, "("+trigger["title"].(string)+")")
			}
		}
	}
	return strings.Join(found, " ")
}

// sendInput is what makes [desk.send] by the client.
func sendInput(title, honours string) zendesk.TriggerInput {
	in := input(title)
	in.Conditions = &rules.Conditions{All: []rules.Condition{
		{Field: "status", Operator: "value", Value: rules.Text("solved")},
		{Field: "current_tags", Operator: "not_includes", Value: rules.Text(honours)},
	}}
	in.Actions = &[]rules.Action{{Field: "priority", Value: rules.Text("low")}}
	return in
}

// fail makes the next requests answer 500.
func (d *desk) fail(method, path string, times int) {
	d.world.Faults.Add(engine.Fault{System: "zendesk", Method: method, Path: path, Kind: engine.ServerError, Times: times})
}

// refuse answers a client's requests with 403 without sending them.
func (d *desk) refuse(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.instead = func(sent, _ string) (int, string) {
		if sent == line {
			return http.StatusForbidden, `{"error":{"title":"Forbidden","message":"No"}}`
		}
		return 0, ""
	}
}

// silent is the answer of a server that says no more of a job than that it is
// done.
func silent(line string, body []byte) []byte {
	if line == jobs && bytes.Contains(body, []byte(`"complete"`)) {
		return []byte(`{"status":"complete"}`)
	}
	return body
}

// lacking takes an object out of a list.
func lacking(body []byte, member, id string) []byte {
	var list map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	_ = decoder.Decode(&list)
	var kept []any
	for _, each := range list[member].([]any) {
		if fmt.Sprint(each.(map[string]any)["id"]) != id {
			kept = append(kept, each)
		}
	}
	list[member], list["count"] = kept, len(kept)
	body, _ = json.Marshal(list)
	return body
}

// settleCategory moves a category; that it was hindered is no error.
func settleCategory(c *zendesk.Client, id string, after []string) error {
	_, _, err := c.Evaluation().SettleCategory(ctx(), evaluation.Relation{ID: id, After: after})
	return err
}
