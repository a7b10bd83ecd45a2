package acceptance

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

var categories = subject{
	kind: "trigger_category", label: "name", verb: "PATCH", path: "/trigger_categories", object: "trigger_category",
}

// otherCategory is a second category to refer to.
const otherCategory = `resource "surveytrigger_zendesk_trigger_category" "other" { name = "Other" }
`

func TestEachTriggerCategoryAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	s := categories
	s.prelude = otherCategory
	start(t).edit(s, []edited{
		{name: "rename", attribute: "name", was: `"Old"`, becomes: `"New"`, sends: `{"name": "New"}`},
		// It stands there already: categories are created at the end.
		{name: "relate", attribute: "evaluate_after", was: ``, becomes: `[surveytrigger_zendesk_trigger_category.other.id]`, with: attributes{"depends_on": `[surveytrigger_zendesk_trigger_category.other]`}},
		{name: "unrelate", attribute: "evaluate_after", was: `[surveytrigger_zendesk_trigger_category.other.id]`, becomes: `[]`},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
	})
}

func TestEachEditOfATriggerCategoryInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	start(t).drift(categories, []drifted{
		{name: "renamed", admin: `{"name": "Mine"}`, attribute: "name", shows: `"Mine"`, repair: `"renamed"`, sends: `{"name": "renamed"}`},
	})
}

func TestATriggerCategoryMovedInTheAdminScreenIsMovedBack(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.config("%s", otherCategory+categories.block("later", attributes{"evaluate_after": `[surveytrigger_zendesk_trigger_category.other.id]`}))
	var id string
	a.run(
		resource.TestStep{
			Config: config,
			Check: func(state *terraform.State) error {
				id = idsOf(state)[categories.address("later")]
				return nil
			},
		},
		resource.TestStep{
			PreConfig: func() {
				a.call("PATCH", "/trigger_categories/"+id, map[string]any{"trigger_category": map[string]any{"position": 1}})
				a.forget()
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				onlyChange{categories.address("later"), "order_satisfied", "false", "true"},
			}},
			Check: func(*terraform.State) error {
				if writes := a.writes(); len(writes) != 1 || writes[0].String() != "POST /api/v2/trigger_categories/jobs" {
					t.Errorf("the repair is one request, got %s", describe(writes))
				}
				return nil
			},
		},
	)
}

func TestATriggerCategoryKeepsTheWayInWhichNothingIsWritten(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(
		resource.TestStep{Config: a.config("%s", categories.block("one", attributes{"evaluate_after": `[]`, "timeouts": "null"}))},
		resource.TestStep{Config: a.config("%s", categories.block("one", attributes{"evaluate_after": `null`}))},
		resource.TestStep{
			Config: a.config("%s", categories.block("one")),
			Check: func(*terraform.State) error {
				if creates := a.writes(); len(creates) != 1 {
					t.Errorf("writing nothing in another way needs no request, got %s", describe(creates))
				}
				return nil
			},
		},
	)
}
