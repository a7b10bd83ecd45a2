package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// What can be known to be wrong is an error of the plan, at its attribute.
func TestWhatABackendCannotDoIsAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend("")
	distribution := "resource \"surveytrigger_trigger_distribution\" \"one\" {\n  survey_id = \"s\"\n  connector_id = \"c\"\n  %s\n}\n"
	for _, row := range []struct{ config, line, summary, detail string }{
		{fmt.Sprintf(distribution, "help_desk_close_after_hours = 95"), "help_desk_close_after_hours = 95", "The help desk closes conversations too early", "help_desk_close_after_hours = 96"},
		{fmt.Sprintf(distribution, "quiet_period_hours = 24\n  help_desk_close_after_hours = 71"), "help_desk_close_after_hours = 71", "The help desk closes conversations too early", "at least 72 hours"},
		{fmt.Sprintf(distribution, "quiet_period_hours = 0"), "quiet_period_hours = 0", "Invalid Attribute Value", "between 1 and 8760"},
		{fmt.Sprintf(distribution, "quiet_period_hours = 1.5"), "quiet_period_hours = 1.5", "", "whole"},
		{fmt.Sprintf(distribution, `channel = "chat"`), `channel = "chat"`, "Invalid Attribute Value Match", `["email"]`},
		{fmt.Sprintf(distribution, `status = "open"`), `status = "open"`, "Invalid Attribute Value Match", `["resolved"]`},
		{fmt.Sprintf(distribution, `backend = "zendesk"`), `backend = "zendesk"`, "Invalid Attribute Value Match", "survey_backend"},
		{"resource \"surveytrigger_survey\" \"one\" {\n  name = \"One\"\n  metric = \"ces\"\n}\n", `metric = "ces"`, "Invalid Attribute Value Match", `"CES"`},
		{"resource \"surveytrigger_agent\" \"one\" {\n  full_name = \"One\"\n  email = \"One <one@acme.example>\"\n}\n", `email = "One <one@acme.example>"`, "Invalid Attribute Value Match", "without a name"},
	} {
		w.configure(a.backendProvider() + row.config)
		refused := w.errors("plan", "-input=false")
		if len(refused) != 1 || refused[0].line() != row.line || row.summary != "" && refused[0].Summary != row.summary || !strings.Contains(refused[0].Detail, row.detail) {
			t.Errorf("%s: got %v", row.line, refused)
		}
	}
	for _, fits := range []string{"help_desk_close_after_hours = 96", "quiet_period_hours = 24\n  help_desk_close_after_hours = 72"} {
		w.configure(a.backendProvider() + fmt.Sprintf(distribution, fits))
		w.plan()
	}
}

// A quiet period that is not known yet is checked as soon as it is.
func TestAQuietPeriodThatIsKnownLate(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(asking(a.aConnector(), "CES", "quiet_period_hours = terraform_data.hours.output\n  help_desk_close_after_hours = 96") +
		"resource \"terraform_data\" \"hours\" {\n  input = 49\n}\n")
	w.plan()
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != "The help desk closes conversations too early" || !strings.Contains(refused[0].Detail, "at least 97 hours") {
		t.Errorf("one error expected, got %v", refused)
	}
	if left := a.held("trigger_distributions"); len(left) != 0 {
		t.Errorf("created all the same: %v", left)
	}
}

// A plan costs a list page for every 100 objects of a kind, and one object of each kind
// that is read alone first.
func TestThePlanOfManySurveysReadsTheirListsOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(fmt.Sprintf(`
resource "surveytrigger_survey" "each" {
  count  = 100
  name   = "Survey ${count.index}"
  metric = "CES"
}
resource "surveytrigger_trigger_distribution" "each" {
  count        = 100
  survey_id    = surveytrigger_survey.each[count.index].id
  connector_id = %q
}
`, a.aConnector()))
	a.forget()
	w.plan()
	if cost := a.backendRequests(); len(cost) > 2 {
		t.Errorf("the plan of what is new costs %d: %v", len(cost), cost)
	}
	w.run("apply", "-input=false", "test.plan")
	a.forget()
	w.noChanges()
	if cost := a.backendRequests(); len(cost) > 4 {
		t.Errorf("a plan without a change costs %d: %v", len(cost), cost)
	}
	a.forget()
	w.noChanges("-refresh=false")
	if cost := a.backendRequests(); len(cost) > 0 {
		t.Errorf("without a refresh it costs %v", cost)
	}
}
