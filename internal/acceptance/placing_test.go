package acceptance

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// zendesk changes how the simulated account behaves.
func (a *account) zendesk(settings map[string]any) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/zendesk", settings, nil)
}

// drag moves a trigger in the admin screen.
func (a *account) drag(title string, changes map[string]any) {
	a.t.Helper()
	trigger := a.triggers()[title]
	if trigger == nil {
		a.t.Fatalf("no trigger %q", title)
	}
	a.call(http.MethodPut, "/triggers/"+number(trigger["id"]), map[string]any{"trigger": changes})
}

// foreign makes a trigger that nobody declares.
func (a *account) foreign(title string, more map[string]any) (id string) {
	a.t.Helper()
	trigger := map[string]any{
		"title":      title,
		"conditions": map[string]any{"all": []any{map[string]any{"field": "status", "operator": "is", "value": "new"}}},
		"actions":    []any{map[string]any{"field": "priority", "value": "high"}},
	}
	for name, value := range more {
		trigger[name] = value
	}
	made := a.call(http.MethodPost, "/triggers", map[string]any{"trigger": trigger})
	return number(made["trigger"].(map[string]any)["id"])
}

const (
	emailSendAddress = "surveytrigger_zendesk_send_trigger.email"
	vipExclusion     = "Do not send Stella Connect request"
)

// protects expects that an excluded ticket gets no survey and another one does.
func (a *account) protects(*terraform.State) error {
	a.t.Helper()
	if surveys := a.surveysOf(a.solve(ticket{via: 4, tags: []string{"vip"}})); len(surveys) > 1 || len(surveys) == 1 && surveys[0].Outcome == "sent" {
		a.t.Errorf("an excluded customer was surveyed: %+v", surveys)
	}
	if surveys := a.surveysOf(a.solve(ticket{via: 4})); len(surveys) != 1 || surveys[0].Outcome != "sent" {
		a.t.Errorf("one survey expected, got %+v", surveys)
	}
	return nil
}

// Accounts differ in how they keep positions; the order comes out right in all.
func TestTheOrderComesOutRightHoweverTheAccountKeepsPositions(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]map[string]any{
		"dense numbers":              {},
		"numbers as they were sent":  {"renumber": false},
		"no position on create":      {"ignore_position_on_create": true},
		"no categories":              {"categories_enabled": false},
		"no categories, no renumber": {"categories_enabled": false, "renumber": false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(settings)
			a.foreign("First of all", nil)
			a.run(
				resource.TestStep{Config: a.protectedEmail(), Check: a.protects},
				resource.TestStep{
					PreConfig: func() {
						a.drag(emailSend, map[string]any{"position": 1})
						if settings["renumber"] == false { // two at one place: nobody knows which runs first
							a.drag(vipExclusion, map[string]any{"position": 1})
						}
						a.forget()
					},
					Config: a.protectedEmail(),
					ConfigPlanChecks: resource.ConfigPlanChecks{
						PreApply: []plancheck.PlanCheck{onlyChange{emailSendAddress, "order_satisfied", "false", "true"}},
					},
					Check: func(s *terraform.State) error {
						repair := "POST /api/v2/trigger_categories/jobs"
						if settings["categories_enabled"] == false {
							repair = "PUT /api/v2/triggers/update_many"
						}
						if writes := a.writes(); len(writes) != 1 || writes[0].String() != repair {
							t.Errorf("the repair is one %s, got %v", repair, writes)
						}
						return a.protects(s)
					},
				},
			)
		})
	}
}

// A float cannot hold such ids.
func TestIdsBeyondWhatAFloatHolds(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"wide_ids": true})
	a.run(resource.TestStep{Config: a.protectedEmail(), Check: a.protects})
}

