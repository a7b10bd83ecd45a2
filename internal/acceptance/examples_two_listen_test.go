package acceptance

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// surveysExpected compares how many surveys each ticket caused.
func (a *account) surveysExpected(when string, expected map[string]int) {
	a.t.Helper()
	for id, count := range expected {
		surveys := a.surveysOf(id)
		if len(surveys) != count {
			a.t.Errorf("%s: %d surveys for ticket %s expected, got %+v", when, count, id, surveys)
		}
		for _, each := range surveys {
			if each.Backend != "two_listen" || each.Outcome != "sent" || each.CustomerEmail != "carla@customer.example" {
				a.t.Errorf("%s: %+v", when, each)
			}
		}
	}
}

func theSurveyComesLater(_ *testing.T, a *account, _ *workspace) {
	quiet, vip := a.solve(ticket{via: 4}), a.solve(ticket{via: 4, tags: []string{"vip"}})
	a.surveysExpected("at once", map[string]int{quiet: 0, vip: 0})
	a.later("4h")
	a.surveysExpected("after two hours", map[string]int{quiet: 1, vip: 0})
}

// aTicketOfTheDayBefore was solved when nobody thought of surveys.
func aTicketOfTheDayBefore(a *account) {
	a.solve(ticket{via: 4})
	a.later("30h")
}

// bothModesSurveyOnce follows the stack from the automation to the trigger.
func bothModesSurveyOnce(t *testing.T, a *account, w *workspace) {
	zendeskSurveysNobody(t, a, w)
	old := number(a.list("/tickets", "tickets")[0]["id"])
	hooks := a.list("/webhooks", "webhooks")
	if sent := asJSON(hooks); len(hooks) != 1 || !strings.Contains(sent, `"username":"admin@example.com/token"`) {
		t.Errorf("one webhook, with the administrator's name as 2listen wants it, expected, got %s", sent)
	}
	quiet, reopened, tagged, silent := a.solve(ticket{via: 4}), a.solve(ticket{via: 29}), a.solve(ticket{via: 4, tags: []string{"vip"}}), a.solveSilently()
	a.surveysExpected("at once", map[string]int{quiet: 0})
	a.later("1h")
	a.update(reopened, map[string]any{"status": "open"})
	a.later("3h")
	a.surveysExpected("after two hours", map[string]int{quiet: 1, reopened: 0, tagged: 1, silent: 0, old: 0})
	if tags := a.call(http.MethodGet, "/tickets/"+quiet, nil)["ticket"].(map[string]any)["tags"].([]any); !slices.Contains(tags, any("pesquisa2listen_disparada")) {
		t.Errorf("the ticket is not tagged: %v", tags)
	}
	a.update(reopened, map[string]any{"status": "solved"})
	a.later("4h")
	a.surveysExpected("after the second solving", map[string]int{quiet: 1, reopened: 1})

	exclusions := []string{`-var=excluded_tags=["vip"]`, `-var=excluded_groups=["Back office"]`}
	a.call(http.MethodPost, "/groups", map[string]any{"group": map[string]any{"name": "Back office"}})
	w.apply(exclusions...)
	a.excludesTheGroup(t, w, "4h")

	byTrigger := slices.Concat(exclusions, []string{"-var=mode=trigger"})
	w.apply(byTrigger...)
	if changes := w.changes(byTrigger...); len(changes) > 0 {
		t.Errorf("by trigger there is still something to do: %v", changes)
	}
	a.excludesTheGroup(t, w, "")
	a.update(quiet, map[string]any{"status": "open"})
	a.update(quiet, map[string]any{"status": "solved"})
	a.surveysExpected("solved again after its survey", map[string]int{quiet: 1, a.solveSilently(): 0})
	before := len(a.surveys())
	a.later("48h")
	if after := len(a.surveys()); after != before {
		t.Errorf("%d surveys came later all the same", after-before)
	}
	if output, ok := w.try("plan", "-input=false", "-no-color", "-var=mode=both"); ok || !strings.Contains(output, "The mode is") {
		t.Errorf("an unknown mode is refused, got %s", output)
	}
}

