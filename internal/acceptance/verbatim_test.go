package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// The article's own template is what its user asked for, byte for byte: that a quote in a name breaks it is a warning.
// One byte from it, and it is somebody's own template, where the same is an error.
func TestTheArticlesPayloadIsAllowedToTheLetterOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	article := fmt.Sprintf(`provider::surveytrigger::stella_connect_payload("email", %q, { verbatim = true })`, s.checkbox)
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"payload": article})))
	found := w.tell("plan", "-input=false")
	if len(found) != 1 || found[0].Severity != "warning" || found[0].Summary != "The payload can become broken JSON" || !strings.Contains(found[0].Detail, "The value comes from ticket.requester.name") {
		t.Errorf("one warning that names ticket.requester.name expected, got %v", found)
	}
	w.apply()
	s.gets(1, 4)
	w.noChanges()
	w.destroy()

	edited := fmt.Sprintf(`replace(%s, "\"channel\": ", "\"channel\":")`, article)
	w = s.shell(s.config("%s", s.send("email", nil, attributes{"payload": edited})))
	found = w.tell("plan", "-input=false")
	if len(found) != 1 || found[0].Severity != "error" || found[0].Summary != "The payload can become broken JSON" {
		t.Errorf("one error expected, got %v", found)
	}
}
