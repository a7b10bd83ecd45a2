package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Every kind of trouble, once for every kind of request, in the whole life of an
// automation, a target and the native survey.
func TestPassingFaultsWithAutomationsAndTargetsAreSurvived(t *testing.T) {
	t.Parallel()
	for _, kind := range engine.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			soon := 0.2
			trouble := func(method string, paths ...string) {
				for _, path := range paths {
					fault := engine.Fault{System: "zendesk", Kind: kind, Method: method, Path: "/api/v2" + path, Times: 1}
					if kind == engine.TooManyRequests || kind == engine.Slow {
						fault.RetryAfter = &soon
					}
					a.fault(fault)
				}
			}
			happened := func() {
				t.Helper()
				var left []engine.Fault
				a.send(http.MethodGet, "/_sandbox/faults", nil, &left)
				if len(left) != 0 {
					t.Errorf("this trouble was never met: %v", left)
				}
			}
			count := func(title string) int {
				t.Helper()
				return len(slices.DeleteFunc(append(a.list("/automations", "automations"), a.list("/targets", "targets")...), func(each map[string]any) bool { return each["title"] != title }))
			}
			config := func(title string, native string) string {
				return a.provider() + native + targets.block("x", attributes{"title": quoted(title), "username": connectTarget}) +
					automations.block("x", tagged("surveyed"), attributes{"title": quoted(title), "webhook_id": "", "target_id": targets.address("x") + ".id"})
			}
			w := a.shell(config("Before", csatOff))
			trouble(http.MethodPost, "/targets", "/automations")
			w.apply()
			happened()
			if count("Before") != 2 || a.ratingAutomation()["active"] != false {
				t.Errorf("one of each expected, got %v %v", a.list("/targets", "targets"), a.list("/automations", "automations"))
			}
			w.noChanges()

			w.configure(config("After", csatOn))
			trouble(http.MethodPut, "/targets/*", "/automations/"+w.attribute(automations.address("x"), "id"), "/automations/"+number(a.ratingAutomation()["id"]))
			w.apply()
			happened()
			if count("After") != 2 || count("Before") != 0 || a.ratingAutomation()["active"] != true {
				t.Errorf("both are renamed, got %v %v", a.list("/targets", "targets"), a.list("/automations", "automations"))
			}

			trouble(http.MethodGet, "/targets*", "/automations")
			w.noChanges()
			happened()

			trouble(http.MethodDelete, "/targets/*", "/automations/*")
			w.destroy()
			happened()
			if count("After") != 0 || a.ratingAutomation()["active"] != true {
				t.Errorf("both are gone, got %v %v", a.list("/targets", "targets"), a.list("/automations", "automations"))
			}
		})
	}
}

// The answers to both requests of a create get lost: there is one automation,
// and it runs.
func TestADroppedAnswerToACreateMakesOneAutomation(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + automations.prelude)
	w.apply()
	w.configure(a.provider() + automations.prelude + automations.block("quiet", tagged("surveyed")))
	for _, request := range []engine.Fault{{Method: "POST", Path: "/api/v2/automations"}, {Method: "PUT", Path: "/api/v2/automations/*"}} {
		request.System, request.Kind = "zendesk", engine.DropAfterCommit
		a.fault(request)
	}
	a.forget()
	w.apply()
	posts := slices.DeleteFunc(a.writes(), func(r request) bool { return r.String() != "POST /api/v2/automations" })
	made := a.automation(`"value":"surveyed"`)
	if len(posts) != 1 || number(made["id"]) != w.attribute(automations.address("quiet"), "id") || made["active"] != true || len(a.list("/automations", "automations")) != 3 {
		t.Errorf("%d POSTs made %v", len(posts), a.list("/automations", "automations"))
	}
	w.noChanges()
	w.destroy()
}

