package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A survey of another metric is another survey with a trigger of its own, and Nicereply's
// API cannot deactivate the old one: it is deactivated first, and a customer is asked once.
func TestAnotherMetricOnNicereplyLeavesNoTriggerActive(t *testing.T) {
	t.Parallel()
	a, connector := withNicereply(t)
	a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	a.click(`{"agents": [{"email": "ana.agent@example.com", "active": true}]}`)
	a.click(theCESTrigger(`, "active": true`))
	config := func(metric, settings string) string {
		return a.nicereplyProvider() + asking(connector, metric, settings)
	}
	w := a.shell(config("CES", ""))
	w.apply()

	w.configure(config("NPS", ""))
	refused := w.errors("apply", "-input=false", "-auto-approve")
	if len(refused) != 1 || refused[0].Summary != "An active trigger distribution would be left" || !strings.Contains(refused[0].Detail, "active = false") {
		t.Errorf("one error expected, got %v", refused)
	}
	w.configure(config("CES", ""))
	w.noChanges()

	w.configure(config("CES", "active = false"))
	a.saysWhatToClick(t, w.warnings("plan", "-input=false"), "warning", "Deactivate the CES trigger")
	a.click(theCESTrigger(`, "active": false`))
	w.apply()
	w.configure(config("NPS", ""))
	_, warned := w.warnedPlan()
	for _, row := range [][2]string{
		{`Still there: survey "After CES"`, `open the survey "After CES"`},
		{`To do by hand: survey "After NPS"`, "START NPS"},
		{`Still there: distribution of "After CES"`, "Deactivate the CES trigger"},
	} {
		if !slices.ContainsFunc(warned, func(d told) bool { return d.Summary == row[0] && strings.Contains(d.Detail, row[1]) }) {
			t.Errorf("%q with %q expected, got %v", row[0], row[1], warned)
		}
	}
	a.click(strings.ReplaceAll(theCESTrigger(`, "active": true`), "CES", "NPS"))
	w.apply()
	w.noChanges()
	id := a.solve(ticket{via: 4})
	a.later("50h")
	if sent := a.surveysOf(id); len(sent) != 1 || fmt.Sprint(sent[0].Metric) != "NPS" {
		t.Errorf("one NPS survey expected, got %+v", sent)
	}
}
