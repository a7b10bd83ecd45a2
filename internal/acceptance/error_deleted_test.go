package acceptance

import (
	"strings"
	"testing"
)

// Somebody deletes an object between the plan and its apply.
func TestASavedPlanOfADeletedObjectSaysPlanAgain(t *testing.T) {
	t.Parallel()
	renamed := func(config string) string { return strings.ReplaceAll(config, "Old", "New") }
	for kind, row := range map[string]struct {
		config, address, path, named string
		change                       func(string) string
	}{
		"webhook":   {webhooks.block("x", attributes{"name": `"Old"`}), webhooks.address("x"), "/webhooks/", `webhook "Old"`, renamed},
		"target":    {targets.block("x", attributes{"title": `"Old"`}), targets.address("x"), "/targets/", `target "Old"`, renamed},
		"field":     {fields.block("x", attributes{"title": `"Old"`}), fields.address("x"), "/ticket_fields/", `ticket field "Old"`, renamed},
		"category":  {categories.block("x", attributes{"name": `"Old"`}), categories.address("x"), "/trigger_categories/", `trigger category "Old"`, renamed},
		"exclusion": {exclusions.block("x", attributes{"title": `"Old"`}), exclusions.address("x"), "/triggers/", `trigger "Old"`, renamed},
		"activated exclusion": {
			exclusions.block("x", attributes{"title": `"Old"`, "active": "false"}), exclusions.address("x"), "/triggers/", `trigger "Old"`,
			func(config string) string { return strings.ReplaceAll(config, "false", "true") },
		},
		"send":       {sends.prelude + sends.block("x", attributes{"title": `"Old"`}), sends.address("x"), "/triggers/", `trigger "Old"`, renamed},
		"automation": {automations.prelude + automations.block("x", tagged("surveyed"), attributes{"title": `"Old"`}), automations.address("x"), "/automations/", `automation "Old"`, renamed},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.zendesk(map[string]any{"native_csat": "absent"})
			w := a.shell(a.provider() + row.config)
			w.apply()
			id := w.attribute(row.address, "id")
			w.configure(a.provider() + row.change(row.config))
			w.run("plan", "-input=false", "-out=old.plan")
			a.call("DELETE", row.path+id, nil)
			found := w.errors("apply", "old.plan")
			if len(found) != 1 || found[0].Summary != "Deleted since this plan was made: plan again" {
				t.Fatalf("got %v", found)
			}
			for _, word := range []string{row.named, id, "Plan and apply again"} {
				if !strings.Contains(found[0].Detail, word) {
					t.Errorf("%q is not in %v", word, found[0])
				}
			}
			w.apply()
			w.noChanges()
			if again := w.attribute(row.address, "id"); again == id {
				t.Error("it was not created again")
			}

			// Nothing is wrong with deleting what is gone.
			w.run("plan", "-input=false", "-destroy", "-out=old.plan")
			a.call("DELETE", row.path+w.attribute(row.address, "id"), nil)
			w.run("apply", "old.plan")
		})
	}
}
