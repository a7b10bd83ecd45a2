package openapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	speakeasy "github.com/speakeasy-api/openapi/openapi"
)

const path = "../../openapi/survey-backend.yaml"

func load(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestTheDocumentAndItsExamplesAreValid(t *testing.T) {
	if err := load(t).Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
		t.Error(err)
	}
}

func TestAnotherParserFindsNothingWrongInTheDocument(t *testing.T) {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	_, wrong, err := speakeasy.Unmarshal(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range wrong {
		t.Error(err)
	}
}

// operations calls a function with every operation of the document.
func operations(t *testing.T, each func(name, method, path string, operation *openapi3.Operation)) {
	t.Helper()
	for path, item := range load(t).Paths.Map() {
		for method, operation := range item.Operations() {
			each(method+" "+path, method, path, operation)
		}
	}
}

func TestEveryOperationIsMadeForDeclarativeClients(t *testing.T) {
	operations(t, func(name, method, path string, operation *openapi3.Operation) {
		var needs []string
		codes := slices.Sorted(maps.Keys(operation.Responses.Map()))
		one := strings.HasSuffix(path, "{id}")
		makes := method == http.MethodPost && !strings.Contains(path, "{id}") // others let an object do something
		switch {
		case method == http.MethodPost:
			needs = []string{"Idempotency-Key"}
		case method == http.MethodPatch, method == http.MethodDelete:
			needs = []string{"If-Match"}
		case !one:
			needs = []string{"limit", "cursor"}
		}
		for _, parameter := range needs {
			if operation.Parameters.GetByInAndName("header", parameter) == nil && operation.Parameters.GetByInAndName("query", parameter) == nil {
				t.Errorf("%s has no parameter %s", name, parameter)
			}
		}
		want := map[string][]string{
			"GET":    {"200", "default"},
			"POST":   {"201", "409", "422", "default"},
			"PATCH":  {"200", "404", "412", "422", "428", "default"},
			"DELETE": {"204", "404", "412", "428", "default"},
		}[method]
		if one && method == http.MethodGet {
			want = append(want, "404")
		}
		if method == http.MethodPost && !makes {
			want = []string{"200", "404", "409", "422", "default"}
		}
		for _, code := range want {
			if !slices.Contains(codes, code) {
				t.Errorf("%s documents %v, not %s", name, codes, code)
			}
		}
		for code, response := range operation.Responses.Map() {
			for media := range response.Value.Content {
				if success := strings.HasPrefix(code, "2"); success != (media == "application/json") {
					t.Errorf("%s answers %s with %s", name, code, media)
				}
			}
			changes := one && method != http.MethodDelete || makes
			if changes && strings.HasPrefix(code, "2") && !strings.HasPrefix(path, "/v1/responses") && response.Value.Headers["ETag"] == nil {
				t.Errorf("%s answers %s without an ETag", name, code)
			}
		}
	})
}

func TestSecretsOnlyGoIn(t *testing.T) {
	secret := func(name string) bool {
		return strings.HasSuffix(name, "secret") || name == "api_key" || name == "access_token"
	}
	for name, schema := range load(t).Components.Schemas {
		for member, property := range schema.Value.Properties {
			asked := strings.Contains(name, "Credential")
			inTheOpen := strings.HasPrefix(name, "Desk") && member == "access_token" // the name of a user, not a secret
			if secret(member) && !inTheOpen && (!asked || !property.Value.WriteOnly) {
				t.Errorf("%s.%s is a secret and not write-only", name, member)
			}
		}
	}
	operations(t, func(name, _, _ string, operation *openapi3.Operation) {
		for code, response := range operation.Responses.Map() {
			for _, content := range response.Value.Content {
				if member := writeOnlyIn(content.Schema.Value); member != "" {
					t.Errorf("%s answers %s with the write-only member %s", name, code, member)
				}
			}
		}
	})
}

func writeOnlyIn(schema *openapi3.Schema) string {
	for name, property := range schema.Properties {
		if property.Value.WriteOnly {
			return name
		}
		if inner := writeOnlyIn(property.Value); inner != "" {
			return name + "." + inner
		}
	}
	if schema.Items != nil {
		return writeOnlyIn(schema.Items.Value)
	}
	return ""
}

func TestEveryPartOfTheDocumentIsDescribed(t *testing.T) {
	document := load(t)
	for name, schema := range document.Components.Schemas {
		if schema.Value.Description == "" {
			t.Errorf("schema %s has no description", name)
		}
	}
	operations(t, func(name, _, _ string, operation *openapi3.Operation) {
		if operation.Summary == "" || operation.OperationID == "" || len(operation.Tags) != 1 {
			t.Errorf("%s has no summary, id or tag", name)
		}
		for _, parameter := range operation.Parameters {
			if parameter.Value.Description == "" {
				t.Errorf("%s: parameter %s has no description", name, parameter.Value.Name)
			}
		}
	})
}

func TestTheOtherClientIsOfThisDocument(t *testing.T) {
	document, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile("otherclient/document.sha256")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(document)
	if hex.EncodeToString(sum[:]) != strings.TrimSpace(string(recorded)) {
		t.Errorf("%s changed: run tools/openapi/otherclient/generate.sh (Java and npm)", path)
	}
}
