package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// asking is a survey and its distribution on a connector; settings are further
// attributes of the distribution.
func asking(connector, metric, settings string) string {
	return fmt.Sprintf(`
resource "surveytrigger_survey" "after" {
  name   = "After %[2]s"
  metric = %[2]q
}

resource "surveytrigger_trigger_distribution" "after" {
  survey_id    = surveytrigger_survey.after.id
  connector_id = %[1]q
  %[3]s
}
`, connector, metric, settings)
}

// A new distribution sends nothing until the backend shows that it is alone.
func TestASurveyAndItsDistributionAreCreatedOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onBackend(asking(a.aConnector(), "CES", `write_back = { custom_field = "4711" }`))
	a.forget()
	w.apply()
	a.expectBackendWrites("create",
		`POST /v1/surveys {"metric":"CES","name":"After CES","question":null}`,
		`POST /v1/trigger_distributions {"active":false,"channel":"email","connector_id":"connector_1","help_desk_close_after_hours":null,"quiet_period_hours":48,"status":"resolved","survey_id":"survey_1","write_back":{"custom_field":"4711","note":true}}`,
		`PATCH /v1/trigger_distributions/trigger_distribution_1 {"active":true}`,
	)
	w.noChanges()
	if made := a.theOnly("trigger_distributions"); made["active"] != true {
		t.Errorf("the distribution is %v", made)
	}
	state := w.read("terraform.tfstate")
	for _, wanted := range []string{`"backend": "survey_backend"`, `"reconciliation": "managed"`, `"unverifiable": []`} {
		if strings.Count(state, wanted) != 2 {
			t.Errorf("state has %d times %s", strings.Count(state, wanted), wanted)
		}
	}
	a.forget()
	w.destroy()
	if len(a.held("surveys"))+len(a.held("trigger_distributions")) != 0 {
		t.Errorf("left: %v %v", a.held("surveys"), a.held("trigger_distributions"))
	}
}

