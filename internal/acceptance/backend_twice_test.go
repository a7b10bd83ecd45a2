package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Every kind of trouble, once for every kind of request.
func TestPassingFaultsOfTheBackendMakeNothingTwice(t *testing.T) {
	t.Parallel()
	for _, kind := range engine.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			connector := a.aConnector()
			soon := 0.2
			trouble := func(method string, paths ...string) {
				for _, path := range paths {
					fault := engine.Fault{System: "backend", Kind: kind, Method: method, Path: "/v1" + path, Times: 1}
					if kind == engine.TooManyRequests || kind == engine.Slow {
						fault.RetryAfter = &soon
					}
					a.fault(fault)
				}
			}
			agent := "\nresource \"surveytrigger_agent\" \"jane\" {\n  email = \"jane@acme.example\"\n  full_name = %q\n}\n"
			w := a.onBackend(asking(connector, "CES", "") + fmt.Sprintf(agent, "Jane Doe"))
			trouble(http.MethodPost, "/surveys", "/trigger_distributions", "/agents")
			trouble(http.MethodPatch, "/trigger_distributions/*")
			w.apply()
			if made := a.theOnly("trigger_distributions"); made["active"] != true || made["survey_id"] != a.theOnly("surveys")["id"] {
				t.Errorf("the distribution is %v", made)
			}
			w.noChanges()

			w.configure(a.backendProvider() + asking(connector, "NPS", "quiet_period_hours = 24") + fmt.Sprintf(agent, "Jane Roe"))
			trouble(http.MethodPatch, "/surveys/*", "/trigger_distributions/*", "/agents/*")
			trouble(http.MethodGet, "/surveys*", "/trigger_distributions*", "/agents*")
			w.apply()
			w.noChanges()

			trouble(http.MethodDelete, "/surveys/*", "/trigger_distributions/*", "/agents/*")
			w.destroy()
			if left := len(a.held("surveys")) + len(a.held("trigger_distributions")); left != 0 {
				t.Errorf("%d are left", left)
			}
		})
	}
}

// distribution is one in the backend that no state knows.
func (a *account) distribution(connector string, active bool) (id string) {
	a.t.Helper()
	survey := a.backend(http.MethodPost, "/surveys", map[string]any{"name": "After CES", "metric": "CES"})["id"]
	return a.backend(http.MethodPost, "/trigger_distributions", map[string]any{"survey_id": survey, "connector_id": connector, "active": active})["id"].(string)
}

const distributed = `
resource "surveytrigger_trigger_distribution" "one" {
  survey_id    = "survey_1"
  connector_id = "connector_1"
  %s
}
`

// What an interrupted apply has left is inactive and like the declared one: the next
// apply adopts it.
func TestAnInactiveOrphanOfADistributionIsAdopted(t *testing.T) {
	t.Parallel()
	a := start(t)
	orphan := a.distribution(a.aConnector(), false)
	w := a.onBackend(fmt.Sprintf(distributed, ""))
	a.forget()
	w.apply()
	a.expectBackendWrites("adopt", `PATCH /v1/trigger_distributions/`+orphan+` {"active":true}`)
	if a.theOnly("trigger_distributions")["active"] != true {
		t.Error("it is not active")
	}
	w.noChanges()
}

// Somebody's distribution that sends the same is an error with the import command.
func TestADistributionThatExistsIsNotCreatedAgain(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]struct {
		active bool
		ours   string
	}{"active": {true, ""}, "inactive and different": {false, "quiet_period_hours = 24"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			theirs := a.distribution(a.aConnector(), settings.active)
			w := a.onBackend(fmt.Sprintf(distributed, settings.ours))
			w.says("The trigger distribution "+theirs+" exists already", "terraform import <address> "+theirs)
			a.forget()
			refused := w.errors("apply", "-input=false", "-auto-approve")
			if len(refused) != 1 || refused[0].Summary != "The trigger distribution exists already" || !strings.Contains(refused[0].Detail, "terraform import <address> "+theirs) {
				t.Errorf("one error expected, got %v", refused)
			}
			a.expectBackendWrites("refused")
		})
	}
}

// Of two that would send the same, in one configuration, one is created.
func TestTwoDistributionsOfOneSurveyAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	connector := a.aConnector()
	w := a.onBackend(asking(connector, "CES", "") + fmt.Sprintf("resource \"surveytrigger_trigger_distribution\" \"again\" {\n  survey_id = surveytrigger_survey.after.id\n  connector_id = %q\n}\n", connector))
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != "The trigger distribution exists already" {
		t.Errorf("one error expected, got %v", refused)
	}
	a.theOnly("trigger_distributions")
}

// Another workspace that creates the same at this moment: neither is activated.
func TestADistributionThatAppearsMeanwhileKeepsOursInactive(t *testing.T) {
	t.Parallel()
	a := start(t)
	connector := a.aConnector()
	a.backend(http.MethodPost, "/surveys", map[string]any{"name": "After CES", "metric": "CES"})
	slow := 1.5
	w := a.onBackend(fmt.Sprintf(distributed, ""))
	w.plan()
	// The answer to our create is late; theirs is created meanwhile.
	a.fault(engine.Fault{System: "backend", Kind: engine.Slow, Method: http.MethodPost, Path: "/v1/trigger_distributions", Times: 1, RetryAfter: &slow})
	done := make(chan []told)
	go func() { done <- w.tell("apply", "-input=false", "test.plan") }()
	for len(a.backendWrites()) < 3 { // connector, survey, our distribution
	}
	a.backend(http.MethodPost, "/trigger_distributions", map[string]any{"survey_id": "survey_1", "connector_id": connector, "active": false})
	refused := slices.DeleteFunc(<-done, func(each told) bool { return each.Severity != "error" })
	if len(refused) != 1 || refused[0].Summary != "Two distributions would send one survey" {
		t.Errorf("one error expected, got %v", refused)
	}
	for id, each := range a.held("trigger_distributions") {
		if each["active"] != false {
			t.Errorf("%s is active", id)
		}
	}
}

