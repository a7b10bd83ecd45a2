//go:build linux

package promise

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// lesson is what the real command line and the small one do to accounts of
// their own, one after the other. Each resource refers to the one before, so
// that there is one order only.
type lesson struct {
	name    string
	changed func(tfcore.Configuration) // from the configuration of the last lesson on
	options tfcore.Options
}

const (
	fieldAddress = "surveytrigger_zendesk_ticket_field.box"
	vipAddress   = exclusionType + "vip"
	pressAddress = exclusionType + "press"
	emailAddress = sendType + "email"
)

var lessons = []lesson{
	{name: "create", changed: func(c tfcore.Configuration) {
		c[fieldAddress] = tfcore.Resource{Attributes: map[string]any{"type": "checkbox", "title": "Do not send", "tag": "do_not_send", "deletion_policy": "delete"}}
		c[vipAddress] = guard("VIP", "vip", false)
		c[emailAddress] = tfcore.Resource{Attributes: map[string]any{
			"title": "Survey", "channels": []any{"email"}, "payload": `{"ticket": {{ticket.id}}}`,
			"exclude_checkbox_field_ids": []any{theID(fieldAddress)}, "evaluate_after": []any{theID(vipAddress)},
		}}
	}},
	{name: "change", changed: func(c tfcore.Configuration) {
		c[vipAddress] = guard("VIP", "important", false)
		c[emailAddress].Attributes["title"] = "Survey by e-mail"
	}},
	{name: "-replace, destroy first", options: tfcore.Options{Replace: []string{vipAddress}}},
	{name: "-replace, create first", options: tfcore.Options{Replace: []string{vipAddress}}, changed: func(c tfcore.Configuration) {
		c[vipAddress] = guard("VIP", "important", true)
	}},
	{name: "-replace of two", options: tfcore.Options{Replace: []string{vipAddress, emailAddress}}},
	{name: "a second exclusion", changed: func(c tfcore.Configuration) {
		c[pressAddress] = guard("Press", "press", false)
		c[emailAddress].Attributes["evaluate_after"] = []any{theID(vipAddress), theID(pressAddress)}
	}},
	{name: "removed, destroy first", changed: func(c tfcore.Configuration) {
		delete(c, pressAddress)
		c[emailAddress].Attributes["evaluate_after"] = []any{theID(vipAddress)}
	}},
	{name: "another address", changed: func(c tfcore.Configuration) {
		delete(c, vipAddress)
		c[pressAddress] = guard("VIP", "important", true)
		c[emailAddress].Attributes["evaluate_after"] = []any{theID(pressAddress)}
	}},
	{name: "removed while what it refers to changes", changed: func(c tfcore.Configuration) {
		delete(c, emailAddress)
		c[pressAddress] = guard("Press", "press", true)
	}},
	{name: "destroy of a target", options: tfcore.Options{Destroy: true, Targets: []string{fieldAddress}}},
}

func guard(title, tag string, createFirst bool) tfcore.Resource {
	return tfcore.Resource{CreateBeforeDestroy: createFirst, Attributes: map[string]any{
		"title": title, "mark": map[string]any{"checkbox_field_id": theID(fieldAddress)},
		"conditions": map[string]any{"all": []any{
			map[string]any{"field": "status", "operator": "value", "value": "solved"},
			map[string]any{"field": "current_tags", "operator": "includes", "value": tag},
		}},
	}}
}

// class is a Terraform with an account to learn with.
type class struct {
	terraform       terraform
	box             *sandbox.Sandbox
	endpoint, token string
	webhook         string // made by hand
}

func newClass(t *testing.T, terraform terraform) *class {
	t.Helper()
	c := &class{terraform: terraform, box: sandbox.New(sandbox.Options{})}
	url, stop, err := c.box.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	for _, variable := range c.box.Environment(url) {
		switch variable.Name {
		case "ZENDESK_ENDPOINT":
			c.endpoint = variable.Value
		case "ZENDESK_ACCESS_TOKEN":
			c.token = variable.Value
		}
	}
	made := c.call(t, http.MethodPost, "/webhooks", `{"webhook": {"name": "Surveys", "endpoint": "https://surveys.example", "http_method": "POST",
		"request_format": "json", "status": "active", "subscriptions": ["conditional_ticket_events"]}}`)
	c.webhook = made["webhook"].(map[string]any)["id"].(string)
	terraform.Configure(map[string]any{"zendesk": map[string]any{"subdomain": "acme", "endpoint": c.endpoint, "access_token": c.token}})
	c.box.World().Requests.Reset()
	return c
}

