package backend

import (
	"net/http"
	"testing"
)

func TestATestTellsWhatWouldBeSent(t *testing.T) {
	a := newAccount(t)
	a.declare()
	const path = "/v1/trigger_distributions/trigger_distribution_1/test"
	ask := func(key, body string) answer {
		return a.call("POST", path, body, "Idempotency-Key: "+key)
	}
	shown := ask("nobody", `{"customer_email":"me@acme.example","agent_email":null}`).want(http.StatusOK).body
	if shown["delivered"] != false || shown["survey_id"] != "survey_1" || shown["connector_id"] != "connector_1" || shown["metric"] != "CES" || shown["question"] != nil || shown["agent_email"] != nil {
		t.Errorf("%v", shown)
	}
	if mails := a.world.Outbox.All(); len(mails)+len(a.world.Surveys.All()) != 0 {
		t.Errorf("%v", mails)
	}
	const delivery = `{"customer_email":"me@acme.example","agent_email":"ANA.agent@example.com","deliver":true}`
	for _, replayed := range []string{"", "true"} {
		if sent := ask("delivery", delivery).want(http.StatusOK); sent.body["delivered"] != true || sent.header.Get("Idempotency-Replayed") != replayed {
			t.Errorf("%v %s", sent.header, sent.text)
		}
	}
	surveys, mails := a.world.Surveys.All(), a.world.Outbox.All()
	if len(surveys) != 1 || !surveys[0].Test || len(mails) != 1 || mails[0].To != "me@acme.example" || mails[0].Subject != "Test: How did we do?" {
		t.Errorf("%v\n%v", surveys, mails)
	}
	if _, err := a.world.Surveys.Respond(surveys[0].ID, 5, ""); err == nil {
		t.Error("a test is answered")
	}
	ask("delivery", `{"customer_email":"you@acme.example","deliver":true}`).refused(http.StatusUnprocessableEntity, "idempotency_key_reused")
	ask("wrong", `{"customer_email":"me","agent_email":"nobody@acme.example","send":true}`).wrong("/send")
	ask("wrong", `{"customer_email":"me","agent_email":"nobody@acme.example"}`).wrong("/customer_email", "/agent_email")
	ask("inactive", `{"customer_email":"me@acme.example","agent_email":"noah.new@example.com"}`).wrong("/agent_email")
	a.call("POST", path, delivery).refused(http.StatusBadRequest, "idempotency_key_missing")
	a.call("POST", "/v1/trigger_distributions/trigger_distribution_9/test", delivery, "Idempotency-Key: k").refused(http.StatusNotFound, "not_found")
	a.patch("/v1/trigger_distributions/trigger_distribution_1", "*", `{"active":false}`).want(http.StatusOK)
	ask("late", delivery).refused(http.StatusConflict, "inactive")
	if all := a.world.Surveys.All(); len(all) != 1 {
		t.Errorf("%v", all)
	}
}
