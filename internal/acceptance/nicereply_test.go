package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// nicereplyProvider is the provider block for the Nicereply account.
func (a *account) nicereplyProvider() string {
	return fmt.Sprintf("provider \"surveytrigger\" {\n  nicereply = { endpoint = %q, email = %q, api_token = %q }\n}\n", a.env["NICEREPLY_ENDPOINT"], a.env["NICEREPLY_EMAIL"], a.env["NICEREPLY_API_TOKEN"])
}

// click does what a person does in Nicereply's screens, and gives what these show then.
func (a *account) click(screens string) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/nicereply", rawJSON(screens), nil)
}

type rawJSON string

func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }

// theCESTrigger is what a person makes by the article; members are further ones of the
// distribution, with a comma before.
func theCESTrigger(members string) string {
	return `{"surveys": [{"name": "After CES", "metric": "CES", "distribution": {"type": "trigger", "help_desk": "zendesk"` + members + `}}]}`
}

// withNicereply is an account in which Zendesk is connected, and the connector's id.
func withNicereply(t *testing.T) (a *account, connector string) {
	t.Helper()
	a = start(t)
	a.click(fmt.Sprintf(`{"integrations": [{"help_desk": "zendesk", "url": %q, "connected": true}]}`, a.env["ZENDESK_ENDPOINT"]))
	var page struct {
		Data []struct{ ID string }
	}
	a.nicereply("/integrations", &page)
	return a, page.Data[0].ID
}

// nicereply asks the API.
func (a *account) nicereply(path string, answer any) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, a.env["NICEREPLY_ENDPOINT"]+path, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	request.SetBasicAuth(a.env["NICEREPLY_EMAIL"], a.env["NICEREPLY_API_TOKEN"])
	a.decode(request, answer)
}

// nicereplyWrites are the requests that could change something there.
func (a *account) nicereplyWrites() (lines []string) {
	a.t.Helper()
	var all []request
	a.send(http.MethodGet, "/_sandbox/requests?system=nicereply", nil, &all)
	for _, each := range all {
		if each.Method != http.MethodGet {
			lines = append(lines, each.String()+" "+string(each.Body))
		}
	}
	return lines
}

// inOrder expects that a text has the parts one after another.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("%q is missing, or out of order, in:\n%s", part, text)
			return
		}
		rest = after
	}
}

// The plan tells a person what to click; the apply fails with the same until it is done,
// and then takes it into state without a write.
func TestWhatNicereplyCannotBeToldIsClickedByAPerson(t *testing.T) {
	t.Parallel()
	a, connector := withNicereply(t)
	w := a.shell(a.nicereplyProvider() + asking(connector, "CES", ""))
	clicks := []string{"  1. ", "START CES", "  2. ", `Name the survey "After CES"`}

	warned := w.warnings("plan", "-input=false")
	if !strings.Contains(fmt.Sprint(warned), `To do by hand: survey "After CES"`) {
		t.Fatalf("the plan warns of the clicks, got %v", warned)
	}
	inOrder(t, fmt.Sprint(warned), append([]string{"API cannot create it", "An apply changes nothing there"}, clicks...)...)
	if !slices.ContainsFunc(warned, func(d told) bool { return d.Summary == "Not checked: distribution of a new survey" }) {
		t.Errorf("the distribution of a survey without an id has a name, got %v", warned)
	}
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != `Not as declared: survey "After CES"` {
		t.Fatalf("one error expected, got %v", refused)
	}
	inOrder(t, refused[0].Detail, append([]string{"Nothing was changed"}, append(clicks, "Then plan and apply again")...)...)
	if list := w.run("state", "list"); strings.TrimSpace(list) != "" {
		t.Errorf("state has %s", list)
	}

	a.click(`{"surveys": [{"name": "After CES", "metric": "CES"}]}`)
	refused = w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != `Not as declared: distribution of "After CES"` {
		t.Fatalf("the trigger is missing, got %v", refused)
	}
	inOrder(t, refused[0].Detail, `open the survey "After CES"`, "choose TRIGGER", "Trigger settings", "Email channel", "status Resolved", "after 48 hours", "as a note", "SAVE SETTINGS", `"activation" button`)
	if list := strings.TrimSpace(w.run("state", "list")); list != "surveytrigger_survey.after" {
		t.Errorf("state has %s", list)
	}

	a.click(theCESTrigger(`, "active": true`))
	plan := w.plan()
	if got := strings.Join(changesOf(plan), "; "); got != "[create] trigger_distribution.after" {
		t.Errorf("planned %s", got)
	}
	w.run("apply", "-input=false", "test.plan")
	w.noChanges()
	if writes := a.nicereplyWrites(); len(writes) != 0 {
		t.Errorf("written: %v", writes)
	}
	if reconciliation := w.attribute("surveytrigger_trigger_distribution.after", "reconciliation"); reconciliation != "verified" {
		t.Errorf("it is %s", reconciliation)
	}
	for _, hidden := range []string{`"write_back.note"`} {
		if !strings.Contains(w.read("terraform.tfstate"), hidden) {
			t.Errorf("%s is not in unverifiable: %s", hidden, w.read("terraform.tfstate"))
		}
	}

	ended := w.warnings("destroy", "-input=false", "-auto-approve")
	if !slices.ContainsFunc(ended, func(d told) bool {
		return strings.HasPrefix(d.Summary, "Still there: ") && strings.Contains(d.Detail, "Deactivate the CES trigger")
	}) {
		t.Errorf("destroying says what to deactivate, got %v", ended)
	}
	if slices.ContainsFunc(ended, func(d told) bool { return d.Summary == "Conversations may be surveyed again" }) {
		t.Errorf("nothing is deleted there, got %v", ended)
	}
	if writes := a.nicereplyWrites(); len(writes) != 0 {
		t.Errorf("written: %v", writes)
	}
}

