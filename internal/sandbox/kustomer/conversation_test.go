package kustomer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

func TestFreshState(t *testing.T) {
	d := open(t)
	var people []string
	for _, item := range d.must(200, "GET", "/users?userType=user", "")["data"].([]any) {
		people = append(people, text(item, "attributes", "email"))
	}
	d.equal("people", people, []string{"admin@example.com", "ana.agent@example.com", "noah.new@example.com"})
	for _, path := range []string{"/customers", "/conversations", "/messages", "/notes", "/tags"} {
		d.equal(path, d.must(200, "GET", path, "")["data"], []any{})
	}
}

func TestTheEnvelopeOfAConversation(t *testing.T) {
	d := open(t)
	customer := d.customer("Carla@Customer.example")
	answer := d.must(201, "POST", "/conversations", `{"customer":"`+customer+`","name":"My order"}`)
	id := text(answer, "data", "id")
	if len(id) != 24 {
		t.Errorf("id %q has not 24 digits", id)
	}
	d.equal("type", at(answer, "data", "type"), "conversation")
	d.equal("self", at(answer, "data", "links", "self"), "/v1/conversations/"+id)
	d.equal("customer", at(answer, "data", "relationships", "customer"),
		thing{"data": thing{"type": "customer", "id": customer}, "links": thing{"self": "/v1/customers/" + customer}})
	d.equal("messages", at(answer, "data", "relationships", "messages", "links", "self"), "/v1/conversations/"+id+"/messages")
	for name, want := range map[string]any{
		"status": "open", "priority": 3, "direction": "in", "channels": []any{}, "tags": []any{}, "assignedUsers": []any{},
		"messageCount": 0, "noteCount": 0, "rev": 1, "custom": thing{}, "satisfaction": nil,
	} {
		d.equal(name, attribute(answer, name), want)
	}
	machine := d.must(200, "GET", "/users/current", "")
	d.equal("created by", at(answer, "data", "relationships", "createdBy", "data", "id"), at(machine, "data", "id"))
	d.equal("read back", d.must(200, "GET", "/conversations/"+id, ""), answer)
	d.equal("of the customer", ids(d.must(200, "GET", "/customers/email=carla@customer.example/conversations", "")), []string{id})
}

func TestMarkingAConversationAsSpam(t *testing.T) {
	d := open(t)
	id := d.conversation(d.customer("carla@customer.example"), "email")
	d.equal("at first", attribute(d.must(200, "GET", "/conversations/"+id, ""), "spam"), false)
	d.equal("PUT", attribute(d.must(200, "PUT", "/conversations/"+id, `{"spam":true}`), "spam"), true)
	d.equal("PATCH", attribute(d.must(200, "PATCH", "/conversations/"+id, `{"spam":false}`), "spam"), false)
	d.must(400, "PATCH", "/conversations/"+id, `{"spam":"yes"}`)
}

func TestMarkingAConversationDone(t *testing.T) {
	d := open(t)
	customer := d.customer("carla@customer.example")
	id := d.conversation(customer, "email")
	ana := d.user("ana.agent@example.com")
	before := d.must(200, "GET", "/conversations/"+id, "")
	d.equal("before", []any{attribute(before, "status"), attribute(before, "lastDone")}, []any{"open", nil})
	d.equal("channel", []any{attribute(before, "channels"), attribute(before, "firstMessageIn", "channel")}, []any{[]any{"email"}, "email"})

	d.world.Clock.Advance(2 * time.Hour)
	agent := d.as(kustomer.ConnectorAPIKey)
	done := agent.must(200, "PUT", "/conversations/"+id, `{"status":"done","assignedUsers":["`+ana+`"]}`)
	d.equal("done", []any{attribute(done, "status"), attribute(done, "doneCount"), attribute(done, "assignedUsers")}, []any{"done", 1, []any{ana}})
	d.equal("done at", attribute(done, "lastDone", "createdAt"), attribute(done, "updatedAt"))
	author := at(agent.must(200, "GET", "/users/current", ""), "data", "id")
	d.equal("done by", attribute(done, "lastDone", "createdBy"), author)
	d.equal("modified by", at(done, "data", "relationships", "modifiedBy", "data", "id"), author)
	if age := moment(t, attribute(done, "updatedAt")).Sub(moment(t, attribute(before, "updatedAt"))); age < 2*time.Hour {
		t.Errorf("updatedAt moved by %s, want the simulated two hours", age)
	}

	again := d.must(200, "PATCH", "/conversations/"+id, `{"status":"done"}`)
	d.equal("done twice", []any{attribute(again, "doneCount"), attribute(again, "lastDone", "createdAt")}, []any{1, attribute(done, "lastDone", "createdAt")})

	d.must(201, "POST", "/conversations/"+id+"/messages", `{"channel":"email","app":"postmark","direction":"out","preview":"Here"}`)
	d.equal("our answer", attribute(d.must(200, "GET", "/conversations/"+id, ""), "status"), "done")
	d.must(201, "POST", "/conversations/"+id+"/messages", `{"channel":"chat","app":"chat","preview":"Not yet"}`)
	open := d.must(200, "GET", "/conversations/"+id, "")
	d.equal("reopened by the customer", []any{attribute(open, "status"), attribute(open, "reopenCount"), attribute(open, "messageCount"), attribute(open, "channels")},
		[]any{"open", 1, 3, []any{"email", "chat"}})
	d.equal("the first channel stays", attribute(open, "firstMessageIn", "channel"), "email")

	last := d.must(200, "PATCH", "/conversations/"+id, `{"status":"done"}`)
	d.equal("done for the second time", []any{attribute(last, "doneCount"), attribute(last, "firstDone", "createdAt")},
		[]any{2, attribute(done, "lastDone", "createdAt")})
}