// Switching on fails for good: the automation is in state, so the next apply
// does not make a second one.
func TestAnAutomationThatCouldNotBeActivatedIsNotForgotten(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + automations.prelude + automations.block("quiet", tagged("surveyed"), attributes{"timeouts": impatient}))
	a.fault(engine.Fault{System: "zendesk", Kind: engine.ServerError, Method: "PUT", Path: "/api/v2/automations/*", Times: 1000})
	if found := w.errors("apply", "-auto-approve"); len(found) != 1 || found[0].Summary != "Cannot create zendesk_send_automation" {
		t.Errorf("one error expected, got %v", found)
	}
	if made := a.automation(`"value":"surveyed"`); made["active"] != false || w.attribute(automations.address("quiet"), "id") != number(made["id"]) {
		t.Errorf("got %v", made)
	}
	a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
	w.apply()
	if count, made := a.titled("quiet"); count != 1 || made["active"] != true {
		t.Errorf("%d automations: %v", count, made)
	}
	w.noChanges()
}

// An apply failed and left its automation deactivated. Somebody switches it on,
// and nobody can tell that from a replacement which has taken it over: it stays,
// and that is said.
func TestAnAutomationThatWasActivatedAfterAFailedApplyIsLeftWithAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.hookByHand()
	equal := a.quietByHand("Of another title", strings.ReplaceAll(quiet("surveyed", nil), "@webhook.stella", hook)) // Zendesk runs one of two
	w := a.shell(a.provider() + automations.block("left", tagged("surveyed"), attributes{"webhook_id": quoted(hook)}))
	w.errors("apply", "-auto-approve")
	a.call(http.MethodDelete, "/automations/"+equal, nil)
	_, left := a.titled("left")
	id := number(left["id"])
	if left["active"] != false {
		t.Fatalf("it was not refused: %v", left)
	}
	a.call(http.MethodPut, "/automations/"+id, map[string]any{"automation": map[string]any{"active": true}})
	warned := w.warnings("destroy", "-auto-approve")
	if len(warned) != 1 || warned[0].Summary != "An active automation is left in the account" || !strings.Contains(warned[0].Detail, id) {
		t.Errorf("got %v", warned)
	}
	if count, _ := a.titled("left"); count != 1 {
		t.Errorf("%d automations of the title", count)
	}
}

// One that somebody untaints is the resource's own again: it is switched on, and a
// destroy deletes it.
func TestAnAutomationThatWasLeftAndIsUntaintedIsDeletedInTheEnd(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.hookByHand()
	equal := a.quietByHand("Of another title", strings.ReplaceAll(quiet("surveyed", nil), "@webhook.stella", hook))
	w := a.shell(a.provider() + automations.block("left", tagged("surveyed"), attributes{"webhook_id": quoted(hook)}))
	w.errors("apply", "-auto-approve")
	a.call(http.MethodDelete, "/automations/"+equal, nil)
	w.run("untaint", "-no-color", automations.address("left"))
	a.forget()
	w.apply()
	if writes := a.writes(); len(writes) != 1 || writes[0].Method != http.MethodPut {
		t.Errorf("it is switched on, no more, got %s", describe(writes))
	}
	w.noChanges()
	warned := w.warnings("destroy", "-auto-approve")
	if count, _ := a.titled("left"); count != 0 || len(warned) != 0 {
		t.Errorf("%d are left, and the warnings are %v", count, warned)
	}
}

// A second survey of the same title is refused before anything is written.
func TestASecondAutomationOfTheTitleIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.hookByHand()
	by := attributes{"webhook_id": quoted(hook), "title": `"Duplicate"`}
	active := a.quietByHand("Duplicate", strings.ReplaceAll(quiet("surveyed", nil), "@webhook.stella", hook))
	w := a.shell(a.provider() + automations.block("one", tagged("surveyed"), by))
	a.forget()
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "The automation exists already" || !strings.Contains(found[0].Detail, "terraform import <address> "+active+"   # active") {
		t.Errorf("got %v", found)
	}
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
	w.run("import", "-input=false", "-no-color", automations.address("one"), active)
	w.noChanges()

	// The same title twice in the configuration.
	w.configure(a.provider() + automations.block("one", tagged("surveyed"), by) + automations.block("two", tagged("surveyed"), by))
	if found := w.errors("apply", "-auto-approve"); len(found) != 1 || found[0].Summary != "Two automations with the same title" {
		t.Errorf("got %v", found)
	}
	if count, _ := a.titled("Duplicate"); count != 1 {
		t.Errorf("%d automations of the title", count)
	}
}

