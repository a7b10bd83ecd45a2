package kustomer_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/survey"
)

const sound = `{"name": "{{{steps.customer.name}}}", "priority": "/#steps.conversation.priority", "tags": ["/#steps.conversation.custom.planStr"], "fixed": "a {b} # /c", "n": 12345678901234567890}`

func TestASoundBody(t *testing.T) {
	errs, warnings := kustomer.Check(sound)
	if len(errs)+len(warnings) > 0 {
		t.Errorf("errors %v, warnings %v", errs, warnings)
	}
	if got := kustomer.AttributesRead(sound); !reflect.DeepEqual(got, []string{"planStr"}) {
		t.Errorf("attributes read: %v", got)
	}
}

func TestWhatIsWrongWithABody(t *testing.T) {
	for body, want := range map[string]string{
		``:                                 "it is not JSON",
		`[]`:                               "not an object",
		`{"a": 1} {}`:                      "something follows the object",
		`{"a": {{{steps.customer.id}}}}`:   "must be a JSON string of its own, in quotes",
		`{"{{{steps.customer.id}}}": 1}`:   "a key cannot hold a reference",
		`{"a": "/#steps.customer.id "}`:    "begins with /# and is no reference",
		`{"a": "/#1 fan"}`:                 "begins with /# and is no reference",
		`{"a": "see /#steps.customer.id"}`: "a: /# inside a text is sent as it stands",
		`{"a": "{{{steps.customer.id}}"}`:  "do not match",
		`{"a": "{{{steps.customer.id"}`:    "do not match",
		`{"a": "{{}}"}`:                    "is empty",
		`{"a": "{% if x %}"}`:              "{% is Liquid",
		`{"a": "{{ steps.customer.name | upcase }}"}`:         "is Liquid",
		`{"a": {"b": ["{{ticket.requester.email}}"]}}`:        "a.b[0]: {{{ticket.requester.email}}} is a placeholder of Zendesk: write {{{steps.customer.emails.0.email}}}",
		`{"a": "{{{ticket.ticket_field_1}}}"}`:                "does not exist: references begin with steps",
		`{"a": "/#variables.5822a4a5b6a2f2000f6a6d8d"}`:       "would send a secret",
		`{"a": "/#steps.custmer.name"}`:                       `did you mean "customer"?`,
		`{"a": "/#steps.agent"}`:                              "is the whole agent",
		`{"a": "/#steps.conversation.custom.doNotSend"}`:      "ends in its type",
		`{"a": "{{{steps.customer.emails}}}"}`:                "write {{{steps.customer.emails.0.email}}}",
		`{"a": "{{{steps.conversation.satisfactionLevel}}}"}`: "is an object",
	} {
		errs, _ := kustomer.Check(body)
		if len(errs) != 1 || !strings.Contains(errs[0].String(), want) {
			t.Errorf("%s: errors %v, want %q", body, errs, want)
		}
	}
}

func TestWhatCannotBeVerified(t *testing.T) {
	for text, want := range map[string]string{
		`{{steps.customer.name}}`:                          "O&#x27;Neil",
		`{{{dateFormat steps.customer.createdAt}}}`:        "can be evaluated by Kustomer only",
		`/#fn:parseInt,steps.conversation.custom.countStr`: "can be evaluated by Kustomer only",
		`/#steps.1.id`:                    "with delay_minutes",
		`/#steps.customer.nmae`:           `did you mean "name"?`,
		`/#steps.conversation.color`:      `an attribute "color" of the conversation`,
		`/#steps.conversation.tags.first`: "names a member of a list",
		`/#steps.customer.company.name`:   `an attribute "company.name" of the customer`,
	} {
		errs, warnings := kustomer.Check(`{"a": "` + text + `"}`)
		if len(errs) != 0 || len(warnings) != 1 || warnings[0].Path != "a" || !strings.Contains(warnings[0].Message, want) {
			t.Errorf("%s: errors %v, warnings %v, want %q", text, errs, warnings, want)
		}
	}
}

var hostile = []string{`Ann "AJ" O'Neil`, `back\slash \u0041`, "two\nlines\r\t\x00", "日本 <&>", "{{{steps.x}}} /#steps.y", "\xff", ""}

