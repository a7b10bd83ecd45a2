package zendesk_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// A send that checks the tag of a checkbox relies on the exclusion that ticks it, from the
// request on that gives the checkbox that tag; nothing of the triggers is read again.
func TestATagThatThisRunChangesCountsAtOnce(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"without a tag": "", "with another tag": "another"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			field := fmt.Sprintf("%.0f", d.admin(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{
				"type": "checkbox", "title": "Opt out", "tag": before,
			}})["ticket_field"].(map[string]any)["id"].(float64))
			send := d.send("send", "opt_out", true)
			exclusion := d.trigger("exclusion", true, map[string]any{"field": "custom_fields_" + field, "value": "true"}, nil)
			c := d.client()
			satisfied := func() bool {
				t.Helper()
				is, _, err := c.Evaluation().Satisfied(ctx(), evaluation.Placement{ID: exclusion, Active: true, Protects: true})
				noError(t, err)
				return is
			}
			equal(t, "no send checks it", satisfied(), true)
			for _, each := range []struct {
				tag       string
				satisfied bool
			}{{"opt_out", false}, {"third", true}, {"opt_out", false}} {
				_, err := c.UpdateTicketField(ctx(), field, zendesk.TicketFieldInput{Tag: &each.tag})
				noError(t, err)
				equal(t, "with the tag "+each.tag, satisfied(), each.satisfied)
			}
			equal(t, "lists of triggers", d.count("GET /triggers"), 1)
			equal(t, "lists of fields", d.count("GET /ticket_fields"), 1)
			noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: exclusion, Active: true, Protects: true}))
			equal(t, "order", d.order(exclusion, send), "exclusion send")
		})
	}
}
