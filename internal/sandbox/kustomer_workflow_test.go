package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/stellaconnect"
)

// kustomerID calls the simulated Kustomer and gives the id of what it answers with.
func (n *town) kustomerID(method, path, body string) string {
	n.t.Helper()
	response, text := n.kustomerCall(n.client, method, n.url+"/kustomer/v1"+path, body)
	var answer struct {
		Data struct{ ID string }
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || response.StatusCode >= 300 {
		n.t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	return answer.Data.ID
}

// A workflow asks Stella Connect at the vendor's own address, at once and an hour
// later, and the survey is listed when the request, or the advance, is answered. The
// key is nowhere in the request log.
func TestAWorkflowOfKustomerSendsSurveys(t *testing.T) {
	n := newTown(t, Options{})
	post := func(key, talk string) string {
		return fmt.Sprintf(`{"id":"customer","action":"kustomer.customer.find","params":{"identifier":"/#steps.1.customer"},
			"transitions":[{"target":"post","condition":{"op":"true","values":[true]}}]},
			{"id":"post","action":"kustomer.rest-api.json","params":{"method":"post","uri":"https://api.stellaconnect.net/v1/requests",
			"headers":{"x-api-key":"{{{variables.%s}}}"},"data":{"channel":"email","ext_interaction_id":"%s",
			"customer":{"email":"/#steps.customer.emails.0.email"},"employee":{"email":"ana.agent@example.com"}}},"transitions":[]}`, key, talk)
	}
	workflow := func(trigger string) string {
		id := n.kustomerID("POST", "/workflows", `{"name":"send"}`)
		key := n.kustomerID("POST", "/workflows/"+id+"/variables", `{"name":"key","value":"`+stellaconnect.TestKey+`"}`)
		n.kustomerID("PUT", "/workflow-variables/"+key, `{"value":"`+stellaconnect.ProductionKey+`"}`)
		n.kustomerID("PUT", "/workflows/"+id, `{"enabled":true,"trigger":{"id":"1",`+trigger+`,"transitions":[{"target":"customer",
			"condition":{"op":"true","values":[true]}}]},"steps":[`+post(key, "/#steps.1.id")+`]}`)
		return id
	}
	workflow(`"eventName":"kustomer.message.create"`)
	callable := workflow(`"callable":true,"schema":{"required":["customer"]}`)
	n.kustomerID("POST", "/workflows", `{"name":"later","enabled":true,"trigger":{"id":"1","eventName":"kustomer.conversation.create",
		"transitions":[{"target":"later","condition":{"op":"true","values":[true]}}]},"steps":[{"id":"later","transitions":[],
		"action":"kustomer.app.scheduler.schedule-workflow","params":{"workflowId":"`+callable+`","runAt":{"type":"relative","value":60},
		"inputs":{"customer":"/#steps.1.customer"}}}]}`)

	customer := n.kustomerID("POST", "/customers", `{"emails":[{"email":"carla@customer.example"}]}`)
	n.kustomerID("POST", "/customers/"+customer+"/messages", `{"channel":"email","app":"postmark"}`)
	var surveys []engine.Survey
	n.read("/_sandbox/surveys", &surveys)
	if len(surveys) != 1 || surveys[0].Outcome != engine.Sent || surveys[0].CustomerEmail != "carla@customer.example" || surveys[0].TicketID == "" {
		t.Fatalf("surveys %+v", surveys)
	}
	n.do("POST", "/_sandbox/clock/advance", `{"duration":"1h"}`, 200)
	if n.read("/_sandbox/surveys", &surveys); len(surveys) != 2 || surveys[1].TicketID != surveys[0].TicketID {
		t.Errorf("surveys %+v", surveys)
	}
	log, _ := json.Marshal(n.requests(""))
	for _, secret := range []string{stellaconnect.ProductionKey, stellaconnect.TestKey} {
		if strings.Contains(string(log), secret) {
			t.Errorf("the log shows a key: %s", log)
		}
	}
	if got := len(n.requests("stellaconnect")); got != 2 {
		t.Errorf("%d requests to Stella Connect, want 2", got)
	}
}
