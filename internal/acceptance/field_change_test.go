package acceptance

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

var fields = subject{
	kind: "ticket_field", label: "title", verb: "PUT", path: "/ticket_fields", object: "ticket_field",
	base: attributes{"type": `"checkbox"`},
}

// result is a drop-down with the given choices.
func result(options string) attributes {
	return attributes{"type": `"tagger"`, "options": options}
}

const (
	goodAndBad   = `[{ name = "Good", value = "survey_good" }, { name = "Bad", value = "survey_bad" }]`
	sentGood     = `{"name": "Good", "value": "survey_good"}`
	sentBad      = `{"name": "Bad", "value": "survey_bad"}`
	shownOptions = `[` + sentGood + `, ` + sentBad + `]`
)

func TestEachTicketFieldAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	dropDown := attributes{"type": `"tagger"`}
	start(t).edit(fields, []edited{
		{name: "retitle", attribute: "title", was: `"Old"`, becomes: `"New"`, sends: `{"title": "New", "description": "New"}`},
		{name: "describe", attribute: "description", was: ``, becomes: `"For people"`, sends: `{"description": "For people"}`},
		{name: "undescribe", attribute: "description", was: `"For people"`, becomes: ``, sends: `{"description": ""}`},
		{name: "tag", attribute: "tag", was: ``, becomes: `"do_not_survey"`, sends: `{"tag": "do_not_survey"}`},
		{name: "retag", attribute: "tag", was: `"old"`, becomes: `"new"`, sends: `{"tag": "new"}`},
		{name: "untag", attribute: "tag", was: `"old"`, becomes: ``, sends: `{"tag": ""}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"active": false}`},
		{name: "switch_on", attribute: "active", was: `false`, becomes: ``, sends: `{"active": true}`},
		{
			name: "add_option", attribute: "options", was: `[{ name = "Good", value = "survey_good" }]`, becomes: goodAndBad, with: dropDown,
			sends: `{"custom_field_options": [` + sentGood + `, ` + sentBad + `]}`,
		},
		{
			name: "rename_option", attribute: "options", was: `[{ name = "Fine", value = "survey_good" }]`, becomes: `[{ name = "Good", value = "survey_good" }]`, with: dropDown,
			sends: `{"custom_field_options": [` + sentGood + `]}`,
		},
		{
			name: "reorder_options", attribute: "options", was: `[{ name = "Bad", value = "survey_bad" }, { name = "Good", value = "survey_good" }]`, becomes: goodAndBad, with: dropDown,
			sends: `{"custom_field_options": [` + sentGood + `, ` + sentBad + `]}`,
		},
		{
			name: "remove_option", attribute: "options", was: goodAndBad, becomes: `[{ name = "Good", value = "survey_good" }]`, with: attributes{"type": `"multiselect"`},
			sends: `{"custom_field_options": [` + sentGood + `]}`,
		},
		{name: "deletion", attribute: "deletion_policy", was: ``, becomes: `"delete"`},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
	})
}

func TestEachEditOfATicketFieldInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	full := attributes{"description": `"For people"`, "tag": `"do_not_survey"`}
	repaired := `{"custom_field_options": [` + sentGood + `, ` + sentBad + `]}`
	start(t).drift(fields, []drifted{
		{name: "retitled", admin: `{"title": "Mine"}`, attribute: "title", shows: `"Mine"`, repair: `"retitled"`, sends: `{"title": "retitled"}`, with: full},
		{name: "described", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `"For people"`, sends: `{"description": "For people"}`, with: full},
		{name: "described_by_hand", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `null`, sends: `{"description": ""}`},
		{name: "retagged", admin: `{"tag": "mine"}`, attribute: "tag", shows: `"mine"`, repair: `"do_not_survey"`, sends: `{"tag": "do_not_survey"}`, with: full},
		{name: "untagged", admin: `{"tag": null}`, attribute: "tag", shows: `null`, repair: `"do_not_survey"`, sends: `{"tag": "do_not_survey"}`, with: full},
		{name: "switched_off", admin: `{"active": false}`, attribute: "active", shows: `false`, repair: `true`, sends: `{"active": true}`, with: full},
		{
			name: "option_renamed", admin: `{"custom_field_options": [{"name": "Great", "value": "survey_good"}, {"name": "Bad", "value": "survey_bad"}]}`, attribute: "options",
			shows: `[{"name": "Great", "value": "survey_good"}, ` + sentBad + `]`, repair: shownOptions, sends: repaired, with: result(goodAndBad),
		},
		{
			name: "option_added", admin: `{"custom_field_options": [` + sentGood + `, ` + sentBad + `, {"name": "So so", "value": "so_so"}]}`, attribute: "options",
			shows: `[` + sentGood + `, ` + sentBad + `, {"name": "So so", "value": "so_so"}]`, repair: shownOptions, sends: repaired, with: result(goodAndBad),
		},
		{
			name: "option_removed", admin: `{"custom_field_options": [` + sentBad + `]}`, attribute: "options",
			shows: `[` + sentBad + `]`, repair: shownOptions, sends: repaired, with: result(goodAndBad),
		},
	})
}

func TestATicketFieldKeepsTheWayInWhichNothingIsWritten(t *testing.T) {
	t.Parallel()
	a := start(t)
	nothing := func(text string) attributes {
		return attributes{"description": text, "active": "null", "deletion_policy": "null", "options": "null"}
	}
	a.run(
		resource.TestStep{Config: a.config("%s", fields.block("opt_out", nothing(`""`), attributes{"tag": "null"}))},
		resource.TestStep{Config: a.config("%s", fields.block("opt_out", nothing(`null`)))},
		resource.TestStep{
			Config: a.config("%s", fields.block("opt_out")),
			Check: func(*terraform.State) error {
				if creates := a.writes(); len(creates) != 1 {
					t.Errorf("writing nothing in another way needs no request, got %s", describe(creates))
				}
				return nil
			},
		},
	)
}

// fieldsTitled gives the account's fields of a title.
func (a *account) fieldsTitled(title string) (found []map[string]any) {
	a.t.Helper()
	for _, each := range a.call("GET", "/ticket_fields", nil)["ticket_fields"].([]any) {
		if field := each.(map[string]any); field["title"] == title {
			found = append(found, field)
		}
	}
	return found
}

// makeField is an admin who makes a ticket field; it gives the id.
func (a *account) makeField(object string) string {
	a.t.Helper()
	made := a.call("POST", "/ticket_fields", map[string]any{"ticket_field": json.RawMessage(object)})
	return number(made["ticket_field"].(map[string]any)["id"])
}
