package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// caller sends what it is told to, right or wrong.
type caller struct {
	t               *testing.T
	endpoint, token string
	keys            int
}

func (c *caller) send(method, path string, body any) (status int, answer map[string]any) {
	c.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	request, err := http.NewRequest(method, c.endpoint+path, bytes.NewReader(encoded))
	if err != nil {
		c.t.Fatal(err)
	}
	c.keys++
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", fmt.Sprint("key ", c.keys))
	request.Header.Set("If-Match", "*")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		c.t.Fatalf("%s %s: %s", method, path, text)
	}
	return response.StatusCode, answer
}

// attempt is a value of a member, and whether the schema allows it.
type attempt struct {
	pointer string
	value   any
	allowed bool
}

// attempts are values at and beyond each limit that a schema sets to a value.
func attempts(schema *openapi3.Schema, pointer string) (all []attempt) {
	try := func(allowed bool, values ...any) {
		for _, value := range values {
			all = append(all, attempt{pointer, value, allowed})
		}
	}
	try(schema.Nullable, nil)
	switch {
	case schema.Type.Is("string"):
		try(false, 5, true, []any{}, map[string]any{})
		if len(schema.Enum) > 0 {
			try(false, "nonsense", "")
		}
		if schema.MinLength > 0 {
			try(false, "")
		}
		if schema.MaxLength != nil {
			try(false, strings.Repeat("x", int(*schema.MaxLength)+1))
		}
	case schema.Type.Is("integer"):
		try(false, "5", 5.5, true)
		if schema.Min != nil {
			try(false, *schema.Min-1)
		}
		if schema.Max != nil {
			try(false, *schema.Max+1)
			try(true, *schema.Max)
		}
	case schema.Type.Is("boolean"):
		try(false, "true", 1)
		try(true, true, false)
	case schema.Type.Is("array"):
		try(false, "x", map[string]any{}, []any{nil})
		try(true, []any{})
		if schema.MaxItems != nil {
			try(false, addresses(int(*schema.MaxItems)+1))
		}
	case schema.Type.Is("object"):
		try(false, "x", []any{}, 1)
		all = append(all, attempt{pointer + "/unknown_member", "x", false})
		for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
			all = append(all, attempts(schema.Properties[name].Value, pointer+"/"+name)...)
		}
	}
	return all
}

func addresses(number int) []any {
	all := make([]any, number)
	for i := range all {
		all[i] = fmt.Sprintf("x%d@example.com", i)
	}
	return all
}

// with is a copy of an object in which one member has another value.
func with(object map[string]any, pointer string, value any) map[string]any {
	result := maps.Clone(object)
	if result == nil {
		result = map[string]any{}
	}
	name, rest, nested := strings.Cut(pointer[1:], "/")
	if nested {
		inner, _ := result[name].(map[string]any)
		value = with(inner, "/"+rest, value)
	}
	result[name] = value
	return result
}

func TestTheSandboxsBackendHoldsEveryLimitOfTheDocument(t *testing.T) {
	endpoint, token := startSandbox(t)
	c := &caller{t: t, endpoint: endpoint, token: token}
	document := load(t)
	tried := 0
	for _, kind := range []struct{ path, example string }{
		{"/v1/surveys", "SurveyCreate"},
		{"/v1/connectors", "ConnectorCreateKustomer"},
		{"/v1/connectors", "ConnectorCreateDesk"},
		{"/v1/connectors", "ConnectorCreateZendesk"},
		{"/v1/trigger_distributions", "TriggerDistributionCreate"},
		{"/v1/agents", "AgentCreate"},
	} {
		example, _ := document.Components.Examples[kind.example].Value.Value.(map[string]any)
		if kind.example == "AgentCreate" {
			example = with(example, "/email", "another@acme.example") // the connector has made Jane an agent
		}
		status, created := c.send(http.MethodPost, kind.path, example)
		if status != http.StatusCreated {
			t.Fatalf("the example %s: status %d: %v", kind.example, status, created)
		}
		one := kind.path + "/" + fmt.Sprint(created["id"])
		post := document.Paths.Find(kind.path).Post.RequestBody.Value.Content["application/json"].Schema.Value
		patch := document.Paths.Find(kind.path + "/{id}").Patch.RequestBody.Value.Content["application/json"].Schema.Value
		for _, required := range post.Required {
			lacking := maps.Clone(example)
			delete(lacking, required)
			c.expect(http.MethodPost, kind.path, lacking, attempt{"/" + required, "(missing)", false})
		}
		for _, member := range slices.Sorted(maps.Keys(post.Properties)) {
			if post.Properties[member].Value.Type.Is("object") && member != "write_back" && example[member] == nil {
				continue // another help desk's credential
			}
			for _, a := range attempts(post.Properties[member].Value, "/"+member) {
				if !a.allowed {
					c.expect(http.MethodPost, kind.path, with(example, a.pointer, a.value), a)
				}
				tried++
			}
			for _, a := range attempts(patch.Properties[member].Value, "/"+member) {
				if member != "help_desk_close_after_hours" || a.value == nil {
					c.expect(http.MethodPatch, one, c.around(with(nil, a.pointer, a.value), a), a)
				}
				tried++
			}
		}
	}
	const tested = "/v1/trigger_distributions/{id}/test"
	example := document.Components.Examples["TestSurveyRequest"].Value.Value.(map[string]any)
	path := strings.Replace(tested, "{id}", "trigger_distribution_1", 1)
	request := document.Paths.Find(tested).Post.RequestBody.Value.Content["application/json"].Schema.Value
	for _, a := range attempts(request, "") {
		if !a.allowed && a.pointer != "" {
			c.expect(http.MethodPost, path, with(example, a.pointer, a.value), a)
		}
	}
	c.expect(http.MethodPost, path, map[string]any{}, attempt{"/customer_email", "(missing)", false})
	if tried < 200 {
		t.Errorf("only %d values were tried", tried)
	}
}

// around removes what else would forbid a longer quiet period.
func (c *caller) around(patch map[string]any, a attempt) map[string]any {
	if a.pointer == "/quiet_period_hours" {
		patch["help_desk_close_after_hours"] = nil
	}
	return patch
}

// expect holds an answer against what the schema says of the value.
func (c *caller) expect(method, path string, body map[string]any, a attempt) {
	c.t.Helper()
	shown := fmt.Sprintf("%s %s with %s = %.40v", method, path, a.pointer, a.value)
	status, answer := c.send(method, path, body)
	if a.allowed {
		if status != http.StatusOK {
			c.t.Errorf("%s: status %d: %v", shown, status, answer)
		}
		return
	}
	if status != http.StatusUnprocessableEntity {
		c.t.Errorf("%s: status %d, want 422: %v", shown, status, answer)
		return
	}
	wrong, _ := answer["errors"].([]any)
	for _, one := range wrong {
		pointer, _ := one.(map[string]any)["pointer"].(string)
		if pointer == a.pointer || strings.HasPrefix(pointer, a.pointer+"/") {
			return
		}
	}
	c.t.Errorf("%s: %v names another member", shown, wrong)
}