// What a person changes in the screens is in the next plan, with the clicks that undo it,
// and nothing else is.
func TestAClickInNicereplyIsTheOnlyChangeInThePlan(t *testing.T) {
	t.Parallel()
	a, connector := withNicereply(t)
	a.click(theCESTrigger(`, "active": true`))
	w := a.shell(a.nicereplyProvider() + asking(connector, "CES", `write_back = { custom_field = "4711" }`) + `
resource "surveytrigger_agent" "ana" {
  email     = "ana.agent@example.com"
  full_name = "Ana Agent"
}
`)
	w.apply()
	w.noChanges()
	const ana = `{"agents": [{"email": "ana.agent@example.com", `
	type clicked struct{ click, undo, changes, step string }
	for _, round := range [][]clicked{ // by one object of each kind in a plan
		{
			{ana + `"active": false}]}`, ana + `"active": true}]}`, "update agent.ana active", "Activate the agent"},
			{theCESTrigger(`, "active": false`), theCESTrigger(`, "active": true`), "update trigger_distribution.after active", `Hit the "activation" button`},
		},
		{
			{ana + `"full_name": "Ana A."}]}`, ana + `"full_name": "Ana Agent"}]}`, "update agent.ana full_name", `Change the name to "Ana Agent"`},
			{theCESTrigger(`, "quiet_period_hours": 1`), theCESTrigger(`, "quiet_period_hours": 48`), "update trigger_distribution.after quiet_period_hours", "after 48 hours without ticket update"},
		},
		{{theCESTrigger(`, "status": "open"`), theCESTrigger(`, "status": "resolved"`), "update trigger_distribution.after status", "status Resolved"}},
	} {
		var changes []string
		for _, row := range round {
			a.click(row.click)
			changes = append(changes, row.changes)
		}
		plan, warned := w.warnedPlan()
		if got := changesOf(plan); !slices.Equal(got, changes) {
			t.Errorf("%q: planned %q", changes, got)
		}
		refused := w.errors("apply", "-input=false", "-auto-approve")
		for what, said := range map[string][]told{"To do by hand: ": warned, "Not as declared: ": refused} { // the plan warns of the clicks, the apply fails with them
			for _, row := range round {
				address := strings.Fields(row.changes)[1]
				i := slices.IndexFunc(said, func(each told) bool { return each.Address == "surveytrigger_"+address })
				if i < 0 || !strings.HasPrefix(said[i].Summary, what) || !strings.Contains(said[i].Detail, row.step) {
					t.Errorf("%s: %q with %q expected, got %v", row.changes, what, row.step, said)
				}
			}
			if len(said) != len(round) {
				t.Errorf("%q: one of each expected, got %v", changes, said)
			}
		}
		if got := changesOf(w.plan()); !slices.Equal(got, changes) {
			t.Errorf("%q: after the failed apply, planned %q", changes, got)
		}
		for _, row := range round {
			a.click(row.undo)
		}
		w.noChanges()
	}
	for _, unseen := range []struct{ click, undo string }{
		{theCESTrigger(`, "custom_field": "x"`), theCESTrigger(`, "custom_field": ""`)},
		{`{"surveys": [{"name": "After CES", "question": "Well?"}]}`, `{"surveys": [{"name": "After CES", "question": ""}]}`},
	} {
		a.click(unseen.click)
		w.noChanges()
		a.click(unseen.undo)
		w.noChanges()
	}
	if writes := a.nicereplyWrites(); len(writes) != 0 {
		t.Errorf("written: %v", writes)
	}
}

