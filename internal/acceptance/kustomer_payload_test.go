package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// inKustomer makes a call of Kustomer's API and gives the id of what it answers with.
func (a *account) inKustomer(method, path, body string) (id string) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.env["KUSTOMER_ENDPOINT"]+"/v1"+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+a.env["KUSTOMER_API_KEY"])
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Data   struct{ ID string }
		Errors json.RawMessage
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode >= 300 {
		a.t.Fatalf("%s %s: %d %s %v", method, path, response.StatusCode, answer.Errors, err)
	}
	return answer.Data.ID
}

// asks makes a workflow that looks up what a send workflow looks up, and sends a body to
// an address when a conversation is done.
func (a *account) asks(address, header, body string) {
	const always = `"condition":{"op":"true","values":[true]}`
	step := func(id, action, params, next string) string {
		return fmt.Sprintf(`{"id":%q,"action":%q,"params":%s,"transitions":[{"target":%q,%s}]}`, id, action, params, next, always)
	}
	a.inKustomer("POST", "/workflows", `{"name":"send","enabled":true,"trigger":{"id":"1","eventName":"kustomer.conversation.update","transitions":[
		{"target":"conversation","condition":{"op":"eq","values":["/#steps.1.changes.attributes.status.after","done"]}}]},"steps":[`+
		step("conversation", "kustomer.conversation.find-by-id", `{"id":"/#steps.1.id"}`, "customer")+`,`+
		step("customer", "kustomer.customer.find", `{"identifier":"/#steps.conversation.customer"}`, "agent")+`,`+
		step("agent", "kustomer.user.find-by-email", `{"email":"ana.agent@example.com"}`, "request")+`,`+
		`{"id":"request","action":"kustomer.rest-api.json","transitions":[],"params":{"method":"post","uri":"`+address+`","headers":{`+header+`},"data":`+body+`}}]}`)
}

// What the functions give for Kustomer is what the survey backends understand, whatever
// the customer is called: Kustomer's own rendering, and Stella Connect and 2listen as
// they are simulated, agree with it.
func TestPayloadsForKustomerAreUnderstood(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.run(resource.TestStep{
		Config: a.config(`
			output "stella" {
				value = provider::surveytrigger::stella_connect_payload("email", "doNotSendSurveyBool", {
					help_desk = "kustomer", tag_field_ids = ["planStr"], language = true
				})
			}
			output "two_listen" {
				value = provider::surveytrigger::survey_payload({
					nome = "{{steps.customer.name}}", email = "/#steps.customer.emails.0.email"
				}, { help_desk = "kustomer" })
			}`),
		Check: func(state *terraform.State) error {
			body := func(name string) string { return fmt.Sprint(state.RootModule().Outputs[name].Value) }
			a.asks("https://api.stellaconnect.net/v1/requests", `"x-api-key":"`+a.env["STELLA_CONNECT_PRODUCTION_KEY"]+`"`, body("stella"))
			request, err := http.NewRequest(http.MethodGet, "/", http.NoBody)
			if err != nil {
				return err
			}
			request.SetBasicAuth(a.env["TWO_LISTEN_USER"], a.env["TWO_LISTEN_TOKEN"])
			a.asks(a.env["TWO_LISTEN_URL"], `"Authorization":"`+request.Header.Get("Authorization")+`"`, body("two_listen"))

			customer := a.inKustomer("POST", "/customers", `{"name":"Ann \"AJ\" O'Neil\n\\ <日本>","locale":"en","emails":[{"email":"ann@customer.example"}]}`)
			plain := a.inKustomer("POST", "/conversations", `{"customer":"`+customer+`","custom":{"planStr":"gold \"plus\""}}`)
			excluded := a.inKustomer("POST", "/conversations", `{"customer":"`+customer+`","custom":{"doNotSendSurveyBool":true}}`)
			for _, id := range []string{plain, excluded} {
				a.inKustomer("PATCH", "/conversations/"+id, `{"status":"done"}`)
			}
			surveys := a.surveys()
			if len(surveys) != 4 {
				t.Fatalf("surveys %+v", surveys)
			}
			if got := surveys[0]; got.Outcome != engine.Sent || got.TicketID != plain || got.CustomerEmail != "ann@customer.example" ||
				got.EmployeeEmail != "ana.agent@example.com" || got.Language != "en" || fmt.Sprint(got.Tags) != `[gold "plus"]` || got.DoNotSend {
				t.Errorf("survey %+v", got)
			}
			if got := surveys[2]; got.Outcome != engine.NotSent || got.TicketID != excluded || !got.DoNotSend {
				t.Errorf("survey of an excluded customer %+v", got)
			}
			if got := surveys[1]; got.Backend != "two_listen" || got.Outcome != engine.Sent || got.CustomerEmail != "ann@customer.example" {
				t.Errorf("survey of 2listen %+v", got)
			}
			return nil
		},
	})
}