// Somebody deletes them in the admin screens: each is planned again, what refers
// to it follows, and nothing else.
func TestAnAutomationAndATargetDeletedInTheAdminScreensAreCreatedAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + targets.block("x") + automations.block("x", tagged("surveyed"), attributes{"webhook_id": "", "target_id": targets.address("x") + ".id"}))
	w.apply()
	for _, row := range []struct {
		path, gone string
		changes    []string
	}{
		{"/automations/", automations.address("x"), []string{"create " + automations.address("x")}},
		{"/targets/", targets.address("x"), []string{"create " + targets.address("x"), "update " + automations.address("x")}},
	} {
		a.call("DELETE", row.path+w.attribute(row.gone, "id"), nil)
		if changes := w.changes(); !slices.Equal(slices.Sorted(slices.Values(changes)), row.changes) {
			t.Errorf("expected %v, got %v", row.changes, changes)
		}
		w.apply()
		w.noChanges()
	}
}

// Nor is it switched on while another one of the title is.
func TestASecondAutomationOfTheTitleIsNotActivated(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := a.hookByHand()
	by := attributes{"webhook_id": quoted(hook), "title": `"Duplicate"`}
	w := a.shell(a.provider() + automations.block("one", tagged("surveyed"), by, attributes{"active": "false"}))
	w.apply()
	active := a.quietByHand("Duplicate", strings.ReplaceAll(quiet("other", nil), "@webhook.stella", hook))
	w.configure(a.provider() + automations.block("one", tagged("surveyed"), by))
	a.forget()
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "The automation exists already" || !strings.Contains(found[0].Detail, "terraform import <address> "+active+"   # active") {
		t.Errorf("got %v", found)
	}
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
	a.call(http.MethodDelete, "/automations/"+active, nil)
	w.apply()
	w.noChanges()
}

// With create_before_destroy the replacement of an automation that could not be
// switched on takes it over, and what is destroyed after that must not be the same.
func TestAnAutomationThatIsReplacedByItselfStays(t *testing.T) {
	t.Parallel()
	a := start(t)
	block := automations.block("quiet", tagged("surveyed"), attributes{"webhook_id": quoted(a.hookByHand()), "timeouts": impatient})
	w := a.shell(a.provider() + strings.TrimSuffix(block, "}\n") + "  lifecycle { create_before_destroy = true }\n}\n")
	a.fault(engine.Fault{System: "zendesk", Method: http.MethodPut, Path: "/api/v2/automations/*", Kind: engine.ServerError, Times: 99})
	w.errors("apply", "-auto-approve")
	a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
	w.apply()
	if count, made := a.titled("quiet"); count != 1 || made["active"] != true {
		t.Errorf("%d automations: %v", count, made)
	}
	w.noChanges()
}

// Two teams make the same automation at the same moment. Their lists are held back
// until both are under way; each looks once more before it switches on, so there
// is never more than one that is active.
func TestTwoTeamsThatMakeTheSameAutomationAtOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := quoted(a.hookByHand())
	var teams []*workspace
	for _, hours := range []string{"2", "3"} { // of two that are equal Zendesk itself runs one
		team := a.shell(a.provider() + automations.block("quiet", tagged("surveyed"), attributes{"webhook_id": hook, "hours_since_solved": hours}))
		team.run("plan", "-out=saved", "-input=false")
		teams = append(teams, team)
	}
	held := 3.0
	a.fault(engine.Fault{System: "zendesk", Method: "GET", Path: "/api/v2/automations", Kind: engine.Slow, Times: len(teams), RetryAfter: &held})
	a.forget()
	outcomes := make(chan string, len(teams))
	for _, team := range teams {
		go func() {
			output, _ := team.try("apply", "-input=false", "-no-color", "saved")
			outcomes <- output
		}()
	}
	failed := 0
	for range teams {
		if output := <-outcomes; strings.Contains(output, "The automation exists already") {
			failed++
		}
	}
	made := slices.DeleteFunc(a.writes(), func(r request) bool { return r.String() != "POST /api/v2/automations" })
	active := slices.DeleteFunc(a.list("/automations", "automations"), func(each map[string]any) bool {
		return each["title"] != "quiet" || each["active"] != true
	})
	if len(made) != 2 || failed == 0 || len(active) > 1 {
		t.Errorf("of %d that were made %d are active, and %d applies were refused", len(made), len(active), failed)
	}
}
