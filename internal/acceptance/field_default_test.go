package acceptance

import (
	"fmt"
	"net/http"
	"slices"
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

// The same holds for dynamic content in the name of an option, and for whether a ticket
// can be solved with it. A name that somebody changes in the configuration is sent.
func TestDynamicContentAndSolvingOfOptionsStay(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.makeField(`{"type": "tagger", "title": "Survey result", "custom_field_options": [
		{"name": "{{dc.good}}", "value": "survey_good", "default": true}, {"name": "{{dc.bad}}", "value": "survey_bad", "allow_solving": false}, {"name": "So so", "value": "so_so", "allow_solving": true}]}`)
	config := func(bad, more string) string {
		return a.config(`
import {
  to = surveytrigger_zendesk_ticket_field.result
  id = %q
}

resource "surveytrigger_zendesk_ticket_field" "result" {
  type    = "tagger"
  title   = "Survey result"
  options = [{ name = "good", value = "survey_good" }, { name = %q, value = "survey_bad" }, { name = "So so", value = "so_so" }%s]
}
`, id, bad, more)
	}
	expect := func(options ...string) {
		t.Helper()
		var now []string
		for _, each := range a.call(http.MethodGet, "/ticket_fields/"+id, nil)["ticket_field"].(map[string]any)["custom_field_options"].([]any) {
			option := each.(map[string]any)
			now = append(now, fmt.Sprint(option["raw_name"], " ", option["default"], " ", option["allow_solving"]))
		}
		if !slices.Equal(now, options) {
			t.Errorf("expected %q, got %q", options, now)
		}
	}
	w := a.shell(config("bad", ""))
	w.apply()
	if wrote := a.writes(); len(wrote) != 1 {
		t.Errorf("the import writes nothing, got %s", describe(wrote))
	}
	w.configure(config("bad", `, { name = "No answer", value = "survey_none" }`))
	w.apply()
	w.noChanges()
	expect("{{dc.good}} true <nil>", "{{dc.bad}} false false", "So so false true", "No answer false <nil>")
	w.configure(config("Poor", ""))
	w.apply()
	w.noChanges()
	expect("{{dc.good}} true <nil>", "Poor false false", "So so false true")
}

// A field that is adopted is not created anew: what its options have besides stays too.
func TestAnAdoptedFieldKeepsWhatIsNotInTheConfiguration(t *testing.T) {
	t.Parallel()
	a := start(t)
	id := a.makeField(`{"type": "tagger", "title": "Survey result", "active": false, "custom_field_options": [{"name": "{{dc.good}}", "value": "survey_good", "default": true, "allow_solving": false}]}`)
	w := a.shell(a.config("%s", fields.block("result", result(`[{ name = "good", value = "survey_good" }]`), attributes{"title": `"Survey result"`})))
	w.apply()
	w.noChanges()
	option := a.call(http.MethodGet, "/ticket_fields/"+id, nil)["ticket_field"].(map[string]any)["custom_field_options"].([]any)[0].(map[string]any)
	if option["raw_name"] != "{{dc.good}}" || option["default"] != true || option["allow_solving"] != false {
		t.Errorf("the option changed: %v", option)
	}
}