// Deactivated in the admin screen: the plan activates it again. The send has its number by now, and nobody
// knows which of the two would be evaluated first: so it is put before the send by the same request.
func TestAnExclusionDeactivatedInTheScreensIsActivatedAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(
		resource.TestStep{Config: a.protectedEmail()},
		resource.TestStep{
			PreConfig: func() { a.drag(vipExclusion, map[string]any{"active": false}); a.forget() },
			Config:    a.protectedEmail(),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{onlyChanges{
					{"surveytrigger_zendesk_exclusion_trigger.vip", "active", "false", "true"},
				}},
			},
			Check: func(s *terraform.State) error {
				if writes := a.writes(); len(writes) != 1 {
					t.Errorf("one request expected, got %v", writes)
				}
				return a.protects(s)
			},
		},
	)
}

// The ordering call fails for good after the send was made: the send is in
// state, tainted and inactive, and the next apply ends right.
func TestAFailedOrderLeavesAHarmlessSendThatIsReplaced(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.protectedEmail())
	w.apply("-target=surveytrigger_zendesk_exclusion_trigger.vip", "-target=surveytrigger_zendesk_webhook.stella")
	a.fault(engine.Fault{System: "zendesk", Method: "POST", Path: "/api/v2/trigger_categories/jobs", Kind: "500", Times: 50})
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || !strings.Contains(found[0].Detail, "trigger_categories/jobs: 500") || strings.Contains(found[0].Detail, "ACTIVE") {
		t.Errorf("one error about the ordering and no false alarm expected, got %v", found)
	}
	left := a.triggers()[emailSend]
	if left["active"] != false || number(left["id"]) != w.attribute(emailSendAddress, "id") {
		t.Errorf("the send is not inactive and in state: %v", left)
	}
	if surveys := a.surveysOf(a.solve(ticket{via: 4, tags: []string{"vip"}})); len(surveys) != 0 {
		t.Errorf("the inactive send surveys: %+v", surveys)
	}
	a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
	w.apply()
	w.noChanges()
	_ = a.protects(nil)
	w.destroy()
}

// A send of the same title would mean two surveys.
func TestASecondSendOfTheSameTitleIsRefusedWithTheWayOut(t *testing.T) {
	t.Parallel()
	a := start(t)
	duplicate := a.foreign(emailSend, nil)
	a.run(resource.TestStep{
		Config:      a.protectedEmail(),
		ExpectError: regexp.MustCompile(`(?s)exists already.*terraform import <address> ` + duplicate),
	})
	if first := a.triggers()[emailSend]; number(first["id"]) != duplicate {
		t.Errorf("a second one was made: %v", first)
	}
}

// Nor is one of two that exist switched on while the other one is.
func TestASecondSendOfTheSameTitleIsNotActivated(t *testing.T) {
	t.Parallel()
	a := start(t)
	off := strings.Replace(a.protectedEmail(), "  channel ", "  active         = false\n  channel ", 1)
	var ours, duplicate string
	a.run(
		resource.TestStep{Config: off},
		resource.TestStep{
			PreConfig: func() {
				ours = number(a.triggers()[emailSend]["id"])
				duplicate = a.foreign(emailSend, nil)
			},
			Config:      a.protectedEmail(),
			ExpectError: regexp.MustCompile(`(?s)exists already.*stays\s+inactive.*terraform\s+import`),
		},
		resource.TestStep{
			PreConfig: func() {
				if shown := a.call(http.MethodGet, "/triggers/"+ours, nil)["trigger"].(map[string]any); shown["active"] != false {
					t.Errorf("both are on: %v", shown)
				}
				a.call(http.MethodPut, "/triggers/"+duplicate, map[string]any{"trigger": map[string]any{"active": false}})
			},
			Config: a.protectedEmail(), Check: a.protects,
		},
	)
}

// The same, and the send is no target of the apply: its payload reports the checkbox, and
// the exclusion goes before it by itself.
func TestAnExclusionThatIsActivatedAloneGoesBeforeSendsThatReportItsCheckbox(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.protectedEmail())
	w.apply()
	a.drag(vipExclusion, map[string]any{"active": false})
	a.forget()
	w.apply("-target=surveytrigger_zendesk_exclusion_trigger.vip")
	for _, each := range a.surveysOf(a.solve(ticket{via: 4, tags: []string{"vip"}})) {
		if !each.DoNotSend {
			t.Errorf("an excluded customer is surveyed: %+v", each)
		}
	}
	w.noChanges()
}
