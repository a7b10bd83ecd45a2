package kustomer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// surveys gives the names of the satisfaction surveys that are enabled, in order.
func (d *desk) surveys() []string {
	d.t.Helper()
	names := []string{}
	for _, item := range d.must(200, "GET", "/satisfaction", "")["data"].([]any) {
		if at(item, "attributes", "enabled") == true {
			names = append(names, text(item, "attributes", "name"))
		}
	}
	return names
}

// survey makes a satisfaction survey and gives the id.
func (d *desk) survey(members string) string {
	d.t.Helper()
	return text(d.must(201, "POST", "/satisfaction", "{"+members+"}"), "data", "id")
}

// asked gives those who got a native survey.
func (d *desk) asked() []string {
	to := []string{}
	for _, email := range d.world.Outbox.All() {
		if email.Kind == engine.NativeCSATEmail {
			to = append(to, email.To)
		}
	}
	return to
}

func TestNativeSurveysAreOnAtFirst(t *testing.T) {
	d := open(t)
	answer := d.must(200, "GET", "/satisfaction", "")
	d.equal("enabled", d.surveys(), []string{"Email CSAT", "Chat CSAT"})
	d.equal("type", at(answer, "data", 0, "type"), "satisfaction")
	d.equal("self", at(answer, "data", 0, "links", "self"), "/v1/satisfaction/"+ids(answer)[0])
	d.equal("channel", at(answer, "data", 0, "attributes", "channel"), "email")
	d.refused(404, "not_found", "GET", "/satisfaction/"+ids(answer)[0], "")
	d.refused(404, "not_found", "DELETE", "/satisfaction/"+ids(answer)[0], "")
}

func TestSwitchingANativeSurveyOff(t *testing.T) {
	d := open(t)
	before := d.must(200, "GET", "/satisfaction", "")
	path := "/satisfaction/" + ids(before)[0]
	answer := d.must(200, "PUT", path, `{"enabled":false}`)
	d.equal("enabled", attribute(answer, "enabled"), false)
	for _, member := range []string{"name", "channel", "scale", "ratingPrompt", "delayTime", "createdAt"} {
		d.equal(member, attribute(answer, member), at(before, "data", 0, "attributes", member))
	}
	d.equal("the others", d.surveys(), []string{"Chat CSAT"})
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.must(200, "PATCH", "/conversations/"+talk, `{"status":"done"}`)
	d.equal("asked", d.asked(), []string{})
	d.must(200, "PUT", path, `{"enabled":true}`)
	d.equal("on again", d.surveys(), []string{"Email CSAT", "Chat CSAT"})

	d.set(`{"api_keys":[{"name":"Reader","roles":["org.user.read"]}]}`)
	reader := d.as(d.keyNamed("Reader"))
	reader.must(200, "GET", "/satisfaction", "")
	reader.refused(403, "forbidden", "PUT", path, `{"enabled":false}`)
	d.as(kustomer.ConnectorAPIKey).must(200, "PUT", path, `{"enabled":false}`)
}

func TestTheAudienceOfASurvey(t *testing.T) {
	d := open(t)
	const criteria = `{"and":[{"conversation_priority":{"gte":4}}],"or":[]}`
	path := "/satisfaction/" + d.survey(`"name":"VIP","channel":"email","enabled":true,"criteria":`+criteria)
	kept := d.must(200, "PUT", path, `{"name":"VIPs"}`)
	d.equal("kept", show(attribute(kept, "criteria")), `{"and":[{"conversation_priority":{"gte":4}}],"or":[]}`)
	for _, cleared := range []string{`null`, `{"and":[],"or":[]}`} {
		d.equal("cleared", attribute(d.must(200, "PUT", path, `{"criteria":`+cleared+`}`), "criteria"), nil)
		d.must(200, "PUT", path, `{"criteria":`+criteria+`}`)
	}
	ordinary, urgent := d.conversation(d.customer("a@customer.example"), "email"), d.conversation(d.customer("b@customer.example"), "email")
	d.must(200, "PATCH", "/conversations/"+ordinary, `{"status":"done"}`)
	form := attribute(d.must(200, "PATCH", "/conversations/"+urgent, `{"status":"done","priority":5}`), "satisfactionLevel", "form")
	d.equal("the most specific one", "/satisfaction/"+fmt.Sprint(form), path)
	d.equal("asked", d.asked(), []string{"a@customer.example", "b@customer.example"})
}

func TestThirtySurveysOfAChannelCanBeEnabled(t *testing.T) {
	d := open(t)
	for i := range 29 {
		d.survey(fmt.Sprintf(`"name":"S%d","channel":"email","enabled":true`, i))
	}
	d.refused(422, "unprocessable_entity", "POST", "/satisfaction", `{"name":"One more","channel":"email","enabled":true}`, "30 enabled")
	off := d.survey(`"name":"One more","channel":"email","enabled":false`)
	d.refused(422, "unprocessable_entity", "PUT", "/satisfaction/"+off, `{"enabled":true}`)
	sms := d.survey(`"name":"SMS","channel":"sms","enabled":true`)
	d.refused(422, "unprocessable_entity", "PUT", "/satisfaction/"+sms, `{"channel":"email"}`)
	d.must(200, "PUT", "/satisfaction/"+sms, `{"channel":"email","enabled":false}`)
	first := ids(d.must(200, "GET", "/satisfaction", ""))[0]
	d.must(200, "PUT", "/satisfaction/"+first, `{"name":"Renamed","enabled":true}`)
	d.must(200, "PUT", "/satisfaction/"+first, `{"enabled":false}`)
	d.must(200, "PUT", "/satisfaction/"+off, `{"enabled":true}`)
}