// From the configuration to the customer.
func TestAResolvedConversationGetsTheDeclaredSurvey(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	connector := a.aConnector()
	w := a.onBackend(asking(connector, "NPS", "active = false"))
	w.apply()
	early := a.solve(ticket{via: 4})
	a.send(http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": "49h"}, nil)
	if sent := a.surveys(); len(sent) != 0 {
		t.Fatalf("an inactive distribution sent %+v", sent)
	}
	w.configure(a.backendProvider() + asking(connector, "NPS", ""))
	w.apply()
	a.send(http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": "15m"}, nil)
	if sent := a.surveysOf(early); len(sent) != 1 || sent[0].Outcome != "sent" || fmt.Sprint(sent[0].Metric) != "NPS" || sent[0].Backend != "open" {
		t.Errorf("one NPS survey expected, got %+v", sent)
	}
	w.configure(a.backendProvider() + asking(connector, "NPS", "quiet_period_hours = 24"))
	w.apply()
	a.send(http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": "100h"}, nil)
	if sent := a.surveys(); len(sent) != 1 {
		t.Errorf("a changed quiet period sends nothing twice, got %+v", sent)
	}
}

// Each attribute is one line in the plan and one member in one request.
func TestEachAttributeOnTheBackendChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	a := start(t)
	connector := a.aConnector()
	other := a.aConnector()
	config := func(survey, distribution, agent string, at string) string {
		return a.backendProvider() + fmt.Sprintf(`
resource "surveytrigger_survey" "one" {
  %s
}
resource "surveytrigger_survey" "two" {
  name   = "Two"
  metric = "CSAT"
}
resource "surveytrigger_trigger_distribution" "one" {
  connector_id = %q
  %s
}
resource "surveytrigger_agent" "jane" {
  email = "Jane@acme.example"
  %s
}
`, survey, at, distribution, agent)
	}
	const one, two = "survey_id = surveytrigger_survey.one.id", "survey_id = surveytrigger_survey.two.id"
	const renamed, asked = "name = \"New\"\nmetric = \"NPS\"", "name = \"New\"\nmetric = \"NPS\"\nquestion = \"Well?\""
	const early, roe = one + "\nquiet_period_hours = 24", `full_name = "Jane Roe"`
	const off = early + "\nactive = false"
	w := a.shell(config("name = \"One\"\nmetric = \"CES\"", one, `full_name = "Jane Doe"`, connector))
	w.apply()
	for _, row := range []struct{ config, changes, sends string }{ // one attribute of each resource
		{
			config("name = \"New\"\nmetric = \"CES\"", two, roe, connector), "agent.jane full_name, survey.one name, trigger_distribution.one survey_id",
			`agents/agent_%d {"full_name":"Jane Roe"}, surveys/survey_%d {"name":"New"}, trigger_distributions/trigger_distribution_1 {"survey_id":"survey_%d"}`,
		},
		{
			config(renamed, one, roe+"\nusername = \"jane\"", other), "agent.jane username, survey.one metric, trigger_distribution.one connector_id, survey_id",
			`agents/agent_%d {"username":"jane"}, surveys/survey_%d {"metric":"NPS"}, trigger_distributions/trigger_distribution_1 {"connector_id":"connector_2","survey_id":"survey_%d"}`,
		},
		{
			config(asked, early, roe, other), "agent.jane username, survey.one question, trigger_distribution.one quiet_period_hours",
			`agents/agent_%d {"username":"Jane@acme.example"}, surveys/survey_%d {"question":"Well?"}, trigger_distributions/trigger_distribution_1 {"quiet_period_hours":24}`,
		},
		{
			config(renamed, off, roe+"\nactive = false", other), "agent.jane active, survey.one question, trigger_distribution.one active",
			`agents/agent_%d {"active":false}, surveys/survey_%d {"question":null}, trigger_distributions/trigger_distribution_1 {"active":false}`,
		},
		{
			config(renamed, off+"\nwrite_back = { note = false, custom_field = \"x\" }", roe+"\nactive = false", other), "trigger_distribution.one write_back",
			`trigger_distributions/trigger_distribution_1 {"write_back":{"custom_field":"x","note":false}}`,
		},
		{
			config(renamed, off+"\nwrite_back = { note = false }", roe+"\nactive = false", other), "trigger_distribution.one write_back",
			`trigger_distributions/trigger_distribution_1 {"write_back":{"custom_field":null}}`,
		},
		{
			config(renamed, off+"\nwrite_back = { note = false }\nhelp_desk_close_after_hours = 72", roe+"\nactive = false", other), "trigger_distribution.one help_desk_close_after_hours",
			`trigger_distributions/trigger_distribution_1 {"help_desk_close_after_hours":72}`,
		},
		{
			config(renamed, off+"\nwrite_back = { note = false }", roe+"\nactive = false", other), "trigger_distribution.one help_desk_close_after_hours",
			`trigger_distributions/trigger_distribution_1 {"help_desk_close_after_hours":null}`,
		},
	} {
		w.configure(row.config)
		var changes []string
		for _, each := range changesOf(w.plan()) {
			changes = append(changes, strings.TrimPrefix(each, "update "))
		}
		if got := strings.Join(changes, ", "); got != row.changes {
			t.Errorf("planned %s instead of %s", got, row.changes)
		}
		a.forget()
		w.run("apply", "-input=false", "test.plan")
		writes, sends := slices.Sorted(slices.Values(a.backendWrites())), strings.Split(row.sends, ", ")
		if !slices.EqualFunc(writes, sends, func(got, format string) bool { return sameButNumber(got, "PATCH /v1/"+format) }) {
			t.Errorf("%s: sent %v instead of %v", row.changes, writes, sends)
		}
	}
	w.noChanges()
}

// sameButNumber compares with a format of one number.
func sameButNumber(got, format string) bool {
	return slices.ContainsFunc([]int{1, 2, 3}, func(n int) bool { return got == strings.ReplaceAll(format, "%d", fmt.Sprint(n)) })
}
