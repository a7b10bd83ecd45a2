package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// stellaProvider is the provider block for Stella Connect and Zendesk.
func (a *account) stellaProvider(secret string) string {
	section := fmt.Sprintf("  stella_connect = { endpoint = %q, api_key = %q, api_secret = %q }\n}\n", a.env["STELLA_CONNECT_ENDPOINT"], a.env["STELLA_CONNECT_API_KEY"], secret)
	return strings.TrimSuffix(strings.TrimSpace(a.provider()), "}") + section
}

func (a *account) onStella(config string) *workspace {
	a.t.Helper()
	return a.shell(a.stellaProvider(a.env["STELLA_CONNECT_API_SECRET"]) + config)
}

// employee is an agent; lines are further arguments.
func employee(name, email, lines string) string {
	return fmt.Sprintf("\nresource \"surveytrigger_agent\" %q {\n  email = %q\n  %s\n}\n", name, email, lines)
}

// stellaWrites are the requests since the last forget that could change an employee.
func (a *account) stellaWrites() (lines []string) {
	a.t.Helper()
	for _, each := range a.systemRequests("stellaconnect") {
		if each.Method != http.MethodGet && strings.HasPrefix(each.Path, "/v2/") {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", each.Method, strings.TrimPrefix(each.Path, "/v2/employees"), each.Body)))
		}
	}
	return lines
}

func (a *account) expectStellaWrites(what string, wanted ...string) {
	a.t.Helper()
	if got := a.stellaWrites(); !slices.Equal(got, wanted) {
		a.t.Errorf("%s: sent\n  %s\ninstead of\n  %s", what, strings.Join(got, "\n  "), strings.Join(wanted, "\n  "))
	}
	a.forget()
}

// approve approves profiles in Stella Connect's screens.
func (a *account) approve(emails ...string) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/stellaconnect", map[string]any{"approved": emails}, nil)
}

// decided is what Stella Connect decides about the ticket of an agent.
func (a *account) decided(email string) string {
	a.t.Helper()
	surveys := a.surveysOf(a.solve(ticket{via: 4, agent: email}))
	if len(surveys) != 1 || surveys[0].EmployeeEmail != email {
		a.t.Fatalf("one decision expected, got %+v", surveys)
	}
	return strings.TrimSpace(string(surveys[0].Outcome) + " " + surveys[0].Reason)
}