func moment(t *testing.T, value any) time.Time {
	t.Helper()
	text, _ := value.(string)
	read, err := time.Parse("2006-01-02T15:04:05.000Z", text)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// Every change of a conversation, its notes, tags and messages counts as an update.
func TestWhatUpdatesAConversation(t *testing.T) {
	d := open(t)
	id := d.conversation(d.customer("carla@customer.example"), "email")
	for _, call := range [][3]string{
		{"PATCH", "", `{"priority":5}`},
		{"PATCH", "", `{"priority":5}`},
		{"PUT", "", `{"custom":{"scoreNum":4}}`},
		{"POST", "/tags", `["vip"]`},
		{"DELETE", "/tags", `["vip"]`},
		{"POST", "/notes", `{"body":"x"}`},
		{"POST", "/messages", `{"channel":"email","app":"postmark"}`},
	} {
		before := d.must(200, "GET", "/conversations/"+id, "")
		d.world.Clock.Advance(time.Minute)
		if response, answer := d.send(call[0], "/conversations/"+id+call[1], call[2]); response.StatusCode >= 300 {
			t.Fatalf("%v: %s", call, show(answer))
		}
		after := d.must(200, "GET", "/conversations/"+id, "")
		moved := moment(t, attribute(after, "updatedAt")).Sub(moment(t, attribute(before, "updatedAt")))
		if moved < time.Minute || attribute(after, "rev").(float64) != attribute(before, "rev").(float64)+1 {
			t.Errorf("%v moved updatedAt by %s, rev %v to %v", call, moved, attribute(before, "rev"), attribute(after, "rev"))
		}
	}
	before := d.must(200, "GET", "/conversations/"+id, "")
	d.refused(400, "bad_request", "PATCH", "/conversations/"+id, `{"priority":9}`)
	d.must(200, "GET", "/conversations/"+id+"/messages", "")
	d.equal("what changes nothing", d.must(200, "GET", "/conversations/"+id, ""), before)
}

func TestRevisions(t *testing.T) {
	d := open(t)
	id := d.conversation(d.customer("carla@customer.example"), "email")
	rev := text(d.must(200, "GET", "/conversations/"+id, ""), "data", "attributes", "rev")
	d.must(200, "PATCH", "/conversations/"+id+"?rev="+rev, `{"priority":1}`)
	d.refused(409, "conflict", "PATCH", "/conversations/"+id+"?rev="+rev, `{"priority":2}`, "rev "+rev)
	d.refused(409, "conflict", "PATCH", "/conversations/"+id, `{"priority":2,"rev":`+rev+`}`)
	d.equal("priority", attribute(d.must(200, "GET", "/conversations/"+id, ""), "priority"), 1)
}

func TestWrongConversations(t *testing.T) {
	d := open(t)
	customer := d.customer("carla@customer.example")
	path := "/conversations/" + d.conversation(customer, "email")
	for body, word := range map[string]string{
		`{}`:                                     "customer is required",
		`{"customer":"x"}`:                       "no customer",
		`{"customer":1}`:                         "customer must be a string",
		`{"customer":"C","status":"snoozed"}`:    "open, done",
		`{"customer":"C","status":"solved"}`:     "open, done",
		`{"customer":"C","direction":"up"}`:      "in, out",
		`{"customer":"C","priority":"high"}`:     "whole number",
		`{"customer":"C","assignedUsers":["x"]}`: "no user",
		`{"customer":"C","tags":"vip"}`:          "list of strings",
	} {
		d.refused(400, "bad_request", "POST", "/conversations", strings.ReplaceAll(body, `"C"`, `"`+customer+`"`), word)
	}
	for body, word := range map[string]string{
		`{"status":"resolved"}`:   "open, snoozed, done",
		`{"status":"snoozed"}`:    "snooze",
		`{"priority":0}`:          "between 1 and 5",
		`{"satisfaction":"good"}`: "satisfaction must be a number",
		`{"satisfactionLevel":{"status":"good","createdAt":"x"}}`:           "satisfactionLevel.status",
		`{"satisfactionLevel":{"status":"rated"}}`:                          "createdAt",
		`{"customer":"6a0000000000000000000000"}`:                           "no customer",
		`{"assignedUsers":["1","2","3","4","5","6","7","8","9","10","11"]}`: "at most 10",
	} {
		d.refused(400, "bad_request", "PATCH", path, body, word)
	}
	d.must(201, "POST", "/conversations", `{"customer":"`+customer+`","externalId":"7"}`)
	d.refused(409, "conflict", "POST", "/conversations", `{"customer":"`+customer+`","externalId":"7"}`)
	d.must(200, "GET", "/conversations/externalId=7", "")
	d.refused(404, "not_found", "GET", "/conversations/externalId=", "")
	d.must(204, "DELETE", path, "")
	d.refused(404, "not_found", "PATCH", path, `{"priority":1}`)
	d.refused(404, "not_found", "POST", path+"/notes", `{"body":"x"}`)
}

// An external rating can be written into the native members.
func TestARatingFromOutside(t *testing.T) {
	d := open(t)
	path := "/conversations/" + d.conversation(d.customer("carla@customer.example"), "email")
	answer := d.must(200, "PATCH", path,
		`{"satisfaction":5,"satisfactionLevel":{"status":"rated","createdAt":"2026-10-02T15:04:05Z","score":1,"rating":5,"channel":"email"}}`)
	d.equal("rating", []any{attribute(answer, "satisfaction"), attribute(answer, "satisfactionLevel", "rating")}, []any{5, 5})
	answer = d.must(200, "PATCH", path, `{"satisfaction":null,"satisfactionLevel":null}`)
	d.equal("cleared", []any{attribute(answer, "satisfaction"), attribute(answer, "satisfactionLevel")}, []any{nil, nil})
}

func TestNotes(t *testing.T) {
	d := open(t)
	id := d.conversation(d.customer("carla@customer.example"), "email")
	ana := d.user("ana.agent@example.com")
	connector := d.as(kustomer.ConnectorAPIKey)
	answer := connector.must(201, "POST", "/notes", `{"conversation":"`+id+`","body":"CSAT: 5","userMentions":[{"user":"`+ana+`"}]}`)
	note := text(answer, "data", "id")
	d.equal("body", attribute(answer, "body"), "CSAT: 5")
	d.equal("conversation", at(answer, "data", "relationships", "conversation", "data", "id"), id)
	d.equal("author", at(answer, "data", "relationships", "createdBy", "data", "id"), at(connector.must(200, "GET", "/users/current", ""), "data", "id"))
	d.equal("mentions", at(answer, "data", "relationships", "userMentions", "data"), []any{thing{"type": "user", "id": ana}})
	d.equal("list", ids(d.must(200, "GET", "/conversations/"+id+"/notes", "")), []string{note})
	d.equal("count", attribute(d.must(200, "GET", "/conversations/"+id, ""), "noteCount"), 1)
	d.equal("changed", attribute(d.must(200, "PUT", "/notes/"+note, `{"body":"CSAT: 4"}`), "body"), "CSAT: 4")
	for body, word := range map[string]string{
		`{}`:          "body",
		`{"body":""}`: "between 1 and 10240",
		`{"body":"` + strings.Repeat("x", 10241) + `"}`:                                                            "between 1 and 10240",
		`{"body":"x","userMentions":[{"user":"y"}]}`:                                                               "no user",
		`{"body":"x","userMentions":[` + strings.TrimSuffix(strings.Repeat(`{"user":"`+ana+`"},`, 21), ",") + `]}`: "at most 20",
	} {
		d.refused(400, "bad_request", "POST", "/conversations/"+id+"/notes", body, word)
	}
	d.refused(400, "bad_request", "POST", "/notes", `{"body":"x"}`, "conversation is required")
	d.refused(404, "not_found", "POST", "/notes", `{"body":"x","conversation":"6a0000000000000000000000"}`)
	d.must(204, "DELETE", "/notes/"+note, "")
	d.refused(404, "not_found", "GET", "/notes/"+note, "")
	d.equal("count", attribute(d.must(200, "GET", "/conversations/"+id, ""), "noteCount"), 0)
}

func TestMessages(t *testing.T) {
	d := open(t)
	id := d.conversation(d.customer("carla@customer.example"), "email")
	message := ids(d.must(200, "GET", "/conversations/"+id+"/messages", ""))[0]
	answer := d.must(200, "GET", "/messages/"+message, "")
	d.equal("message", []any{attribute(answer, "channel"), attribute(answer, "direction"), attribute(answer, "preview")}, []any{"email", "in", "Where is it?"})
	for body, word := range map[string]string{
		`{"app":"x"}`:                                    "channel is required",
		`{"channel":"email"}`:                            "app is required",
		`{"channel":"letter","app":"x"}`:                 "channel must be one of",
		`{"channel":"email","app":"x","direction":"up"}`: "in, out",
	} {
		d.refused(400, "bad_request", "POST", "/conversations/"+id+"/messages", body, word)
	}
	d.equal("changed", attribute(d.must(200, "PATCH", "/messages/"+message, `{"preview":"y"}`), "preview"), "y")
	d.refused(400, "bad_request", "POST", "/messages", `{"channel":"email","app":"x"}`, "conversation is required")
	d.must(201, "POST", "/messages", `{"channel":"email","app":"x","conversation":"`+id+`"}`)
	if len(d.world.Outbox.All()) > 0 {
		t.Error("a message was sent: making one only records it")
	}
}

// Only org.admin says itself when something happened.
func TestTimesOfTheCaller(t *testing.T) {
	d := open(t)
	customer := d.customer("carla@customer.example")
	const body = `,"createdAt":"2020-01-02T03:04:05Z"}`
	own := d.must(201, "POST", "/conversations", `{"customer":"`+customer+`"`+body)
	d.equal("with org.admin", attribute(own, "createdAt"), "2020-01-02T03:04:05.000Z")
	other := d.as(kustomer.ConnectorAPIKey).must(201, "POST", "/conversations", `{"customer":"`+customer+`"`+body)
	if time.Since(moment(t, attribute(other, "createdAt"))) > time.Minute {
		t.Errorf("without org.admin createdAt is %v", attribute(other, "createdAt"))
	}
}

func TestCustomersAndUsers(t *testing.T) {
	d := open(t)
	id := d.customer("Carla@Customer.example")
	answer := d.must(200, "GET", "/customers/email=carla@customer.example", "")
	d.equal("by e-mail", at(answer, "data", "id"), id)
	d.equal("e-mails", attribute(answer, "emails", 0, "email"), "carla@customer.example")
	d.refused(409, "conflict", "POST", "/customers", `{"emails":[{"email":"carla@customer.example"}]}`)
	d.refused(400, "bad_request", "POST", "/customers", `{"emails":["carla@customer.example"]}`)
	d.refused(400, "bad_request", "POST", "/customers", `{"emails":[{"email":"carla"}]}`)
	d.must(201, "POST", "/customers", `{"sharedEmails":[{"email":"carla@customer.example"}]}`)
	changed := d.must(200, "PATCH", "/customers/"+id, `{"externalId":"9","custom":{"tierStr":"gold"}}`)
	d.equal("changed", []any{attribute(changed, "name"), attribute(changed, "externalId"), attribute(changed, "custom", "tierStr")}, []any{"Carla", "9", "gold"})
	d.equal("by external id", at(d.must(200, "GET", "/customers/externalId=9", ""), "data", "id"), id)
	talk := d.conversation(id, "email")
	d.must(200, "PATCH", "/customers/"+id, `{"deleted":true}`)
	d.must(201, "POST", "/conversations/"+talk+"/messages", `{"channel":"email","app":"postmark"}`)
	d.refused(404, "not_found", "DELETE", "/customers/"+id, "")
	d.refused(404, "not_found", "GET", "/customers/"+id, "")
	other := d.customer("dora@customer.example")
	talk = d.conversation(other, "email")
	d.must(204, "DELETE", "/customers/"+other, "")
	d.refused(404, "not_found", "GET", "/conversations/"+talk, "")

	eve := d.must(201, "POST", "/users", `{"name":"Eve","email":"eve@example.com"}`)
	d.equal("pending", ids(d.must(200, "GET", "/users?pending=true", "")), []string{text(eve, "data", "id")})
	d.equal("invited", []any{len(d.world.Outbox.All()), d.world.Outbox.All()[0].To}, []any{1, "eve@example.com"})
	d.refused(409, "conflict", "POST", "/users", `{"name":"Eve","email":"EVE@example.com"}`)
	d.must(200, "PUT", "/users/"+text(eve, "data", "id"), `{"deleted":true}`)
	d.equal("active", len(ids(d.must(200, "GET", "/users?userType=user", ""))), 3)
	d.equal("deactivated", len(ids(d.must(200, "GET", "/users?deleted=true", ""))), 1)
	d.refused(404, "not_found", "DELETE", "/users/"+text(eve, "data", "id"), "")
}
