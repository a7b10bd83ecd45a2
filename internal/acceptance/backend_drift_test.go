package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Whatever somebody edits in the backend is in the plan, and nothing else.
func TestAnEditInTheBackendIsTheOnlyChangeInThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(asking(a.aConnector(), "CES", "") + `
resource "surveytrigger_agent" "jane" {
  email     = "jane@acme.example"
  full_name = "Jane Doe"
}
`)
	w.apply()
	var agent string
	for id, each := range a.held("agents") {
		if each["email"] == "jane@acme.example" {
			agent = "/agents/" + id
		}
	}
	const survey, distribution = "/surveys/survey_1", "/trigger_distributions/trigger_distribution_1"
	type edit struct {
		path    string
		edit    map[string]any
		changes string
		repair  string
	}
	for _, round := range [][]edit{ // by one object of each kind in a plan
		{
			{agent, map[string]any{"full_name": "Jane Roe"}, "update agent.jane full_name", `{"full_name":"Jane Doe"}`},
			{survey, map[string]any{"name": "Other"}, "update survey.after name", `{"name":"After CES"}`},
			{distribution, map[string]any{"quiet_period_hours": 1}, "update trigger_distribution.after quiet_period_hours", `{"quiet_period_hours":48}`},
		},
		{
			{agent, map[string]any{"username": "jane"}, "update agent.jane username", `{"username":"jane@acme.example"}`},
			{survey, map[string]any{"metric": "NPS"}, "update survey.after metric", `{"metric":"CES"}`},
			{distribution, map[string]any{"active": false}, "update trigger_distribution.after active", `{"active":true}`},
		},
		{
			{agent, map[string]any{"active": false}, "update agent.jane active", `{"active":true}`},
			{survey, map[string]any{"question": "Well?"}, "update survey.after question", `{"question":null}`},
			{distribution, map[string]any{"write_back": map[string]any{"note": false}}, "update trigger_distribution.after write_back", `{"write_back":{"note":true}}`},
		},
		{{distribution, map[string]any{"write_back": map[string]any{"custom_field": "x"}}, "update trigger_distribution.after write_back", `{"write_back":{"custom_field":null}}`}},
		{{distribution, map[string]any{"help_desk_close_after_hours": 500}, "update trigger_distribution.after help_desk_close_after_hours", `{"help_desk_close_after_hours":null}`}},
	} {
		var changes, repairs []string
		for _, row := range round {
			a.backend(http.MethodPatch, row.path, row.edit)
			changes = append(changes, row.changes)
			repairs = append(repairs, "PATCH /v1"+row.path+" "+row.repair)
		}
		if got := changesOf(w.plan()); !slices.Equal(got, changes) {
			t.Errorf("planned %q instead of %q", got, changes)
		}
		a.forget()
		w.run("apply", "-input=false", "test.plan")
		if got := slices.Sorted(slices.Values(a.backendWrites())); !slices.Equal(got, slices.Sorted(slices.Values(repairs))) {
			t.Errorf("sent %q instead of %q", got, repairs)
		}
	}
	w.noChanges()

	a.backend(http.MethodDelete, distribution, nil)
	if got := strings.Join(changesOf(w.plan()), "; "); got != "[create] trigger_distribution.after" {
		t.Errorf("what was deleted is created again, planned %q", got)
	}
}

// Who applies a plan that is older than somebody else's change overwrites nothing.
func TestAnOldPlanOverwritesNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	connector := a.aConnector()
	ours := a.onBackend(asking(connector, "CES", ""))
	ours.apply()
	ours.configure(a.backendProvider() + asking(connector, "CES", "quiet_period_hours = 24"))
	ours.plan()

	theirs := a.onBackend(`
resource "surveytrigger_trigger_distribution" "after" {
  survey_id    = "survey_1"
  connector_id = "connector_1"
  active       = false
}
`)
	theirs.run("import", "-input=false", "surveytrigger_trigger_distribution.after", "trigger_distribution_1")
	theirs.apply()

	refused := ours.errors("apply", "-input=false", "test.plan")
	if len(refused) != 1 || refused[0].Summary != "Changed outside Terraform since it was read" {
		t.Fatalf("a conflict expected, got %v", refused)
	}
	for _, part := range []string{"trigger_distribution_1", "active from true to false", "Nothing was overwritten", "Plan again"} {
		if !strings.Contains(refused[0].Detail, part) {
			t.Errorf("%q is missing in:\n%s", part, refused[0].Detail)
		}
	}
	if now := a.theOnly("trigger_distributions"); now["active"] != false || now["quiet_period_hours"] != 48.0 {
		t.Errorf("the distribution is %v", now)
	}
	if got := strings.Join(changesOf(ours.plan()), "; "); got != "update trigger_distribution.after active, quiet_period_hours" {
		t.Errorf("the next plan shows both changes, got %q", got)
	}
	ours.run("apply", "-input=false", "test.plan")

	ours.run("plan", "-input=false", "-destroy", "-out=test.plan")
	a.backend(http.MethodPatch, "/trigger_distributions/trigger_distribution_1", map[string]any{"quiet_period_hours": 72})
	refused = ours.errors("apply", "-input=false", "test.plan")
	if refused[0].Summary != "Changed outside Terraform since it was read" || len(a.held("trigger_distributions")) != 1 {
		t.Errorf("what was changed is not deleted either, got %v", refused)
	}
}