// call is a request of somebody with admin rights.
func (c *class) call(t *testing.T, method, path, body string) (answer map[string]any) {
	t.Helper()
	request := httptest.NewRequest(method, c.endpoint+"/api/v2"+path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	c.box.ServeHTTP(recorder, request)
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || recorder.Code >= http.StatusBadRequest {
		t.Fatal(method, path, recorder.Code, recorder.Body.String(), err)
	}
	return answer
}

// learn applies a lesson and gives what was planned, as in "create type.name".
func (c *class) learn(t *testing.T, config tfcore.Configuration, l lesson) (changes []string) {
	t.Helper()
	if email, exists := config[emailAddress]; exists {
		email.Attributes["webhook_id"] = c.webhook
	}
	result := c.terraform.Apply(t.Context(), config, l.options)
	if !result.OK() {
		t.Fatalf("%s: %q %q", l.name, result.Errors, result.Broken)
	}
	for _, change := range result.Changes {
		changes = append(changes, string(change.Action)+" "+change.Address)
	}
	return slices.Sorted(slices.Values(changes))
}

// triggers are those of the account in the order of evaluation.
func (c *class) triggers(t *testing.T) (all []string) {
	t.Helper()
	for _, each := range c.call(t, http.MethodGet, "/triggers?per_page=100", "")["triggers"].([]any) {
		trigger := each.(map[string]any)
		delete(trigger, "created_at")
		delete(trigger, "updated_at")
		all = append(all, c.describe(t, trigger))
	}
	return all
}

// describe writes something down as it is in any account: these number all
// objects alike but webhooks.
func (c *class) describe(t *testing.T, what any) string {
	t.Helper()
	text, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(c.webhook, "the webhook", c.endpoint, "the endpoint").Replace(string(text))
}

func (c *class) state(t *testing.T) (all []string) {
	t.Helper()
	for _, each := range c.terraform.Objects() {
		all = append(all, c.describe(t, each))
	}
	return slices.Sorted(slices.Values(all))
}

// writes are what was asked for since the last time, as in "POST /api/v2/triggers
// {…} 201".
func (c *class) writes(t *testing.T) (all []string) {
	t.Helper()
	for _, each := range c.box.World().Requests.All("zendesk") {
		if each.Method != http.MethodGet {
			all = append(all, fmt.Sprintf("%s %s %s %d", each.Method, each.Path, c.describe(t, each.Body), each.Status))
		}
	}
	c.box.World().Requests.Reset()
	return all
}

// The random stories are played by a Terraform of our own, thousands of them in
// the time of one: here it is measured by the real one.
func TestTheSmallTerraformDoesWhatTheRealOneDoes(t *testing.T) {
	t.Parallel()
	theirs := newClass(t, newRealCLI(t, commandlinetest.Tools(t)))
	ours := newClass(t, small{&tfcore.Workspace{Start: startServer, Schemas: smallSchemas()}})
	config := tfcore.Configuration{}
	for _, each := range lessons {
		if each.changed != nil {
			each.changed(config)
		}
		compare := func(what string, small, large []string) {
			if !slices.Equal(small, large) {
				t.Fatalf("%s: %s\nours   %s\ntheirs %s", each.name, what, strings.Join(small, "\n       "), strings.Join(large, "\n       "))
			}
		}
		compare("the plan", ours.learn(t, config, each), theirs.learn(t, config, each))
		compare("the writes", ours.writes(t), theirs.writes(t))
		compare("the triggers", ours.triggers(t), theirs.triggers(t))
		compare("state", ours.state(t), theirs.state(t))
	}
}