// From the plan to the tickets: an agent is surveyed only once a person has approved the
// profile, and no longer when deactivated.
func TestAnAgentOfStellaConnectIsSurveyedOnceApprovedUntilDeactivated(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.call(http.MethodPost, "/users", map[string]any{"user": map[string]any{"name": "Jane Doe", "email": "jane@acme.example", "role": "agent"}})
	chain := strings.TrimPrefix(a.protectedEmail(), a.provider())
	config := func(lines string) string {
		return a.stellaProvider(a.env["STELLA_CONNECT_API_SECRET"]) + chain + employee("jane", "jane@acme.example", lines)
	}
	w := a.shell(config(`full_name = "Jane van Doe"`))
	warned := w.warnings("plan", "-input=false")
	if i := slices.IndexFunc(warned, func(d told) bool { return d.Address == "surveytrigger_agent.jane" }); i < 0 || !strings.Contains(warned[i].Detail, "has no effect until") {
		t.Fatalf("the plan says who approves her profile, got %v", warned)
	} else {
		inOrder(t, warned[i].Detail, "  1. ", "Settings > Manage Team", "jane@acme.example", "  2. ", "save")
	}
	a.forget()
	w.apply()
	a.expectStellaWrites("create", `POST  {"email":"jane@acme.example","first_name":"Jane van","last_name":"Doe"}`)
	w.noChanges()
	for name, want := range map[string]string{"reconciliation": "managed", "id": "jane@acme.example", "username": "jane@acme.example", "backend": "stella_connect"} {
		if got := w.attribute("surveytrigger_agent.jane", name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if state := w.read("terraform.tfstate"); !strings.Contains(state, `"unverifiable": [
              "username"`) {
		t.Errorf("username is taken on trust: %s", state)
	}
	var decided []string
	decide := func() { decided = append(decided, a.decided("jane@acme.example")) }
	decide()
	a.approve("jane@acme.example")
	decide()
	a.forget()

	w.configure(config("full_name = \"Jane Roe\"\n  active = false"))
	w.apply()
	a.expectStellaWrites("change both", `PUT /jane@acme.example {"first_name":"Jane","last_name":"Roe"}`, `PUT /jane@acme.example/deactivate`)
	w.noChanges()
	decide()
	a.forget()

	w.configure(config(`full_name = "Jane Roe"`))
	w.apply()
	a.expectStellaWrites("activate", `PUT /jane@acme.example/activate`)
	decide()
	a.forget()

	w.destroy("-target=surveytrigger_agent.jane")
	a.expectStellaWrites("destroy", `PUT /jane@acme.example/deactivate`)
	decide()
	want := []string{"not_sent Employee profile not complete", "sent", "not_sent Deactivated employee", "sent", "not_sent Deactivated employee"}
	if !slices.Equal(decided, want) {
		t.Errorf("decided %q instead of %q", decided, want)
	}
}

// One who is there already is adopted: nobody can be created again after a destroy
// otherwise. The plan says so.
func TestAnEmployeeWhoExistsIsAdopted(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onStella(employee("ana", "Ana.Agent@example.com", `full_name = "Ana Agent"`) + employee("noah", "noah.new@example.com", "full_name = \"Noah Newer\"\n  active = false"))
	var said []string
	for _, each := range w.warnings("plan", "-input=false") {
		said = append(said, each.Summary)
	}
	slices.Sort(said)
	if want := []string{"The agent ana.agent@example.com exists already", "The agent noah.new@example.com exists already"}; !slices.Equal(said, want) {
		t.Errorf("warned %q", said)
	}
	w.apply()
	a.expectStellaWrites("adopt", `PUT /noah.new@example.com {"first_name":"Noah","last_name":"Newer"}`, `PUT /noah.new@example.com/deactivate`)
	w.noChanges()
	w.apply("-replace=surveytrigger_agent.ana")
	a.expectStellaWrites("replace", `PUT /ana.agent@example.com/deactivate`, `PUT /ana.agent@example.com/activate`)
	w.noChanges()
	w.destroy()
	a.expectStellaWrites("destroy", `PUT /ana.agent@example.com/deactivate`)
	w.apply()
	a.expectStellaWrites("create again", `PUT /ana.agent@example.com/activate`)

	w.configure(a.stellaProvider(a.env["STELLA_CONNECT_API_SECRET"]) + employee("ana", "ana.agent@example.com", `full_name = "Ana Agent"`) + employee("again", "ANA.agent@example.com", `full_name = "Ana"`))
	refused := w.errors("plan", "-input=false")
	if len(refused) != 1 || !strings.Contains(refused[0].Summary, "managed already") && refused[0].Summary != "A new resource is the same agent" {
		t.Errorf("no employee is managed twice, got %v", refused)
	}
}

// What a person changes in the screens is in the next plan, which undoes it.
func TestDriftOfAnEmployeeIsUndone(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.onStella(employee("ana", "ana.agent@example.com", `full_name = "Ana Agent"`) + employee("noah", "noah.new@example.com", `full_name = "Noah New"`))
	w.apply()
	other := a.onStella(employee("ana", "ana.agent@example.com", `full_name = "Ana A."`) + employee("noah", "noah.new@example.com", "full_name = \"Noah New\"\n  active = false"))
	other.run("import", "-input=false", "surveytrigger_agent.ana", "ana.agent@example.com")
	other.run("import", "-input=false", "surveytrigger_agent.noah", "Noah.New@example.com")
	if got := changesOf(other.plan()); !slices.Equal(got, []string{"update agent.ana full_name", "update agent.noah active"}) {
		t.Errorf("after the import, planned %q", got)
	}
	other.apply()
	other.noChanges()
	a.forget()
	if got := changesOf(w.plan()); !slices.Equal(got, []string{"update agent.ana full_name", "update agent.noah active"}) {
		t.Errorf("planned %q", got)
	}
	w.apply()
	got := a.stellaWrites()
	slices.Sort(got)
	if want := []string{`PUT /ana.agent@example.com {"first_name":"Ana","last_name":"Agent"}`, `PUT /noah.new@example.com/activate`}; !slices.Equal(got, want) {
		t.Errorf("sent %q", got)
	}
	w.noChanges()
}

// Faults in between make no second employee.
func TestPassingFaultsOfStellaConnectMakeNobodyTwice(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.ServerError, engine.DropBefore, engine.DropAfterCommit, engine.Truncate} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.onStella(employee("jane", "jane@acme.example", "full_name = \"Jane Doe\"\n  active = false"))
			a.fault(
				engine.Fault{System: "stellaconnect", Kind: kind, Method: http.MethodPost, Path: "/v2/employees", Times: 1},
				engine.Fault{System: "stellaconnect", Kind: kind, Method: http.MethodPut, Path: "/v2/employees/*", Times: 1},
			)
			w.apply()
			w.noChanges()
			if got := a.decidedFor("jane@acme.example"); got != "Deactivated employee" {
				t.Errorf("she is %q", got)
			}
		})
	}
}

