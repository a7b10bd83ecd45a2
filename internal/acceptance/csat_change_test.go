package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// heldCSAT gives what state says.
func (w *workspace) heldCSAT() (enabled, previously any) {
	w.account.t.Helper()
	for _, each := range w.plan("-refresh=false").PriorState.Values.RootModule.Resources {
		if each.Address == csatAddress {
			return each.AttributeValues["enabled"], each.AttributeValues["previously_enabled"]
		}
	}
	w.account.t.Fatal("state has no native survey")
	return nil, nil
}

func TestSwitchingTheNativeSurveyIsOneRequestAndForgetsNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + csatOff)
	w.apply()
	id := w.attribute(csatAddress, "id")
	for _, config := range []string{csatOn, csatOff} {
		a.forget()
		w.configure(a.provider() + config)
		w.apply()
		if writes := a.writes(); len(writes) != 1 || writes[0].String() != "PUT /api/v2/automations/"+id {
			t.Errorf("one request expected, got %s", describe(writes))
		}
		if active, wanted := a.ratingAutomation()["active"], config == csatOn; active != wanted {
			t.Errorf("active is %v", active)
		}
		if _, previously := w.heldCSAT(); previously != true {
			t.Errorf("what it was before is forgotten: %v", previously)
		}
		w.noChanges()
	}
}

// Somebody switches the survey on again: that is the plan. What else an admin
// does to the automation is not ours.
func TestANativeSurveyActivatedInTheAdminScreenIsOneLineInThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + csatOff)
	w.apply()
	rating := a.ratingAutomation()
	conditions := rating["conditions"].(map[string]any)
	conditions["all"].([]any)[1].(map[string]any)["value"] = "48"
	a.call("PUT", "/automations/"+number(rating["id"]), map[string]any{"automation": map[string]any{"conditions": conditions, "actions": rating["actions"]}})
	w.noChanges()

	a.switched(rating, true)
	a.forget()
	for _, change := range w.plan().ResourceChanges {
		if err := (onlyChange{csatAddress, "enabled", "true", "false"}).check(change.Change); err != nil {
			t.Error(err)
		}
	}
	w.apply()
	if writes := a.writes(); len(writes) != 1 || string(writes[0].Body) != `{"automation":{"active":false}}` {
		t.Errorf("one request expected, got %s", describe(writes))
	}
	w.noChanges()
}

func TestImportingTheNativeSurveyTakesWhatItIsNow(t *testing.T) {
	t.Parallel()
	for _, active := range []bool{true, false} {
		t.Run(fmt.Sprint(active), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			rating := a.ratingAutomation()
			a.switched(rating, active)
			id := number(rating["id"])
			p := a.protocol(a.section())
			state, identity, failed := p.importByIdentity("surveytrigger_zendesk_native_csat", map[string]any{"id": id, "account": "sandbox-acme.zendesk.com"})
			wanted := p.value(p.types["surveytrigger_zendesk_native_csat"], map[string]any{"id": id, "account": "sandbox-acme.zendesk.com", "enabled": active, "previously_enabled": active, "restore": "unless_sends_active"})
			if len(failed) != 0 || !state.Equal(wanted) || p.attribute(identity, "id") != id {
				t.Errorf("got %v %v %v", state, identity, failed)
			}

			a.forget()
			w := a.shell(a.provider() + map[bool]string{true: csatOn, false: csatOff}[active] + fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", csatAddress, id))
			if changes := w.changes(); !slices.Equal(changes, []string{"import " + csatAddress}) {
				t.Errorf("an import and nothing else expected, got %v", changes)
			}
			w.apply()
			w.destroy()
			if writes := a.writes(); len(writes) != 0 {
				t.Errorf("it is as it was, so nothing is written, got %s", describe(writes))
			}
		})
	}
}

// The closing automation and everybody's own ones are never adopted.
func TestNoOtherAutomationIsImportedAsTheNativeSurvey(t *testing.T) {
	t.Parallel()
	a := start(t)
	own := a.quietByHand("Own rating", rule(lines(isSolvedLine, line("SOLVED", "is", "24")), ``, `{"field": "satisfaction_score", "value": "offered"}`))
	p := a.protocol(a.section())
	for title, id := range map[string]string{"Close ticket 4 days after status is set to solved": number(a.closingAutomation()["id"]), "Own rating": own} {
		_, _, failed := p.importByIdentity("surveytrigger_zendesk_native_csat", map[string]any{"id": id})
		if len(failed) != 1 || failed[0].Summary != "Not the built-in satisfaction survey" || !strings.Contains(failed[0].Detail, title) {
			t.Errorf("%s: got %v", title, failed)
		}
	}
}

// The answer to the switching gets lost for good. What the survey was before is
// in state all the same, so that a destroy can give it back.
func TestALostSwitchDoesNotForgetWhatTheNativeSurveyWas(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := strings.Replace(csatOff, "}\n", "  timeouts = "+impatient+"\n}\n", 1)
	w := a.shell(a.provider() + config)
	a.fault(engine.Fault{System: "zendesk", Kind: engine.DropAfterCommit, Method: "PUT", Path: "/api/v2/automations/*", Times: 1000})
	if found := w.errors("apply", "-auto-approve"); len(found) != 1 {
		t.Errorf("one error expected, got %v", found)
	}
	a.send("DELETE", "/_sandbox/faults", nil, nil)
	w.apply()
	w.noChanges()
	if enabled, previously := w.heldCSAT(); enabled != false || previously != true || a.ratingAutomation()["active"] != false {
		t.Errorf("enabled %v, previously %v", enabled, previously)
	}
	w.destroy()
	if a.ratingAutomation()["active"] != true {
		t.Error("the survey was on, and is not given back")
	}
}

// Satisfaction ratings are disabled and enabled in the Admin Center, which makes
// another automation: the resource follows.
func TestANativeSurveyThatIsRecreatedIsAdoptedAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + csatOff)
	w.apply()
	before := w.attribute(csatAddress, "id")
	a.zendesk(map[string]any{"native_csat": "absent"})
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "This account has no satisfaction survey of its own" {
		t.Errorf("got %v", found)
	}
	a.zendesk(map[string]any{"native_csat": "automation"})
	w.apply()
	w.noChanges()
	if after := w.attribute(csatAddress, "id"); after == before || after != number(a.ratingAutomation()["id"]) || a.ratingAutomation()["active"] != false {
		t.Errorf("%s was followed by %s: %v", before, after, a.ratingAutomation())
	}
	a.zendesk(map[string]any{"native_csat": "absent"})
	w.configure(a.provider())
	w.apply() // what is gone needs no giving back
}
