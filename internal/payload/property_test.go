package payload_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/osteele/liquid"
	"pgregory.net/rapid"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
)

// textGen draws what people type: any letters of any script, quotes and backslashes more often than people do, and
// line breaks from breaks.
func textGen(special string, breaks ...string) *rapid.Generator[string] {
	letters := rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(special+" {}%<&é山🙂ـ")))
	pieces := append([]string{""}, breaks...)
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(0, 8).Draw(t, "length") {
			if r := letters.Draw(t, "letter"); !unicode.IsControl(r) {
				b.WriteRune(r)
			}
			b.WriteString(rapid.SampledFrom(pieces).Draw(t, "break"))
		}
		return b.String()
	})
}

func ticketGen(text *rapid.Generator[string]) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		person := func(name string) object {
			return object{"name": text.Draw(t, name), "email": text.Draw(t, name+" e-mail"), "locale": text.Draw(t, "locale")}
		}
		return object{"ticket": object{
			"id": rapid.IntRange(1, 1<<40).Draw(t, "id"), "link": text.Draw(t, "link"),
			"requester": person("requester"), "assignee": person("assignee"), "brand": object{"name": text.Draw(t, "brand")},
			"tags":                         strings.Join(rapid.SliceOf(text).Draw(t, "tags"), " "),
			"ticket_field_12":              rapid.SampledFrom([]string{"1", "0", ""}).Draw(t, "checkbox"),
			"ticket_field_option_title_34": text.Draw(t, "first title"),
			"ticket_field_option_title_56": text.Draw(t, "second title"),
		}}
	})
}

func anyPayload(t *rapid.T) payload.StellaConnect {
	s := payload.StellaConnect{
		Channel: rapid.SampledFrom([]string{"chat", "email", "store", `a"b\c`}).Draw(t, "channel"), DoNotSendFieldID: "12",
		Brand: rapid.Bool().Draw(t, "brand"), Language: rapid.Bool().Draw(t, "language"),
		TagFieldIDs: rapid.SampledFrom([][]string{nil, {"34"}, {"34", "56"}}).Draw(t, "tag fields"),
	}
	if s.TagFieldIDs == nil {
		s.Tags = rapid.SampledFrom([]payload.TagSource{"", payload.TicketTags, payload.NoTags}).Draw(t, "tags")
	}
	return s
}

