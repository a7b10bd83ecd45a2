package acceptance

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// 2listen takes the user name of an administrator and "/token", as it did in the
// days of HTTP targets. Trigger and automation call the same target.
func TestSendsToATargetReallyDeliver(t *testing.T) {
	t.Parallel()
	a := start(t)
	const payload = `provider::surveytrigger::survey_payload({ nome = "{{ticket.requester.name}}", email = "{{ticket.requester.email}}" })`
	config := targets.block("old", attributes{
		"url": quoted(a.env["TWO_LISTEN_URL"]), "username": quoted(a.env["TWO_LISTEN_USER"]), "password_wo": quoted(a.env["TWO_LISTEN_TOKEN"]),
	}) + sends.block("chats", attributes{"webhook_id": "", "target_id": targets.address("old") + ".id", "payload": payload}) +
		automations.block("quiet", tagged("surveyed"), attributes{
			"webhook_id": "", "target_id": targets.address("old") + ".id", "payload": payload,
			"conditions": `{ all = [{ field = "via_id", operator = "is", value = "4" }] }`,
		})
	expect := func(what, id string, surveys int) {
		t.Helper()
		got := a.surveysOf(id)
		if len(got) != surveys {
			t.Errorf("%s: %d surveys expected, got %+v", what, surveys, got)
		}
		for _, survey := range got {
			if survey.Backend != "two_listen" || survey.Outcome != "sent" || survey.CustomerEmail != "carla@customer.example" {
				t.Errorf("%s: got %+v", what, survey)
			}
		}
	}
	a.run(resource.TestStep{
		Config: a.config("%s", config),
		Check: func(*terraform.State) error {
			chat, mail := a.solve(ticket{via: 29}), a.solve(ticket{via: 4})
			expect("a chat at once", chat, 1)
			expect("a mail not yet", mail, 0)
			a.later("4h")
			expect("a mail after its hours", mail, 1)
			expect("a chat once", chat, 1)
			return nil
		},
	})
}

// Zendesk switches a target off that failed 21 times in a row. The plan shows
// that, and applying switches it on again.
func TestATargetThatZendeskDeactivatedIsOneLineInThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + sends.prelude + targets.block("old", attributes{"url": quoted("http://" + closedPort(t))}) + chatsNotify)
	w.apply()
	w.noChanges()
	for range 21 {
		a.solve(ticket{via: 29})
	}
	changes := w.plan().ResourceChanges
	for _, change := range changes {
		if err := (inPlace{targets.address("old"), "active"}).check(change.Change); change.Address == targets.address("old") && err != nil {
			t.Error(err)
		} else if change.Address != targets.address("old") && !change.Change.Actions.NoOp() {
			t.Errorf("%s changes too: %v", change.Address, changed(change.Change))
		}
	}
	w.apply()
	w.noChanges()
	if left := a.list("/targets", "targets"); left[0]["active"] != true {
		t.Errorf("still off: %v", left)
	}
}