func TestTheOrderOfSurveys(t *testing.T) {
	d := open(t)
	sms := d.survey(`"name":"SMS","channel":"sms","enabled":true`)
	all := ids(d.must(200, "GET", "/satisfaction", ""))
	d.must(200, "PUT", "/satisfaction/order", `{"satisfactionForms":["`+sms+`","`+all[1]+`"]}`)
	d.equal("order", d.surveys(), []string{"SMS", "Chat CSAT", "Email CSAT"})
	for body, word := range map[string]string{
		`{}`:                          "satisfactionForms is required",
		`{"satisfactionForms":["x"]}`: "no satisfaction survey",
		`{"satisfactionForms":["` + sms + `","` + sms + `"]}`:                    "twice",
		`{"satisfactionForms":["` + strings.Repeat(sms+`","`, 500) + sms + `"]}`: "at most 500",
	} {
		d.refused(400, "bad_request", "PUT", "/satisfaction/order", body, word)
	}
}

func TestWrongSurveys(t *testing.T) {
	d := open(t)
	for body, word := range map[string]string{
		`{"channel":"email"}`:                             "name is required",
		`{"name":"x"}`:                                    "channel is required",
		`{"name":"x","channel":"letter"}`:                 "channel must be one of",
		`{"name":"x","channel":"email","enabled":"on"}`:   "enabled must be a boolean",
		`{"name":"x","channel":"email","delayTime":-1}`:   "delayTime",
		`{"name":"x","channel":"email","scale":5}`:        "scale must be an object",
		`{"name":"x","channel":"email","questions":{}}`:   "questions must be a list",
		`{"name":"x","channel":"email","introduction":1}`: "introduction must be a string",
		`{"name":"x","channel":"email","criteria":{"and":[{"conversation_mood":{"equals":"x"}}]}}`: "conversation_mood",
	} {
		answer := d.refused(400, "bad_request", "POST", "/satisfaction", body, word)
		if text(answer, "errors", 0, "source", "pointer") == "" {
			t.Errorf("%s: no pointer in %s", body, show(answer))
		}
	}
	d.refused(404, "not_found", "PUT", "/satisfaction/6a0000000000000000000000", `{"enabled":false}`)
}

// A survey goes out when the conversation is done and its delay is over, and not
// when it is open again by then.
func TestSendingANativeSurvey(t *testing.T) {
	d := open(t)
	first := ids(d.must(200, "GET", "/satisfaction", ""))[0]
	d.must(200, "PUT", "/satisfaction/"+first, `{"delayTime":60}`)
	tick := func(after time.Duration) {
		d.world.Clock.Advance(after)
		d.system.Tick(d.world.Clock.Now())
	}
	sent, reopened := d.conversation(d.customer("a@customer.example"), "email"), d.conversation(d.customer("b@customer.example"), "email")
	done := d.must(200, "PATCH", "/conversations/"+sent, `{"status":"done"}`)
	d.must(200, "PATCH", "/conversations/"+reopened, `{"status":"done"}`)
	d.equal("scheduled", []any{attribute(done, "satisfactionLevel", "status"), attribute(done, "satisfactionLevel", "form")}, []any{"scheduled", first})
	tick(30 * time.Minute)
	d.equal("too early", d.asked(), []string{})
	open := d.must(200, "PATCH", "/conversations/"+reopened, `{"status":"open"}`)
	d.equal("canceled", attribute(open, "satisfactionLevel", "status"), "canceled")
	tick(30 * time.Minute)
	d.equal("asked", d.asked(), []string{"a@customer.example"})

	after := d.must(200, "GET", "/conversations/"+sent, "")
	d.equal("offered", attribute(after, "satisfactionLevel", "status"), "offered")
	d.equal("no update of the conversation", attribute(after, "updatedAt"), attribute(done, "updatedAt"))
	response := text(after, "data", "attributes", "satisfactionLevel", "formResponse")
	answer := d.must(200, "GET", "/satisfaction-responses/"+response, "")
	d.equal("response", []any{at(answer, "data", "type"), attribute(answer, "status"), at(answer, "data", "relationships", "conversation", "data", "id")},
		[]any{"satisfaction_response", "offered", sent})
	d.equal("list", ids(d.must(200, "GET", "/satisfaction-responses", "")), []string{response})
	d.must(200, "PATCH", "/conversations/"+sent, `{"status":"open"}`)
	d.must(200, "PATCH", "/conversations/"+sent, `{"status":"done"}`)
	tick(2 * time.Hour)
	d.equal("asked once", d.asked(), []string{"a@customer.example"})
	d.must(200, "PATCH", "/conversations/"+reopened, `{"status":"done"}`)
	tick(time.Hour)
	d.equal("the canceled one", d.asked(), []string{"a@customer.example", "b@customer.example"})
}