// A change that lets two active distributions send the same is refused.
func TestAnUpdateLetsNoTwoDistributionsSendTheSame(t *testing.T) {
	t.Parallel()
	a := start(t)
	connector := a.aConnector()
	a.distribution(connector, true)
	a.backend(http.MethodPost, "/surveys", map[string]any{"name": "Other", "metric": "CES"})
	config := func(survey, settings string) string {
		return a.backendProvider() + strings.ReplaceAll(fmt.Sprintf(distributed, settings), "survey_1", survey)
	}
	w := a.shell(config("survey_2", ""))
	w.apply()
	w.configure(config("survey_1", ""))
	a.forget()
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != "Two distributions would send one survey" {
		t.Errorf("one error expected, got %v", refused)
	}
	a.expectBackendWrites("refused")
	w.configure(config("survey_1", "active = false"))
	w.apply()
	w.configure(config("survey_1", ""))
	if refused = w.errors("apply", "-input=false", "-auto-approve"); refused[0].Summary != "Two distributions would send one survey" {
		t.Errorf("activating it is refused too, got %v", refused)
	}
}

// A backend has one agent of an e-mail address; the error says how to import it.
func TestAnAgentThatExistsIsImported(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.aConnector() // activates Ana
	w := a.onBackend("resource \"surveytrigger_agent\" \"ana\" {\n  email = \"Ana.Agent@example.com\"\n  full_name = \"Ana Agent\"\n}\n")
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != "The agent exists already" {
		t.Fatalf("one error expected, got %v", refused)
	}
	at := strings.Index(refused[0].Detail, "terraform import <address> ")
	id := strings.Fields(refused[0].Detail[at:])[3]
	w.run("import", "-input=false", "surveytrigger_agent.ana", id)
	if got := changesOf(w.plan()); len(got) > 1 || slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, "create") }) {
		t.Errorf("planned %v", got)
	}
}

// Nor are two activated that send it through two connectors to one account.
func TestTwoConnectorsToOneAccountSendASurveyOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	a.distribution(a.aConnector(), true)
	second := a.aConnector()
	w := a.onBackend(strings.Replace(fmt.Sprintf(distributed, ""), "connector_1", second, 1))
	w.sendsOne("Two distributions would send one survey", "trigger_distribution_2 was created now and not activated")
	a.backend(http.MethodDelete, "/trigger_distributions/trigger_distribution_1", nil)
	w.apply()
	w.noChanges()
}

// sendsOne expects that an apply is refused, and that a ticket gets one survey all the same.
func (w *workspace) sendsOne(summary, detail string) {
	a := w.account
	a.t.Helper()
	refused := w.errors("apply", "-auto-approve", "-input=false")
	if len(refused) != 1 || refused[0].Summary != summary || !strings.Contains(refused[0].Detail, detail) {
		a.t.Errorf("one error expected, got %v", refused)
	}
	id := a.solve(ticket{via: 4})
	a.later("50h")
	if surveys := a.surveysOf(id); len(surveys) != 1 {
		a.t.Errorf("one survey expected, got %+v", surveys)
	}
}

// Of two surveys of one name, whose distributions are activated in one apply, one is sent:
// the second activation looks after the first one has ended. Answers are held, so that
// two looks at once would both come before the first activation.
func TestOneApplyActivatesOneOfTwoSurveysOfOneName(t *testing.T) {
	t.Parallel()
	for name, inactive := range map[string]bool{"both new": false, "both activated": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
			// Two connectors to one account are one help desk.
			config := func(active bool) string {
				text := a.backendProvider()
				for connector, metric := range map[string]string{"connector_1": "CSAT", "connector_2": "NPS"} {
					each := strings.Replace(asking(connector, metric, fmt.Sprintf("active = %t", active)), "After "+metric, "After support", 1)
					text += strings.NewReplacer(`"after"`, `"`+metric+`"`, ".after.", "."+metric+".").Replace(each)
				}
				return text
			}
			a.aConnector()
			a.aConnector()
			w := a.shell(config(!inactive))
			if inactive {
				w.configure(config(false))
				w.apply()
				w.configure(config(true))
			}
			late := 1.0
			a.fault(engine.Fault{System: "backend", Kind: engine.Slow, Method: http.MethodGet, Path: "/v1/surveys", Times: 8, RetryAfter: &late})
			a.fault(engine.Fault{System: "backend", Kind: engine.Slow, Method: http.MethodPatch, Path: "/v1/trigger_distributions/*", Times: 2, RetryAfter: &late})
			w.sendsOne("A survey of this name is sent already", "for the same conversations")
			active := 0
			for _, each := range a.held("trigger_distributions") {
				if each["active"] == true {
					active++
				}
			}
			if active != 1 {
				t.Errorf("%d active distributions, one expected", active)
			}
		})
	}
}
