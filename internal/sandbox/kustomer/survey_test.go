package kustomer_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/twolisten"
)

// backends serves the survey backends beside the organization, and gives the address
// of a survey of 2listen.
func (d *desk) backends() (twoListen string) {
	d.t.Helper()
	stella, second := stellaconnect.New(d.world), twolisten.New(d.world)
	for _, host := range stella.Hosts() {
		d.world.Hosts.Serve(host, stella)
	}
	server := httptest.NewServer(http.StripPrefix("/twolisten", second))
	d.t.Cleanup(server.Close)
	return server.URL + "/twolisten/survey-1"
}

// askStella is a workflow as a person makes it: it looks everything up, stops unless
// all holds, sets the mark and only then asks.
func (d *desk) askStella() {
	d.t.Helper()
	id := text(d.must(201, "POST", "/workflows", `{"name":"Send-Stella-Connect-Request"}`), "data", "id")
	key := text(d.must(201, "POST", "/workflows/"+id+"/variables", `{"name":"key","value":"`+stellaconnect.ProductionKey+`"}`), "data", "id")
	if_ := func(target string, conditions string) string {
		return `"transitions":[{"target":"` + target + `","condition":{"op":"and","values":[` + conditions + `]}}]`
	}
	d.must(200, "PUT", "/workflows/"+id, `{"enabled":true,"trigger":`+onDone("conversation")+`,"steps":[
		{"id":"conversation","action":"kustomer.conversation.find-by-id","params":{"id":"/#steps.1.id"},`+if_("customer",
		`{"op":"contains","values":["/#steps.conversation.channels","email"]},{"op":"gt","values":["/#steps.conversation.assignedUsers.length","0"]},
			{"op":"neq","values":["/#steps.conversation.custom.askedBool",true]},{"op":"neq","values":["/#steps.conversation.custom.doNotSendBool",true]}`)+`},
		{"id":"customer","action":"kustomer.customer.find","params":{"identifier":"/#steps.conversation.customer"},`+if_("agent",
		`{"op":"exists","values":["/#steps.customer.emails.0.email"]}`)+`},
		`+step("agent", "kustomer.user.find-by-id", `{"id":"/#steps.conversation.assignedUsers.0"}`, "mark")+`,
		`+step("mark", "kustomer.conversation.update", `{"id":"/#steps.conversation.id","custom":{"askedBool":true}}`, "request")+`,
		`+step("request", "kustomer.rest-api.json", `{"method":"post","uri":"https://api.stellaconnect.net/v1/requests",
			"headers":{"x-api-key":"{{{variables.`+key+`}}}"},"data":{"channel":"email","ext_interaction_id":"/#steps.conversation.id",
			"customer":{"name":"{{{steps.customer.name}}}","email":"/#steps.customer.emails.0.email"},"employee":{"email":"/#steps.agent.email"}}}`, "")+`]}`)
}

// A conversation that is marked done gets one survey, listed before the request is
// answered; done again, excluded, unassigned, without an address or by chat none.
func TestFromAConversationToASurvey(t *testing.T) {
	d := open(t)
	d.backends()
	d.askStella()
	customer := d.customer("carla@customer.example")
	surveys := func() []string {
		all := []string{}
		for _, s := range d.world.Surveys.All() {
			all = append(all, fmt.Sprint(s.TicketID, " ", s.Outcome, s.Reason, " ", s.CustomerEmail, " ", s.EmployeeEmail))
		}
		return all
	}
	assign := `"assignedUsers":["` + d.user("ana.agent@example.com") + `"]`
	talk := d.conversation(customer, "email")
	d.must(200, "PATCH", "/conversations/"+talk, `{"status":"done",`+assign+`}`)
	want := []string{talk + " sent carla@customer.example ana.agent@example.com"}
	d.equal("surveys", surveys(), want)
	d.must(201, "POST", "/conversations/"+talk+"/messages", `{"channel":"email","app":"postmark","preview":"One more thing"}`)
	d.done(talk)

	nameless := text(d.must(201, "POST", "/customers", `{"name":"No Address"}`), "data", "id")
	for why, id := range map[string]string{
		`,"custom":{"doNotSendBool":true}`: d.conversation(customer, "email"),
		`,"priority":1`:                    d.conversation(nameless, "email"),
		`,"priority":2`:                    d.conversation(customer, "chat"),
	} {
		d.must(200, "PATCH", "/conversations/"+id, `{"status":"done",`+assign+why+`}`)
	}
	d.done(d.conversation(customer, "email"))
	d.equal("surveys at the end", surveys(), want)
}

// 2listen has an address of its own for each survey and basic authentication.
func TestFromAConversationTo2listen(t *testing.T) {
	d := open(t)
	address := d.backends()
	d.workflow("two listen", onDone("customer"),
		step("customer", "kustomer.customer.find", `{"identifier":"/#steps.1.customer"}`, "request"),
		step("request", "kustomer.rest-api.json", `{"method":"post","uri":"`+address+`","headers":{"Authorization":"Basic `+basic(twolisten.User, twolisten.Token)+`"},
			"data":{"nome":"{{{steps.customer.name}}}","email":"{{{steps.customer.emails.0.email}}}"}}`, ""))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.done(talk)
	all := d.world.Surveys.All()
	if len(all) != 1 || all[0].TicketID != talk || all[0].CustomerEmail != "carla@customer.example" || all[0].Outcome != "sent" {
		t.Errorf("surveys %+v", all)
	}
}

func basic(user, password string) string {
	request, _ := http.NewRequest(http.MethodGet, "/", http.NoBody)
	request.SetBasicAuth(user, password)
	return request.Header.Get("Authorization")[len("Basic "):]
}