// Nicereply's API can create an agent and nothing else: the one write there is.
func TestNicereplyCreatesAnActiveAgent(t *testing.T) {
	t.Parallel()
	a, _ := withNicereply(t)
	config := func(settings string) string {
		return a.nicereplyProvider() + "resource \"surveytrigger_agent\" \"jane\" {\n  email = \"jane@acme.example\"\n  full_name = \"Jane Doe\"\n  " + settings + "\n}\n"
	}
	w := a.shell(config("active = false"))
	if refused := w.errors("apply", "-input=false", "-auto-approve"); len(refused) != 1 || !strings.Contains(refused[0].Detail, "Deactivate the agent") {
		t.Errorf("the API cannot create an inactive one, got %v", refused)
	}
	w.configure(config(""))
	if told := w.tell("apply", "-input=false", "-auto-approve"); len(told) != 0 {
		t.Errorf("created with %v", told)
	}
	if writes := a.nicereplyWrites(); len(writes) != 1 || !strings.HasPrefix(writes[0], "POST /feedback-objects ") {
		t.Errorf("one write expected, got %v", writes)
	}
	w.noChanges()
	w.configure(config(`username = "jane"`))
	if refused := w.errors("apply", "-input=false", "-auto-approve"); len(refused) != 1 || !strings.Contains(refused[0].Detail, `Change the username to "jane"`) {
		t.Errorf("it cannot change one, got %v", refused)
	}
	if w.attribute("surveytrigger_agent.jane", "reconciliation") != "verified" {
		t.Error("it is managed")
	}
}

// The same configuration is managed by one backend and verified by the other.
func TestOneConfigurationRunsOnBothBackends(t *testing.T) {
	t.Parallel()
	a, connector := withNicereply(t)
	a.click(theCESTrigger(`, "active": true`))
	for _, row := range []struct{ provider, connector, mode string }{
		{a.backendProvider(), a.aConnector(), "managed"},
		{a.nicereplyProvider(), connector, "verified"},
	} {
		w := a.shell(row.provider + asking(row.connector, "CES", "help_desk_close_after_hours = 96"))
		w.apply()
		w.noChanges()
		for _, address := range []string{"surveytrigger_survey.after", "surveytrigger_trigger_distribution.after"} {
			if got := w.attribute(address, "reconciliation"); got != row.mode {
				t.Errorf("%s is %s instead of %s", address, got, row.mode)
			}
			id := w.attribute(address, "id")
			w.run("state", "rm", address)
			w.run("import", "-input=false", address, id)
		}
		changes := changesOf(w.plan())
		wanted := []string{}
		if row.mode == "verified" { // what its API does not show
			wanted = append(wanted, "update trigger_distribution.after help_desk_close_after_hours, unverifiable")
		}
		if !slices.Equal(changes, wanted) {
			t.Errorf("%s: after an import, planned %v", row.mode, changes)
		}
	}
	both := a.shell(fmt.Sprintf("provider \"surveytrigger\" {\n  survey_backend = { endpoint = %q, token = %q }\n  nicereply = { endpoint = %q, email = %q, api_token = %q }\n}\n",
		a.env["SURVEY_BACKEND_ENDPOINT"], a.env["SURVEY_BACKEND_TOKEN"], a.env["NICEREPLY_ENDPOINT"], a.env["NICEREPLY_EMAIL"], a.env["NICEREPLY_API_TOKEN"]) +
		asking(connector, "CES", ""))
	if refused := both.errors("plan", "-input=false"); len(refused) != 1 || refused[0].Summary != "Several survey backends are configured" {
		t.Errorf("with both configured, the backend has to be said, got %v", refused)
	}
}

// Two resources that stand for one survey are refused.
func TestTwoResourcesForOneSurveyOfNicereply(t *testing.T) {
	t.Parallel()
	a, _ := withNicereply(t)
	a.click(`{"surveys": [{"name": "One", "metric": "CES"}]}`)
	one := func(name string) string {
		return fmt.Sprintf("resource \"surveytrigger_survey\" %q {\n  name = \"One\"\n  metric = \"CES\"\n}\n", name)
	}
	w := a.shell(a.nicereplyProvider() + one("first"))
	w.apply()
	w.configure(a.nicereplyProvider() + one("first") + one("second"))
	if refused := w.errors("plan", "-input=false"); len(refused) != 1 || !slices.Contains([]string{"Another resource has this survey", "A new resource is the same survey"}, refused[0].Summary) {
		t.Errorf("one error expected, got %v", refused)
	}
	w.configure(a.nicereplyProvider() + one("second") + one("third"))
	if refused := w.errors("apply", "-input=false", "-auto-approve"); len(refused) != 1 || refused[0].Summary != "Another resource has this survey" {
		t.Errorf("one of two new ones is refused, got %v", refused)
	}
}
