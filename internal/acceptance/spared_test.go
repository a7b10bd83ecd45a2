package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// A failed apply left its send inactive, and it was activated since then. An apply that
// removes its resource spares it, and nobody manages it then: a new resource of the title,
// as after a rename without a moved block, is told how to import it. Another title would
// make a second send for the same tickets.
func TestASendThatIsSparedIsImported(t *testing.T) {
	t.Parallel()
	for noun, row := range map[string]struct {
		block func(s *stage, name string, layer attributes) string
		// hinder lets Zendesk refuse to activate it until the end is called.
		hinder  func(s *stage) (end func())
		address func(name string) string
	}{
		"trigger": {
			func(s *stage, name string, layer attributes) string { return s.send(name, nil, layer) },
			func(s *stage) func() {
				s.fault(engine.Fault{System: "zendesk", Method: http.MethodPost, Path: "/api/v2/trigger_categories/jobs", Kind: engine.ServerError, Times: 99})
				return func() { s.account.send(http.MethodDelete, "/_sandbox/faults", nil, nil) }
			}, sender,
		},
		"automation": {
			func(s *stage, name string, layer attributes) string {
				return automations.block(name, tagged("surveyed"), attributes{"webhook_id": quoted(s.webhook)}, layer)
			},
			func(s *stage) func() { // Zendesk runs one of two that are equal
				equal := s.quietByHand("Of another title", strings.ReplaceAll(quiet("surveyed", nil), "@webhook.stella", s.webhook))
				return func() { s.call(http.MethodDelete, "/automations/"+equal, nil) }
			}, automations.address,
		},
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.zendesk(map[string]any{"native_csat": "absent"})
			made := func() (found []map[string]any) {
				return slices.DeleteFunc(s.list("/"+noun+"s?per_page=100", noun+"s"), func(each map[string]any) bool { return each["title"] != "left" })
			}
			send := func(name, after string) string {
				return anExclusion(after) + row.block(s, name, attributes{"title": `"left"`, "depends_on": "[" + excl(after) + "]"})
			}
			w := s.shell(s.config("%s", send("left", "vip")))
			w.apply("-target=" + excl("vip"))
			end := row.hinder(s)
			w.errors("apply", "-auto-approve")
			end()
			if found := made(); len(found) != 1 || found[0]["active"] != false {
				t.Fatalf("one that is inactive expected, got %v", found)
			}
			left := number(made()[0]["id"])
			s.call(http.MethodPut, "/"+noun+"s/"+left, map[string]any{noun: map[string]any{"active": true}})

			// The old one ends while what the new one depends on is made.
			w.configure(s.config("%s", anExclusion("vip")+send("moved", "new")))
			hold := 2.0
			s.fault(engine.Fault{System: "zendesk", Method: http.MethodPost, Path: "/api/v2/triggers", Kind: engine.Slow, Times: 1, RetryAfter: &hold})
			found := w.errors("apply", "-auto-approve")
			if len(found) != 1 || found[0].Summary != fmt.Sprintf("The %s exists already", noun) || !strings.Contains(found[0].Detail, "terraform import <address> "+left+"   # active") {
				t.Fatalf("one error with the command expected, got %v", found)
			}
			w.run("import", "-input=false", "-no-color", row.address("moved"), left)
			w.apply()
			w.noChanges()
			if found := made(); len(found) != 1 || found[0]["active"] != true {
				t.Errorf("one that is active expected, got %v", found)
			}
		})
	}
}
