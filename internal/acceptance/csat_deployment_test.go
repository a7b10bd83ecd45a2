package acceptance

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

const (
	csatOff = "resource \"surveytrigger_zendesk_native_csat\" \"off\" {\n  enabled = false\n}\n"
	csatOn  = "resource \"surveytrigger_zendesk_native_csat\" \"off\" {\n  enabled = true\n}\n"

	csatAddress = "surveytrigger_zendesk_native_csat.off"
)

// automation finds one of the account's automations by an action.
func (a *account) automation(action string) map[string]any {
	a.t.Helper()
	for _, each := range a.list("/automations", "automations") {
		if strings.Contains(asJSON(each["actions"]), action) {
			return each
		}
	}
	a.t.Fatalf("no automation does %s", action)
	return nil
}

func (a *account) ratingAutomation() map[string]any {
	a.t.Helper()
	return a.automation(`"field":"satisfaction_score"`)
}

func (a *account) closingAutomation() map[string]any {
	a.t.Helper()
	return a.automation(`"value":"closed"`)
}

// switched is an admin who switches an automation on or off.
func (a *account) switched(automation map[string]any, active bool) {
	a.t.Helper()
	a.call(http.MethodPut, "/automations/"+number(automation["id"]), map[string]any{"automation": map[string]any{"active": active}})
}

// rated counts Zendesk's own surveys about a ticket.
func (a *account) rated(ticketID string) int {
	a.t.Helper()
	var all []engine.Email
	a.send(http.MethodGet, "/_sandbox/outbox", nil, &all)
	return len(slices.DeleteFunc(all, func(mail engine.Email) bool {
		return mail.Kind != engine.NativeCSATEmail || mail.TicketID != ticketID
	}))
}

// asksAfterADay solves a ticket and expects as many of Zendesk's own surveys.
func (a *account) asksAfterADay(when string, surveys int) {
	a.t.Helper()
	id := a.solve(ticket{via: 4})
	a.later("26h")
	if got := a.rated(id); got != surveys {
		a.t.Errorf("%s: %d of Zendesk's own surveys expected, got %d", when, surveys, got)
	}
}

func TestTheNativeSurveyIsDeactivatedAndGivenBackAsItWas(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		settings map[string]any
		active   bool
	}{
		"as it comes":           {nil, true},
		"off already":           {nil, false},
		"in another language":   {map[string]any{"csat_title": "Bitte um Bewertung der Kundenzufriedenheit (Systemautomatisierung)"}, true},
		"in another, off":       {map[string]any{"csat_title": "Solicitar avaliação de satisfação do cliente"}, false},
		"with ids of their own": {map[string]any{"id_offset": 7_000_000}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(row.settings)
			a.switched(a.ratingAutomation(), row.active)
			id, before, closing := number(a.ratingAutomation()["id"]), asJSON(a.ratingAutomation()["conditions"]), asJSON(a.closingAutomation())
			as, expected := map[bool]int{true: 1}[row.active], []string{}
			if row.active {
				expected = []string{`PUT /api/v2/automations/` + id + ` {"automation":{"active":false}}`}
			}
			wrote := func(what string, expected ...string) {
				t.Helper()
				var lines []string
				for _, write := range a.writes() {
					lines = append(lines, write.String()+" "+string(write.Body))
				}
				if !slices.Equal(lines, expected) {
					t.Errorf("%s: expected %q, got %q", what, expected, lines)
				}
			}
			a.asksAfterADay("before", as)
			w := a.shell(a.provider() + csatOff)
			a.forget()
			w.apply()
			wrote("creating", expected...)
			w.noChanges()
			if got := w.attribute(csatAddress, "id"); got != id {
				t.Errorf("%s was adopted instead of %s", got, id)
			}
			a.asksAfterADay("while it is off", 0)

			a.forget()
			w.destroy()
			if row.active {
				expected = []string{`PUT /api/v2/automations/` + id + ` {"automation":{"active":true}}`}
			}
			wrote("destroying", expected...)
			a.asksAfterADay("afterwards", as)
			if now := a.ratingAutomation(); asJSON(now["conditions"]) != before || asJSON(a.closingAutomation()) != closing {
				t.Errorf("more than the switch was touched: %v", a.list("/automations", "automations"))
			}
		})
	}
}

