package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Real accounts differ in how their triggers can ask for a checkbox: "is" alone, or
// "is_not" too. What is written follows the account, and both forms say the same.
func TestACheckboxIsAskedForAsTheAccountOffersIt(t *testing.T) {
	t.Parallel()
	for policy, want := range map[string]string{"refused": "is false", "accepted": "is false", "offered": "is_not true"} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(map[string]any{"checkbox_is_not": policy})
			config := sends.prelude + sends.block("chat", attributes{"exclude_checkbox_field_ids": `[` + optOutID + `]`})
			w := a.shell(a.provider() + config)
			w.apply()
			box := a.fieldID("Opt out")
			if got := a.asked("chat", box); got != want {
				t.Errorf("the send asks for %q, want %q", got, want)
			}
			w.noChanges()
			// The other form is no drift, and a change writes what is offered.
			if policy != "refused" {
				a.rewrite("chat", box, map[string]string{"is false": "is_not", "is_not true": "is"}[want])
				w.noChanges()
			}
			w.configure(a.provider() + sends.prelude + sends.block("chat", attributes{"exclude_checkbox_field_ids": `[` + optOutID + `]`, "sent_tag": `"surveyed"`}))
			w.apply()
			if got := a.asked("chat", box); got != want {
				t.Errorf("after a change the send asks for %q, want %q", got, want)
			}
			w.noChanges()
			if a.passedOn(box, true) || !a.passedOn(box, false) {
				t.Error("a ticket on which the checkbox is ticked is passed over, another one is surveyed")
			}
		})
	}
}

// An account that cannot be asked what it offers gets the form that all take.
func TestWithoutDefinitionsACheckboxIsAskedForAsEveryAccountTakesIt(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"checkbox_is_not": "refused"})
	a.fault(engine.Fault{System: "zendesk", Method: http.MethodGet, Path: "/api/v2/triggers/definitions", Kind: "500", Times: 50})
	w := a.shell(a.provider() + sends.prelude + sends.block("chat", attributes{"exclude_checkbox_field_ids": `[` + optOutID + `]`}))
	w.apply()
	if got := a.asked("chat", a.fieldID("Opt out")); got != "is false" {
		t.Errorf("the send asks for %q", got)
	}
	w.noChanges()
}

// Zendesk's automations know a checkbox by the tag that it adds.
func TestAnAutomationNeedsTheTagOfACheckbox(t *testing.T) {
	t.Parallel()
	a := start(t)
	bare := a.makeField(`{"type": "checkbox", "title": "Bare"}`)
	quietly := func(id string) string {
		return a.provider() + automations.prelude + automations.block("quiet", tagged("surveyed"), attributes{"exclude_checkbox_field_ids": `[` + id + `]`})
	}
	w := a.shell(quietly(`"` + bare + `"`))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "The checkbox adds no tag" || !strings.Contains(found[0].Detail, bare) {
		t.Errorf("the plan says why, got %v", found)
	}
	w.configure(quietly(optOutID))
	w.apply()
	w.noChanges()
	box := a.fieldID("Opt out")
	for name, ticked := range map[string]bool{"ticked": true, "free": false} {
		a.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
			"subject": name, "status": "solved", "comment": map[string]any{"body": "Where is it?"}, "custom_fields": []any{map[string]any{"id": box, "value": ticked}},
		}})
	}
	a.later("3h")
	for _, each := range a.list("/tickets", "tickets") {
		if surveyed := strings.Contains(fmt.Sprint(each["tags"]), "surveyed"); surveyed == (each["subject"] == "ticked") {
			t.Errorf("the ticket %q: surveyed %t", each["subject"], surveyed)
		}
	}
	// Taking the tag away in the same run is noticed too.
	w.configure(strings.Replace(quietly(optOutID), `"opted_out"`, `null`, 1))
	if found := w.errors("plan", "-input=false"); len(found) != 1 || found[0].Summary != "The checkbox adds no tag" {
		t.Errorf("the plan says why, got %v", found)
	}
}

func (a *account) fieldID(title string) string {
	a.t.Helper()
	return number(a.fieldsTitled(title)[0]["id"])
}

// asked is the operator and value of a trigger's condition on a checkbox.
func (a *account) asked(title, box string) string {
	a.t.Helper()
	for _, each := range a.triggers()[title]["conditions"].(map[string]any)["all"].([]any) {
		if one := each.(map[string]any); one["field"] == "custom_fields_"+box {
			return fmt.Sprint(one["operator"], " ", one["value"])
		}
	}
	return "nothing"
}

// rewrite is an admin who says the same of a checkbox with the other operator.
func (a *account) rewrite(title, box, operator string) {
	a.t.Helper()
	trigger := a.triggers()[title]
	conditions := trigger["conditions"].(map[string]any)
	for _, each := range conditions["all"].([]any) {
		if one := each.(map[string]any); one["field"] == "custom_fields_"+box {
			one["operator"], one["value"] = operator, map[string]string{"is": "false", "is_not": "true"}[operator]
		}
	}
	a.call(http.MethodPut, "/triggers/"+number(trigger["id"]), map[string]any{"trigger": map[string]any{"conditions": conditions, "actions": trigger["actions"]}})
	a.forget()
}

// passedOn solves a chat and tells whether the send fired.
func (a *account) passedOn(box string, ticked bool) bool {
	a.t.Helper()
	ticket := a.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"subject": "x", "status": "solved", "via_id": 29, "custom_fields": []any{map[string]any{"id": box, "value": ticked}},
	}})["ticket"].(map[string]any)
	return strings.Contains(fmt.Sprint(ticket["tags"]), "surveyed")
}

// Automations check drop-downs, and checkboxes that add a tag. By the vendor's documentation
// texts and numbers are for triggers alone.
func TestAnAutomationThatChecksAFieldOfTriggersIsAWarning(t *testing.T) {
	t.Parallel()
	const summary = "Automations cannot check this field"
	s := newStage(t)
	checks := func(id string) string {
		return s.automation("late", attributes{"conditions": `{ all = [{ field = "custom_fields_` + id + `", operator = "present" }] }`})
	}
	said := func(all []told) []told {
		return slices.DeleteFunc(all, func(each told) bool { return each.Summary != summary })
	}
	w := s.shell("")
	for object, warns := range map[string]bool{
		`{"type": "text", "title": "Reason"}`:    true,
		`{"type": "integer", "title": "Amount"}`: true,
		`{"type": "tagger", "title": "Kind", "custom_field_options": [{"name": "Repair", "value": "repair"}]}`: false,
		`{"type": "checkbox", "title": "Tagged", "tag": "tagged"}`:                                             false,
	} {
		w.configure(s.config("%s", checks(s.makeField(object))))
		found := said(w.warnings("plan", "-input=false"))
		if warns != (len(found) == 1) || warns && !strings.Contains(found[0].Detail, "drop-down") {
			t.Errorf("%s: got %v", object, found)
		}
	}
	// A field that is created in the same apply is known before the automation is activated.
	field := block("ticket_field", "reason", attributes{"type": `"text"`, "title": `"New reason"`})
	w.configure(s.config("%s", field+checks("${surveytrigger_zendesk_ticket_field.reason.id}")))
	if found := said(w.green()); len(found) != 1 || !strings.Contains(found[0].Detail, "New reason") {
		t.Errorf("one warning of the apply expected, got %v", found)
	}
	if found := said(w.warnings("plan", "-input=false")); len(found) != 0 {
		t.Errorf("nothing changes, got %v", found)
	}
}
