package acceptance

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
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

// The ids are known from an earlier apply: then it is the plan that refuses.
func TestASendThatHonoursNoMarkIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.careless(`{ tag = "survey_excluded" }`, ""))
	w.apply("-target=surveytrigger_zendesk_exclusion_trigger.vip", "-target=surveytrigger_zendesk_webhook.stella")
	found := w.errors("plan", "-input=false")
	if len(found) != 1 || found[0].Summary != "evaluate_after has no effect" || !strings.Contains(found[0].Detail, `exclude_tags = ["survey_excluded"]`) {
		t.Errorf("one error that says what to add expected, got %v", found)
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
		ExpectError: regexp.MustCompile(`(?s)Referenced trigger not found.*4711`),
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

// Mark and sends change over in one apply: a warning tells of the gap.
func TestChangingAMarkWarnsAndEndsRight(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"native_csat": "absent"})
	w := a.shell(a.careless(`{ tag = "old_mark" }`, `exclude_tags = ["old_mark"]`))
	w.apply()
	w.configure(a.careless(`{ tag = "new_mark" }`, `exclude_tags = ["new_mark"]`))
	warnings := w.warnings("plan", "-input=false")
	if len(warnings) != 2 || !strings.Contains(warnings[0].Detail+warnings[1].Detail, "second exclusion") || !strings.Contains(warnings[0].Detail+warnings[1].Detail, "-target") {
		t.Errorf("a warning with the way without a gap, and one of the send, expected, got %v", warnings)
	}
	w.apply()
	w.noChanges()
	_ = a.protects(nil)
	w.destroy()
}

// A new exclusion joins: it was made last and has to come before the send.
func TestANewExclusionJoinsASendThatRuns(t *testing.T) {
	t.Parallel()
	a := start(t)
	joined := strings.Replace(a.protectedEmail(), "[surveytrigger_zendesk_exclusion_trigger.vip.id]",
		"[surveytrigger_zendesk_exclusion_trigger.vip.id, surveytrigger_zendesk_exclusion_trigger.legal.id]", 1) + `
resource "surveytrigger_zendesk_exclusion_trigger" "legal" {
  title      = "Exclude legal cases"
  conditions = { all = [{ field = "current_tags", operator = "includes", value = "legal" }] }
  mark       = { checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }
  lifecycle { create_before_destroy = true }
}
`
	a.run(
		resource.TestStep{Config: a.protectedEmail()},
		resource.TestStep{Config: joined, Check: func(s *terraform.State) error {
			if surveys := a.surveysOf(a.solve(ticket{via: 4, tags: []string{"legal"}})); len(surveys) != 1 || surveys[0].Outcome != "not_sent" {
				t.Errorf("a legal case was surveyed: %+v", surveys)
			}
			return a.protects(s)
		}},
	)
}

// An exclusion that is switched off excludes nobody: one warning says so.
func TestListingAnInactiveTriggerWarnsOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := strings.Replace(a.protectedEmail(), `title = "Do not send Stella Connect request"`,
		"title  = \"Do not send Stella Connect request\"\n  active = false", 1)
	a.zendesk(map[string]any{"native_csat": "absent"})
	w := a.shell(config)
	w.apply()
	warnings := w.warnings("plan", "-input=false")
	if len(warnings) != 1 || warnings[0].Summary != "A listed trigger is inactive" {
		t.Errorf("one warning expected, got %v", warnings)
	}
	w.destroy()
}

// Two teams, two states, one account: each has its own sends and exclusions.
func TestTwoWorkspacesAtOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	other := strings.NewReplacer(
		"Do not send Stella Connect request", "Do not send, team two",
		emailSend, "Send, team two",
		`"Do not Send Stella Connect Survey"`, `"Do not send, team two"`,
		`channel        = "email"`, `channel        = "chat"`,
	).Replace(a.protectedEmail())
	one, two := a.shell(a.protectedEmail()), a.shell(other)
	applied := make(chan string, 2)
	for _, w := range []*workspace{one, two} {
		go func() {
			output, ok := w.try("apply", "-auto-approve", "-input=false", "-no-color")
			if ok {
				output = ""
			}
			applied <- output
		}()
	}
	for range 2 {
		if failure := <-applied; failure != "" {
			t.Error(failure)
		}
	}
	one.noChanges()
	two.noChanges()
	_ = a.protects(nil)
	if surveys := a.surveysOf(a.solve(ticket{via: 29, tags: []string{"vip"}})); len(surveys) != 1 || surveys[0].Outcome != "not_sent" {
		t.Errorf("team two's exclusion is not in force: %+v", surveys)
	}
	one.destroy()
	two.destroy()
	if left := a.call(http.MethodGet, "/triggers?per_page=100", nil)["triggers"].([]any); len(left) != 5 {
		t.Errorf("%d triggers left, five of Zendesk's own expected", len(left))
	}
}
