package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The backend keeps for each distribution whom it has surveyed. So one that may be active
// is not replaced by the apply that follows an unanswered activation.
func TestAnActivationWithoutAnAnswerLeadsToNoSecondSurvey(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]engine.Kind{"executed": engine.DropAfterCommit, "not executed": engine.DropBefore} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
			w := a.onBackend(asking(a.aConnector(), "CES", "quiet_period_hours = 1"))
			id := a.solve(ticket{via: 4})
			a.fault(engine.Fault{System: "backend", Method: http.MethodPatch, Path: "/v1/trigger_distributions/*", Kind: kind, Times: 6})
			if warned := butResolved(w.warnings("apply", "-auto-approve", "-input=false")); len(warned) != 1 || warned[0].Summary != "The activation was not confirmed" {
				t.Fatalf("one warning expected, got %v", warned)
			}
			a.later("2h")
			w.apply()
			w.noChanges()
			a.later("2h")
			if surveys := a.surveysOf(id); len(surveys) != 1 {
				t.Errorf("one survey expected, got %+v", surveys)
			}
		})
	}
}

func TestAPlanSaysThatConversationsMayBeSurveyedAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := asking(a.aConnector(), "CES", "")
	w := a.onBackend(config)
	w.apply()
	const summary = "Conversations may be surveyed again"
	if warned := w.warnings("plan", "-destroy"); len(warned) != 1 || warned[0].Summary != summary || !strings.Contains(warned[0].Detail, "trigger_distribution_1. The backend keeps") || !strings.Contains(warned[0].Detail, "moved block") {
		t.Errorf("destroyed: one warning expected, got %v", warned)
	}
	if refused := w.errors("plan", "-replace=surveytrigger_trigger_distribution.after"); len(refused) != 1 || refused[0].Summary != "Conversations would be surveyed again" || !strings.Contains(refused[0].Detail, "trigger_distribution_1") {
		t.Errorf("replaced: one error expected, got %v", refused)
	}
	w.configure(a.backendProvider() + strings.Replace(config, `"surveytrigger_trigger_distribution" "after"`, `"surveytrigger_trigger_distribution" "renamed"`, 1))
	if warned := w.warnings("plan"); !slices.ContainsFunc(warned, func(d told) bool { return d.Summary == summary }) {
		t.Errorf("another address: %v", warned)
	}
	w.configure(a.backendProvider() + config)
	w.run("taint", "surveytrigger_trigger_distribution.after")
	warned := butResolved(w.warnings("plan"))
	if len(warned) != 1 || !strings.Contains(warned[0].Detail, "If this plan replaces it: the backend keeps") || !strings.Contains(warned[0].Detail, "terraform untaint") {
		t.Errorf("tainted: %v", warned)
	}
	w.run("untaint", "surveytrigger_trigger_distribution.after")
	a.backend(http.MethodDelete, "/trigger_distributions/trigger_distribution_1", nil)
	if warned := butResolved(w.warnings("plan")); len(warned) != 1 || warned[0].Summary != summary || !strings.Contains(warned[0].Detail, "trigger_distribution_1 was deleted outside Terraform. The backend keeps") {
		t.Errorf("deleted by hand: %v", warned)
	}
}

// The error of the first way names the second one, and that of the second one the way out.
func TestAConnectorInUseThatIsReplacedIsToBeChangedInPlace(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(lifecycle string) string {
		return a.backendProvider() + strings.Replace(a.everyCreate(), "  help_desk = \"zendesk\"\n", "  help_desk = \"zendesk\"\n"+lifecycle, 1)
	}
	w := a.shell(config(""))
	w.apply()
	const replace = "-replace=surveytrigger_connector.zendesk"
	if refused := w.errors("apply", "-auto-approve", "-input=false", replace); len(refused) != 1 || !strings.Contains(refused[0].Detail, "create_before_destroy = true") {
		t.Errorf("in use: %v", refused)
	}
	w.configure(config("  lifecycle { create_before_destroy = true }\n"))
	w.apply()
	if refused := w.errors("apply", "-auto-approve", "-input=false", replace); len(refused) != 1 || !strings.Contains(refused[0].Detail, "every change of it is made in place") {
		t.Errorf("created before: %v", refused)
	}
	w.noChanges()
}

// Another backend does not know whom this one has surveyed, and Nicereply's triggers stay
// active. Who wants it all the same ends the distribution in an apply of its own.
func TestAnotherBackendIsAnotherObject(t *testing.T) {
	t.Parallel()
	a, _ := withNicereply(t)
	a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	a.click(`{"agents": [{"email": "ana.agent@example.com", "active": true}]}`)
	a.click(theCESTrigger(`, "active": true`))
	section, _ := strings.CutPrefix(a.nicereplyProvider(), "provider \"surveytrigger\" {\n")
	provider := strings.TrimSuffix(a.backendProvider(), "}\n") + section
	config := func(backend, active string) string {
		declared, distribution, _ := strings.Cut(a.everyCreate(), "resource \"surveytrigger_trigger_distribution\"")
		if distribution, _, _ = strings.Cut(distribution, "resource"); active != "" {
			declared += "resource \"surveytrigger_trigger_distribution\"" + distribution
		}
		return provider + strings.ReplaceAll(declared, "\" {\n", "\" {\n  backend = \""+backend+"\"\n")
	}
	w := a.shell(config("nicereply", "active"))
	w.apply()
	w.configure(config("survey_backend", "active"))
	refused := w.errors("plan")
	if len(refused) != 1 || refused[0].Summary != "Conversations would be surveyed again" || !strings.Contains(refused[0].Detail, "leave backend as it was") {
		t.Fatalf("one error expected, got %v", refused)
	}

	w.configure(config("nicereply", ""))
	if warned := w.warnings("apply", "-auto-approve", "-input=false"); !slices.ContainsFunc(warned, func(d told) bool { return strings.HasPrefix(d.Summary, "Still there: ") }) {
		t.Errorf("the clicks are to be said, got %v", warned)
	}
	a.click(theCESTrigger(`, "active": false`))
	w.configure(config("survey_backend", ""))
	if planned := changesOf(w.plan()); !slices.Equal(planned, []string{"[delete create] connector.zendesk", "[delete create] survey.ces"}) {
		t.Errorf("planned %q", planned)
	}
	w.apply()
	w.configure(config("survey_backend", "active"))
	w.apply()
	w.noChanges()
	if made := a.theOnly("trigger_distributions"); made["active"] != true {
		t.Errorf("the distribution is %v", made)
	}
	// Nicereply's API makes none, so there is nothing to refuse.
	w.configure(config("nicereply", "active"))
	if planned := changesOf(w.plan()); len(planned) != 3 {
		t.Errorf("three objects are replaced, got %q", planned)
	}
}
