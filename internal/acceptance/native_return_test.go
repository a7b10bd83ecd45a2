package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const mayComeBack = "'s own survey may come back"

// comesBack are the warnings of a plan that the end of the resource may restore the help
// desk's own survey beside a send that the plan starts.
func (w *workspace) comesBack() []told {
	w.account.t.Helper()
	return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return !strings.HasSuffix(d.Summary, mayComeBack) })
}

// Nothing says whether the resource ends before or after a send begins. If before, no
// send is active at that moment, and customers get two surveys.
func TestTheNativeSurveyMayComeBackBesideASendThatBegins(t *testing.T) {
	t.Parallel()
	quiet := func(a *account, active string) string { // hours after the ticket was solved
		return a.config("%s", automations.prelude+automations.block("quiet", tagged("surveyed"), attributes{"active": active}))
	}
	for name, row := range map[string]struct{ before, after func(a *account) string }{
		"a new send": {(*account).provider, (*account).protectedEmail},
		"a send that is activated": {
			func(a *account) string {
				return strings.Replace(a.protectedEmail(), `channel        = "email"`, "channel = \"email\"\n  active = false", 1)
			},
			(*account).protectedEmail,
		},
		"a new automation":                {(*account).provider, func(a *account) string { return quiet(a, "true") }},
		"an automation that is activated": {func(a *account) string { return quiet(a, "false") }, func(a *account) string { return quiet(a, "true") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(row.before(a) + csatOff)
			w.apply()
			w.configure(row.after(a))
			found := w.comesBack()
			if len(found) != 1 || !strings.Contains(found[0].Detail, "eep surveytrigger_zendesk_native_csat") {
				t.Fatalf("one warning with the way out expected, got %v", found)
			}

			// The way out: the resource stays for one apply.
			w.configure(row.after(a) + csatOff)
			if found := w.comesBack(); len(found) != 0 {
				t.Errorf("it is kept, got %v", found)
			}
			w.apply()
			w.configure(row.after(a))
			if found := w.comesBack(); len(found) != 0 {
				t.Errorf("no send begins, got %v", found)
			}
			w.apply()
			if a.ratingAutomation()["active"] != false {
				t.Error("a send is active, and Zendesk's own survey came back")
			}
		})
	}
}

// What is meant is not warned of, and a check that is an error is one.
func TestTheReturnOfTheNativeSurveyIsReportedAsItsCheckIs(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + csatOff)
	w.apply()
	level := func(level string) string {
		return strings.Replace(a.protectedEmail(), "provider \"surveytrigger\" {", "provider \"surveytrigger\" {\n  checks = { native_survey = \""+level+"\" }", 1)
	}
	w.configure(level("off"))
	if found := w.comesBack(); len(found) != 0 {
		t.Errorf("it is off, got %v", found)
	}
	w.configure(level("error"))
	if found := w.errors("plan"); len(found) != 1 || !strings.HasSuffix(found[0].Summary, mayComeBack) {
		t.Errorf("one error expected, got %v", found)
	}
	w.configure(strings.Replace(a.protectedEmail(), "resource \"surveytrigger_zendesk_send_trigger\" \"email\" {", "resource \"surveytrigger_zendesk_send_trigger\" \"email\" {\n  active = false", 1))
	if found := w.comesBack(); len(found) != 0 {
		t.Errorf("no send begins, got %v", found)
	}
}

// The lists that an apply has read may be old when the resource ends: another workspace
// may have activated a send since.
func TestTheNativeSurveyStaysOffWhereASendBecameActiveMeanwhile(t *testing.T) {
	t.Parallel()
	a := start(t)
	theirs := a.sendsTo("theirs", a.env["STELLA_CONNECT_ENDPOINT"]+"/v1/auth", false)
	config := strings.Replace(a.protectedEmail(), `name     = "Stella Connect"`, `name     = "Stella Connect"`+"\n  depends_on = [surveytrigger_zendesk_native_csat.off]", 1) + csatOff
	w := a.shell(config)
	w.apply()
	address := a.through(func(r *http.Request, pass func()) {
		pass()
		if r.Method == http.MethodDelete && strings.Contains(r.URL.Path, "/webhooks/") {
			a.call(http.MethodPut, "/triggers/"+theirs, map[string]any{"trigger": map[string]any{"active": true}})
		}
	})
	w.configure(strings.Replace(config, a.env["ZENDESK_ENDPOINT"], address+strings.TrimPrefix(a.env["ZENDESK_ENDPOINT"], a.url), 1))
	warnings := w.warnings("destroy", "-auto-approve")
	if len(warnings) != 1 || warnings[0].Summary != staysInactive || !strings.Contains(warnings[0].Detail, `"theirs"`) {
		t.Errorf("one warning that names the send expected, got %v", warnings)
	}
	if a.ratingAutomation()["active"] != false {
		t.Error("a send is active, and Zendesk's own survey came back")
	}
}

