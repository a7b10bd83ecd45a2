package acceptance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// careless is a send whose payload looks at no mark, with further attributes.
func (a *account) careless(exclusionMark, sendMore string) string {
	config := a.protectedEmail()
	config = strings.Replace(config, "mark = { checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }", "mark = "+exclusionMark, 1)
	payload := regexp.MustCompile(`payload +=.*`)
	return payload.ReplaceAllString(config, `payload = provider::surveytrigger::survey_payload({
    channel  = "email"
    customer = { name = "{{ticket.requester.name}}", email = "{{ticket.requester.email}}" }
    employee = { email = "{{ticket.assignee.email}}" }
  })
  `+sendMore)
}

const theCheckbox = "{ checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }"

func TestASendThatHonoursNoMarkIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	for name, mark := range map[string]string{"checkbox": theCheckbox, "tag": `{ tag = "survey_excluded" }`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.run(resource.TestStep{
				Config:      a.careless(mark, ""),
				ExpectError: regexp.MustCompile(`(?s)evaluate_after has no effect.*evaluate_after = .*Do not send\s+Stella\s+Connect\s+request`),
			})
			if made := a.triggers()[emailSend]; made != nil {
				t.Errorf("the send was made all the same: %v", made)
			}
		})
	}
}

func TestEachWayToHonourAMark(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]struct{ mark, more string }{
		"exclude_tags":       {`{ tag = "survey_excluded" }`, `exclude_tags = ["survey_excluded"]`},
		"exclude_checkboxes": {theCheckbox, `exclude_checkbox_field_ids = [surveytrigger_zendesk_ticket_field.do_not_send.id]`},
		"a condition":        {`{ tag = "survey_excluded" }`, `conditions = { all = [{ field = "current_tags", operator = "not_includes", value = "survey_excluded other" }] }`},
		"one of two marks":   {`{ tag = "survey_excluded", checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }`, `exclude_tags = ["survey_excluded"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.run(resource.TestStep{Config: a.careless(way.mark, way.more), Check: a.protects})
		})
	}
}

// A trigger that leaves no mark has no effect as an exclusion, however early it runs.
func TestListingATriggerThatMarksNothingIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	other := a.foreign("Raise the priority", nil)
	a.run(resource.TestStep{
		Config:      strings.Replace(a.protectedEmail(), "[surveytrigger_zendesk_exclusion_trigger.vip.id]", "[\""+other+"\"]", 1),
		ExpectError: regexp.MustCompile(`(?s)has no effect.*Raise the priority.*adds\s+no\s+tag`),
	})
}

func TestListingAnIdThatDoesNotExistIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config:      strings.Replace(a.protectedEmail(), "[surveytrigger_zendesk_exclusion_trigger.vip.id]", "[\"4711\"]", 1),
		PlanOnly:    true,
		ExpectError: regexp.MustCompile(`(?s)Referenced trigger not found.*4711: it\s+was deleted.*data\s+source.*remove\s+it`),
	})
}

// Somebody took the mark off in the screens: the plan mends the exclusion, and
// the check of the send believes the plan.
func TestAMarkTakenOffInTheScreensIsPutBack(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(
		resource.TestStep{Config: a.protectedEmail()},
		resource.TestStep{
			PreConfig: func() {
				a.drag(vipExclusion, map[string]any{
					"conditions": a.triggers()[vipExclusion]["conditions"],
					"actions":    []any{map[string]any{"field": "priority", "value": "high"}},
				})
			},
			Config: a.protectedEmail(), Check: a.protects,
		},
	)
}

// Mark and sends change over in one apply: warnings tell of the gap, and of the tickets that
// have the old mark.
func TestChangingAMarkWarnsAndEndsRight(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"native_csat": "absent"})
	w := a.shell(a.careless(`{ tag = "old_mark" }`, `exclude_tags = ["old_mark"]`))
	w.apply()
	w.configure(a.careless(`{ tag = "new_mark" }`, `exclude_tags = ["new_mark"]`))
	warnings := w.warnings("plan", "-input=false")
	text := fmt.Sprint(warnings)
	if len(warnings) != 3 || !strings.Contains(text, "let every send and automation check both marks") || !strings.Contains(text, "let the send check both marks") || !strings.Contains(text, "stops checking a mark") {
		t.Errorf("a warning with the way without a gap, and two of the send, expected, got %v", warnings)
	}
	w.apply()
	w.noChanges()
	_ = a.protects(nil)
	w.destroy()
}
