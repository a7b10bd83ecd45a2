package decision

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

type object = map[string]any

// desk is an account of the sandbox, whose receivers are here.
type desk struct {
	t        *testing.T
	world    *engine.World
	system   *zendesk.System
	received []delivery
}

type delivery struct{ address, body string }

func openDesk(t *testing.T, settings zendesk.Settings) *desk {
	d := &desk{t: t, world: engine.NewWorld(engine.Options{})}
	d.system = zendesk.New(d.world, zendesk.Options{})
	d.system.Configure(settings)
	d.world.Client.Transport = d
	for _, seeded := range d.list("/triggers", "triggers") {
		d.call(http.MethodDelete, "/triggers/"+fmt.Sprint(seeded["id"]), nil)
	}
	return d
}

// RoundTrip receives what a trigger sends.
func (d *desk) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	d.received = append(d.received, delivery{r.URL.String(), string(body)})
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r}, err
}

func (d *desk) call(method, path string, body any) object {
	d.t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(d.t.Context(), method, "/api/v2"+path, strings.NewReader(string(sent)))
	request.Header.Set("Authorization", "Bearer "+zendesk.AccessToken)
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	d.system.ServeHTTP(answer, request)
	if answer.Code >= http.StatusMultipleChoices {
		d.t.Fatalf("%s %s %s: %d %s", method, path, sent, answer.Code, answer.Body)
	}
	return decoded[object](d.t, answer.Body.String())
}

func decoded[T any](t *testing.T, text string) (value T) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil && text != "" {
		t.Fatalf("%v: %s", err, text)
	}
	return value
}

// list gives the objects of one page, of which there are fewer than a hundred.
func (d *desk) list(path, name string) (all []object) {
	d.t.Helper()
	for _, one := range d.call(http.MethodGet, path+"?per_page=100", nil)[name].([]any) {
		all = append(all, one.(object))
	}
	return all
}

func (d *desk) create(path, name string, members object) object {
	d.t.Helper()
	return d.call(http.MethodPost, path, object{name: members})[name].(object)
}

// parts reads the account as its API tells it.
func (d *desk) parts() (parts Parts) {
	d.t.Helper()
	for _, t := range d.list("/triggers", "triggers") {
		read := Trigger{ID: text(t["id"]), Title: text(t["title"]), Active: t["active"].(bool), CategoryID: text(t["category_id"]), Position: whole(t["position"])}
		wire, _ := json.Marshal(t)
		if err := json.Unmarshal(wire, &read.Rule); err != nil {
			d.t.Fatal(err)
		}
		parts.Triggers = append(parts.Triggers, read)
	}
	if d.system.Settings().(zendesk.Settings).CategoriesEnabled {
		for _, c := range d.list("/trigger_categories", "trigger_categories") {
			parts.Categories = append(parts.Categories, Category{ID: text(c["id"]), Name: text(c["name"]), Position: whole(c["position"])})
		}
	}
	for _, f := range d.list("/ticket_fields", "ticket_fields") {
		read := Field{ID: text(f["id"]), Type: text(f["type"]), Tag: text(f["tag"]), Titles: map[string]string{}}
		options, _ := f["custom_field_options"].([]any)
		for _, o := range options {
			value := text(o.(object)["value"])
			read.Options, read.Titles[value] = append(read.Options, value), text(o.(object)["name"])
		}
		parts.Fields = append(parts.Fields, read)
	}
	for _, w := range d.list("/webhooks", "webhooks") {
		parts.Webhooks = append(parts.Webhooks, Receiver{ID: text(w["id"]), Endpoint: text(w["endpoint"]), Active: w["status"] == "active"})
	}
	for _, t := range d.list("/targets", "targets") {
		parts.Targets = append(parts.Targets, Receiver{ID: text(t["id"]), Endpoint: text(t["target_url"]), Active: t["active"].(bool)})
	}
	return parts
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func whole(v any) int64 {
	n, _ := v.(json.Number).Int64()
	return n
}

// solved is what became of a ticket.
type solved struct {
	ticket object
	sent   []delivery
}

// update makes or changes a ticket in one of the engines.
func (d *desk) update(mode engine.Mode, method, path string, members object) solved {
	d.t.Helper()
	d.world.Mode, d.received = mode, nil
	ticket := d.call(method, path, object{"ticket": members})["ticket"].(object)
	return solved{ticket, d.received}
}

func condition(field, operator string, value any) object {
	return object{"field": field, "operator": operator, "value": value}
}

func action(field string, value any) object { return object{"field": field, "value": value} }

// custom is the value of a custom field, as a decision has it.
func (s solved) custom(id string) string {
	for _, f := range s.ticket["custom_fields"].([]any) {
		if field := f.(object); text(field["id"]) == id {
			if several, list := field["value"].([]any); list {
				return strings.Trim(fmt.Sprint(several), "[]")
			}
			return text(field["value"])
		}
	}
	return ""
}

func (s solved) tags() []string {
	var tags []string
	for _, tag := range s.ticket["tags"].([]any) {
		tags = append(tags, tag.(string))
	}
	return tags
}
