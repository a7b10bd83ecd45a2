//go:build linux

package promise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// conformanceCase is an apply that the real command line and the small one do to
// accounts of their own. Each resource refers to the one before, so that there is
// one order only.
type conformanceCase struct {
	name    string
	changed func(tfcore.Configuration) // from the configuration of the last case on
	options tfcore.Options
	fault   requestFault
	// left is what is tainted or deposed afterwards, as in "vip tainted".
	left []string
	// unordered says that some writes have no order.
	unordered bool
}

const (
	fieldAddress = "surveytrigger_zendesk_ticket_field.box"
	vipAddress   = exclusionType + "vip"
	pressAddress = exclusionType + "press"
	emailAddress = sendType + "email"
)

// chain is a field, an exclusion that sets it and a send that is evaluated after
// the exclusion.
func chain(c tfcore.Configuration) {
	c[fieldAddress] = checkbox("Do not send")
	c[vipAddress] = guard("VIP", "vip", false)
	c[emailAddress] = tfcore.Resource{Attributes: map[string]any{
		"title": "Survey", "channels": []any{"email"}, "payload": `{"ticket": {{ticket.id}}}`,
		"exclude_checkbox_field_ids": []any{theID(fieldAddress)}, "evaluate_after": []any{theID(vipAddress)},
	}}
}

func checkbox(title string) tfcore.Resource {
	return tfcore.Resource{Attributes: map[string]any{
		"type": "checkbox", "title": title, "tag": strings.ReplaceAll(strings.ToLower(title), " ", "_"), "deletion_policy": "delete",
	}}
}

