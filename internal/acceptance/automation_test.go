package acceptance

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// quietHours is the smallest survey by automation.
func (a *account) quietHours(hours string) string {
	return a.config(`
resource "surveytrigger_zendesk_webhook" "two_listen" {
  name     = "2listen"
  endpoint = "%[1]s"
  authentication = {
    basic = { username = "%[2]s", password_wo = "%[3]s", password_wo_version = 1 }
  }
}

resource "surveytrigger_zendesk_send_automation" "survey" {
  title              = "Pesquisa 2listen"
  hours_since_solved = %[4]s
  sent_tag           = "pesquisa2listen_disparada"
  exclude_tags       = ["vip"]
  webhook_id         = surveytrigger_zendesk_webhook.two_listen.id
  payload = provider::surveytrigger::survey_payload({
    nome  = "{{ticket.requester.name}}"
    email = "{{ticket.requester.email}}"
  })
}

resource "surveytrigger_zendesk_native_csat" "off" {
  enabled = false
}
`, a.env["TWO_LISTEN_URL"], a.env["TWO_LISTEN_USER"], a.env["TWO_LISTEN_TOKEN"], hours)
}

// later lets simulated time pass.
func (a *account) later(duration string) {
	a.t.Helper()
	a.send(http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": duration}, nil)
}

func (a *account) update(ticketID string, changes map[string]any) {
	a.t.Helper()
	a.call(http.MethodPut, "/tickets/"+ticketID, map[string]any{"ticket": changes})
}

// Two hours means: the first hourly run at which the whole hours since the
// solving are at least two.
func TestAQuietTicketGetsOneSurveyAfterItsHours(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config: a.quietHours("2"),
		Check: func(*terraform.State) error {
			a.later("20m")
			quiet, vip := a.solve(ticket{via: 4}), a.solve(ticket{via: 4, tags: []string{"vip"}})
			touched := a.solve(ticket{via: 4})
			expect := func(when, id string, surveys int) {
				t.Helper()
				if got := a.surveysOf(id); len(got) != surveys {
					t.Errorf("%s: %d surveys for ticket %s expected, got %+v", when, surveys, id, got)
				}
			}
			a.later("1h")
			expect("after 1 hour", quiet, 0)
			a.update(touched, map[string]any{"additional_tags": []string{"billing"}})
			a.later("45m")
			expect("before 2 hours are full", quiet, 0)
			a.later("1h")
			expect("at the first run after 2 full hours", quiet, 1)
			expect("a tag added meanwhile does not start the wait anew", touched, 1)
			expect("excluded", vip, 0)
			a.later("5h")
			expect("a later run sends nothing", quiet, 1)
			if survey := a.surveysOf(quiet)[0]; survey.Backend != "two_listen" || survey.CustomerEmail != "carla@customer.example" {
				t.Errorf("got %+v", survey)
			}
			return nil
		},
	})
}

func TestAReopenedTicketWaitsForItsSecondSolving(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config: a.quietHours("2"),
		Check: func(*terraform.State) error {
			id := a.solve(ticket{via: 4})
			a.later("1h")
			a.update(id, map[string]any{"status": "open"})
			a.later("6h")
			if surveys := a.surveysOf(id); len(surveys) != 0 {
				t.Errorf("the ticket is open again, got %+v", surveys)
			}
			a.update(id, map[string]any{"status": "solved"})
			a.later("1h")
			if surveys := a.surveysOf(id); len(surveys) != 0 {
				t.Errorf("one hour after the second solving, got %+v", surveys)
			}
			a.later("2h")
			if surveys := a.surveysOf(id); len(surveys) != 1 {
				t.Errorf("one survey after the second solving expected, got %+v", surveys)
			}
			return nil
		},
	})
}

// A ticket that only agents wrote in is no conversation with a customer.
func TestATicketWithoutAPublicCommentGetsNoSurvey(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config: a.quietHours("1"),
		Check: func(*terraform.State) error {
			made := a.call(http.MethodPost, "/tickets", map[string]any{"ticket": map[string]any{
				"subject": "Note", "comment": map[string]any{"body": "For us", "public": false}, "status": "solved",
				"requester": map[string]any{"name": "Carla", "email": "carla@customer.example"}, "assignee_email": "ana.agent@example.com",
			}})
			id := number(made["ticket"].(map[string]any)["id"])
			public := a.solve(ticket{via: 4})
			a.later("4h")
			if surveys := a.surveysOf(id); len(surveys) != 0 {
				t.Errorf("got %+v", surveys)
			}
			if surveys := a.surveysOf(public); len(surveys) != 1 {
				t.Errorf("got %+v", surveys)
			}
			return nil
		},
	})
}
