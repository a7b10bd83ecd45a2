package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// checkboxTagged is a checkbox that adds a tag, and an exclusion that ticks it.
func checkboxTagged(tag string) string {
	return fields.block("opt_out", attributes{"title": `"Opt out"`, "tag": tag}) +
		anExclusion("vip", attributes{"mark": "{ checkbox_field_id = " + fields.address("opt_out") + ".id }"})
}

// checksTag is a send that knows the checkbox by its tag alone.
func (s *stage) checksTag(tag string) string {
	return s.send("email", []string{"vip"}, attributes{"exclude_tags": "[" + tag + "]", "payload": `"{\"ticket\": {{ticket.id}}}"`})
}

// A checkbox and its tag are one thing, so another tag is another mark: a send that
// goes on checking the old one would survey excluded tickets.
func TestATagOfACheckboxThatChangesIsComparedWithTheSends(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", checkboxTagged(`"opt_out"`)+s.checksTag(`"opt_out"`)))
	w.apply()
	for _, tag := range []string{`"opted"`, `null`} {
		w.configure(s.config("%s", checkboxTagged(tag)+s.checksTag(`"opt_out"`)))
		if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "evaluate_after has no effect" {
			t.Errorf("%s: got %v", tag, found)
		}
	}
	w.configure(s.config("%s", checkboxTagged(`"opted"`)+s.checksTag(fields.address("opt_out")+".tag")))
	w.apply()
	if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"vip"}})); got != 0 {
		t.Errorf("an excluded ticket got %d surveys", got)
	}
	// Changed in the admin screen, it is repaired by the plan, which says nothing else.
	s.call(http.MethodPut, "/ticket_fields/"+s.fieldID("Opt out"), map[string]any{"ticket_field": map[string]any{"tag": "mine"}})
	for _, each := range w.tell("plan", "-input=false") {
		if strings.Contains(each.Summary, "no effect") {
			t.Errorf("the plan gives the checkbox its tag again, got %v", each)
		}
	}
}

// Deleted in the admin screen, a checkbox is created again, and a send that checks its
// tag goes on as it is.
func TestADeletedCheckboxIsCreatedAgainForASendThatChecksItsTag(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", checkboxTagged(`"opt_out"`)+s.checksTag(`"opt_out"`)))
	w.apply()
	s.call(http.MethodDelete, "/ticket_fields/"+s.fieldID("Opt out"), nil)
	w.apply()
	if got := s.sentFor(s.solve(ticket{via: 4, tags: []string{"vip"}})); got != 0 {
		t.Errorf("an excluded ticket got %d surveys", got)
	}
	w.noChanges()
}

// Without a tag there is no new one to tell of.
func TestACheckboxThatLosesItsTagIsNotSaidToGetAnother(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.config("%s", fields.block("opt_out", attributes{"tag": `"opt_out"`})))
	w.apply()
	w.configure(a.config("%s", fields.block("opt_out", attributes{"tag": "null"})))
	found := w.warnings("plan", "-input=false")
	if len(found) != 1 || strings.Contains(found[0].Detail, "new tag") || !strings.Contains(found[0].Detail, "get no tag") {
		t.Errorf("got %v", found)
	}
}

// A condition on an option that goes would hold for no ticket, or for each: what it
// excluded would be surveyed, behind an apply that says nothing of it.
func TestAnOptionThatIsRemovedIsComparedWithTheConditionsThatCheckIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	config := func(option, inExclusion, inSend string) string {
		tier := fields.address("tier")
		checks := func(operator, option string) string {
			return `{ all = [{ field = "custom_fields_${` + tier + `.id}", operator = "` + operator + `", value = "` + option + `" }] }`
		}
		choices := `[{ name = "Gold", value = "` + option + `" }, { name = "Plain", value = "plain" }]`
		return s.config("%s", fields.block("tier", attributes{"type": `"tagger"`, "tag": "null", "options": choices})+
			anExclusion("vip", attributes{"conditions": checks("is", inExclusion)})+
			s.send("email", []string{"vip"}, attributes{"conditions": checks("is_not", inSend)}))
	}
	w := s.shell(config("gold", "gold", "gold"))
	w.apply()
	for address, changed := range map[string]string{excl("vip"): config("platinum", "gold", "gold"), sender("email"): config("platinum", "platinum", "gold")} {
		w.configure(changed)
		if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "The condition checks an option that is removed" || found[0].Address != address {
			t.Errorf("got %v", found)
		}
	}
	w.configure(config("platinum", "platinum", "platinum"))
	w.apply()
	gold := s.solve(ticket{via: 4, fields: map[string]any{w.attribute(fields.address("tier"), "id"): "platinum"}})
	if got := s.sentFor(gold); got != 0 {
		t.Errorf("an excluded ticket got %d surveys", got)
	}
	w.noChanges()
}
