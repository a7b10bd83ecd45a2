package acceptance

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// Somebody deletes an object between the plan and its apply.
func TestASavedPlanOfADeletedObjectSaysPlanAgain(t *testing.T) {
	t.Parallel()
	renamed := func(config string) string { return strings.ReplaceAll(config, "Old", "New") }
	rows := map[string]struct {
		config, address, path, named string
		change                       func(string) string
	}{
		"webhook":   {webhooks.block("x", attributes{"name": `"Old"`}), webhooks.address("x"), "/webhooks/", `webhook "Old"`, renamed},
		"target":    {targets.block("x", attributes{"title": `"Old"`}), targets.address("x"), "/targets/", `target "Old"`, renamed},
		"field":     {fields.block("x", attributes{"title": `"Old"`}), fields.address("x"), "/ticket_fields/", `ticket field "Old"`, renamed},
		"category":  {categories.block("x", attributes{"name": `"Old"`}), categories.address("x"), "/trigger_categories/", `trigger category "Old"`, renamed},
		"exclusion": {exclusions.block("x", attributes{"title": `"Old"`}), exclusions.address("x"), "/triggers/", `trigger "Old"`, renamed},
		"activated exclusion": {
			exclusions.block("off", attributes{"title": `"Old and off"`, "active": "false"}), exclusions.address("off"), "/triggers/", `trigger "Old and off"`,
			func(config string) string { return strings.ReplaceAll(config, "false", "true") },
		},
		"send":       {sends.block("x", attributes{"title": `"Old send"`}), sends.address("x"), "/triggers/", `trigger "Old send"`, renamed},
		"automation": {automations.block("x", tagged("surveyed"), attributes{"title": `"Old"`}), automations.address("x"), "/automations/", `automation "Old"`, renamed},
	}
	a := start(t)
	a.zendesk(map[string]any{"native_csat": "absent"})
	before, after := sends.prelude, sends.prelude
	for _, kind := range slices.Sorted(maps.Keys(rows)) {
		before += rows[kind].config
		after += rows[kind].change(rows[kind].config)
	}
	w := a.shell(a.provider() + before)
	w.apply()
	ids := map[string]string{}
	deleteAll := func() {
		for kind, row := range rows {
			ids[kind] = w.attribute(row.address, "id")
			a.call("DELETE", row.path+ids[kind], nil)
		}
	}
	w.configure(a.provider() + after)
	w.run("plan", "-input=false", "-out=old.plan")
	deleteAll()
	found := w.errors("apply", "old.plan")
	if len(found) != len(rows) {
		t.Errorf("one error of each expected, got %v", found)
	}
	for kind, row := range rows {
		i := slices.IndexFunc(found, func(each told) bool { return each.Address == row.address })
		if i < 0 || found[i].Summary != "Deleted since this plan was made: plan again" {
			t.Errorf("%s: got %v", kind, found)
			continue
		}
		for _, word := range []string{row.named, ids[kind], "Plan and apply again"} {
			if !strings.Contains(found[i].Detail, word) {
				t.Errorf("%s: %q is not in %v", kind, word, found[i])
			}
		}
	}
	w.apply()
	w.noChanges()
	for kind, row := range rows {
		if again := w.attribute(row.address, "id"); again == ids[kind] {
			t.Errorf("%s: it was not created again", kind)
		}
	}

	// Nothing is wrong with deleting what is gone.
	w.run("plan", "-input=false", "-destroy", "-out=old.plan")
	deleteAll()
	w.run("apply", "old.plan")
}
