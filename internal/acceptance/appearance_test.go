package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// mentioning are payloads that read the checkbox and have one body all the same, or
// another one for some tickets only.
func (s *stage) mentioning() map[string]attributes {
	field := "ticket.ticket_field_" + s.checkbox
	write := func(member string) attributes {
		text := strings.Replace(s.body(""), "{{"+field+"}}", "0", 1)
		return attributes{"payload": strings.Replace(text, `"tags": []`, `"tags": []`+member, 1), "exclude_tags": "null"}
	}
	return map[string]attributes{
		"unused":          write(`{% assign excluded = ` + field + ` %}`),
		"0 is true, too":  write(`, "note": "{% if ` + field + ` %}excluded{% endif %}"`),
		"never true":      write(`, "note": "{% if ` + field + ` == "true" %}excluded{% endif %}"`),
		"for one brand":   write(`, "note": "{% if ticket.brand.name == "Nordwind" %}{{` + field + `}}{% endif %}"`),
		"white space":     write(`{% if ` + field + ` contains 1 %} {% endif %}`),
		"filtered away":   write(`, "note": "{{` + field + ` | size}}"`),
		"in a dead block": write(`{% if false %}{{` + field + `}}{% endif %}`),
	}
}

// A payload that only mentions the checkbox would survey every excluded customer: the
// plan refuses it, and the send is not made.
func TestAPayloadThatOnlyMentionsACheckboxIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	ticked := anExclusion("vip", attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, s.checkbox)})
	w := s.shell(s.config("%s", ticked))
	w.apply()
	for name, mentioning := range s.mentioning() {
		w.configure(s.config("%s", ticked+s.send("email", []string{"vip"}, mentioning)))
		found := w.errors("plan", "-input=false")
		if len(found) != 1 || found[0].Summary != "evaluate_after has no effect" || !strings.Contains(found[0].Detail, "A payload that only mentions it has no effect") {
			t.Errorf("%s: one error expected, got %v", name, found)
		}
	}
	w.try("apply", "-auto-approve", "-input=false")
	if _, made := s.triggers()["email"]; made {
		t.Error("the send was made")
	}
	s.gets(0, 4, "vip")
	w.configure(s.config("%s", ticked+s.send("email", []string{"vip"}, attributes{"payload": s.body(""), "exclude_tags": "null"})))
	w.apply()
	s.protects() // the backend hears of the excluded one, and does not survey it
	w.noChanges()
}

// Where exclusion and send are made in one apply, the send is refused before it is made.
func TestAPayloadThatOnlyMentionsACheckboxOfTheSameApply(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	ticked := anExclusion("vip", attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, s.checkbox)})
	w := s.shell(s.config("%s", ticked+s.send("email", []string{"vip"}, s.mentioning()["0 is true, too"])))
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || found[0].Summary != "evaluate_after has no effect" || found[0].Address != sender("email") {
		t.Errorf("one error expected, got %v", found)
	}
	s.gets(0, 4, "vip")
	s.gets(0, 4)
}

// A payload that stops reporting the checkbox is refused, too, and the old one stays.
func TestAPayloadThatStopsReportingIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	ticked := anExclusion("vip", attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, s.checkbox)})
	w := s.shell(s.config("%s", ticked+s.send("email", []string{"vip"}, attributes{"payload": s.body(""), "exclude_tags": "null"})))
	w.apply()
	s.protects()
	for _, flag := range []string{"-refresh=true", "-refresh=false"} { // the plan, or the apply
		w.configure(s.config("%s", ticked+s.send("email", []string{"vip"}, s.mentioning()["unused"])))
		if found := w.errors("apply", "-auto-approve", "-input=false", flag); len(found) != 1 || found[0].Summary != "evaluate_after has no effect" {
			t.Errorf("%s: one error expected, got %v", flag, found)
		}
		s.protects()
	}
}

// Nothing changes in the workspace of the send, but the exclusion of another workspace
// gets another mark: its plans go on, and say that the relation has no effect. The layout of a
// payload is no change.
func TestARelationThatLosesItsEffectElsewhereIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	theirs := s.shell(s.config("%s", anExclusion("vip")))
	theirs.apply()
	listing := attributes{"evaluate_after": fmt.Sprintf("[%q]", s.id("vip"))}
	ours := s.shell(s.config("%s", s.send("email", nil, listing)))
	ours.apply()
	theirs.configure(s.config("%s", anExclusion("vip", attributes{"mark": `{ tag = "another" }`})))
	theirs.apply()
	for name, payload := range map[string]string{"the same layout": s.payload(), "another layout": `"\r\n  ${` + s.payload() + `}\r\n"`} {
		ours.configure(s.config("%s", s.send("email", nil, listing, attributes{"payload": payload})))
		found := ours.tell("plan", "-input=false")
		if !slices.ContainsFunc(found, func(d told) bool { return d.Severity == "warning" && d.Summary == "evaluate_after has no effect" }) ||
			slices.ContainsFunc(found, func(d told) bool { return d.Severity == "error" }) {
			t.Errorf("%s: a warning and no error expected, got %v", name, found)
		}
	}
	ours.configure(s.config("%s", s.send("email", nil, listing, attributes{"title": `"Email"`})))
	if found := ours.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "evaluate_after has no effect" {
		t.Errorf("a send that changes has to be right: %v", found)
	}
}

