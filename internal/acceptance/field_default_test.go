package acceptance

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Which option is preselected is chosen in the admin screen. Adding an option
// must not undo that choice.
func TestADefaultChosenInTheAdminScreenStays(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(more string) string {
		return a.config(`
resource "surveytrigger_zendesk_ticket_field" "result" {
  type    = "tagger"
  title   = "Survey result"
  options = [{ name = "Good", value = "survey_good" }, { name = "Bad", value = "survey_bad" }%s]
}
`, more)
	}
	var path string
	options := func() []any {
		return a.call(http.MethodGet, path, nil)["ticket_field"].(map[string]any)["custom_field_options"].([]any)
	}
	a.run(
		resource.TestStep{Config: config(""), Check: func(state *terraform.State) error {
			path = "/ticket_fields/" + idsOf(state)["surveytrigger_zendesk_ticket_field.result"]
			return nil
		}},
		resource.TestStep{
			PreConfig: func() {
				chosen := options()
				chosen[1].(map[string]any)["default"] = true
				a.call(http.MethodPut, path, map[string]any{"ticket_field": map[string]any{"custom_field_options": chosen}})
			},
			Config: config(`, { name = "No answer", value = "survey_none" }`),
			Check: func(*terraform.State) error {
				if now := options(); len(now) != 3 || now[1].(map[string]any)["default"] != true {
					t.Errorf("\"Bad\" is not preselected any more: %v", now)
				}
				return nil
			},
		},
	)
}
