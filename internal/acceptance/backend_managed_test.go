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
	const survey, distribution, agent = "name = \"One\"\nmetric = \"CES\"", "survey_id = surveytrigger_survey.one.id", `full_name = "Jane Doe"`
	w := a.shell(config(survey, distribution, agent, connector))
	w.apply()
	for _, row := range []struct{ config, changes, sends string }{
		{config("name = \"New\"\nmetric = \"CES\"", distribution, agent, connector), "survey.one name", `surveys/survey_%d {"name":"New"}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution, agent, connector), "survey.one metric", `surveys/survey_%d {"metric":"NPS"}`},
		{config("name = \"New\"\nmetric = \"NPS\"\nquestion = \"Well?\"", distribution, agent, connector), "survey.one question", `surveys/survey_%d {"question":"Well?"}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution, agent, connector), "survey.one question", `surveys/survey_%d {"question":null}`},
		{config("name = \"New\"\nmetric = \"NPS\"", "survey_id = surveytrigger_survey.two.id", agent, connector), "trigger_distribution.one survey_id", `trigger_distributions/trigger_distribution_1 {"survey_id":"survey_%d"}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution, agent, other), "trigger_distribution.one connector_id, survey_id", `trigger_distributions/trigger_distribution_1 {"connector_id":"connector_2","survey_id":"survey_%d"}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nquiet_period_hours = 24", agent, other), "trigger_distribution.one quiet_period_hours", `trigger_distributions/trigger_distribution_1 {"quiet_period_hours":24}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nquiet_period_hours = 24\nactive = false", agent, other), "trigger_distribution.one active", `trigger_distributions/trigger_distribution_1 {"active":false}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false, custom_field = \"x\" }", agent, other), "trigger_distribution.one write_back", `trigger_distributions/trigger_distribution_1 {"write_back":{"custom_field":"x","note":false}}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false }", agent, other), "trigger_distribution.one write_back", `trigger_distributions/trigger_distribution_1 {"write_back":{"custom_field":null}}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false }\nhelp_desk_close_after_hours = 72", agent, other), "trigger_distribution.one help_desk_close_after_hours", `trigger_distributions/trigger_distribution_1 {"help_desk_close_after_hours":72}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false }", `full_name = "Jane Roe"`, other), "agent.jane full_name, trigger_distribution.one help_desk_close_after_hours", ""},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false }", "full_name = \"Jane Roe\"\nusername = \"jane\"", other), "agent.jane username", `agents/agent_%d {"username":"jane"}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false }", "full_name = \"Jane Roe\"", other), "agent.jane username", `agents/agent_%d {"username":"Jane@acme.example"}`},
		{config("name = \"New\"\nmetric = \"NPS\"", distribution+"\nactive = false\nquiet_period_hours = 24\nwrite_back = { note = false }", "full_name = \"Jane Roe\"\nactive = false", other), "agent.jane active", `agents/agent_%d {"active":false}`},
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
		if writes := a.backendWrites(); row.sends != "" && (len(writes) != 1 || !sameButNumber(writes[0], "PATCH /v1/"+row.sends)) {
			t.Errorf("%s: sent %v instead of %s", row.changes, writes, row.sends)
		}
	}
	w.noChanges()
}

// sameButNumber compares with a format of one number.
func sameButNumber(got, format string) bool {
	return slices.ContainsFunc([]int{1, 2, 3}, func(n int) bool { return got == strings.ReplaceAll(format, "%d", fmt.Sprint(n)) })
}
