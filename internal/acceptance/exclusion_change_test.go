package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

var exclusions = subject{
	kind: "exclusion_trigger", label: "title", verb: "PUT", path: "/triggers", object: "trigger",
	base: attributes{
		"conditions": `{ all = [{ field = "current_tags", operator = "includes", value = "vip" }] }`,
		"mark":       `{ tag = "not_surveyed" }`,
	},
}

// rule is a trigger's conditions and actions as they go over the wire.
func rule(all, any, actions string) string {
	return fmt.Sprintf(`{"conditions": {"all": [%s], "any": [%s]}, "actions": [%s]}`, all, any, actions)
}

// line is one condition as it goes over the wire.
func line(field, operator, value string) string {
	return fmt.Sprintf(`{"field": %q, "operator": %q, "value": %q}`, field, operator, value)
}

const (
	sentVIP  = `{"field": "current_tags", "operator": "includes", "value": "vip"}`
	sentMark = `{"field": "current_tags", "value": "not_surveyed"}`
)

func TestEachExclusionAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	start(t).edit(exclusions, []edited{
		{name: "retitle", attribute: "title", was: `"Old"`, becomes: `"New"`, sends: `{"title": "New"}`},
		{name: "describe", attribute: "description", was: ``, becomes: `"For people"`, sends: `{"description": "For people"}`},
		{name: "undescribe", attribute: "description", was: `"For people"`, becomes: ``, sends: `{"description": ""}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"active": false}`},
		{
			name: "conditions", attribute: "conditions", was: `{ all = [{ field = "status", operator = "value", value = "open" }], any = [{ field = "priority", operator = "is", value = "low" }] }`,
			becomes: `{ all = [{ field = "current_tags", operator = "includes", value = "vip" }, { field = "group_id", operator = "changed" }] }`,
			sends:   rule(sentVIP+`, {"field": "group_id", "operator": "changed", "value": null}`, ``, sentMark),
		},
		{
			name: "any", attribute: "conditions", was: `{ all = [{ field = "status", operator = "value", value = "open" }] }`,
			becomes: `{ all = [], any = [{ field = "comment_is_public", value = "true" }] }`,
			sends:   rule(``, line("comment_is_public", "is", "true"), sentMark),
		},
		{name: "mark", attribute: "mark", was: `{ tag = "old" }`, becomes: `{ tag = "not_surveyed" }`, sends: rule(sentVIP, ``, sentMark)},
		{name: "relate_to_nothing", attribute: "evaluate_after", was: ``, becomes: `[]`},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
	})
}

func TestWithoutCategoriesEachAttributeChangesAloneToo(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"categories_enabled": false})
	a.edit(exclusions, []edited{
		{name: "retitle", attribute: "title", was: `"Old"`, becomes: `"New"`, sends: `{"title": "New"}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"active": false}`},
		{name: "mark", attribute: "mark", was: `{ tag = "old" }`, becomes: `{ tag = "not_surveyed" }`, sends: rule(sentVIP, ``, sentMark)},
	})
}

