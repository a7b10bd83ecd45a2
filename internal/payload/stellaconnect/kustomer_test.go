package stellaconnect_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
)

const kustomerBody = `{
  "employee": {
    "email": "{{{steps.agent.email}}}"
  },
  "channel": "email",
  "customer": {
    "name": "{{{steps.customer.name}}}",
    "email": "{{{steps.customer.emails.0.email}}}"
  },
  "ext_interaction_id": "{{{steps.conversation.id}}}",
  "do_not_send": "/#steps.conversation.custom.doNotSendSurveyBool",
  "tags": []
}`

func TestTheBodyForKustomer(t *testing.T) {
	body, known, err := stellaconnect.Parse("email", "doNotSendSurveyBool", map[string]any{"help_desk": "kustomer"})
	if err != nil || !known {
		t.Fatal(known, err)
	}
	template, err := body.Template()
	if err != nil || template != kustomerBody {
		t.Errorf("error %v\n got %s\nwant %s", err, template, kustomerBody)
	}
	all := stellaconnect.Body{HelpDesk: stellaconnect.Kustomer, Channel: "chat", DoNotSendFieldID: "xBool", TagFieldIDs: []string{"planStr", "teamStr"}, Language: true}
	tagged := stellaconnect.Body{HelpDesk: stellaconnect.Kustomer, Channel: "chat", DoNotSendFieldID: "xBool", Tags: stellaconnect.TicketTags}
	for _, one := range []stellaconnect.Body{body, all, tagged} {
		template, err := one.Template()
		if err != nil {
			t.Fatal(err)
		}
		if errs, warnings := kustomer.Check(template); len(errs)+len(warnings) > 0 {
			t.Errorf("%s\nerrors %v, warnings %v", template, errs, warnings)
		}
		if got := kustomer.AttributesRead(template); got[0] != one.DoNotSendFieldID {
			t.Errorf("attributes read: %v", got)
		}
	}
}

// What Stella Connect gets for an ordinary conversation, and for one where little is known.
func TestWhatKustomerSends(t *testing.T) {
	body := stellaconnect.Body{HelpDesk: stellaconnect.Kustomer, Channel: "email", DoNotSendFieldID: "xBool", TagFieldIDs: []string{"planStr"}, Language: true}
	template, err := body.Template()
	if err != nil {
		t.Fatal(err)
	}
	send := func(custom map[string]any, customer map[string]any) (sent map[string]any) {
		rendered, err := kustomer.Render(template, map[string]any{
			"conversation": map[string]any{"id": "5822", "custom": custom}, "customer": customer, "agent": map[string]any{"email": "ana@example.com"},
		})
		if err != nil || json.Unmarshal([]byte(rendered), &sent) != nil {
			t.Fatal(err, rendered)
		}
		return sent
	}
	emails := []any{map[string]any{"email": "ann@example.com"}}
	got := send(map[string]any{"xBool": true, "planStr": `gold "plus"`}, map[string]any{"name": "Ann", "locale": "en_us", "emails": emails})
	want := map[string]any{
		"employee": map[string]any{"email": "ana@example.com"}, "channel": "email", "customer": map[string]any{"name": "Ann", "email": "ann@example.com"},
		"ext_interaction_id": "5822", "language": "en_us", "do_not_send": true, "tags": []any{`gold "plus"`},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	got = send(nil, map[string]any{"name": nil, "emails": emails})
	if _, sent := got["do_not_send"]; sent || got["language"] != "" || !reflect.DeepEqual(got["tags"], []any{""}) {
		t.Errorf("got %v", got)
	}
}

func TestWhatKustomerCannotDo(t *testing.T) {
	for _, c := range []struct {
		channel, field any
		options        map[string]any
		want           string
	}{
		{"email", "12", nil, "do_not_send_field_id: must be the name of a custom attribute of the conversation, such as doNotSendSurveyBool"},
		{"email", "doNotSendStr", nil, "do_not_send_field_id: must be an attribute of the type True/False"},
		{"email", "custom.xBool", nil, "do_not_send_field_id: must be the name of a custom attribute"},
		{"/#steps.x", "xBool", nil, "channel: must be a name, not a reference"},
		{"email", "xBool", map[string]any{"brand": true}, "options.brand: cannot go with help_desk"},
		{"email", "xBool", map[string]any{"verbatim": true}, "options.verbatim: cannot go with help_desk"},
		{"email", "xBool", map[string]any{"tag_field_ids": []any{"12"}}, "options.tag_field_ids[0]: must be the name of a custom attribute"},
		{"email", "xBool", map[string]any{"tag_field_ids": []any{"aStr", "aStr"}}, "options.tag_field_ids[1]: repeats"},
		{"email", argument.Unknown{}, map[string]any{"tags": "all"}, `options.tags: must be "ticket" or "none"`},
	} {
		options := map[string]any{"help_desk": "kustomer"}
		for name, value := range c.options {
			options[name] = value
		}
		_, _, err := stellaconnect.Parse(c.channel, c.field, options)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v %v %v: error %v, want %s", c.channel, c.field, c.options, err, c.want)
		}
	}
	if _, _, err := stellaconnect.Parse("email", "12", map[string]any{"help_desk": "freshdesk"}); err == nil || !strings.HasPrefix(err.Error(), `options.help_desk: must be "zendesk" or "kustomer"`) {
		t.Errorf("error %v", err)
	}
	for _, field := range []any{"12", "xBool"} {
		if _, known, err := stellaconnect.Parse("email", field, map[string]any{"help_desk": argument.Unknown{}}); known || err != nil {
			t.Errorf("an unknown help desk with %v: known %v, %v", field, known, err)
		}
	}
}
