package survey_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/survey"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

func body(t *testing.T, object map[string]any) string {
	t.Helper()
	template, known, err := survey.Body(object, liquid.Quote)
	if err != nil || !known {
		t.Fatalf("known %v, error %v", known, err)
	}
	return template
}

func rendered(t *testing.T, template string, ticket map[string]any) map[string]any {
	t.Helper()
	text, err := liquid.Render(template, map[string]any{"ticket": ticket})
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return object
}

func TestBodyKeepsPlaceholdersAndEveryKindOfValue(t *testing.T) {
	template := body(t, map[string]any{
		"nome":  "{{ticket.requester.name}}",
		"email": "{{ ticket.requester.email }}",
		"texto": "Ticket <{{ticket.id}}> & \"mais\"\n\\fim",
		"extra": map[string]any{"n": json.Number("360001234567890123"), "sim": true, "nada": nil, "vazio": map[string]any{}},
		"lista": []any{"a", "{% if ticket.id %}b{% endif %}", []any{}},
	})
	got := rendered(t, template, map[string]any{"id": 7, "requester": map[string]any{"name": `Ann "AJ" O'Neil`, "email": "ann@example.com"}})
	want := map[string]any{
		"nome": `Ann "AJ" O'Neil`, "email": "ann@example.com", "texto": "Ticket <7> & \"mais\"\n\\fim",
		"extra": map[string]any{"n": float64(360001234567890123), "sim": true, "nada": nil, "vazio": map[string]any{}},
		"lista": []any{"a", "b", []any{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{"360001234567890123", "<{{", "> & "} {
		if !strings.Contains(template, part) {
			t.Errorf("%q is not in the template as written:\n%s", part, template)
		}
	}
	if errs, warnings := payload.Check(template); len(errs)+len(warnings) > 0 {
		t.Errorf("the body breaks: %v, %v", errs, warnings)
	}
}

func TestBodyDoesNotEscapeTwice(t *testing.T) {
	once := body(t, map[string]any{"a": "{{ ticket.requester.name }}"})
	twice := body(t, map[string]any{"a": "{{ ticket.requester.name | " + liquid.Escape + " }}"})
	if once != twice {
		t.Errorf("%s\n%s", once, twice)
	}
}

func TestBodyNamesWhatIsWrong(t *testing.T) {
	_, _, err := survey.Body(map[string]any{
		"customer":        map[string]any{"name": "{{ ticket.requester.name"},
		"{{ ticket.id }}": "x",
		"list":            []any{"fine", "{% raw %}{{ x }}{% endraw %}"},
		"lines":           "{% liquid\necho x\n%}",
	}, liquid.Quote)
	var problems argument.Problems
	if !errors.As(err, &problems) || len(problems) != 4 {
		t.Fatalf("got %v", err)
	}
	for i, path := range []string{"object.customer.name", "object.list[1]", "object.lines", "object.{{ ticket.id }}"} {
		found := false
		for _, problem := range problems {
			found = found || problem.Path == path
		}
		if !found {
			t.Errorf("%d: no problem at %s in %v", i, path, problems)
		}
	}
}

func TestBodyChecksTheRestWhileAPartIsUnknown(t *testing.T) {
	_, known, err := survey.Body(map[string]any{"a": argument.Unknown{}, "b": "ok"}, liquid.Quote)
	if known || err != nil {
		t.Errorf("known %v, error %v", known, err)
	}
	_, _, err = survey.Body(map[string]any{"a": argument.Unknown{}, "b": "{{ open"}, liquid.Quote)
	if err == nil {
		t.Error("a broken placeholder beside an unknown value passed")
	}
}

// Whatever customers are called, the backend gets JSON, with the name less what
// the escape chain drops.
func TestBodyStaysJSONForAnyName(t *testing.T) {
	template := body(t, map[string]any{"customer": map[string]any{"name": "Dear {{ticket.requester.name}}!"}})
	drop := strings.NewReplacer(`\`, "", "\r\n", "", "\n", "")
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.StringMatching(`[a-zA-Z"'\\\n <>&{}%日本🙂]{0,20}`).Draw(r, "name")
		got := rendered(t, template, map[string]any{"requester": map[string]any{"name": name}})
		if want := "Dear " + drop.Replace(name) + "!"; got["customer"].(map[string]any)["name"] != want {
			r.Fatalf("%q became %v", name, got)
		}
	})
}
