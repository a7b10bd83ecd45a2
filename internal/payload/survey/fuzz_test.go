package survey_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/survey"
)

// A body is an object of the same keys whatever the ticket holds, and every value
// that has no placeholder arrives as it was written.
func FuzzBody(f *testing.F) {
	f.Add([]byte(`{"n": 360001234567890123, "yes": true, "none": null, "list": ["{ x }", 1.50, {}, []], "t": "<a> & \"b\"\n\\\u2028"}`), `Ann "AJ" O\Neil`)
	f.Add([]byte(`{"name": "Dear {{ticket.requester.name}}", "if": "{% if ticket.id %}a{% endif %}", "{{x}}": "{% raw %}", "d": {"d": "{{- ticket.id | plus: 1 -}} }} %}"}`), "a\r\nb")
	f.Fuzz(func(t *testing.T, object []byte, name string) {
		decoder := json.NewDecoder(bytes.NewReader(object))
		decoder.UseNumber()
		var fields map[string]any
		if decoder.Decode(&fields) != nil || fields == nil {
			return
		}
		template, known, err := survey.Body(fields, liquid.Quote)
		if !known {
			t.Fatal("everything is known")
		}
		if err != nil || strings.Contains(template, "{%") || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
			return // what tags do to a body is proved from its samples
		}
		rendered, err := liquid.Render(template, map[string]any{"ticket": map[string]any{"requester": map[string]any{"name": name}, "id": 7}})
		if err != nil {
			return // a placeholder may hold a filter that gets too few arguments
		}
		decoder = json.NewDecoder(strings.NewReader(rendered))
		decoder.UseNumber()
		var sent map[string]any
		if err := decoder.Decode(&sent); err != nil {
			t.Fatalf("%v in %s of %s", err, rendered, template)
		}
		unfilled(fields, sent, func(written, arrived any) {
			if !reflect.DeepEqual(written, arrived) {
				t.Errorf("%#v arrives as %#v", written, arrived)
			}
		})
	})
}

// unfilled compares what was written with what arrives, except for texts that
// placeholders fill in.
func unfilled(written, arrived any, compare func(written, arrived any)) {
	switch w := written.(type) {
	case string:
		if !strings.Contains(w, "{{") {
			compare(written, arrived)
		}
	case map[string]any:
		a, _ := arrived.(map[string]any)
		compare(len(w), len(a))
		for name, value := range w {
			unfilled(value, a[name], compare)
		}
	case []any:
		a, _ := arrived.([]any)
		compare(len(w), len(a))
		for i := range min(len(w), len(a)) {
			unfilled(w[i], a[i], compare)
		}
	default:
		compare(written, arrived)
	}
}
