package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// openTest is an action that asks the backend of the open contract.
var openTest = map[string]any{"backend": "survey_backend", "channel": "email", "customer_email": "carla@customer.example", "employee_email": "ana.agent@example.com"}

// onOpen is the provider with the section of that backend.
func (a *account) onOpen() *protocol {
	a.t.Helper()
	p := newProtocol(a.t)
	p.configureAll(map[string]any{"survey_backend": map[string]any{"endpoint": a.env["SURVEY_BACKEND_ENDPOINT"], "token": a.env["SURVEY_BACKEND_TOKEN"]}})
	return p
}

// aDistribution asks the customers of the Zendesk account, and writes a note back.
func (a *account) aDistribution(more map[string]any) (surveyID, id string) {
	a.t.Helper()
	asked := a.backend(http.MethodPost, "/surveys", map[string]any{"name": "NPS", "metric": "NPS"})
	made := a.backend(http.MethodPost, "/trigger_distributions", merged(map[string]any{"survey_id": asked["id"], "connector_id": a.aConnector()}, more))
	return asked["id"].(string), made["id"].(string)
}

func (a *account) outbox() (mails []engine.Email) {
	a.t.Helper()
	a.send(http.MethodGet, "/_sandbox/outbox", nil, &mails)
	return slices.DeleteFunc(mails, func(mail engine.Email) bool { return mail.Kind != engine.SurveyEmail })
}

// A backend of the open contract is asked what it would send, and sends nothing.
func TestATestOfTheOpenContractTellsWhatWouldBeSent(t *testing.T) {
	t.Parallel()
	a := start(t)
	without := func() *protocol {
		p := newProtocol(t)
		p.configureAll(map[string]any{})
		return p
	}
	if done := without().prepare("send_test_survey", openTest); len(done.failed) != 1 || done.stage != "plan" || !strings.Contains(done.said(), "survey_backend") {
		t.Errorf("without the section: %s", done.said())
	}
	if done := a.onOpen().act("send_test_survey", openTest); len(done.failed) != 1 || pathText(done.failed[0].Attribute) != "channel" {
		t.Errorf("without a distribution: %s", done.said())
	}
	for attribute, wrong := range map[string]any{"api_key_wo": "a-wrong-token-of-some-length", "url": "http://127.0.0.1:1"} {
		given := merged(map[string]any{"url": a.env["SURVEY_BACKEND_ENDPOINT"], "api_key_wo": a.env["SURVEY_BACKEND_TOKEN"]}, map[string]any{attribute: wrong})
		if done := a.onOpen().act("send_test_survey", merged(openTest, given)); len(done.failed) != 1 || !strings.Contains(done.said(), attribute+" in the action") || strings.Contains(done.said(), "section") || strings.Contains(done.said(), "TOKEN") {
			t.Errorf("a wrong %s of the action, whatever the section has: %s", attribute, done.said())
		}
	}
	asked, id := a.aDistribution(nil)
	a.aDistribution(map[string]any{"active": false})
	given := map[string]any{"url": a.env["SURVEY_BACKEND_ENDPOINT"], "api_key_wo": a.env["SURVEY_BACKEND_TOKEN"]}
	for name, act := range map[string]func() acted{
		"by the section": func() acted { return a.onOpen().act("send_test_survey", openTest) },
		"by its address": func() acted { return without().act("send_test_survey", merged(openTest, given)) },
	} {
		a.forget()
		done := act()
		for _, part := range []string{"nobody gets a survey", "would send the NPS survey " + asked + " to carla@customer.example, about ana.agent@example.com", "(" + id + ")"} {
			if len(done.failed) > 0 || len(done.progress) != 2 || !strings.Contains(done.said(), part) {
				t.Errorf("%s: no %q in %s", name, part, done.said())
			}
		}
		wanted := []string{
			"GET /v1/trigger_distributions",
			"POST /v1/trigger_distributions/" + id + `/test {"agent_email":"ana.agent@example.com","customer_email":"carla@customer.example","deliver":false}`,
		}
		if sent := a.backendRequests(); !slices.Equal(sent, wanted) {
			t.Errorf("%s: sent %q", name, sent)
		}
	}
	if done := a.onOpen().act("send_test_survey", merged(openTest, map[string]any{"employee_email": "noah.new@example.com"})); len(done.failed) != 1 ||
		pathText(done.failed[0].Attribute) != "employee_email" || !strings.Contains(done.said(), "noah.new@example.com") || !strings.Contains(done.said(), "surveytrigger_agent") {
		t.Errorf("an agent who is not active: %s", done.said())
	}
	if done := without().act("send_test_survey", merged(openTest, given, map[string]any{"api_key_wo": "a-wrong-token-of-some-length"})); len(done.failed) != 1 || !strings.Contains(done.said(), "401") {
		t.Errorf("a wrong token: %s", done.said())
	}
	if surveys, mails := a.surveys(), a.outbox(); len(surveys) > 0 || len(mails) > 0 {
		t.Errorf("%v\n%v", surveys, mails)
	}
}

