package acceptance

import (
	"fmt"
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
