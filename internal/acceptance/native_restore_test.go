package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const staysInactive = "Zendesk's own survey stays inactive"

// once solves a ticket and expects these surveys of ours and of Zendesk's own.
func (a *account) once(when string, ours, zendesks int) {
	a.t.Helper()
	id := a.solve(ticket{via: 4})
	a.later("26h")
	if got := len(a.surveysOf(id)); got != ours {
		a.t.Errorf("%s: %d surveys of ours expected, got %d", when, ours, got)
	}
	if got := a.rated(id); got != zendesks {
		a.t.Errorf("%s: %d surveys of Zendesk's own expected, got %d", when, zendesks, got)
	}
}

// Removing the resource while a send is active must not give customers a second
// survey, whoever made the send.
func TestTheNativeSurveyStaysOffWhereASendIsActive(t *testing.T) {
	t.Parallel()
	for name, restore := range map[string]string{"by default": "", "by name": `restore = "unless_sends_active"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			off := strings.Replace(csatOff, "}\n", "  "+restore+"\n}\n", 1)
			others := a.shell(a.protectedEmail())
			w := a.shell(a.provider() + off)
			w.apply()
			others.apply()
			a.once("with both", 1, 0)

			w.configure(a.provider())
			warnings := w.warnings("apply", "-auto-approve")
			if len(warnings) != 1 || warnings[0].Summary != staysInactive || !strings.Contains(warnings[0].Detail, "Send Stella Connect request on ticket solved for email channel") {
				t.Errorf("one warning that names the send expected, got %v", warnings)
			}
			a.once("without the resource", 1, 0)

			// A send that is inactive asks nobody.
			w.configure(a.provider() + off)
			w.apply()
			a.switched(a.ratingAutomation(), true)
			w.apply()
			others.destroy()
			a.once("without sends", 0, 0)
		})
	}
}

func TestTheNativeSurveyComesBackInAnyCaseIfAsked(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.protectedEmail() + strings.Replace(csatOff, "}\n", "  restore = \"always\"\n}\n", 1))
	w.apply()
	a.once("without Zendesk's own", 1, 0)
	w.configure(a.protectedEmail())
	warnings := w.warnings("plan")
	if len(warnings) > 1 || len(warnings) == 1 && warnings[0].Summary != twoSurveys {
		t.Errorf("got %v", warnings)
	}
	w.apply()
	a.once("with both", 1, 1)
}

// The sends go first, as the examples have it, so nothing stands in the way.
func TestADestroyThatEndsTheSendsFirstRestoresTheNativeSurvey(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(strings.Replace(a.protectedEmail(), `name     = "Stella Connect"`, `name     = "Stella Connect"`+"\n  depends_on = [surveytrigger_zendesk_native_csat.off]", 1) + csatOff)
	if warnings := ofTwoSurveys(w.warnings("apply", "-auto-approve")); len(warnings) != 0 {
		t.Errorf("it is deactivated before the send is planned, got %v", warnings)
	}
	a.once("while both are there", 1, 0)
	if warnings := w.warnings("destroy", "-auto-approve"); len(warnings) != 0 {
		t.Errorf("got %v", warnings)
	}
	a.once("after the destroy", 0, 1)
}

// A survey backend that polls the account sends as a trigger does, although nothing in
// the account shows it.
func TestTheNativeSurveyStaysOffWhileADistributionIsActive(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		helpDesk string
		active   bool
		restored bool
	}{
		"active":            {helpDesk: "zendesk", active: true},
		"inactive":          {helpDesk: "zendesk", restored: true},
		"of another system": {helpDesk: "kustomer", active: true, restored: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			connector := a.backend(http.MethodPost, "/connectors", map[string]any{
				"help_desk": row.helpDesk, "url": a.env[strings.ToUpper(row.helpDesk)+"_ENDPOINT"],
				row.helpDesk: map[string]any{map[string]string{"zendesk": "access_token", "kustomer": "api_key"}[row.helpDesk]: map[string]string{"zendesk": a.env["ZENDESK_ACCESS_TOKEN"], "kustomer": a.goodKey()}[row.helpDesk]},
			})["id"].(string)
			a.distribution(connector, row.active)
			section := fmt.Sprintf("provider \"surveytrigger\" {\n  survey_backend = { endpoint = %q, token = %q }\n", a.env["SURVEY_BACKEND_ENDPOINT"], a.env["SURVEY_BACKEND_TOKEN"])
			provider := strings.Replace(a.provider(), "provider \"surveytrigger\" {\n", section, 1)
			w := a.shell(provider + csatOff)
			w.apply()
			w.configure(provider)
			warned := w.warnings("apply", "-auto-approve", "-input=false")
			if row.restored != (len(warned) == 0) || !row.restored && (warned[0].Summary != staysInactive || !strings.Contains(warned[0].Detail, "trigger distribution trigger_distribution_1 at")) {
				t.Errorf("warned of %v", warned)
			}
			id := a.solve(ticket{via: 4})
			a.later("26h")
			a.later("49h")
			ours, zendesks := map[bool]int{true: 1}[row.active && row.helpDesk == "zendesk"], map[bool]int{true: 1}[row.restored]
			if got := len(a.surveysOf(id)); got != ours || a.rated(id) != zendesks {
				t.Errorf("%d surveys of the backend and %d of Zendesk's own expected, got %d and %d", ours, zendesks, got, a.rated(id))
			}
		})
	}
}

// Two resources would each restore what the other one made.
func TestTwoResourcesForTheNativeSurveyAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	second := strings.Replace(csatOff, `"off"`, `"also_off"`, 1)
	const summary = "Two resources for Zendesk's own survey"
	w := a.shell(a.provider() + csatOff + second)
	refused := func(when string) {
		t.Helper()
		if found := w.errors("plan"); len(found) != 1 || found[0].Summary != summary || !strings.Contains(found[0].Detail, "sandbox-acme.zendesk.com") {
			t.Errorf("%s: got %v", when, found)
		}
	}
	refused("both are new")
	w.configure(a.provider() + csatOff)
	w.apply()
	w.configure(a.provider() + csatOff + second)
	refused("one is new")
	if len(a.writes()) != 1 {
		t.Errorf("nothing else is written, got %s", describe(a.writes()))
	}

	// One that replaces the other is not a second one, and does not end with the
	// survey active.
	for _, config := range []string{csatOff, strings.Replace(csatOff, "}\n", "  lifecycle { create_before_destroy = true }\n}\n", 1)} {
		w.configure(a.provider() + config)
		w.apply()
		w.apply("-replace=" + csatAddress)
		a.once("replaced", 0, 0)
		w.noChanges()
	}
	w.configure(a.provider() + second + "moved {\n  from = " + csatAddress + "\n  to = surveytrigger_zendesk_native_csat.also_off\n}\n")
	w.apply()
	a.once("moved", 0, 0)
}

// A check of the provider block says how loudly.
func TestTheCheckOfTheNativeSurveyIsTheUsers(t *testing.T) {
	t.Parallel()
	a := start(t)
	send := strings.TrimPrefix(a.protectedEmail(), a.provider())
	rating := number(a.ratingAutomation()["id"])
	for checks, severity := range map[string]string{
		`null`:                            "warning",
		`{ native_survey = "warning" }`:   "warning",
		`{ native_survey = "error" }`:     "error",
		`{ native_survey = "off" }`:       "",
		`{ ignore = ["` + rating + `"] }`: "",
		`{ overlapping_sends = "error" }`: "warning",
	} {
		got := ""
		for _, each := range ofTwoSurveys(a.shell(a.checked(checks, send)).tell("plan")) {
			got += each.Severity
		}
		if got != severity {
			t.Errorf("%s: %q expected, got %q", checks, severity, got)
		}
	}
}

// ofTwoSurveys are the diagnostics about Zendesk's own survey.
func ofTwoSurveys(all []told) []told {
	return slices.DeleteFunc(all, func(each told) bool { return each.Summary != twoSurveys })
}
