package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// severalSends are sends of both kinds, as many as Terraform reads at a time.
func (a *account) severalSends(more attributes) string {
	var text strings.Builder
	text.WriteString(a.checked(sameTickets, sends.prelude))
	for i := range 6 {
		text.WriteString(sends.block(fmt.Sprintf("chat_%d", i), attributes{"sent_tag": `"surveyed"`}, more) + automations.block(fmt.Sprintf("quiet_%d", i), tagged(fmt.Sprintf("tag_%d", i)), attributes{"until_hours": "30"}, more))
	}
	return text.String()
}

const twoSurveys = "Zendesk's own survey is active as well"

// However many sends there are, that both surveys go out is said once a plan, from
// the first one on, with what to do; and doing it ends it.
func TestTwoSurveysAreOneWarningForAllSends(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.severalSends(nil))
	said := func(when string) told {
		t.Helper()
		warnings := w.warnings("plan")
		if len(warnings) != 1 || warnings[0].Summary != twoSurveys || !strings.Contains(warnings[0].Detail, "In sandbox-acme.zendesk.com both surveys go out") {
			t.Fatalf("%s: one warning expected, got %v", when, warnings)
		}
		return warnings[0]
	}
	said("the first plan")
	w.apply()
	warning := said("a later plan")
	w.noChanges()

	_, advice, found := strings.Cut(warning.Detail, "deactivate Zendesk's own survey with this resource:\n")
	advice, _, ends := strings.Cut(advice, "and list that in depends_on")
	if !found || !ends {
		t.Fatalf("the warning says no way out: %v", warning)
	}
	w.configure(strings.Replace(a.severalSends(nil), "resource \"surveytrigger_zendesk_webhook\" \"stella\" {", advice+"\nresource \"surveytrigger_zendesk_webhook\" \"stella\" {\n  depends_on = [surveytrigger_zendesk_native_csat.this]", 1))
	if warnings := w.warnings("plan"); len(warnings) != 0 {
		t.Errorf("it is deactivated by the same plan, got %v", warnings)
	}
	w.apply()
	if warnings := w.warnings("plan"); len(warnings) != 0 {
		t.Errorf("the advice was followed, got %v", warnings)
	}
	w.noChanges()
	w.configure(a.severalSends(nil))
	if warnings := w.warnings("apply", "-auto-approve"); len(warnings) != 1 || warnings[0].Summary != "Zendesk's own survey stays inactive" {
		t.Errorf("sends are active, got %v", warnings)
	}

	a.switched(a.ratingAutomation(), true)
	said("somebody activated it")
	w.destroy()
}

func TestWhereNobodyGetsTwoSurveysNothingIsSaid(t *testing.T) {
	t.Parallel()
	const byTrigger = "Request customer satisfaction rating (System Trigger)"
	for name, row := range map[string]struct {
		settings map[string]any
		sends    attributes
		then     func(*account)
		warnings int
	}{
		"by trigger":              {map[string]any{"native_csat": "trigger"}, nil, nil, 1},
		"in another language":     {map[string]any{"csat_title": "Bitte bewerten"}, nil, nil, 1},
		"by a trigger that's off": {map[string]any{"native_csat": "trigger"}, nil, func(a *account) { a.drag(byTrigger, map[string]any{"active": false}) }, 0},
		"none at all":             {map[string]any{"native_csat": "absent"}, nil, nil, 0},
		"sends that are off":      {nil, attributes{"active": "false"}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(row.settings)
			if row.then != nil {
				row.then(a)
			}
			w := a.shell(a.severalSends(row.sends))
			w.apply()
			if warnings := w.warnings("plan"); len(warnings) != row.warnings {
				t.Errorf("%d warnings expected, got %v", row.warnings, warnings)
			}
		})
	}
}

// Zendesk asks by a rule for each channel, and people make rules of their own with its
// survey. The resource deactivates the built-in automation only; of the others the warning
// says where to do it.
func TestOwnSurveysThatNoResourceDeactivatesAreNamed(t *testing.T) {
	t.Parallel()
	const resource, byHand = "deactivate Zendesk's own survey with this resource:", "eactivate the "
	mailing := func(a *account) {
		a.call(http.MethodPost, "/automations", map[string]any{"automation": map[string]any{
			"title":      "Rate us",
			"conditions": when(condition("status", "is", "solved"), condition("SOLVED", "is", "48"), condition("current_tags", "not_includes", "rated")),
			"actions": []any{
				map[string]any{"field": "notification_user", "value": []string{"requester_id", "How was it?", "{{satisfaction.survey_section}}"}},
				map[string]any{"field": "current_tags", "value": "rated"},
			},
		}})
	}
	messaging := func(a *account) {
		a.foreign("Rate us (messaging)", map[string]any{
			"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "75")),
			"actions":    []any{map[string]any{"field": "notification_messaging_csat", "value": "requester_id"}},
		})
	}
	for name, row := range map[string]struct {
		deployed string
		made     func(*account)
		says     []string
		not      string
	}{
		"the built-in automation":       {"automation", func(*account) {}, []string{resource}, byHand},
		"a trigger":                     {"trigger", func(*account) {}, []string{`To send only one, d` + byHand + `trigger "Request customer satisfaction rating (System Trigger)"`}, resource},
		"an automation that was made":   {"absent", mailing, []string{`To send only one, d` + byHand + `automation "Rate us"`}, resource},
		"a trigger of messaging":        {"absent", messaging, []string{`To send only one, d` + byHand + `trigger "Rate us (messaging)"`}, resource},
		"both the automation and these": {"automation", func(a *account) { mailing(a); messaging(a) }, []string{resource, `so that it is deactivated first. D` + byHand + `automation "Rate us"`, `and the trigger "Rate us (messaging)"`}, "no other"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(map[string]any{"native_csat": row.deployed})
			row.made(a)
			w := a.shell(a.severalSends(nil))
			warnings := slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return d.Summary != twoSurveys })
			if len(warnings) != 1 || strings.Contains(warnings[0].Detail, row.not) {
				t.Fatalf("one warning expected, got %v", warnings)
			}
			for _, text := range row.says {
				if !strings.Contains(warnings[0].Detail, text) {
					t.Errorf("%q is not in %v", text, warnings[0])
				}
			}
		})
	}
}
