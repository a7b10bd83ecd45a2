package acceptance

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// A checkbox and its tag are one thing, which only the list of ticket fields tells. While
// that cannot be read, no exclusion is activated that a send by the other name may need.
func TestNoExclusionIsActivatedWhileTheTagsOfFieldsAreNotKnown(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		field := s.call(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "VIP", "tag": "hush"}})
		send := s.send("email", nil, attributes{"exclude_tags": `["hush"]`})
		w := s.shell(s.config("%s", send))
		w.apply()
		w.configure(s.config("%s", send+anExclusion("vip", attributes{"mark": fmt.Sprintf("{ checkbox_field_id = %q }", number(field["ticket_field"].(map[string]any)["id"]))})))
		w.run("plan", "-input=false", "-out=test.plan")
		s.fault(engine.Fault{System: "zendesk", Method: http.MethodGet, Path: "/api/v2/ticket_fields*", Kind: engine.Truncate, Times: 1000})
		if refused := w.errors("apply", "-input=false", "test.plan"); len(refused) == 0 {
			t.Error("the apply is green")
		}
		if vip := s.triggers()["vip"]; vip != nil && vip["active"] == true {
			t.Errorf("the exclusion is active: %q", s.order())
		}
		s.account.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
		w.apply()
		s.evaluates("vip", "email")
		s.gets(0, 4, "vip")
		w.noChanges()
	})
}
