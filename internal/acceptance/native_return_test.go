package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

const mayComeBack = "Zendesk's own survey may come back"

// comesBack are the warnings of a plan that the end of the resource may activate
// Zendesk's own survey beside a send that the plan starts.
func (w *workspace) comesBack() []told {
	w.account.t.Helper()
	return slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return d.Summary != mayComeBack })
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
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != mayComeBack {
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
