package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// A send of every channel, whose status is asked for in another form: what the
// plan says, and who is surveyed.
func TestASendOfEveryChannelAndAStatusOfAnotherForm(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	every := attributes{"channels": "", "any_channel": "true", "on_status": `"any"`, "sent_tag": `"surveyed"`}
	w := s.shell(s.config("%s", s.send("all", nil, every)))
	if found := naming(w.tell("plan", "-input=false"), "all"); len(found) != 1 || found[0].Summary != "No condition on the status" || found[0].Severity != "warning" {
		t.Errorf("a send on every update is one warning, got %v", found)
	}
	w.configure(s.config("%s", s.send("all", nil, every, attributes{"conditions": `{ all = [{ field = "status", operator = "is", value = "solved" }] }`})))
	w.silent("all")
	w.apply()
	w.noChanges()
	for _, via := range []int{0, 4, 29, 74} {
		id := s.open(ticket{via: via})
		if got := s.sentFor(id); got != 0 {
			t.Errorf("%d surveys of an open ticket of channel %d", got, via)
		}
		if got := s.sentFor(s.solve(ticket{via: via})); got != 1 {
			t.Errorf("%d surveys of a solved ticket of channel %d", got, via)
		}
	}
	refused := func(says string, with attributes) {
		t.Helper()
		w.configure(s.config("%s", s.send("all", nil, every, with)))
		if found := w.errors("plan"); len(found) != 1 || found[0].Summary != says {
			t.Errorf("%q expected, got %v", says, found)
		}
	}
	refused("any_channel excludes channel and channels", attributes{"channels": `["chat"]`})
	refused("No channel", attributes{"any_channel": "false"})
}

// Without a tag that tells that a ticket was surveyed, one that is solved again is
// surveyed again. The plan that removes the tag says so.
func TestASentTagThatIsRemovedIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	const says = "A ticket may be surveyed twice"
	warned := func(w *workspace) bool {
		for _, each := range w.warnings("plan", "-input=false") {
			if each.Summary == says && strings.Contains(each.Detail, `"email"`) {
				return true
			}
		}
		return false
	}
	tagged := s.config("%s", s.send("email", nil, attributes{"sent_tag": `"surveyed"`}))
	w := s.shell(s.config("%s", s.send("email", nil)))
	if warned(w) {
		t.Error("a new send without a sent_tag is what the vendors' articles have")
	}
	w.apply()
	id := s.solve(ticket{via: 4})
	s.call("PUT", "/tickets/"+id, map[string]any{"ticket": map[string]any{"status": "open"}})
	s.call("PUT", "/tickets/"+id, map[string]any{"ticket": map[string]any{"status": "solved"}})
	if got := s.sentFor(id); got != 2 {
		t.Errorf("%d surveys of a ticket that was solved twice", got)
	}
	w.configure(tagged)
	if warned(w) {
		t.Error("with a sent_tag there is no warning")
	}
	w.apply()
	w.configure(s.config("%s", s.send("email", nil)))
	if !warned(w) {
		t.Error("a sent_tag that goes is a warning")
	}
}

// Another tag does not tell which tickets were surveyed before. The plan says so, and
// what it advises keeps them from a second survey.
func TestAnotherSentTagIsAWarning(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		layer   attributes
		warns   bool
		surveys int
	}{
		"without the former tag": {nil, true, 2},
		"with it":                {attributes{"exclude_tags": `["survey_a"]`}, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			w := s.shell(s.config("%s", s.send("email", nil, attributes{"sent_tag": `"survey_a"`})))
			w.apply()
			id := s.solve(ticket{via: 4})
			w.configure(s.config("%s", s.send("email", nil, attributes{"sent_tag": `"survey_b"`}, row.layer)))
			warned := slices.ContainsFunc(w.warnings("plan", "-input=false"), func(each told) bool {
				return each.Summary == "A ticket may be surveyed twice" && strings.Contains(each.Detail, `add "survey_a" to exclude_tags`)
			})
			if warned != row.warns {
				t.Errorf("a warning: %v, want %v", warned, row.warns)
			}
			w.apply()
			w.noChanges()
			for _, status := range []string{"open", "solved"} {
				s.call("PUT", "/tickets/"+id, map[string]any{"ticket": map[string]any{"status": status}})
			}
			if got := s.sentFor(id); got != row.surveys {
				t.Errorf("%d surveys, %d expected", got, row.surveys)
			}
		})
	}
}
