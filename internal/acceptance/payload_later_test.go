package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// more is a checkbox that the plan creates, and reportingMore makes the payload of a send
// report it: then the plan does not know the payload.
var (
	more          = block("ticket_field", "more", attributes{"type": `"checkbox"`, "title": `"More"`})
	reportingMore = attributes{"payload": `provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.more.id, {})`}
)

// A send gets the tickets of another one, and a payload that refers to what the plan
// creates: the plan says no, and no ticket gets two surveys.
func TestASendIsComparedWithOthersWhilePartsOfItsPayloadAreNotKnown(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", s.send("email", nil)+s.chatSend("chat", nil)))
	w.apply()
	for name, order := range map[string][2]attributes{
		"the changed one comes last":  {nil, {"depends_on": "[" + sender("email") + "]"}},
		"the changed one comes first": {{"depends_on": "[" + sender("chat") + "]"}, nil},
	} {
		w.configure(s.config("%s", more+s.send("email", nil, order[0])+s.send("chat", nil, reportingMore, order[1])))
		w.try("apply", "-auto-approve", "-input=false")
		if got := s.sentFor(s.solve(ticket{via: 4})); got != 1 {
			t.Errorf("%s: a ticket got %d surveys", name, got)
		}
		w.refused([]string{"email", "chat"}, "plan")
	}
}

// Automations that look for tags of their own are never sure to survey the same tickets:
// that is a warning, of a new one and of one that changes.
func TestAnAutomationIsComparedWithOthersWhilePartsOfItsPayloadAreNotKnown(t *testing.T) {
	t.Parallel()
	from := func(channel string) attributes {
		return attributes{"conditions": fmt.Sprintf(`{ all = [{ field = "via_id", operator = "is", value = %q }] }`, channel)}
	}
	for name, before := range map[string]attributes{
		"it is new":  nil,
		"it changes": from("29"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			first := s.automation("first", from("4"))
			if before != nil {
				first += s.automation("second", before)
			}
			w := s.shell(s.config("%s", first))
			w.apply()
			w.configure(s.config("%s", more+s.automation("first", from("4"))+s.automation("second", from("4"), reportingMore)))
			w.warns("first", "second")
			w.apply()
			if got := s.surveysInADay(); got != 2 {
				t.Errorf("%d surveys: the warning is not true", got)
			}
		})
	}
}

// A trigger by hand, or an exclusion that the send follows no more: what does not depend on
// the payload is said of it as of any other.
func TestWhatIsSaidOfASendWhilePartsOfItsPayloadAreNotKnown(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	// The payload reports the checkbox now, and later for all that is known.
	ticks := anExclusion("ticks", onNew("gold"), attributes{"mark": fmt.Sprintf("{ checkbox_field_id = %q }", s.checkbox)})
	w := s.shell(s.config("%s", anExclusion("old", onNew("vip"))+ticks+s.send("email", []string{"old"})))
	w.apply()
	w.configure(s.config("%s", more+anExclusion("old", onNew("vip"))+ticks+s.send("email", nil, reportingMore, attributes{"exclude_tags": "null"})))
	if found := w.saysFormer("email", "old"); len(found) != 1 || strings.Contains(found[0].Detail, "ticks") {
		t.Errorf("one warning of the tag expected, got %v", found)
	}
	s.foreignExclusion("by hand")
	w.configure(s.config("%s", more+anExclusion("old", onNew("vip"))+ticks+s.send("email", []string{"old"}, reportingMore)))
	w.warns("by hand", "email")
	w.apply()
	w.warns("by hand", "email")
	w.noChanges()
}

// The exclusion is narrowed in the same plan as its send, of which a part is not known.
func TestANarrowedExclusionWhileItsSendIsNotKnown(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	narrowed := anExclusion("vip", attributes{"conditions": solvedWith("gold")})
	for what, unknown := range map[string]attributes{
		"payload":    reportingMore,
		"conditions": {"conditions": `{ all = [{ field = "custom_fields_${surveytrigger_zendesk_ticket_field.more.id}", operator = "is", value = "false" }] }`},
	} {
		w.configure(s.config("%s", more+narrowed+s.send("email", []string{"vip"}, unknown)))
		if found := inTwoSteps(w, "email", "vip"); len(found) == 0 {
			t.Errorf("%s: no warning says what happens between the two writes", what)
		}
	}
}

// The exclusion gets a condition of which a part is not known yet: that may be a narrower
// one, and its send changes in the same plan.
func TestAnExclusionThatMayBeNarrowedByWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	const (
		vips   = `any = [{ field = "current_tags", operator = "includes", value = "vip" }]`
		solved = `{ field = "status", operator = "value", value = "solved" }`
		ticked = `{ field = "custom_fields_${surveytrigger_zendesk_ticket_field.more.id}", operator = "is", value = "true" }`
	)
	s := newStage(t)
	vip := func(conditions string, layers ...attributes) string {
		return anExclusion("vip", append([]attributes{{"conditions": "{ " + conditions + " }"}}, layers...)...)
	}
	w := s.shell(s.config("%s", vip("all = ["+solved+"], "+vips)+s.send("email", []string{"vip"})+s.chatSend("chat", nil)))
	w.apply()
	noVIP := attributes{"conditions": `{ all = [{ field = "current_tags", operator = "not_includes", value = "vip" }] }`}
	for conditions, warns := range map[string]bool{
		"all = [" + solved + ", " + ticked + "], " + vips:                                                                          true,
		"all = surveytrigger_zendesk_ticket_field.more.id == \"1\" ? [" + solved + "] : [" + solved + ", " + solved + "], " + vips: true,
		"all = [" + solved + "], any = [" + ticked + "]":                                                                           true,
		"all = [" + solved + "], " + strings.TrimSuffix(vips, "]") + ", " + ticked + "]":                                           false,
	} {
		w.configure(s.config("%s", more+vip(conditions)+s.send("email", []string{"vip"}, noVIP)+s.chatSend("chat", nil)))
		if found := inTwoSteps(w, "email", "vip"); (len(found) > 0) != warns {
			t.Errorf("%s: got %v", conditions, found)
		}
		// The exclusion is planned after a send that does not list it.
		w.configure(s.config("%s", more+vip(conditions, attributes{"depends_on": "[" + sender("chat") + "]"})+s.send("email", []string{"vip"})+s.chatSend("chat", nil, noVIP)))
		if found := inTwoSteps(w, "chat", "vip"); (len(found) > 0) != warns {
			t.Errorf("%s, planned later: got %v", conditions, found)
		}
	}
}

// An automation that is activated looks back, whatever its payload will be.
func TestAnAutomationIsActivatedWhileItsPayloadIsNotKnown(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	exclusion := func(layers ...attributes) string { return anExclusion("vip", layers...) }
	later := func(layers ...attributes) string {
		return s.automation("later", append([]attributes{{"exclude_tags": `["no_survey"]`}}, layers...)...)
	}
	w := s.shell(s.config("%s", exclusion(attributes{"active": "false"})+later(attributes{"active": "false"})))
	w.apply()
	w.configure(s.config("%s", more+exclusion()+later(reportingMore)))
	found := naming(w.warnings("plan", "-input=false"), "later")
	for _, summary := range []string{"More tickets are surveyed", "Tickets that are solved already have no mark"} {
		if !slices.ContainsFunc(found, func(each told) bool { return each.Summary == summary }) {
			t.Errorf("%q is not said: %v", summary, found)
		}
	}
}
