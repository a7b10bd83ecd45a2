package acceptance

import (
	"slices"
	"strings"
	"testing"
)

// Somebody deletes things in the admin screens: each is planned again, and
// nothing else.
func TestWhatIsDeletedInTheAdminScreensIsCreatedAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + five("x"))
	w.apply()
	paths := map[string]string{
		"webhook": "/webhooks/", "ticket_field": "/ticket_fields/", "trigger_category": "/trigger_categories/", "exclusion_trigger": "/triggers/", "send_trigger": "/triggers/",
	}
	for _, row := range []struct{ gone, changes []string }{
		{[]string{"ticket_field", "trigger_category"}, []string{"create ticket_field", "create trigger_category"}},
		{[]string{"send_trigger"}, []string{"create send_trigger"}},
		// What refers to the new id follows in place.
		{[]string{"webhook"}, []string{"create webhook", "update send_trigger"}},
		{[]string{"exclusion_trigger"}, []string{"create exclusion_trigger", "update send_trigger"}},
		{
			[]string{"send_trigger", "exclusion_trigger", "webhook", "ticket_field", "trigger_category"},
			[]string{"create exclusion_trigger", "create send_trigger", "create ticket_field", "create trigger_category", "create webhook"},
		},
	} {
		for _, kind := range row.gone {
			a.call("DELETE", paths[kind]+w.attribute("surveytrigger_zendesk_"+kind+".one", "id"), nil)
		}
		changes := w.changes()
		for i, change := range changes {
			changes[i] = strings.NewReplacer("surveytrigger_zendesk_", "", ".one", "").Replace(change)
		}
		slices.Sort(changes)
		if !slices.Equal(changes, row.changes) {
			t.Errorf("without %v: expected %v, got %v", row.gone, row.changes, changes)
		}
		w.apply()
		w.noChanges()
		a.expectOneOfEach("x")
	}
}