var plainCases = []conformanceCase{
	{name: "create", changed: chain},
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

// subject is a Terraform that is compared, with an account of its own.
type subject struct {
	terraform       terraform
	box             *sandbox.Sandbox
	gate            *conformanceGate
	endpoint, token string
	webhook         string // made by hand
}

func newSubject(t *testing.T, terraform terraform) *subject {
	t.Helper()
	s := &subject{terraform: terraform, box: sandbox.New(sandbox.Options{})}
	s.gate = newConformanceGate(t, s.box)
	for _, variable := range s.box.Environment("") {
		switch variable.Name {
		case "ZENDESK_ENDPOINT":
			s.endpoint = variable.Value
		case "ZENDESK_ACCESS_TOKEN":
			s.token = variable.Value
		}
	}
	made := s.call(t, http.MethodPost, "/webhooks", `{"webhook": {"name": "Surveys", "endpoint": "https://surveys.example", "http_method": "POST",
		"request_format": "json", "status": "active", "subscriptions": ["conditional_ticket_events"]}}`)
	s.webhook = made["webhook"].(map[string]any)["id"].(string)
	s.box.World().Requests.Reset()
	return s
}

// call is a request of somebody with admin rights.
func (s *subject) call(t *testing.T, method, path, body string) (answer map[string]any) {
	t.Helper()
	request := httptest.NewRequest(method, s.endpoint+"/api/v2"+path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+s.token)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	s.box.ServeHTTP(recorder, request)
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || recorder.Code >= http.StatusBadRequest {
		t.Fatal(method, path, recorder.Code, recorder.Body.String(), err)
	}
	return answer
}

// command gives the provider a way to the account that is its own, and lets the
// command line work with what the fault makes of it.
func (s *subject) command(t *testing.T, config tfcore.Configuration, fault requestFault, do func(context.Context) tfcore.Result) tfcore.Result {
	t.Helper()
	for _, each := range config {
		if _, sends := each.Attributes["channels"]; sends {
			each.Attributes["webhook_id"] = s.webhook
		}
	}
	ctx, kill := context.WithTimeout(t.Context(), commandTime)
	defer kill()
	base, closeGate := s.gate.open(fault, kill)
	defer closeGate()
	s.terraform.Configure(map[string]any{"zendesk": map[string]any{"subdomain": "acme", "endpoint": base + s.endpoint, "access_token": s.token}})
	if cli, isReal := s.terraform.(*realCLI); isReal {
		cli.attach = fault.kind == "" || fault.kind == rejected
	}
	result := do(ctx)
	if ctx.Err() == context.DeadlineExceeded {
		t.Fatalf("a command has not ended after %s", commandTime)
	}
	return result
}

// apply applies a case and tells how that ended.
func (s *subject) apply(t *testing.T, config tfcore.Configuration, c conformanceCase) (result tfcore.Result) {
	t.Helper()
	result = s.command(t, config, c.fault, func(ctx context.Context) tfcore.Result { return s.terraform.Apply(ctx, config, c.options) })
	if c.fault.kind == "" && !result.OK() || len(result.Broken) > 0 {
		t.Fatalf("%s: %q %q", c.name, result.Errors, result.Broken)
	}
	if c.fault.kind != "" && (!s.gate.hit() || result.OK()) {
		t.Fatalf("%s: the fault was hit: %v, errors: %q", c.name, s.gate.hit(), result.Errors)
	}
	return result
}

// plan gives what is planned, as in "create type.name".
func (s *subject) plan(t *testing.T, config tfcore.Configuration) []string {
	t.Helper()
	result := s.command(t, config, requestFault{}, func(ctx context.Context) tfcore.Result {
		return s.terraform.Plan(ctx, config, tfcore.Options{})
	})
	if !result.OK() {
		t.Fatalf("a plan fails: %q %q", result.Errors, result.Broken)
	}
	return actions(result)
}

func actions(result tfcore.Result) (changes []string) {
	for _, change := range result.Changes {
		changes = append(changes, string(change.Action)+" "+change.Address)
	}
	return slices.Sorted(slices.Values(changes))
}

// triggers are those of the account in the order of evaluation.
func (s *subject) triggers(t *testing.T) (all []string) {
	t.Helper()
	for _, each := range s.call(t, http.MethodGet, "/triggers?per_page=100", "")["triggers"].([]any) {
		trigger := each.(map[string]any)
		delete(trigger, "created_at")
		delete(trigger, "updated_at")
		all = append(all, s.describe(t, trigger))
	}
	return all
}

// describe writes something down as it is in any account: these number all
// objects alike but webhooks.
func (s *subject) describe(t *testing.T, what any) string {
	t.Helper()
	text, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(s.webhook, "the webhook").Replace(string(text))
}

// state is all that state holds of each object. OpenTofu does not store an
// inherited create_before_destroy with every write: without createFirst it is left
// out.
func (s *subject) state(t *testing.T, createFirst bool) (all []string) {
	t.Helper()
	objects := s.terraform.Objects()
	if cli, isReal := s.terraform.(*realCLI); isReal {
		objects = cli.saved(t)
	}
	for _, each := range objects {
		all = append(all, s.describe(t, map[string]any{
			"address": each.Address, "id": each.ID, "attributes": each.Attributes, "tainted": each.Tainted, "deposed": each.Deposed,
			"private": lasting(t, each.Private), "create_before_destroy": createFirst && each.CreateFirst, "dependencies": slices.Concat([]string{}, each.Dependencies),
		}))
	}
	return slices.Sorted(slices.Values(all))
}

// lasting is private state without what depends on which resource Terraform happens
// to read first: whether a send has heard of the exclusions that protect from it; and
// without the fingerprints of what triggers do, which have the id of the account's webhook.
func lasting(t *testing.T, private []byte) string {
	t.Helper()
	keys, memory := map[string][]byte{}, map[string]json.RawMessage{}
	if len(private) == 0 {
		return ""
	}
	if err := json.Unmarshal(private, &keys); err != nil {
		t.Fatal(err)
	}
	if json.Unmarshal(keys["memory"], &memory) != nil {
		return string(private)
	}
	var protectors []string
	relations := map[string][]string{}
	for name, into := range map[string]any{"protected_by": &protectors, "relations": &relations} {
		if noted, found := memory[name]; found && json.Unmarshal(noted, into) != nil {
			t.Fatalf("%s is remembered as %s", name, noted)
		}
	}
	for _, id := range protectors {
		delete(relations, id)
	}
	delete(memory, "as_read")
	if delete(memory, "protected_by"); len(relations) == 0 {
		delete(memory, "relations")
	} else {
		memory["relations"] = encoded(t, relations)
	}
	if delete(keys, "memory"); len(memory) > 0 {
		keys["memory"] = encoded(t, memory)
	}
	if len(keys) == 0 {
		return ""
	}
	return string(encoded(t, keys))
}

func encoded(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// unusual names the objects in state that are tainted or deposed.
func (s *subject) unusual() (all []string) {
	for _, each := range s.terraform.Objects() {
		_, name, _ := strings.Cut(each.Address, ".")
		if each.Tainted {
			all = append(all, name+" tainted")
		}
		if each.Deposed {
			all = append(all, name+" deposed")
		}
	}
	return all
}

// saved reads the whole state file.
func (w *realCLI) saved(t *testing.T) (objects []tfcore.Object) {
	t.Helper()
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				Status, Deposed string
				Attributes      map[string]any
				Private         []byte
				Dependencies    []string
				CreateFirst     bool `json:"create_before_destroy"`
			}
		}
	}
	data, err := os.ReadFile(w.stateFile())
	if err == nil {
		err = json.Unmarshal(data, &state)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, resource := range state.Resources {
		for _, each := range resource.Instances {
			id, _ := each.Attributes["id"].(string)
			objects = append(objects, tfcore.Object{
				Address: resource.Type + "." + resource.Name, ID: id, Attributes: each.Attributes, Tainted: each.Status == "tainted",
				Deposed: each.Deposed != "", Private: each.Private, CreateFirst: each.CreateFirst, Dependencies: each.Dependencies,
			})
		}
	}
	return objects
}

