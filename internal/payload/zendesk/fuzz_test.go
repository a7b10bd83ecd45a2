package zendesk_test

import (
	"encoding/json"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

type object = map[string]any

// Whatever Check lets through does render to a JSON object on an everyday ticket.
func FuzzCheck(f *testing.F) {
	f.Add(`{"a": "{{ ticket.ticket_field_7 }}", "b": {{ ticket.id }}}`)
	f.Add(`{"do_not_send": {{ ticket.ticket_field_7 }}}`)
	f.Fuzz(func(t *testing.T, template string) {
		if errs, warnings := payload.Check(template); len(errs)+len(warnings) > 0 {
			return
		}
		for _, sample := range payload.Samples(template) {
			rendered, err := liquid.Render(template, sample.Bindings)
			var v map[string]any
			if err != nil || json.Unmarshal([]byte(rendered), &v) != nil {
				t.Errorf("%s: %v: %s", sample.Name, err, rendered)
			}
		}
	})
}
