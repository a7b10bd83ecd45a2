package stellaconnect_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"

	osteele "github.com/osteele/liquid"
	"pgregory.net/rapid"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
)

type object = map[string]any

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

func anyPayload(t *rapid.T) stellaconnect.Body {
	s := stellaconnect.Body{
		Channel: rapid.SampledFrom([]string{"chat", "email", "store", `a"b\c`}).Draw(t, "channel"), DoNotSendFieldID: "12",
		Brand: rapid.Bool().Draw(t, "brand"), Language: rapid.Bool().Draw(t, "language"),
		TagFieldIDs: rapid.SampledFrom([][]string{nil, {"34"}, {"34", "56"}}).Draw(t, "tag fields"),
	}
	if s.TagFieldIDs == nil {
		s.Tags = rapid.SampledFrom([]stellaconnect.TagSource{"", stellaconnect.TicketTags, stellaconnect.NoTags}).Draw(t, "tags")
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
		rendered, err := liquid.Render(template, tickets.Draw(t, "ticket"))
		if err != nil || !json.Valid([]byte(rendered)) {
			t.Errorf("%v: %s", err, rendered)
		}
	})
}

// The template must not depend on what our Render corrects: osteele's own engine renders it to JSON as well, save for
// the carriage return that its strip_newlines leaves behind.
func TestTheDefaultStaysJSONInAnotherLiquid(t *testing.T) {
	tickets := ticketGen(textGen(`"\`, "\n"))
	rapid.Check(t, func(t *rapid.T) {
		template, err := anyPayload(t).Template()
		if err != nil {
			t.Fatal(err)
		}
		rendered, serr := osteele.NewEngine().ParseAndRenderString(template, tickets.Draw(t, "ticket"))
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

func value(t *rapid.T, s stellaconnect.Body, bindings map[string]any) any {
	t.Helper()
	template, err := s.Template()
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := liquid.Render(template, bindings)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal([]byte(rendered), &v); err != nil {
		t.Fatalf("%v: %s", err, rendered)
	}
	return v
}

func verbatim(s stellaconnect.Body) stellaconnect.Body {
	s.Verbatim = true
	return s
}
