package acceptance

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// onThe is the provider block with the address of a proxy.
func (a *account) onThe(proxy string) string {
	return strings.Replace(a.provider(), a.url, proxy, 1)
}

// Two workspaces create the same checkbox at one moment. Agents would tick one of the two,
// and the sends of one team check the other.
func TestACheckboxThatAnotherWorkspaceCreatesAtThatMomentIsAnError(t *testing.T) {
	t.Parallel()
	a := start(t)
	theirs := ""
	w := a.shell(a.onThe(a.between(http.MethodPost, func() {
		a.makeField(`{"type": "text", "title": "Do not survey"}`) // another type is another field
		theirs = a.makeField(`{"type": "checkbox", "title": "Do not survey"}`)
	})) + fields.block("opt_out", attributes{"title": quoted(optOut)}))
	found := w.errors("apply", "-auto-approve", "-input=false")
	ours := w.attribute(fields.address("opt_out"), "id")
	if len(found) != 1 || found[0].Summary != "The ticket field exists twice" || !strings.Contains(found[0].Detail, "terraform import <address> "+theirs) || !strings.Contains(found[0].Detail, ours) {
		t.Fatalf("one error with the command expected, got %v", found)
	}
	// As it says, to keep the other one.
	w.run("state", "rm", fields.address("opt_out"))
	w.run("import", "-input=false", "-no-color", fields.address("opt_out"), theirs)
	a.call(http.MethodDelete, "/ticket_fields/"+ours, nil)
	w.noChanges()
}

// Each of two workspaces sees an inactive field. The one that comes second does not adopt
// what the first one has adopted: the last request would decide which tag it has.
func TestAnInactiveFieldThatAnotherWorkspaceAdoptsAtThatMomentIsTheirs(t *testing.T) {
	t.Parallel()
	a := start(t)
	field := a.makeField(`{"type": "checkbox", "title": "Do not survey", "active": false}`)
	var applies, adopted atomic.Bool
	w := a.shell(a.onThe(a.through(func(r *http.Request, pass func()) {
		pass()
		if applies.Load() && r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/ticket_fields") && !adopted.Swap(true) {
			a.call(http.MethodPut, "/ticket_fields/"+field, map[string]any{"ticket_field": map[string]any{"active": true, "tag": "theirs"}})
		}
	})) + fields.block("opt_out", attributes{"title": quoted(optOut), "tag": `"ours"`}))
	w.plan()
	applies.Store(true)
	found := w.errors("apply", "-input=false", "test.plan")
	if len(found) != 1 || found[0].Summary != "The ticket field exists already" || !strings.Contains(found[0].Detail, "terraform import <address> "+field) {
		t.Errorf("one error with the command expected, got %v", found)
	}
	if now := a.fieldsTitled(optOut); len(now) != 1 || now[0]["tag"] != "theirs" {
		t.Errorf("it is theirs, got %v", now)
	}
}

// A saved plan knows the options of the moment in which it was made. One that somebody
// adds later is not deleted with its values on tickets.
func TestASavedPlanDoesNotDeleteAnOptionThatWasAddedSince(t *testing.T) {
	t.Parallel()
	a := start(t)
	more := strings.Replace(goodAndBad, "]", `, { name = "No answer", value = "survey_none" }]`, 1)
	w := a.shell(a.provider() + fields.block("result", result(goodAndBad)))
	w.apply()
	path := "/ticket_fields/" + w.attribute(fields.address("result"), "id")
	options := func() (values []string) {
		for _, each := range a.call(http.MethodGet, path, nil)["ticket_field"].(map[string]any)["custom_field_options"].([]any) {
			values = append(values, each.(map[string]any)["value"].(string))
		}
		return values
	}
	w.configure(a.provider() + fields.block("result", result(more)))
	w.plan()
	present := a.call(http.MethodGet, path, nil)["ticket_field"].(map[string]any)["custom_field_options"].([]any)
	present = append(present, map[string]any{"name": "Ugly", "value": "survey_ugly"})
	a.call(http.MethodPut, path, map[string]any{"ticket_field": map[string]any{"custom_field_options": present}})
	a.forget()
	found := w.errors("apply", "-input=false", "test.plan")
	if len(found) != 1 || found[0].Summary != "Options were added since the plan" || !strings.Contains(found[0].Detail, "survey_ugly") || strings.Contains(found[0].Detail, "survey_bad") {
		t.Errorf("one error that names the option expected, got %v", found)
	}
	if now := strings.Join(options(), " "); now != "survey_good survey_bad survey_ugly" || len(a.writes()) != 0 {
		t.Errorf("nothing is written, got %s and %s", now, describe(a.writes()))
	}

	// The next plan says what is lost, and does it.
	if warned := w.warnings("plan", "-out=test.plan"); len(warned) != 1 || warned[0].Summary != "Values on tickets will be lost" || !strings.Contains(warned[0].Detail, "survey_ugly") {
		t.Errorf("one warning that names the option expected, got %v", warned)
	}
	a.forget()
	w.run("apply", "-input=false", "-no-color", "test.plan")
	if sent := a.requests(); len(sent) != 2 {
		t.Errorf("the field is read and written, got %s", describe(sent))
	}
	if now := strings.Join(options(), " "); now != "survey_good survey_bad survey_none" {
		t.Errorf("got %s", now)
	}
}