func TestTheDefaultStaysJSONWhateverPeopleType(t *testing.T) {
	tickets := ticketGen(textGen(`"\`, "\n", "\r\n"))
	rapid.Check(t, func(t *rapid.T) {
		template, err := anyPayload(t).Template()
		if err != nil {
			t.Fatal(err)
		}
		rendered, err := payload.RenderLiquid(template, tickets.Draw(t, "ticket"))
		if err != nil || !json.Valid([]byte(rendered)) {
			t.Errorf("%v: %s", err, rendered)
		}
	})
}

// The template must not depend on what RenderLiquid corrects: osteele's own engine renders it to JSON as well, save for
// the carriage return that its strip_newlines leaves behind.
func TestTheDefaultStaysJSONInAnotherLiquid(t *testing.T) {
	tickets := ticketGen(textGen(`"\`, "\n"))
	rapid.Check(t, func(t *rapid.T) {
		template, err := anyPayload(t).Template()
		if err != nil {
			t.Fatal(err)
		}
		rendered, serr := liquid.NewEngine().ParseAndRenderString(template, tickets.Draw(t, "ticket"))
		if serr != nil || !json.Valid([]byte(rendered)) {
			t.Errorf("%v: %s", serr, rendered)
		}
	})
}

func TestTheDefaultSendsWhatTheArticleSends(t *testing.T) {
	tickets := ticketGen(textGen(""))
	rapid.Check(t, func(t *rapid.T) {
		s := anyPayload(t)
		s.Channel, s.Tags, s.Language = "chat", "", false
		if s.TagFieldIDs != nil {
			s.Brand = false
		}
		bindings := tickets.Filter(func(b map[string]any) bool {
			text, _ := json.Marshal(b)
			return !strings.Contains(string(text), `\\`) && !strings.Contains(string(text), `\"`)
		}).Draw(t, "ticket")
		if got, want := value(t, s, bindings), value(t, verbatim(s), bindings); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	})
}

func value(t *rapid.T, s payload.StellaConnect, bindings map[string]any) any {
	t.Helper()
	template, err := s.Template()
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := payload.RenderLiquid(template, bindings)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal([]byte(rendered), &v); err != nil {
		t.Fatalf("%v: %s", err, rendered)
	}
	return v
}

// Whatever the template, rendering ends, gives at most MaxRendered bytes, and changes no binding.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		`{"name": "{{ ticket.requester.name | remove: '\' | replace: '"', '\"' | strip_newlines }}"}`,
		`{% for tag in raw_tags reversed %}{% unless forloop.last %},{% endunless %}{% else %}x{% endfor %}`,
		`{% assign x = "a b" | split: ' ' | concat: x | join: ',' %}{% capture y %}{{ x }}{% endcapture %}`,
		`{% case ticket.id %}{% when 1 or "2", nil %}{% endcase %}{% if a == blank or b contains 1 and c <> 2 %}{% elsif d %}{% endif %}`,
		`{% raw %}{{ {% endraw %}{%- comment -%}{% if %}{%- endcomment -%}{{- 1.5 | plus: 1 | round: 2 -}}`,
		`{% for i in (1..99) limit: 3 offset: 2 %}{% cycle "a", "b" %}{% if i == 4 %}{% break %}{% endif %}{% endfor %}`,
		`{{ "now" | date: "%Y" | slice: -2, 9 | truncate: 3 | truncatewords: 1 | url_encode | escape_once | map: "a" | sort | uniq }}`,
	} {
		f.Add(seed, `Ann "AJ" O\Neil`)
	}
	f.Fuzz(func(t *testing.T, template, name string) {
		ticket := object{"requester": object{"name": name}, "id": 35, "tags": "a b"}
		out, err := payload.RenderLiquid(template, object{"ticket": ticket})
		if err != nil && out != "" || len(out) > payload.MaxRendered {
			t.Errorf("%d bytes, %v", len(out), err)
		}
		if len(ticket) != 3 {
			t.Errorf("the bindings changed: %v", ticket)
		}
		payload.FieldsRead(template)
	})
}

// Whatever Check lets through does render to a JSON object on an everyday ticket.
func FuzzCheck(f *testing.F) {
	f.Add(`{"a": "{{ ticket.ticket_field_7 }}", "b": {{ ticket.id }}}`)
	f.Add(`{"do_not_send": {{ ticket.ticket_field_7 }}}`)
	f.Fuzz(func(t *testing.T, template string) {
		if errs, warnings := payload.Check(template); len(errs)+len(warnings) > 0 {
			return
		}
		for _, sample := range payload.Samples(template) {
			rendered, err := payload.RenderLiquid(template, sample.Bindings)
			var v map[string]any
			if err != nil || json.Unmarshal([]byte(rendered), &v) != nil {
				t.Errorf("%s: %v: %s", sample.Name, err, rendered)
			}
		}
	})
}

// A body is an object of the same keys whatever the ticket holds, and every value
// that has no placeholder arrives as it was written.
func FuzzSurveyBody(f *testing.F) {
	f.Add([]byte(`{"n": 360001234567890123, "yes": true, "none": null, "list": ["{ x }", 1.50, {}, []], "t": "<a> & \"b\"\n\\\u2028"}`), `Ann "AJ" O\Neil`)
	f.Add([]byte(`{"name": "Dear {{ticket.requester.name}}", "if": "{% if ticket.id %}a{% endif %}", "{{x}}": "{% raw %}", "d": {"d": "{{- ticket.id | plus: 1 -}} }} %}"}`), "a\r\nb")
	f.Fuzz(func(t *testing.T, object []byte, name string) {
		decoder := json.NewDecoder(bytes.NewReader(object))
		decoder.UseNumber()
		var fields map[string]any
		if decoder.Decode(&fields) != nil || fields == nil {
			return
		}
		template, known, err := payload.SurveyBody(fields)
		if !known {
			t.Fatal("everything is known")
		}
		if err != nil || strings.Contains(template, "{%") || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
			return // what tags do to a body is proved from its samples
		}
		rendered, err := payload.RenderLiquid(template, map[string]any{"ticket": map[string]any{"requester": map[string]any{"name": name}, "id": 7}})
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

func verbatim(s payload.StellaConnect) payload.StellaConnect {
	s.Verbatim = true
	return s
}
