package acceptance

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
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