// The same for Kustomer's own surveys of a channel and a workflow that begins to send on it.
func TestKustomersOwnSurveysMayComeBackBesideAWorkflowThatBegins(t *testing.T) {
	t.Parallel()
	other := func(config string) string { return strings.Replace(config, `["email"]`, `["sms"]`, 1) }
	for name, row := range map[string]struct {
		before func(*account) string
		told   int
	}{
		"a new workflow":                {(*account).kustomerProvider, 1},
		"a workflow that is enabled":    {func(a *account) string { return a.sending(byAttribute + "\n  enabled = false") }, 1},
		"a workflow of another channel": {func(a *account) string { return other(a.sending(byAttribute)) }, 1},
		"a workflow that sends":         {func(a *account) string { return a.sending(byAttribute) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			off := kustomerCSATConfig("email", false)
			w := a.shell(row.before(a) + off)
			w.apply()
			w.configure(a.sending(byAttribute))
			found := w.comesBack()
			if len(found) != row.told || row.told == 1 && (found[0].Summary != "Kustomer"+mayComeBack || !strings.Contains(found[0].Detail, "keep surveytrigger_kustomer_native_csat")) {
				t.Fatalf("%d expected, got %v", row.told, found)
			}

			// The way out: the resource stays for one apply.
			w.configure(a.sending(byAttribute) + off)
			if found := w.comesBack(); len(found) != 0 {
				t.Errorf("it is kept, got %v", found)
			}
			w.apply()
			w.configure(a.sending(byAttribute))
			if found := w.comesBack(); len(found) != 0 {
				t.Errorf("no workflow begins, got %v", found)
			}
			w.apply()
			if firstEnabled(a.kustomerSurveys("email")) != "" {
				t.Error("a workflow sends, and Kustomer's own survey came back")
			}
		})
	}
}

// A survey backend that begins to poll is a sender, too.
func TestTheNativeSurveyMayComeBackBesideATriggerDistributionThatBegins(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		section, connector func(*account) string
		off                func(*account) string
	}{
		"Kustomer": {
			(*account).kustomerBlock, func(a *account) string { return a.kustomerConnector(a.goodKey(), 1) },
			func(*account) string { return kustomerCSATConfig("email", false) },
		},
		"Zendesk": {
			(*account).zendeskBlock, func(a *account) string { return a.zendeskConnector(a.env["ZENDESK_ACCESS_TOKEN"]) },
			func(*account) string { return csatOff },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			both := strings.Replace(a.backendProvider(), "{\n", "{\n  "+row.section(a)+"\n", 1)
			w := a.shell(both + row.off(a))
			w.apply()
			w.configure(both + row.connector(a))
			if found := w.comesBack(); len(found) != 1 || found[0].Summary != name+mayComeBack {
				t.Errorf("a new connector: one expected, got %v", found)
			}
			distribution := func(active bool) string {
				return fmt.Sprintf("resource \"surveytrigger_survey\" \"one\" {\n  name = \"One\"\n  metric = \"CES\"\n}\n"+
					"resource \"surveytrigger_trigger_distribution\" \"d\" {\n  survey_id = surveytrigger_survey.one.id\n  connector_id = surveytrigger_connector.desk.id\n  channel = \"email\"\n  active = %t\n}\n", active)
			}
			w.configure(both + row.connector(a) + row.off(a) + distribution(false))
			w.apply()
			w.configure(both + row.connector(a) + distribution(true))
			if found := w.comesBack(); len(found) != 1 {
				t.Errorf("a distribution is activated: one expected, got %v", found)
			}
			w.configure(both + row.connector(a) + distribution(false))
			if found := w.comesBack(); len(found) != 0 {
				t.Errorf("nobody begins, got %v", found)
			}
		})
	}
}

// The same for Kustomer's workflows: what this process has read may be old.
func TestKustomersOwnSurveyStaysDisabledWhereAWorkflowWasEnabledMeanwhile(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.shell(a.sending(byAttribute + "\n  enabled = false")).apply()
	theirs := a.workflows()[0]["id"].(string)
	config := strings.NewReplacer("Survey by e-mail", "Ours", `["email"]`, `["sms"]`, "  request = {", "  depends_on = ["+kustomerCSAT+"]\n  request = {").Replace(a.sending(byAttribute)) + kustomerCSATConfig("email", false)
	w := a.shell(config)
	w.apply()
	address := a.through(func(r *http.Request, pass func()) {
		pass()
		if r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/workflows/") {
			a.kustomer(http.MethodPut, "/workflows/"+theirs, map[string]any{"enabled": true})
		}
	})
	w.configure(strings.Replace(config, a.env["KUSTOMER_ENDPOINT"], address+strings.TrimPrefix(a.env["KUSTOMER_ENDPOINT"], a.url), 1))
	warnings := w.warnings("destroy", "-auto-approve")
	if !slices.ContainsFunc(warnings, func(d told) bool {
		return d.Summary == "Kustomer's own surveys stay disabled" && strings.Contains(d.Detail, theirs)
	}) {
		t.Errorf("a warning that names the workflow expected, got %v", warnings)
	}
	if firstEnabled(a.kustomerSurveys("email")) != "" {
		t.Error("a workflow sends, and Kustomer's own survey came back")
	}
}