// writes are what was asked for since the last time, as in "POST /api/v2/triggers
// {…} 201".
func (s *subject) writes(t *testing.T, unordered bool) (all []string) {
	t.Helper()
	for _, each := range s.box.World().Requests.All("zendesk") {
		if each.Method != http.MethodGet {
			all = append(all, fmt.Sprintf("%s %s %s %d", each.Method, each.Path, s.describe(t, each.Body), each.Status))
		}
	}
	s.box.World().Requests.Reset()
	if unordered {
		slices.Sort(all)
	}
	return all
}

// conform lets a real Terraform and the small one apply the same cases, one after
// the other, and compares what they do.
func conform(t *testing.T, cases []conformanceCase) {
	t.Helper()
	t.Parallel()
	cli := newRealCLI(t, commandlinetest.Tools(t))
	createFirst := cli.cli.Name() == "terraform"
	theirs := newSubject(t, cli)
	ours := newSubject(t, small{&tfcore.Workspace{Start: startServer, Schemas: smallSchemas()}})
	config := tfcore.Configuration{}
	for _, each := range cases {
		if each.changed != nil {
			each.changed(config)
		}
		compare := func(what string, small, large []string) {
			t.Helper()
			if !slices.Equal(small, large) {
				t.Fatalf("%s: %s\nours   %s\ntheirs %s", each.name, what, strings.Join(small, "\n       "), strings.Join(large, "\n       "))
			}
		}
		small, large := ours.apply(t, config, each), theirs.apply(t, config, each)
		compare("the plan", actions(small), actions(large))
		compare("the writes", ours.writes(t, each.unordered), theirs.writes(t, each.unordered))
		compare("what is tainted or deposed", ours.unusual(), each.left)
		compare("the triggers", ours.triggers(t), theirs.triggers(t))
		compare("state", ours.state(t, createFirst), theirs.state(t, createFirst))
		if each.fault.kind == "" && len(each.options.Targets) == 0 && !each.options.Destroy {
			compare("what is left to do", ours.plan(t, config), nil)
			continue
		}
		compare("the next plan", ours.plan(t, config), theirs.plan(t, config))
	}
}

// The random histories are played by a Terraform of our own, thousands of them in
// the time of one: here it is compared with the real one.
func TestTheSmallTerraformDoesWhatTheRealOneDoes(t *testing.T) { conform(t, plainCases) }