// One more mark is no gap: the sends go on to look at the other one. Nothing is said, and
// no ticket is surveyed in between.
func TestAFurtherMarkIsNoGap(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	both := attributes{"mark": fmt.Sprintf(`{ tag = "no_survey", checkbox_field_id = %q }`, s.checkbox)}
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	w.configure(s.config("%s", anExclusion("vip", both)+s.send("email", []string{"vip"})))
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("nothing to say expected, got %v", found)
	}
	s.solving(w.apply, 4)
	s.protects()
	w.noChanges()
	// The tag goes; the payload still reports the checkbox, but no condition looks at it.
	w.configure(s.config("%s", anExclusion("vip", attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, s.checkbox)})+s.send("email", []string{"vip"})))
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("nothing to say expected, got %v", found)
	}
	s.solving(w.apply, 4)
	s.protects()
}

// A send that does not change looks for the old mark for good, not for a moment: the
// plan names it.
func TestAMarkThatGoesNamesTheSendsThatLookForIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	blind := attributes{"payload": strings.Replace(s.body(""), "{{ticket.ticket_field_"+s.checkbox+"}}", "0", 1)}
	unlisted := s.send("email", nil, blind)
	w := s.shell(s.config("%s", anExclusion("vip")+unlisted))
	w.apply()
	w.configure(s.config("%s", anExclusion("vip", attributes{"mark": `{ tag = "another" }`})+unlisted))
	found := naming(w.tell("plan", "-input=false"), "email")
	if len(found) != 1 || found[0].Summary != "Excluded tickets are surveyed until sends change" || strings.Contains(found[0].Detail, "moment") {
		t.Errorf("one warning expected, got %v", found)
	}
	w.apply()
	s.gets(1, 4, "vip") // as the plan said
	// Nobody looks at it any more.
	w.configure(s.config("%s", anExclusion("vip", attributes{"mark": `{ tag = "third" }`})+unlisted))
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("nothing to say expected, got %v", found)
	}
}

// A drop-down cannot be ticked. One that the same apply makes is refused before the
// exclusion is made or changed.
func TestAMarkThatIsADropDownIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	made := s.call(http.MethodPost, "/ticket_fields", map[string]any{"ticket_field": map[string]any{
		"type": "tagger", "title": "Reason", "custom_field_options": []any{map[string]any{"name": "Late", "value": "late"}},
	}})
	there := attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, number(made["ticket_field"].(map[string]any)["id"]))}
	field := block("ticket_field", "reason", attributes{"type": `"tagger"`, "title": `"Another reason"`, "options": `[{ name = "Late", value = "too_late" }]`})
	late := attributes{"mark": `{ checkbox_field_id = surveytrigger_zendesk_ticket_field.reason.id }`}
	refuse := func(when, config, command string) {
		t.Helper()
		w := s.shell(s.config("%s", config))
		found := w.errors(command, "-input=false")
		if len(found) != 1 || found[0].Summary != "The ticket field is not a checkbox" || !strings.Contains(found[0].Detail, `"tagger"`) {
			t.Errorf("%s: one error expected, got %v", when, found)
		}
	}
	refuse("there already", anExclusion("vip", there), "plan")
	w := s.shell(s.config("%s", field+anExclusion("vip", late)))
	if found := w.errors("apply", "-auto-approve", "-input=false"); len(found) != 1 || found[0].Summary != "The ticket field is not a checkbox" {
		t.Errorf("made in the same apply: one error expected, got %v", found)
	}
	if _, made := s.triggers()["vip"]; made {
		t.Error("the exclusion was made")
	}
	w.configure(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
	w.apply()
	w.configure(s.config("%s", field+anExclusion("vip", attributes{"mark": `{ tag = "no_survey", checkbox_field_id = surveytrigger_zendesk_ticket_field.reason.id }`})+s.send("email", []string{"vip"})))
	if found := w.errors("apply", "-auto-approve", "-input=false"); len(found) != 1 || found[0].Summary != "The ticket field is not a checkbox" {
		t.Errorf("changed to one of the same apply: one error expected, got %v", found)
	}
	s.protects()
}
