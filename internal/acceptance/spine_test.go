package acceptance

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// protectedEmail is the smallest whole chain: target, checkbox, exclusion and
// one send.
const protectedEmail = `
resource "surveytrigger_zendesk_webhook" "stella" {
  name     = "Stella Connect"
  endpoint = "%[1]s/v1/auth"
  authentication = {
    basic = { username = "connect", password_wo = "%[2]s", password_wo_version = 1 }
  }
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not Send Stella Connect Survey"
}

resource "surveytrigger_zendesk_exclusion_trigger" "vip" {
  title = "Do not send Stella Connect request"
  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "current_tags", operator = "includes", value = "vip" },
    ]
  }
  mark = { checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }
  lifecycle { create_before_destroy = true }
}

resource "surveytrigger_zendesk_send_trigger" "email" {
  title          = "Send Stella Connect request on ticket solved for email channel"
  channel        = "email"
  webhook_id     = surveytrigger_zendesk_webhook.stella.id
  payload        = provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.do_not_send.id, {})
  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]
}
`

func (a *account) protectedEmail() string {
	return a.config(protectedEmail, a.env["STELLA_CONNECT_ENDPOINT"], a.env["STELLA_CONNECT_PRODUCTION_KEY"])
}

// A ticket of another channel gets none, and one that is excluded is reported but not
// surveyed.
func TestATicketSolvedByEmailGetsExactlyOneSurvey(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config: a.protectedEmail(),
		Check: func(*terraform.State) error {
			solved := a.solve(ticket{via: 4})
			surveys := a.surveysOf(solved)
			if len(surveys) != 1 || surveys[0].Outcome != "sent" || surveys[0].CustomerEmail != "carla@customer.example" {
				t.Errorf("one survey to Carla expected, got %+v", surveys)
			}
			if surveys := a.surveysOf(a.solve(ticket{via: 29})); len(surveys) != 0 {
				t.Errorf("a chat is on no channel of ours, got %+v", surveys)
			}
			surveys = a.surveysOf(a.solve(ticket{via: 4, tags: []string{"vip"}}))
			if len(surveys) != 1 || !surveys[0].DoNotSend || surveys[0].Outcome != "not_sent" {
				t.Errorf("of an excluded ticket one request with do_not_send expected, got %+v", surveys)
			}
			return nil
		},
	})
}

// decode reads the body of a request.
func decode[T any](t *testing.T, r request) T {
	t.Helper()
	var body T
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatalf("%v: %v in %s", r, err, r.Body)
	}
	return body
}