// excludesTheGroup solves a ticket of the group, one that is tagged, and one
// that is neither, and waits.
func (a *account) excludesTheGroup(t *testing.T, w *workspace, wait string) {
	t.Helper()
	var groups map[string]string
	w.output("excluded_group_ids", &groups)
	office := a.solveIn(groups["Back office"])
	tagged, anybody := a.solve(ticket{via: 4, tags: []string{"vip"}}), a.solve(ticket{via: 4})
	if wait != "" {
		a.later(wait)
	}
	a.surveysExpected("with exclusions", map[string]int{office: 0, tagged: 0, anybody: 1})
}

// solveIn solves a ticket of a group.
func (a *account) solveIn(groupID string) string {
	a.t.Helper()
	id := a.open(ticket{via: 4})
	a.update(id, map[string]any{"group_id": json.Number(groupID)})
	a.update(id, map[string]any{"status": "solved"})
	return id
}

// solveSilently solves a ticket in which nobody wrote publicly.
func (a *account) solveSilently() string {
	a.t.Helper()
	made := a.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
		"subject": "Note", "comment": map[string]any{"body": "For us", "public": false}, "status": "open", "via_id": 4,
		"requester": map[string]any{"name": "Carla", "email": "carla@customer.example"}, "assignee_email": "ana.agent@example.com",
	}})
	id := number(made["ticket"].(map[string]any)["id"])
	a.update(id, map[string]any{"status": "solved"})
	return id
}

// oneConfigurationServesTwoAccounts applies the stack to a sandbox and to
// production, in which nothing has the same id.
func oneConfigurationServesTwoAccounts(t *testing.T, providerFolder, cli string) {
	accounts := map[string]*account{"sandbox": start(t), "production": start(t)}
	accounts["production"].zendesk(map[string]any{"id_offset": 5000000})
	variables := map[string]string{"two_listen_admin_email": "admin@example.com", "two_listen_token": accounts["sandbox"].env["TWO_LISTEN_TOKEN"]}
	for name, a := range accounts {
		variables[name] = asJSON(map[string]string{
			"subdomain": name + "-acme", "endpoint": a.env["ZENDESK_ENDPOINT"], "client_id": a.env["ZENDESK_OAUTH_CLIENT_ID"], "two_listen_url": a.env["TWO_LISTEN_URL"],
		})
		variables[name+"_client_secret"] = a.env["ZENDESK_OAUTH_CLIENT_SECRET"]
	}
	w := accounts["sandbox"].workspace(providerFolder, cli, variables)
	w.copyExample(t, "stacks/two-accounts", "")
	if err := os.CopyFS(filepath.Join(w.dir, "..", "two-listen-zendesk"), os.DirFS(filepath.Join(examples, "stacks", "two-listen-zendesk"))); err != nil {
		t.Fatal(err)
	}
	w.run("get", "-no-color")
	w.apply()
	if changes := w.changes(); len(changes) > 0 {
		t.Errorf("after apply there is still something to do: %v", changes)
	}
	var groups map[string]map[string]string
	w.output("excluded_group_ids", &groups)
	if sandbox, production := groups["sandbox"]["Support"], groups["production"]["Support"]; sandbox == "" || production == "" || sandbox == production {
		t.Errorf("one name, two ids expected, got %v", groups)
	}
	for name, a := range accounts {
		support, anybody := a.solveIn(groups[name]["Support"]), a.solve(ticket{via: 4})
		if name == "production" {
			a.later("4h")
		}
		a.surveysExpected(name, map[string]int{support: 0, anybody: 1})
	}
	w.destroy()
	for name, a := range accounts {
		if left := ownTriggers(a); len(left) > 0 {
			t.Errorf("%s: destroying left %q", name, left)
		}
	}
}
