package acceptance

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const deskStack = "stacks/nicereply-desk"

// theDeskArticleRunsOnEachBackend applies one configuration to the backend that an apply
// writes, and to the one in whose screens a person does what the diagnostics say. On the
// first it moves to the other help desks.
func theDeskArticleRunsOnEachBackend(t *testing.T, providerFolder, cli string) {
	for backend, story := range map[string]func(*testing.T, *account, *workspace){
		"survey_backend": oneInputMovesTheSurveys, "nicereply": aPersonDeclaresTheSurveysOfDesk,
	} {
		t.Run(backend, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.workspace(providerFolder, cli, map[string]string{
				"backend": backend,
				"agents":  asJSON([]string{ana}),
				"urls":    asJSON(map[string]string{"desk": a.env["DESK_ENDPOINT"], "kustomer": a.env["KUSTOMER_ENDPOINT"], "zendesk": a.env["ZENDESK_ENDPOINT"]}),
				"desk_application": asJSON(map[string]string{
					"consumer_key": a.env["DESK_CONSUMER_KEY"], "access_token": a.env["DESK_ACCESS_TOKEN"],
				}),
				"credentials": asJSON(map[string]any{
					"desk":     map[string]string{"consumer_secret": a.env["DESK_CONSUMER_SECRET"], "access_token_secret": a.env["DESK_ACCESS_TOKEN_SECRET"]},
					"kustomer": map[string]string{"api_key": a.env["KUSTOMER_CONNECTOR_API_KEY"]},
					"zendesk":  map[string]string{"access_token": a.env["ZENDESK_ACCESS_TOKEN"]},
				}),
				"close_after_hours": "96",
				"desk_close_rule":   "Close resolved cases",
			})
			if err := os.CopyFS(w.dir, os.DirFS(filepath.Join(examples, deskStack))); err != nil {
				t.Fatal(err)
			}
			w.run("get", "-no-color")
			story(t, a, w)
		})
	}
}

// theArticleIsInAdmin is what a person made by the clicks of the examples' plans.
func (a *account) theArticleIsInAdmin() {
	a.deskAdmin(`{"custom_fields": [{"name": "ces_score", "label": "CES score", "type": "list", "choices": ["1", "2", "3", "4", "5", "6", "7"], "active": true}],
		"rules": [{"name": "Close resolved cases", "description": "Four days after they were resolved", "enabled": true}]}`)
}

func theRuleIsVerified(t *testing.T, a *account, w *workspace) {
	if mode, written := w.attribute("surveytrigger_desk_rule.close", "reconciliation"), a.deskWrites(); mode != "verified" || len(written) != 0 {
		t.Errorf("it is %s, written %v", mode, written)
	}
}

func theLabelIsOffered(t *testing.T, a *account, _ *workspace) {
	if labels := a.deskList("/labels"); len(labels) != 1 || labels[0]["enabled"] != true || labels[0]["color"] != "green" {
		t.Errorf("got %v", labels)
	}
}

// inAdmin is what a person makes in Desk.com by the clicks of the plan.
const inAdmin = `{"custom_fields": [{"name": "csat_score", "label": "CSAT score", "type": "integer", "active": true}], "rules": [{"name": "Close resolved cases"}], "close_resolved_after_hours": 96}`

