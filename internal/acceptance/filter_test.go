package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// A filter that is not verified passes its input on: the plan says so, the apply goes
// through, and the survey goes out.
func TestAnUnverifiedFilterIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	filtered := attributes{"payload": s.body(`, "language": "{{ticket.requester.locale | downcse | obfuscate: 3, "x"}}"`)}
	for name, config := range map[string]string{"trigger": s.send("email", nil, filtered), "automation": s.anAutomation("later", filtered)} {
		w := s.shell(s.config("%s", config))
		for _, when := range []string{"new", "nothing changes"} {
			found := w.tell("plan", "-input=false")
			for filter, hint := range map[string]string{"downcse": `Did you mean "downcase"?`, "obfuscate": "so do the sample tickets."} {
				named := false
				for _, each := range found {
					named = named || each.Severity == "warning" && each.Summary == "Unverified filter "+filter && strings.HasPrefix(each.line(), "payload") &&
						strings.Contains(each.Detail, fmt.Sprintf("Line 6 of the payload calls the filter %q, whose result cannot be verified", filter)) && strings.HasSuffix(each.Detail, hint)
				}
				if !named {
					t.Errorf("%s, %s: a warning that names %s and %q expected, got %v", name, when, filter, hint, found)
				}
			}
			if len(found) != 2 {
				t.Errorf("%s, %s: two warnings expected, got %v", name, when, found)
			}
			w.apply()
		}
		if name == "trigger" {
			s.gets(1, 4)
		}
		w.noChanges()
		w.destroy()
	}
}

// What it is given may break the JSON: that stays an error.
func TestAnUnknownFilterEscapesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"payload": s.body(`, "name": "{{ticket.requester.name | json}}"`)})))
	found := w.tell("plan", "-input=false")
	broken := strings.Contains(fmt.Sprint(found), "The payload can become broken JSON") && strings.Contains(fmt.Sprint(found), "The value comes from ticket.requester.name.")
	if !broken || !strings.Contains(fmt.Sprint(found), "To escape a value inside quotes, use: | remove:") {
		t.Errorf("an error that names the placeholder and a warning with the escape expected, got %v", found)
	}
}

// A text that is compared with a number stops no plan: what Zendesk has there is not
// known. The survey goes out as the sandbox's Liquid renders it.
func TestAPayloadThatComparesATextWithANumber(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"payload": s.body(`, "language": "{% if ticket.external_id > 3 %}de{% endif %}"`)})))
	found := w.tell("plan", "-input=false")
	if len(found) != 1 || found[0].Severity != "warning" || found[0].Summary != "The payload compares a text with a number" || !strings.HasPrefix(found[0].line(), "payload") ||
		!strings.Contains(found[0].Detail, `"Liquid error: comparison of String with 3 failed"`) || !strings.Contains(found[0].Detail, "| plus: 0 %}") {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	s.gets(1, 4)
	w.noChanges()
}
