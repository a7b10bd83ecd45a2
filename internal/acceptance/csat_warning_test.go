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
		text.WriteString(sends.block(fmt.Sprintf("chat_%d", i), attributes{"sent_tag": `"surveyed"`}, more) + automations.block(fmt.Sprintf("quiet_%d", i), tagged(fmt.Sprintf("tag_%d", i)), more))
	}
	return text.String()
}

const twoSurveys = "Zendesk's own survey is on as well"

// However many sends there are, that customers get two surveys is told once a
// plan, with what to do; and doing it ends it.
func TestTwoSurveysAreOneWarningForAllSends(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.severalSends(nil))
	if warnings := w.warnings("apply", "-auto-approve"); len(warnings) != 0 {
		t.Errorf("no send is in state yet, got %v", warnings)
	}
	warnings := w.warnings("plan")
	if len(warnings) != 1 || warnings[0].Summary != twoSurveys || !strings.Contains(warnings[0].Detail, "Customers of sandbox-acme.zendesk.com get") {
		t.Fatalf("one warning expected, got %v", warnings)
	}
	w.noChanges()

	_, advice, found := strings.Cut(warnings[0].Detail, "Switch it off with a resource:\n")
	if !found {
		t.Fatalf("the warning says no way out: %v", warnings[0])
	}
	w.configure(a.severalSends(nil) + advice + "\n")
	w.apply()
	if warnings := w.warnings("plan"); len(warnings) != 0 {
		t.Errorf("the advice was followed, got %v", warnings)
	}
	w.noChanges()

	a.switched(a.ratingAutomation(), true)
	if warnings := w.warnings("plan"); len(warnings) != 1 || warnings[0].Summary != twoSurveys {
		t.Errorf("somebody switched it on again, got %v", warnings)
	}
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