// What the survey is elsewhere, or is not at all, one error says, and says it
// before anything else of the plan is applied.
func TestANativeSurveyThatCannotBeChangedIsOneErrorOfThePlan(t *testing.T) {
	t.Parallel()
	const byOthers = "The satisfaction survey is sent by other rules"
	for name, row := range map[string]struct {
		settings map[string]any
		summary  string
		words    []string
	}{
		"as a trigger":                     {map[string]any{"native_csat": "trigger"}, byOthers, []string{`the trigger "Request customer satisfaction rating (System Trigger)" (`, "Objects and rules > Business rules", "remove this resource"}},
		"as a trigger in another language": {map[string]any{"native_csat": "trigger", "csat_title": "Bitte bewerten"}, byOthers, []string{`"Bitte bewerten" (`}},
		"as an automation of an admin":     {map[string]any{"native_csat": "absent", "by hand": true}, byOthers, []string{`the automation "Ask for a rating" (`, "), active", "Deactivate what is active"}},
		"not at all":                       {map[string]any{"native_csat": "absent"}, "This account has no satisfaction survey of its own", []string{"nothing to deactivate", "Remove this resource"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			if row.settings["by hand"] == true {
				delete(row.settings, "by hand")
				a.call(http.MethodPost, "/automations", map[string]any{"automation": map[string]any{
					"title":      "Ask for a rating",
					"conditions": map[string]any{"all": []any{map[string]any{"field": "SOLVED", "operator": "is", "value": "24"}, map[string]any{"field": "current_tags", "operator": "not_includes", "value": "asked"}}},
					"actions":    []any{map[string]any{"field": "satisfaction_score", "value": "offered"}, map[string]any{"field": "current_tags", "value": "asked"}},
				}})
			}
			a.zendesk(row.settings)
			w := a.shell(a.provider() + csatOff + webhooks.block("hook"))
			a.forget()
			found := w.errors("apply", "-auto-approve")
			if len(found) != 1 || found[0].Summary != row.summary {
				t.Fatalf("expected %q, got %v", row.summary, found)
			}
			for _, word := range append(row.words, "sandbox-acme.zendesk.com") {
				if !strings.Contains(found[0].Detail, word) {
					t.Errorf("%q is not in %s", word, found[0].Detail)
				}
			}
			if writes := a.writes(); len(writes) != 0 {
				t.Errorf("nothing is written, got %s", describe(writes))
			}
		})
	}
}

// The trigger is off: there is nothing left to do, and the error does not ask
// for it.
func TestANativeSurveyByATriggerThatIsOffNeedsNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"native_csat": "trigger"})
	a.drag("Request customer satisfaction rating (System Trigger)", map[string]any{"active": false})
	found := a.shell(a.provider() + csatOff).errors("plan")
	if len(found) != 1 || !strings.Contains(found[0].Detail, "are inactive already") || strings.Contains(found[0].Detail, "Deactivate") {
		t.Errorf("got %v", found)
	}
}

// An account answers 200 and leaves its own survey active: the apply fails, and says which
// automation is left. An apply that the account carries out completes it.
func TestANativeSurveyThatStaysActiveIsAnError(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := asJSON(a.ratingAutomation()["id"])
	own := a.env["ZENDESK_ENDPOINT"]
	var g *gate
	g = a.lacking(map[string]http.HandlerFunc{"PUT /automations/" + id: func(w http.ResponseWriter, r *http.Request) {
		r.Method, r.Body, r.ContentLength = http.MethodGet, http.NoBody, 0
		g.account.ServeHTTP(w, r)
	}})
	a.env["ZENDESK_ENDPOINT"] = g.url
	w := a.shell(a.provider() + csatOff)
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "Zendesk's own survey was not changed" || !strings.Contains(found[0].Detail, id) || !strings.Contains(found[0].Detail, "Deactivate it in the Admin Center") {
		t.Errorf("one error that names the automation expected, got %v", found)
	}
	a.env["ZENDESK_ENDPOINT"] = own
	w.configure(a.provider() + csatOff)
	w.apply()
	w.noChanges()
	a.asksAfterADay("afterwards", 0)
}