func oneInputMovesTheSurveys(t *testing.T, a *account, w *workspace) {
	a.saysWhatToClick(t, w.errors("apply", "-auto-approve", "-input=false"), "error", `label to "CSAT score"`, `Name it "Close resolved cases"`)
	a.deskAdmin(inAdmin)
	w.apply()
	w.nothingLeft(t)
	resolve := func() (inDesk, inKustomer, inZendesk string) {
		inDesk, inKustomer, inZendesk = a.deskCase("email"), a.converse("email"), a.solve(ticket{via: 4})
		a.deskChange(inDesk, map[string]any{"status": "resolved"})
		a.change(inKustomer, map[string]any{"status": "done"})
		a.later("49h")
		return inDesk, inKustomer, inZendesk
	}
	expect := func(helpDesk string, surveyed ...string) {
		t.Helper()
		inDesk, inKustomer, inZendesk := resolve()
		for name, id := range map[string]string{"desk": inDesk, "kustomer": inKustomer, "zendesk": inZendesk} {
			sent := 0
			for _, survey := range a.surveysOf(id) {
				if survey.Metric == engine.CSAT && survey.Outcome == "sent" {
					sent++
				}
			}
			if want := map[bool]int{true: 1, false: 0}[slices.Contains(surveyed, name)]; sent != want {
				t.Errorf("with %s: %d surveys from %s, want %d", helpDesk, sent, name, want)
			}
		}
	}
	expect("desk", "desk")
	for _, helpDesk := range []string{"kustomer", "zendesk", "desk"} {
		w.apply("-var=help_desk=" + helpDesk)
		w.nothingLeft(t, "-var=help_desk="+helpDesk)
		if len(a.held("connectors")) != 1 || len(a.held("trigger_distributions")) != 1 || len(a.held("surveys")) != 1 {
			t.Errorf("with %s: one of each expected", helpDesk)
		}
		expect(helpDesk, helpDesk)
	}
	// The host does not answer any more. Forgotten is what was there, and the rest moves.
	w.setenv("DESK_ENDPOINT=http://127.0.0.1:1")
	ended := w.errors("plan", "-var=help_desk=kustomer")
	if len(ended) == 0 || !strings.Contains(asJSON(ended), "Desk.com ended on 13 March 2020") || !strings.Contains(asJSON(ended), "terraform state rm") {
		t.Errorf("got %v", ended)
	}
	w.run("state", "rm", "module.surveys.surveytrigger_desk_custom_field.score", "module.surveys.surveytrigger_desk_rule.close")
	w.apply("-var=help_desk=kustomer")
	w.nothingLeft(t, "-var=help_desk=kustomer")
	expect("kustomer", "kustomer")
	w.destroy("-var=help_desk=kustomer")
	expect("nothing")
}

func aPersonDeclaresTheSurveysOfDesk(t *testing.T, a *account, w *workspace) {
	a.saysWhatToClick(t, w.tell("plan", "-input=false"), "warning", "key, secret, token and token secret", "CONNECT AND CONTINUE", "START CSAT", `label to "CSAT score"`)
	a.deskAdmin(inAdmin)
	a.click(asJSON(map[string]any{
		"integrations": []any{map[string]any{"help_desk": "desk", "url": a.env["DESK_ENDPOINT"], "connected": true}},
		"agents":       []any{map[string]any{"email": ana, "active": true}},
		"surveys":      []any{map[string]any{"name": "CSAT after support", "metric": "CSAT"}},
	}))
	a.saysWhatToClick(t, w.errors("apply", "-auto-approve", "-input=false"), "error", "the CSAT trigger")
	a.click(`{"surveys": [{"name": "CSAT after support", "metric": "CSAT", "distribution": {"type": "trigger", "help_desk": "desk", "channel": "email", "status": "resolved", "quiet_period_hours": 48, "active": true, "note": true, "custom_field": "csat_score"}}]}`)
	w.apply()
	w.nothingLeft(t)
	var how map[string]string
	if w.output("reconciliation", &how); how["connector"] != "verified" || how["CSAT"] != "verified" {
		t.Errorf("reconciled %v", how)
	}
	state := w.read("terraform.tfstate")
	for _, secret := range []string{"DESK_CONSUMER_SECRET", "DESK_ACCESS_TOKEN_SECRET"} {
		if strings.Contains(state, a.env[secret]) {
			t.Errorf("%s is in state", secret)
		}
	}

	due, phone := a.deskCase("email"), a.deskCase("phone")
	for _, id := range []string{due, phone} {
		a.deskChange(id, map[string]any{"status": "resolved"})
	}
	a.later("48h")
	a.surveyedOnce("an e-mail case", due, "CSAT")
	a.surveyedOnce("a phone case", phone)
	a.send(http.MethodPost, "/_sandbox/surveys/"+a.surveysOf(due)[0].ID+"/respond", map[string]any{"score": 5}, nil)
	if fields, notes := a.deskRatings(due); len(notes) != 1 || fmt.Sprint(fields["csat_score"]) != "5" {
		t.Errorf("got %q and %v", notes, fields)
	}
	a.saysWhatToClick(t, w.tell("destroy", "-auto-approve", "-input=false"), "warning", "disconnect Desk.com", "Deactivate the CSAT trigger", `disable the rule "Close resolved cases"`)
}
