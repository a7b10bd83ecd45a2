package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// onNew are conditions that match when a ticket with the tag is created.
func onNew(tag string) attributes {
	return attributes{"conditions": `{ all = [{ field = "update_type", operator = "is", value = "Create" }, { field = "current_tags", operator = "includes", value = "` + tag + `" }] }`}
}

// saysFormer are the warnings of a plan that a send stops checking a mark.
func (w *workspace) saysFormer(titles ...string) []told {
	w.account.t.Helper()
	return slices.DeleteFunc(w.warned(titles...), func(each told) bool { return !strings.HasSuffix(each.Summary, "stops checking a mark") })
}

// A mark that an exclusion left on an earlier update stays on the ticket: a send that stops
// checking it surveys that ticket. The plan says so.
func TestASendThatStopsCheckingAMarkIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	old, quiet := anExclusion("old", onNew("vip")), anExclusion("new", onNew("vip"), attributes{"mark": `{ tag = "quiet" }`})
	with := func(tags string, after []string, more ...attributes) string {
		return s.send("email", after, append([]attributes{{"exclude_tags": tags}}, more...)...)
	}
	w := s.shell(s.config("%s", old+with(`["no_survey", "spam"]`, []string{"old"})))
	w.apply()
	before := s.open(ticket{via: 4, tags: []string{"vip"}})
	// What is no mark, and what does not concern marks.
	w.configure(s.config("%s", old+with(`["no_survey"]`, []string{"old"}, attributes{"description": `"Asks."`, "sent_tag": `"asked"`})))
	if found := w.saysFormer("email"); len(found) != 0 {
		t.Errorf("the mark is still checked, got %v", found)
	}
	both := old + quiet + with(`["no_survey", "quiet"]`, []string{"old", "new"})
	w.configure(s.config("%s", both))
	if found := w.saysFormer("email"); len(found) != 0 {
		t.Errorf("a further mark is no gap, got %v", found)
	}
	w.apply()
	after := s.open(ticket{via: 4, tags: []string{"vip"}})
	w.configure(s.config("%s", old+quiet+with(`["quiet"]`, []string{"new"})))
	found := w.warned("email", "old")
	if len(found) != 1 || len(w.saysFormer("email", "old")) != 1 || !strings.Contains(found[0].Detail, `the tag "no_survey"`) || !strings.Contains(found[0].Detail, "Change a mark safely") {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	for id, want := range map[string]int{before: 1, after: 0} {
		s.update(id, map[string]any{"status": "solved"})
		if got := s.sentFor(id); got != want {
			t.Errorf("the ticket got %d surveys instead of %d", got, want)
		}
	}
	w.silent("email", "old")
	w.noChanges()
}

// An exclusion that ends in the same plan is said to end, and nothing is said twice.
func TestAMarkThatEndsWithItsExclusionIsSaidOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("old", onNew("vip"))+s.send("email", []string{"old"})))
	w.apply()
	for name, config := range map[string]string{
		"deleted":     s.send("email", nil, attributes{"exclude_tags": "null"}),
		"deactivated": anExclusion("old", onNew("vip"), attributes{"active": "false"}) + s.send("email", nil, attributes{"exclude_tags": "null"}),
		"unlisted":    anExclusion("old", onNew("vip")) + s.send("email", nil, attributes{"exclude_tags": "null"}),
	} {
		w.configure(s.config("%s", config))
		said := slices.DeleteFunc(w.warned("email", "old"), func(each told) bool { return strings.Contains(each.Summary, " changes ") }) // the gap
		if len(said) != 1 {
			t.Errorf("%s: one warning expected, got %v", name, said)
		}
	}
	// Chats never have the mark of an exclusion for e-mail.
	mail := attributes{"conditions": `{ all = [{ field = "update_type", operator = "is", value = "Create" }, { field = "via_id", operator = "is", value = "4" }] }`}
	chats := func(layers ...attributes) string { return s.chatSend("chat", nil, layers...) }
	w.configure(s.config("%s", anExclusion("old", mail)+chats()))
	w.apply()
	w.configure(s.config("%s", anExclusion("old", mail)+chats(attributes{"exclude_tags": "null"})))
	if found := w.saysFormer("chat"); len(found) != 0 {
		t.Errorf("no chat has the mark, got %v", found)
	}
}
