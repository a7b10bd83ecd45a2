package acceptance

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// followUp opens and solves the follow-up of a ticket that it closes.
func (a *account) followUp(closed string) (id string) {
	a.t.Helper()
	a.update(closed, map[string]any{"status": "closed"})
	made := a.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"via_followup_source_id": json.Number(closed), "comment": map[string]any{"body": "It is broken again"}, "assignee_email": "ana.agent@example.com",
	}})
	id = number(made["ticket"].(map[string]any)["id"])
	a.update(id, map[string]any{"status": "solved"})
	return id
}

// A follow-up inherits the tags of the closed ticket. A send that names their channel says
// what that means, and as advised each of them is surveyed.
func TestAFollowUpInheritsTheSentTag(t *testing.T) {
	t.Parallel()
	bothEngines(t, func(t *testing.T, s *stage) {
		send := func(channels string) string {
			return s.config("%s", s.send("email", nil, attributes{"channels": channels, "sent_tag": `"surveyed"`}))
		}
		w := s.shell(send(`["email"]`))
		said := func() []told {
			return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return !strings.HasPrefix(d.Summary, "Follow-up") })
		}
		if found := said(); len(found) != 0 {
			t.Errorf("the send is not for follow-ups, got %v", found)
		}
		w.configure(send(`["email", "closed_ticket"]`))
		if found := said(); len(found) != 1 || !strings.Contains(found[0].Detail, `remove the tag "surveyed" in a trigger`) {
			t.Errorf("one warning expected, got %v", found)
		}
		w.apply()
		w.noChanges()
		expect := func(id string, want int) {
			t.Helper()
			if got := s.sentFor(id); got != want {
				t.Errorf("%d surveys expected, got %d", want, got)
			}
		}
		first := s.solve(ticket{via: 4})
		expect(first, 1)
		second := s.followUp(first)
		expect(second, 0)
		before := w.warnings("plan")
		s.account.foreign("Follow-ups begin without the tag", map[string]any{
			"conditions": when(condition("update_type", "is", "Create"), condition("via_id", "is", "27")),
			"actions":    []any{map[string]any{"field": "remove_tags", "value": "surveyed"}},
		})
		if found := w.warnings("plan"); len(found) != len(before) {
			t.Errorf("the trigger is as advised, got %v", found)
		}
		third := s.followUp(second)
		expect(third, 1)
		excluded := s.solve(ticket{via: 4, tags: []string{"no_survey"}})
		expect(excluded, 0)
		expect(s.followUp(excluded), 0)
	})
}
