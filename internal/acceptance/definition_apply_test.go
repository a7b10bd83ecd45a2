package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// byResult excludes tickets by the choice in a drop-down.
func byResult(options, choice string) string {
	return fields.block("result", result(options)) + exclusions.block("result", attributes{
		"conditions": fmt.Sprintf(`{ all = [{ field = "custom_fields_${surveytrigger_zendesk_ticket_field.result.id}", operator = "is", value = %q }] }`, choice),
	})
}

// The account's catalogue is older than what an apply makes. What the apply
// makes is known all the same.
func TestAFieldOfTheSameApplyIsKnown(t *testing.T) {
	t.Parallel()
	a := start(t)
	// "early" is checked, and with it the catalogue read, before the field exists.
	early := exclusions.block("early", attributes{"conditions": `{ all = [{ field = "priority", operator = "is", value = "high" }] }`})
	depends := strings.Replace(byResult(goodAndBad, "survey_bad"), "  options = ", "  depends_on = [surveytrigger_zendesk_exclusion_trigger.early]\n  options = ", 1)
	w := a.shell(a.provider() + early + depends + automations.prelude + automations.block("quiet", tagged("surveyed"), attributes{
		"exclude_checkbox_field_ids": `[` + optOutID + `]`,
		"conditions":                 `{ all = [{ field = "custom_fields_${` + vipID + `}", operator = "is", value = "false" }] }`,
	}))
	w.apply()
	w.noChanges()
}

// A choice is added to a drop-down and asked for in the same apply; then one is
// renamed and asked for.
func TestAChoiceOfTheSameApplyIsKnown(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + byResult(`[{ name = "Good", value = "survey_good" }]`, "survey_good"))
	w.apply()
	w.configure(a.provider() + byResult(goodAndBad, "survey_bad"))
	w.apply()
	w.noChanges()

	// What the drop-down does not get either is still an error.
	w.configure(a.provider() + byResult(goodAndBad, "survey_ugly"))
	if found := w.errors("plan"); len(found) != 1 || found[0].Summary != "The account has no such value" {
		t.Errorf("got %v", found)
	}
}

// An exclusion that is as it was is not checked again: a field that somebody
// deleted must not stand in the way of everything else.
func TestWhatDoesNotChangeIsNotChecked(t *testing.T) {
	t.Parallel()
	a := start(t)
	box := a.makeField(`{"type": "checkbox", "title": "Gone", "tag": "gone"}`)
	config := a.provider() + sends.prelude + sends.block("chat", attributes{"exclude_checkbox_field_ids": `["` + box + `"]`}) +
		automations.block("quiet", tagged("surveyed"), attributes{"exclude_checkbox_field_ids": `["` + box + `"]`})
	w := a.shell(config)
	w.apply()
	a.call("DELETE", "/ticket_fields/"+box, nil)
	w.noChanges()
	w.configure(strings.ReplaceAll(config, `title = "quiet"`, `title = "Renamed"`))
	w.apply()
	w.noChanges()
	w.destroy()
}
