package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Zendesk returns the tags of an action as somebody wrote them, and gives tickets
// the tag in lower case: it is the mark that a send checks.
func TestATagThatAnActionWritesInUpperCaseIsTheMarkOnTickets(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.send("email", nil)))
	w.apply()
	late := s.setter("VIP by hand", "vip", "No_Survey")
	s.gets(1, 4, "vip") // the mark comes too late
	w.warns("VIP by hand")

	w.write("imports.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", excl("vip"), late))
	w.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	if generated := w.read("generated.tf"); !strings.Contains(generated, `"no_survey"`) {
		t.Errorf("the mark is the tag on tickets, generated was\n%s", generated)
	}
	s.forget()
	w.apply()
	if wrote := s.writes(); len(wrote) == 0 || slices.ContainsFunc(wrote, func(r request) bool { return r.String() != "POST /api/v2/trigger_categories/jobs" }) {
		t.Errorf("an import writes nothing but the place of the exclusion, got %s", describe(wrote))
	}
	s.gets(0, 4, "vip")
	s.gets(1, 4)
	w.noChanges()
}

// The same holds for the tag with which a send marks whom it has surveyed, and a
// tag that is rendered stays as it is.
func TestASendWithTagsInUpperCaseIsImported(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	const rendered = "Seen_{{ticket.id}}"
	id := s.account.foreign("email", map[string]any{
		"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "4"), condition("current_tags", "not_includes", "survey_sent")),
		"actions": []any{
			map[string]any{"field": "notification_webhook", "value": []string{s.webhook, `{"ticket": "{{ticket.id}}"}`}},
			map[string]any{"field": "current_tags", "value": "Survey_Sent"},
			map[string]any{"field": "remove_tags", "value": rendered},
		},
	})
	w := s.shell(s.provider())
	w.write("imports.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", sender("email"), id))
	w.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	if generated := w.read("generated.tf"); !strings.Contains(generated, `"survey_sent"`) || !strings.Contains(generated, rendered) {
		t.Errorf("sent_tag is the tag on tickets, and what is rendered stays, generated was\n%s", generated)
	}
	s.forget()
	w.apply()
	w.noChanges()
	if wrote := s.writes(); len(wrote) != 0 {
		t.Errorf("an import writes nothing, got %s", describe(wrote))
	}
}
