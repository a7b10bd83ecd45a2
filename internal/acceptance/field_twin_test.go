package acceptance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

const optOut = "Do not survey"

func TestAnInactiveFieldOfTheSameTitleAndTypeIsTakenBack(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.makeField(`{"type": "text", "title": "Do not survey", "active": false}`) // another type is another field
	old := a.makeField(`{"type": "checkbox", "title": "Do not survey", "description": "Old", "tag": "old", "active": false}`)
	a.forget()
	a.run(resource.TestStep{
		Config: a.config(`resource "surveytrigger_zendesk_ticket_field" "opt_out" {
  type  = "checkbox"
  title = %q
}`, optOut),
		Check: func(state *terraform.State) error {
			if id := idsOf(state)[fields.address("opt_out")]; id != old {
				t.Errorf("expected the old field %s, got %s", old, id)
			}
			a.sent(fields, "taking back", old, `{"title": "Do not survey", "active": true, "description": "", "tag": ""}`)
			if twins := a.fieldsTitled(optOut); len(twins) != 2 {
				t.Errorf("no third field of the title, got %v", twins)
			}
			return nil
		},
	})
}

func TestAnActiveFieldOfTheSameTitleAndTypeIsAnErrorWithTheImportCommand(t *testing.T) {
	t.Parallel()
	a := start(t)
	theirs := a.makeField(`{"type": "checkbox", "title": "Do not survey"}`)
	a.forget()
	a.run(resource.TestStep{
		Config:      a.config("%s", fields.block("opt_out", attributes{"title": fmt.Sprintf("%q", optOut)})),
		ExpectError: regexp.MustCompile(`(?s)The ticket field exists already.*terraform import <address> ` + theirs + `.*Apply\s+without\s+-replace`),
	})
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
}

func TestDestroyingATicketFieldKeepsItUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	a := start(t)
	kept, gone := fields.block("kept"), fields.block("gone", attributes{"deletion_policy": `"delete"`})
	a.run(
		resource.TestStep{Config: a.config("%s", kept+gone)},
		resource.TestStep{PreConfig: a.forget, Config: a.provider()},
	)
	var did []string
	for _, each := range a.writes() {
		did = append(did, each.Method+" "+string(each.Body))
	}
	if len(did) != 2 || !strings.Contains(strings.Join(did, "\n"), `PUT {"ticket_field":{"active":false}}`) || !strings.Contains(strings.Join(did, "\n"), "DELETE ") {
		t.Errorf("one is deactivated, one deleted, got %v", did)
	}
	if field := a.fieldsTitled("kept"); len(field) != 1 || field[0]["active"] != false {
		t.Errorf("the field is kept inactive, got %v", field)
	}
	if field := a.fieldsTitled("gone"); len(field) != 0 {
		t.Errorf("the field is deleted, got %v", field)
	}
}

func TestAnotherTypeReplacesTheTicketField(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(
		resource.TestStep{Config: a.config("%s", fields.block("opt_out", result(goodAndBad)))},
		resource.TestStep{
			Config: a.config("%s", fields.block("opt_out", attributes{"type": `"text"`})),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(fields.address("opt_out"), plancheck.ResourceActionDestroyBeforeCreate),
			}},
			Check: func(*terraform.State) error {
				if twins := a.fieldsTitled("opt_out"); len(twins) != 2 || twins[0]["active"] != false || twins[1]["type"] != "text" {
					t.Errorf("the old field is kept inactive beside the new one, got %v", twins)
				}
				return nil
			},
		},
	)
}

func TestRemovingAnOptionWarnsThatValuesAreLost(t *testing.T) {
	t.Parallel()
	a := start(t)
	s := a.shell(a.provider() + fields.block("result", result(goodAndBad)))
	s.apply()
	s.configure(a.config("%s", fields.block("result", result(`[{ name = "Good", value = "survey_good" }]`))))
	warned := s.warnings("plan")
	if len(warned) != 1 || warned[0].Summary != "Values on tickets will be lost" || !strings.Contains(warned[0].Detail, "survey_bad") {
		t.Errorf("one warning that names the value expected, got %v", warned)
	}
	// Another type deactivates the field: its values stay.
	s.configure(a.config("%s", fields.block("result", attributes{"type": `"text"`})))
	if warned := s.warnings("plan"); len(warned) != 0 {
		t.Errorf("nothing is lost, got %v", warned)
	}
}

func TestTakingAFieldBackWarnsOfOptionsThatItHadAndLoses(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.makeField(`{"type": "tagger", "title": "result", "active": false, "custom_field_options": [{"name": "Ugly", "value": "survey_ugly"}]}`)
	s := a.shell(a.provider() + fields.block("result", result(goodAndBad)))
	warned := s.warnings("apply", "-auto-approve")
	if len(warned) != 1 || !strings.Contains(warned[0].Detail, "survey_ugly") {
		t.Errorf("one warning that names the value expected, got %v", warned)
	}
	s.noChanges()
}
