package zendesk_test

import (
	"testing"

	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

func TestConstant(t *testing.T) {
	for template, want := range map[string]string{
		`{"channel": "chat"}`:                                                                    "chat",
		`{"channel": "{% if true %}chat{% endif %}"}`:                                            "chat",
		`{"channel": "chat", "name": "{{ticket.requester.name}}"}`:                               "chat",
		`{"channel": "{{ticket.via}}"}`:                                                          "",
		`{"channel": "{{ticket.requester.name}}"}`:                                               "",
		`{"channel": "{% if ticket.ticket_field_9 contains 1 %}chat{% else %}email{% endif %}"}`: "",
		`{"customer": {"channel": "chat"}}`:                                                      "",
		`{"channel": 7}`:                                                                         "",
		`["chat"]`:                                                                               "",
		`{{`:                                                                                     "",
	} {
		if got, _ := payload.Constant(template, "channel"); got != want {
			t.Errorf("%s: got %q, want %q", template, got, want)
		}
	}
}
