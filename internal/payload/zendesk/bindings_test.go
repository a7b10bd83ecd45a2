package zendesk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

func TestBindingsAreInPlaceholderForm(t *testing.T) {
	bindings, err := payload.Bindings(object{
		"ticket": object{
			"id": json.Number("35"), "tags": []any{"vip", "fr"}, "ticket_field_1": true, "ticket_field_2": false, "flag": true,
			"requester": object{"tags": []any{"a", "b"}, "list": []any{"a", "b"}, "gone": nil},
		},
		"current_user": nil,
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := liquid.Render(`{{ticket.id}} [{{ticket.tags}}] {{ticket.ticket_field_1}}{{ticket.ticket_field_2}} {{ticket.flag}} [{{ticket.requester.tags}}] {{ticket.requester.list}}{{ticket.requester.gone}}{{current_user.name}}`, bindings)
	if want := "35 [vip fr] 10 true [a b] ab"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestBindingsNameTheOffendingKey(t *testing.T) {
	_, err := payload.Bindings(object{
		"tikcet":       object{},
		"satisfaction": "good",
		"ticket":       object{"requester": object{"tags": []any{"ok", "two words", true}}},
	})
	want := []string{
		"sample.satisfaction: must be an object, not a string",
		"sample.ticket.requester.tags[1]: must be a tag: text without spaces",
		"sample.ticket.requester.tags[2]: must be a tag: text without spaces",
		`sample.tikcet: unknown key; did you mean "ticket"?`,
	}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got %v", err)
	}
}