// decidedFor asks Stella Connect for a survey without a ticket, and gives the reason for
// which none is sent.
func (a *account) decidedFor(email string) string {
	a.t.Helper()
	body := strings.NewReader(fmt.Sprintf(`{"channel":"email","employee":{"email":%q},"customer":{"email":"carl@example.net"}}`, email))
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.env["STELLA_CONNECT_ENDPOINT"]+"/v1/requests", body)
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("X-Api-Key", a.env["STELLA_CONNECT_PRODUCTION_KEY"])
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	_ = response.Body.Close()
	all := a.surveys()
	return all[len(all)-1].Reason
}

func TestAWrongSecretOfStellaConnectIsNamed(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.stellaProvider("wrong") + employee("jane", "jane@acme.example", `full_name = "Jane Doe"`))
	refused := w.errors("plan", "-input=false")
	if len(refused) != 1 || !strings.Contains(refused[0].Detail, "stella_connect.api_secret") || !strings.Contains(refused[0].Detail, "STELLA_CONNECT_API_SECRET") {
		t.Errorf("one error with the variables expected, got %v", refused)
	}
}

// The resources that Stella Connect has no API for are served by the others, and say so
// where somebody asks for it.
func TestStellaConnectServesAgentsOnly(t *testing.T) {
	t.Parallel()
	a := start(t)
	_, section, _ := strings.Cut(a.stellaProvider(a.env["STELLA_CONNECT_API_SECRET"]), "  stella_connect")
	both := strings.TrimSuffix(strings.TrimSpace(a.nicereplyProvider()), "}") + "  stella_connect" + section
	a.click(`{"surveys": [{"name": "After CES", "metric": "CES"}]}`)
	survey := func(backend string) string {
		return fmt.Sprintf("resource \"surveytrigger_survey\" \"after\" {\n  name = \"After CES\"\n  metric = \"CES\"\n  %s\n}\n", backend)
	}
	w := a.shell(both + survey(""))
	w.apply()
	if got := w.attribute("surveytrigger_survey.after", "backend"); got != "nicereply" {
		t.Errorf("it is served by %q", got)
	}
	for config, says := range map[string]string{
		survey(`backend = "stella_connect"`): "Stella Connect has no API for surveys",
		"resource \"surveytrigger_connector\" \"x\" {\n  backend = \"stella_connect\"\n  help_desk = \"zendesk\"\n  url = \"https://acme.zendesk.com\"\n  zendesk = { access_token_wo = \"t\", access_token_wo_version = 1 }\n}\n": "Stella Connect has no API for connectors",
		"resource \"surveytrigger_trigger_distribution\" \"x\" {\n  backend = \"stella_connect\"\n  survey_id = \"1\"\n  connector_id = \"1\"\n}\n":                                                                                "Stella Connect has no API for trigger distributions",
	} {
		w.configure(both + config)
		refused := w.errors("plan", "-input=false")
		if len(refused) != 1 || !strings.Contains(refused[0].Detail, says) || !strings.Contains(refused[0].Detail, `"nicereply" or "survey_backend"`) || !strings.Contains(refused[0].line(), "stella_connect") {
			t.Errorf("%q expected, got %v", says, refused)
		}
	}
	w.configure(both + survey("") + employee("ana", "ana.agent@example.com", `full_name = "Ana Agent"`))
	w.apply()
	if got := w.attribute("surveytrigger_agent.ana", "backend"); got != "nicereply" {
		t.Errorf("an agent that names no backend stays where it was, got %s", got)
	}
	w.configure(both + survey("") + employee("ana", "ana.agent@example.com", "full_name = \"Ana Agent\"\n  backend = \"stella_connect\""))
	w.apply()
	w.noChanges()
}
