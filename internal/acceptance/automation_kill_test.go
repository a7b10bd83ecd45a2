//go:build unix

package acceptance

import (
	"strings"
	"testing"
)

const quietSurvey = "Pesquisa 2listen"

// killedQuiet is killed while Zendesk has made the automation but not answered.
func (a *account) killedQuiet() (w *workspace, leftover string) {
	a.t.Helper()
	w = a.shell(a.quietHours("2"))
	w.apply("-target=surveytrigger_zendesk_webhook.two_listen", "-target=surveytrigger_zendesk_native_csat.off")
	w.killedOnce(func() bool { count, _ := a.titled(quietSurvey); return count > 0 }, "/api/v2/automations")
	_, left := a.titled(quietSurvey)
	if left["active"] != false {
		a.t.Errorf("the leftover is active: %v", left)
	}
	return w, number(left["id"])
}

const quietAddress = "surveytrigger_zendesk_send_automation.survey"

func TestAKilledApplyLeavesAnInactiveAutomationThatTheNextOneAdopts(t *testing.T) {
	t.Parallel()
	a := start(t)
	w, leftover := a.killedQuiet()
	early := a.solve(ticket{via: 4})
	a.later("4h")
	if surveys := a.surveysOf(early); len(surveys) != 0 {
		t.Errorf("the leftover sends surveys: %+v", surveys)
	}
	w.apply()
	if id := w.attribute(quietAddress, "id"); id != leftover {
		t.Errorf("the leftover %s was not adopted, state has %s", leftover, id)
	}
	if count, made := a.titled(quietSurvey); count != 1 || made["active"] != true {
		t.Errorf("%d automations of the title, one that runs expected: %v", count, made)
	}
	w.noChanges()
	a.later("2h")
	if surveys := a.surveysOf(early); len(surveys) != 1 {
		t.Errorf("one survey expected now, got %+v", surveys)
	}
	w.destroy()
}

func TestAnAutomationLeftoverThatDiffersStopsAndTheErrorSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	a := start(t)
	w, leftover := a.killedQuiet()
	w.configure(a.quietHours("3"))
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || found[0].Summary != "The automation exists already" || !strings.Contains(found[0].Detail, "terraform import <address> "+leftover+"   # inactive, harmless") {
		t.Fatalf("one error with the command expected, got %v", found)
	}
	w.run("import", "-input=false", "-no-color", quietAddress, leftover)
	w.apply()
	w.noChanges()
	if count, made := a.titled(quietSurvey); count != 1 || made["active"] != true || !strings.Contains(asJSON(made["conditions"]), `{"field":"SOLVED","operator":"greater_than","value":"2"}`) {
		t.Errorf("%d automations of the title: %v", count, made)
	}
	w.destroy()
}
