package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// solvedBefore are the warnings of a plan about tickets that no exclusion has marked.
func (w *workspace) solvedBefore() []told {
	return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return d.Summary != "Tickets that are solved already have no mark" })
}

// An exclusion marks what is updated from now on. An automation looks back: the plan says
// so, and as it advises no customer who is excluded is surveyed.
func TestAnExclusionThatIsNewForAnAutomationIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	quiet := func(layers ...attributes) string {
		return s.automation("later", append([]attributes{{"exclude_tags": `["no_survey"]`}}, layers...)...)
	}
	expect := func(w *workspace, when string, want int) {
		t.Helper()
		found := w.solvedBefore()
		if len(found) != want || want == 1 && !strings.Contains(found[0].Detail, `exclusion "vip"`) || want == 1 && !strings.Contains(found[0].Detail, `automation "later"`) {
			t.Errorf("%s: %d warnings expected, got %v", when, want, found)
		}
	}
	surveys := func(id string, want int) {
		t.Helper()
		if got := s.sentFor(id); got != want {
			t.Errorf("%d surveys instead of %d", got, want)
		}
	}
	for _, first := range []attributes{{}, {"depends_on": "[" + excl("vip") + "]"}} {
		expect(s.shell(s.config("%s", anExclusion("vip")+quiet(first))), "both are new", 1)
	}
	expect(s.shell(s.config("%s", anExclusion("vip", attributes{"depends_on": "[" + automations.address("later") + "]"})+quiet())), "both are new, the automation first", 1)

	w := s.shell(s.config("%s", quiet()))
	w.apply()
	before := s.solve(ticket{via: 4, tags: []string{"vip"}})
	w.configure(s.config("%s", anExclusion("vip")+quiet()))
	expect(w, "the exclusion is new", 1)
	w.apply()
	expect(w, "nothing changes", 0)
	after := s.solve(ticket{via: 4, tags: []string{"vip"}})
	s.later("4h")
	surveys(before, 1) // the warning is true
	surveys(after, 0)

	more := attributes{"conditions": solvedWith("vip staff")}
	w.configure(s.config("%s", anExclusion("vip", more)+quiet()))
	expect(w, "it matches more", 1)
	before = s.solve(ticket{via: 4, tags: []string{"staff"}})
	w.configure(s.config("%s", anExclusion("vip", more)+quiet(attributes{"active": "false"})))
	w.apply()
	s.later("30h")
	w.configure(s.config("%s", anExclusion("vip", more)+quiet()))
	expect(w, "as advised", 0)
	w.apply()
	after = s.solve(ticket{via: 4, tags: []string{"staff"}})
	s.later("4h")
	surveys(before, 0)
	surveys(after, 0)

	w.configure(s.config("%s", anExclusion("vip")+quiet()))
	expect(w, "it matches fewer", 0)
}

// An automation that removes the tag by which a send knows whom it has surveyed is named
// as a trigger is.
func TestAnAutomationThatRemovesTheSentTagIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"sent_tag": `"surveyed"`})))
	w.apply()
	w.silent("email", "archives")
	s.call(http.MethodPost, "/automations", map[string]any{"automation": map[string]any{
		"title":      "archives",
		"conditions": when(condition("SOLVED", "is", "48"), condition("status", "is", "solved")),
		"actions":    []any{map[string]any{"field": "set_tags", "value": "archived"}},
	}})
	w.warns("email", "archives")
	id := s.solve(ticket{via: 4})
	s.later("60h")
	s.update(id, map[string]any{"status": "open"})
	s.update(id, map[string]any{"status": "solved"})
	if got := s.sentFor(id); got != 2 {
		t.Errorf("%d surveys: the warning is not true", got)
	}
}