// Kustomer writes the JSON: whatever a value is, the body is an object that holds it.
func TestEveryValueGivesAnObject(t *testing.T) {
	for _, value := range hostile {
		rendered, err := kustomer.Render(sound, map[string]any{
			"customer":     map[string]any{"name": value},
			"conversation": map[string]any{"priority": 3.0, "custom": map[string]any{"planStr": value}},
		})
		var body map[string]any
		if err != nil || json.Unmarshal([]byte(rendered), &body) != nil {
			t.Fatalf("%q: %v: %s", value, err, rendered)
		}
		want := strings.ToValidUTF8(value, "\uFFFD")
		if body["name"] != want || body["priority"] != 3.0 || !reflect.DeepEqual(body["tags"], []any{want}) {
			t.Errorf("%q: %s", value, rendered)
		}
	}
}

func FuzzACheckedBodyIsAnObject(f *testing.F) {
	f.Add(sound, hostile[0])
	f.Add(`{"a":"{{steps.customer.name}}","b":["/#steps.customer.name"]}`, hostile[1])
	f.Fuzz(func(t *testing.T, body, value string) {
		errs, warnings := kustomer.Check(body)
		if len(errs)+len(warnings) > 0 {
			return
		}
		rendered, err := kustomer.Render(body, map[string]any{"customer": map[string]any{"name": value}})
		var object map[string]any
		if err != nil || json.Unmarshal([]byte(rendered), &object) != nil {
			t.Errorf("%s: %v: %s", body, err, rendered)
		}
	})
}

func TestRendering(t *testing.T) {
	steps := map[string]any{
		"customer": map[string]any{"name": "A&B", "emails": []any{map[string]any{"email": "a@b.example"}}, "verified": true, "locale": nil},
	}
	const body = `{"email":"/#steps.customer.emails.0.email","count":"/#steps.customer.emails.length","html":"{{steps.customer.name}}",
		"gone":"/#steps.customer.phones.0.phone","null":"/#steps.customer.locale","list":["/#steps.customer.gone"],"text":"[{{{steps.customer.gone}}}{{{steps.customer.locale}}}]",
		"bool":"{{{steps.customer.verified}}}","fixed":1.50}`
	const want = `{"bool":"true","count":1,"email":"a@b.example","fixed":1.50,"html":"A\u0026amp;B","list":[null],"null":null,"text":"[]"}`
	if got, err := kustomer.Render(body, steps); err != nil || got != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	if _, err := kustomer.Render(`{"a":"{{#if steps.customer.name}}x{{/if}}"}`, steps); err == nil {
		t.Error("a helper is rendered")
	}
}

// The same package survey makes the body of any help desk.
func TestQuoting(t *testing.T) {
	got, known, err := survey.Body(map[string]any{
		"name": `"{{steps.customer.name}}" \`, "priority": "/#steps.conversation.priority", "n": json.Number("1"), "l": []any{"x", nil, true},
	}, kustomer.Quote)
	const want = "{\n  \"l\": [\n    \"x\",\n    null,\n    true\n  ],\n  \"n\": 1,\n" +
		"  \"name\": \"\\\"{{{steps.customer.name}}}\\\" \\\\\",\n  \"priority\": \"/#steps.conversation.priority\"\n}"
	if err != nil || !known || got != want {
		t.Errorf("got %s, %v, %v\nwant %s", got, known, err, want)
	}
	if errs, warnings := kustomer.Check(got); len(errs)+len(warnings) > 0 {
		t.Errorf("errors %v, warnings %v", errs, warnings)
	}
	_, known, err = survey.Body(map[string]any{"a": "{{ticket.id}}", "b": argument.Unknown{}, "{{{steps.customer.id}}}": 1}, kustomer.Quote)
	if known || err == nil || !strings.Contains(err.Error(), "object.a: {{{ticket.id}}} is a placeholder of Zendesk: write {{{steps.conversation.id}}}") ||
		!strings.Contains(err.Error(), "a key cannot hold a placeholder") {
		t.Errorf("known %v, error %v", known, err)
	}
}
