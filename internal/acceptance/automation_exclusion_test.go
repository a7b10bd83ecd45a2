package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// An automation looks for an exclusion's mark hours later. It lists no exclusion, so
// the plan has to say when the mark does not come any more.
func TestAnExclusionThatAnAutomationReliesOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	made := s.call("POST", "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "checkbox", "title": "Opt out", "tag": "opted_out"}})
	box := number(made["ticket_field"].(map[string]any)["id"])
	vip := func(layers ...attributes) string {
		return anExclusion("vip", append([]attributes{{"mark": fmt.Sprintf("{ checkbox_field_id = %q }", box)}}, layers...)...)
	}
	second := strings.Replace(vip(), `"vip" {`, `"second" {`, 1)
	later := s.automation("later", attributes{"exclude_checkbox_field_ids": fmt.Sprintf("[%q]", box)})
	blind := s.automation("blind", attributes{"conditions": `{ all = [{ field = "via_id", operator = "is", value = "29" }] }`})
	w := s.shell(s.config("%s", vip()+later+blind))
	w.apply()
	surveys := func(want int) {
		t.Helper()
		id := s.solve(ticket{via: 4, tags: []string{"vip"}})
		s.later("4h")
		if got := s.sentFor(id); got != want {
			t.Errorf("an excluded ticket got %d surveys instead of %d", got, want)
		}
	}
	surveys(0)
	w.silent("vip", "later")

	s.byHand("vip", map[string]any{"active": false})
	w.warns("vip", "later")
	if found := naming(w.warnings("plan", "-input=false", "-refresh-only"), "vip", "later"); len(found) == 0 {
		t.Error("no warning of -refresh-only names both")
	}
	surveys(1)
	w.apply()

	for _, what := range []string{"deactivated", "deleted"} {
		w.configure(s.config("%s", map[string]string{"deactivated": vip(attributes{"active": "false"}), "deleted": ""}[what]+later+blind))
		if found := w.warned("vip", "later"); len(found) == 0 || slices.ContainsFunc(found, func(each told) bool { return len(naming([]told{each}, "blind")) > 0 }) {
			t.Errorf("%s: got %v", what, found)
		}
	}
	s.forget()
	w.run("plan", "-input=false", "-refresh=false")
	if sent := s.requests(); len(sent) != 0 {
		t.Errorf("a plan without refresh asks for nothing, got %s", describe(sent))
	}
	// Another one leaves the mark as well, as does the successor of one that is replaced.
	w.configure(s.config("%s", vip()+second+later+blind))
	w.apply()
	w.configure(s.config("%s", second+later+blind))
	w.silent("vip", "later")
	w.apply()
	w.run("state", "mv", excl("second"), excl("vip"))
	w.configure(s.config("%s", vip(attributes{"mark": `{ tag = "opted_out" }`})+later+blind))
	w.silent("vip", "later") // the checkbox's tag
	w.configure(s.config("%s", vip(attributes{"mark": `{ tag = "another" }`})+later+blind))
	found := slices.DeleteFunc(w.warned("later"), func(each told) bool { return each.Address != excl("vip") })
	if len(found) != 1 || len(naming(found, "blind")) != 0 {
		t.Errorf("one warning of the automation that checks the old mark expected, got %v", found)
	}
	w.apply()
	surveys(1)
}