// A test that is delivered is no survey of a conversation: the customer's own one is
// sent as if there was no test, nobody's rating is made up, and nothing is written back.
func TestADeliveredTestOfTheOpenContractIsAboutNoConversation(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.send(http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"}, nil)
	_, id := a.aDistribution(nil)
	solved := a.solve(ticket{via: 4})
	a.forget()
	for range 2 {
		if done := a.onOpen().act("send_test_survey", merged(openTest, map[string]any{"deliver": true})); len(done.failed) > 0 || !strings.Contains(done.said(), "has sent the NPS survey") || strings.Contains(done.said(), "nobody") {
			t.Errorf("%s", done.said())
		}
	}
	test := "POST /v1/trigger_distributions/" + id + `/test {"agent_email":"ana.agent@example.com","customer_email":"carla@customer.example","deliver":true}`
	a.expectBackendWrites("two tests", test, test)
	surveys, mails := a.surveys(), a.outbox()
	if len(surveys) != 2 || len(mails) != 2 {
		t.Fatalf("%v\n%v", surveys, mails)
	}
	for i, survey := range surveys {
		if !survey.Test || survey.Outcome != engine.Sent || survey.TicketID != "" || survey.EmployeeEmail != "ana.agent@example.com" || survey.Metric != engine.NPS ||
			mails[i].To != "carla@customer.example" || !strings.HasPrefix(mails[i].Subject, "Test: ") || mails[i].SurveyID != survey.ID {
			t.Errorf("%+v\n%+v", survey, mails[i])
		}
		answer, err := http.Post(a.url+"/_sandbox/surveys/"+survey.ID+"/respond", "application/json", strings.NewReader(`{"score": 1}`))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a test is answered: %s", answer.Status)
		}
	}
	a.send(http.MethodPost, "/_sandbox/clock/advance", map[string]any{"duration": "100h"}, nil)
	if own := a.surveysOf(solved); len(own) != 1 || own[0].Test || own[0].Outcome != engine.Sent || len(a.surveys()) != 3 {
		t.Errorf("the ticket gets its one survey: %+v", a.surveys())
	}
	if kept := a.backend(http.MethodGet, "/responses", nil)["data"].([]any); len(kept) > 0 {
		t.Errorf("responses %v", kept)
	}
	if writes := a.writes(); len(writes) > 0 {
		t.Errorf("written back: %v", writes)
	}
}

// A lost answer sends no second test; what cannot be known is said.
func TestALostAnswerSendsNoSecondTestOfTheOpenContract(t *testing.T) {
	t.Parallel()
	for _, times := range []int{1, 99} {
		t.Run(fmt.Sprint(times), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			_, id := a.aDistribution(nil)
			a.fault(engine.Fault{System: "backend", Method: "POST", Path: "/v1/trigger_distributions/" + id + "/test", Kind: engine.DropAfterCommit, Times: times})
			done := a.onOpen().act("send_test_survey", merged(openTest, map[string]any{"deliver": true}))
			if known := times == 1; known != (len(done.failed) == 0) || known == strings.Contains(done.said(), "It is not known whether the survey backend did what was asked for. Look there") {
				t.Errorf("%s", done.said())
			}
			if surveys, sent := a.surveys(), a.backendWrites(); len(surveys) != 1 || len(a.outbox()) != 1 || len(sent) < 2 {
				t.Errorf("%v\n%q", surveys, sent)
			}
		})
	}
}
