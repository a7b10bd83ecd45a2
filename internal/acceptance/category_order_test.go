package acceptance

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// twoCategories puts the exclusion into one category and the send into another.
func (a *account) twoCategories(relation string) string {
	config := strings.Replace(a.protectedEmail(), `title = "Do not send Stella Connect request"`,
		"title = \"Do not send Stella Connect request\"\n  category_id = surveytrigger_zendesk_trigger_category.exclusions.id", 1)
	config = strings.Replace(config, `channel        = "email"`,
		"channel        = \"email\"\n  category_id = surveytrigger_zendesk_trigger_category.sends.id", 1)
	return config + `
resource "surveytrigger_zendesk_trigger_category" "sends" {
  name = "Survey sends"
` + relation + `
}

resource "surveytrigger_zendesk_trigger_category" "exclusions" {
  name = "Survey exclusions"
}
`
}

const sendsAfterExclusions = "  evaluate_after = [surveytrigger_zendesk_trigger_category.exclusions.id]"

// categories gives the ids by name.
func (a *account) categories() map[string]map[string]any {
	a.t.Helper()
	byName := map[string]map[string]any{}
	for _, each := range a.call(http.MethodGet, "/trigger_categories", nil)["trigger_categories"].([]any) {
		category := each.(map[string]any)
		byName[category["name"].(string)] = category
	}
	return byName
}

func TestCategoriesSwappedInTheScreensAreOneLineAndAreRepaired(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.twoCategories(sendsAfterExclusions)
	a.run(
		resource.TestStep{Config: config, Check: a.protects},
		resource.TestStep{
			PreConfig: func() {
				id := number(a.categories()["Survey sends"]["id"])
				a.call(http.MethodPatch, "/trigger_categories/"+id, map[string]any{"trigger_category": map[string]any{"position": 1}})
				a.forget()
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{onlyOrderChanges{
					"surveytrigger_zendesk_trigger_category.sends", "surveytrigger_zendesk_send_trigger.email",
				}},
			},
			Check: func(s *terraform.State) error {
				if writes := a.writes(); len(writes) != 1 || writes[0].String() != "POST /api/v2/trigger_categories/jobs" {
					t.Errorf("one job expected, got %v", writes)
				}
				return a.protects(s)
			},
		},
	)
}

func TestATriggerDraggedOutOfItsCategoryGoesBack(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.twoCategories(sendsAfterExclusions)
	a.run(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				a.drag(emailSend, map[string]any{"category_id": number(a.categories()["Notifications"]["id"]), "position": 1})
				a.forget()
			},
			Config: config,
			Check: func(s *terraform.State) error {
				if writes := a.writes(); len(writes) != 1 || writes[0].String() != "POST /api/v2/trigger_categories/jobs" {
					t.Errorf("one job that moves it back and in order expected, got %v", writes)
				}
				return a.protects(s)
			},
		},
	)
}

// Zendesk deletes inactive triggers together with their category.
func TestACategoryThatIsNotEmptyIsNotDeleted(t *testing.T) {
	t.Parallel()
	a := start(t)
	category := a.config(`
resource "surveytrigger_zendesk_trigger_category" "surveys" {
  name = "Surveys"
}
`)
	var left string
	a.run(
		resource.TestStep{Config: category, Check: func(*terraform.State) error {
			left = a.foreign("Somebody's draft", map[string]any{"category_id": number(a.categories()["Surveys"]["id"]), "active": false})
			return nil
		}},
		resource.TestStep{
			Config: category, Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)not empty.*Somebody's draft`),
		},
		resource.TestStep{
			PreConfig: func() { a.call(http.MethodDelete, "/triggers/"+left, nil) },
			Config:    category,
		},
	)
}