// Switching on is a matter of order, so it is a job, like every move.
func TestAnExclusionIsActivatedAndMovedByJobs(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(active, category string) string {
		return a.config("%s", otherCategory+exclusions.block("vip", attributes{
			"active": active, "category_id": category, "depends_on": `[surveytrigger_zendesk_trigger_category.other]`,
		}))
	}
	var id string
	job := func(inner string) func(*terraform.State) error {
		return func(state *terraform.State) error {
			id = idsOf(state)[exclusions.address("vip")]
			home := idsOf(state)[categories.address("other")]
			wanted := strings.NewReplacer("ID", id, "OTHER", home).Replace(`{"job": {"action": "patch", "items": {"triggers": [` + inner + `]}}}`)
			writes := a.writes()
			if len(writes) != 1 || writes[0].String() != "POST /api/v2/trigger_categories/jobs" || !sameJSON(string(writes[0].Body), wanted) {
				t.Errorf("expected one job %s, got %s", wanted, describe(writes))
			}
			return nil
		}
	}
	const other = `surveytrigger_zendesk_trigger_category.other.id`
	a.run(
		resource.TestStep{Config: config("false", "")},
		resource.TestStep{
			PreConfig: a.forget, Config: config("true", ""), Check: job(`{"id": "ID", "active": true}`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{onlyChange{exclusions.address("vip"), "active", "false", "true"}}},
		},
		resource.TestStep{
			PreConfig: a.forget, Config: config("true", other), Check: job(`{"id": "ID", "category_id": "OTHER", "position": 1}`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{inPlace{exclusions.address("vip"), "category_id"}}},
		},
		resource.TestStep{
			PreConfig: func() {
				a.call("PUT", "/triggers/"+id, map[string]any{"trigger": map[string]any{"active": false}})
				a.forget()
			},
			Config: config("true", other), Check: job(`{"id": "ID", "active": true}`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{onlyChange{exclusions.address("vip"), "active", "false", "true"}}},
		},
		resource.TestStep{
			PreConfig: func() {
				home := a.triggers()["Notify requester of received request"]["category_id"]
				a.call("PUT", "/triggers/"+id, map[string]any{"trigger": map[string]any{"category_id": home}})
				a.forget()
			},
			Config: config("true", other), Check: job(`{"id": "ID", "category_id": "OTHER", "position": 1}`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{inPlace{exclusions.address("vip"), "category_id"}}},
		},
		// Left out, the category is nobody's concern.
		resource.TestStep{
			Config:           config("true", ""),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

func TestEachEditOfAnExclusionInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	full := attributes{"description": `"For people"`}
	shown := func(all, any string) string { return fmt.Sprintf(`{"all": %s, "any": %s}`, all, any) }
	entry := func(field, operator, value string) string {
		return fmt.Sprintf(`{"field": %q, "operator": %q, "value": %q, "values": null}`, field, operator, value)
	}
	vip := entry("current_tags", "includes", "vip")
	mark := `{"checkbox_field_id": null, "extra_tags": null, "tag": "not_surveyed"}`
	admin := func(all, any string, actions ...string) string {
		return rule(all, any, strings.Join(append(actions, sentMark), ", "))
	}
	start(t).drift(exclusions, []drifted{
		{name: "retitled", admin: `{"title": "Mine"}`, attribute: "title", shows: `"Mine"`, repair: `"retitled"`, sends: `{"title": "retitled"}`, with: full},
		{name: "described", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `"For people"`, sends: `{"description": "For people"}`, with: full},
		{name: "described_by_hand", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `null`, sends: `{"description": ""}`},
		{
			name: "switched_on", admin: `{"active": true}`, attribute: "active", shows: `true`, repair: `false`, sends: `{"active": false}`,
			with: attributes{"active": "false"},
		},
		{
			name: "condition_edited", admin: admin(line("current_tags", "includes", "gold"), ``), attribute: "conditions",
			shows: shown(`[`+entry("current_tags", "includes", "gold")+`]`, `null`), repair: shown(`[`+vip+`]`, `null`), sends: admin(sentVIP, ``),
		},
		{
			name: "condition_added", admin: admin(sentVIP, line("status", "is", "open")), attribute: "conditions",
			shows: shown(`[`+vip+`]`, `[`+entry("status", "is", "open")+`]`), repair: shown(`[`+vip+`]`, `null`), sends: admin(sentVIP, ``),
		},
		{
			name: "condition_removed", admin: admin(sentVIP, ``), attribute: "conditions",
			with:  attributes{"conditions": `{ all = [{ field = "priority", operator = "is", value = "low" }, { field = "current_tags", operator = "includes", value = "vip" }] }`},
			shows: shown(`[`+vip+`]`, `null`), repair: shown(`[`+entry("priority", "is", "low")+`, `+vip+`]`, `null`),
			sends: admin(line("priority", "is", "low")+`, `+sentVIP, ``),
		},
		{
			name: "marked_otherwise", admin: rule(sentVIP, ``, `{"field": "current_tags", "value": "other"}`), attribute: "mark",
			shows: `{"checkbox_field_id": null, "extra_tags": null, "tag": "other"}`, repair: mark, sends: admin(sentVIP, ``),
		},
		{
			name: "action_added", admin: admin(sentVIP, ``, `{"field": "priority", "value": "low"}`), attribute: "unmanaged_actions",
			shows: shownActions(`{"field":"priority","value":"low"}`), repair: `[]`, sends: admin(sentVIP, ``),
		},
		{
			name: "tag_added", admin: admin(sentVIP, ``, `{"field": "current_tags", "value": "more"}`), attribute: "unmanaged_actions",
			shows: shownActions(`{"field":"current_tags","value":"more"}`), repair: `[]`, sends: admin(sentVIP, ``),
		},
	})
}

// What Zendesk stores may look different from what was written: the form that
// the configuration uses stays.
func TestAnExclusionKeepsTheFormOfItsConfiguration(t *testing.T) {
	t.Parallel()
	a := start(t)
	at := func(path tfjsonpath.Path, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(exclusions.address("vip"), path, value)
	}
	a.run(
		resource.TestStep{
			Config: a.config("%s", exclusions.block("vip", attributes{
				"description": `""`, "evaluate_after": `[]`,
				"conditions": `{ any = [], all = [
    { field = "comment_is_public", value = "true" },
    { field = "group_id", operator = "changed", value = "" },
    { field = "current_tags", operator = "includes", value = "vip,  gold" },
    { field = "via_id", operator = "includes", values = ["4", "29"] },
  ] }`,
			})),
			ConfigStateChecks: []statecheck.StateCheck{
				at(tfjsonpath.New("description"), knownvalue.StringExact("")),
				at(tfjsonpath.New("evaluate_after"), knownvalue.SetExact(nil)),
				at(tfjsonpath.New("conditions").AtMapKey("any"), knownvalue.ListExact(nil)),
				at(tfjsonpath.New("conditions").AtMapKey("all").AtSliceIndex(0).AtMapKey("operator"), knownvalue.Null()),
				at(tfjsonpath.New("conditions").AtMapKey("all").AtSliceIndex(2).AtMapKey("value"), knownvalue.StringExact("vip,  gold")),
			},
		},
		resource.TestStep{
			PreConfig: a.forget,
			Config: a.config("%s", exclusions.block("vip", attributes{
				"description": `null`, "evaluate_after": `null`, "category_id": "null", "active": "null",
				"conditions": `{ any = null, all = [
    { field = "comment_is_public", operator = "is", value = "true" },
    { field = "group_id", operator = "changed" },
    { field = "current_tags", operator = "includes", value = "vip gold" },
    { field = "via_id", operator = "includes", values = ["4", "29"] },
  ] }`,
			})),
			Check: func(*terraform.State) error {
				if writes := a.writes(); len(writes) != 0 {
					t.Errorf("the same in another form needs no request, got %s", describe(writes))
				}
				return nil
			},
		},
	)
}
