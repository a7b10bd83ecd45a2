package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const notMade = "Checks against the account were not made"

// The account is too slow for the first resource. The plan says so, and compares the
// next one all the same: one failure does not end the checks of a run.
func TestChecksThatCouldNotBeMadeAreMadeLaterInTheRun(t *testing.T) {
	t.Parallel()
	a := start(t)
	asks := func(field string) string {
		return `{ all = [{ field = "` + field + `", operator = "is", value = "true" }] }`
	}
	w := a.shell(a.provider() + exclusions.block("early", attributes{"conditions": asks("custom_fields_998")}) +
		exclusions.block("late", attributes{"conditions": asks("custom_fields_999"), "depends_on": `[` + exclusions.address("early") + `]`}))
	seconds := 11.0 // longer than these checks are waited for
	a.fault(engine.Fault{System: "zendesk", Kind: engine.Slow, Method: http.MethodGet, Path: "/api/v2/triggers/definitions", Times: 1, RetryAfter: &seconds})
	var warnings, errors []told
	for _, each := range w.tell("plan") {
		if each.Severity == "warning" {
			warnings = append(warnings, each)
		} else {
			errors = append(errors, each)
		}
	}
	if len(warnings) != 1 || warnings[0].Summary != notMade || !strings.Contains(warnings[0].Detail, "GET /api/v2/triggers/definitions") {
		t.Errorf("one warning that names the request expected, got %v", warnings)
	}
	if len(errors) != 1 || errors[0].Address != exclusions.address("late") || !strings.Contains(errors[0].Detail, "999") {
		t.Errorf("the later resource is checked, got %v", errors)
	}
}

// Somebody deactivates an exclusion between a plan that lists it and its apply: the
// check that the apply makes warns.
func TestAWarningOfACheckInAnApplyIsShown(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"native_csat": "absent"})
	config := func(more attributes) string {
		return a.provider() + sends.prelude + exclusions.block("vip") + sends.block("chat", attributes{"exclude_tags": `["not_surveyed"]`}, more)
	}
	w := a.shell(config(nil))
	w.apply()
	w.configure(config(attributes{"evaluate_after": `[` + exclusions.address("vip") + `.id]`}))
	w.run("plan", "-input=false", "-out=old.plan")
	a.drag("vip", map[string]any{"active": false})
	if found := w.warnings("apply", "old.plan"); len(found) != 1 || found[0].Summary != "A listed trigger is inactive" || !strings.Contains(found[0].Detail, "vip") {
		t.Errorf("one warning expected, got %v", found)
	}
}
