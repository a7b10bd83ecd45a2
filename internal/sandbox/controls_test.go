package sandbox

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func TestEveryListIsABareArray(t *testing.T) {
	n := newTown(t, Options{})
	for _, list := range []string{"surveys", "outbox", "requests", "requests?system=vendor", "faults"} {
		if got := n.do("GET", "/_sandbox/"+list, "", 200); got != "[]\n" {
			t.Errorf("fresh %s: %q, want []", list, got)
		}
	}
}

// The wire form of a decision is a public contract: its members are spelt here
// by hand.
func TestASurveyDecisionOnTheWire(t *testing.T) {
	n := newTown(t, Options{})
	n.do("POST", "/vendor/deliver", "", 201)
	var surveys []map[string]any
	n.read("/_sandbox/surveys", &surveys)
	if len(surveys) != 1 {
		t.Fatalf("%d surveys, want 1", len(surveys))
	}
	at, ok := surveys[0]["at"].(string)
	if _, err := time.Parse(time.RFC3339Nano, at); !ok || err != nil {
		t.Errorf("at %v is not RFC 3339: %v", surveys[0]["at"], err)
	}
	delete(surveys[0], "at")
	want := map[string]any{
		"id": "1", "backend": "stella_connect", "channel": "email", "customer_email": "carl@example.net",
		"employee_email": "ana.agent@example.com", "ticket_id": "35", "do_not_send": false, "brand": "",
		"language": "", "tags": []any{}, "metric": "CSAT", "test": false, "outcome": "sent", "reason": "",
	}
	if diff := cmp.Diff(want, surveys[0]); diff != "" {
		t.Errorf("decision (-want +got):\n%s", diff)
	}
}

func TestTheCustomerAnswers(t *testing.T) {
	n := newTown(t, Options{})
	n.do("POST", "/vendor/deliver", "", 201)
	for _, body := range []string{`{"comment":"no score"}`, `{"score":"5"}`, `{`, ``} {
		n.do("POST", "/_sandbox/surveys/1/respond", body, 400)
	}
	n.do("POST", "/_sandbox/surveys/1/respond", `{"score":99}`, 422)
	n.do("POST", "/_sandbox/surveys/2/respond", `{"score":5}`, 404)
	n.do("POST", "/_sandbox/surveys/1/respond", `{"score":4,"comment":"quick"}`, 200)
	n.do("POST", "/_sandbox/surveys/1/respond", `{"score":5}`, 409)
	survey := n.surveys()[0]
	if survey.Score == nil || *survey.Score != 4 || survey.Comment != "quick" || survey.RespondedAt.IsZero() {
		t.Errorf("recorded %+v, want score 4, quick, and when", survey)
	}
}

func TestATestSurveyCollectsNoAnswer(t *testing.T) {
	n := newTown(t, Options{})
	n.sandbox.World().Surveys.Add(engine.Survey{Outcome: engine.Sent, Test: true})
	if answer := n.do("POST", "/_sandbox/surveys/1/respond", `{"score":5}`, 422); !strings.Contains(answer, "responses are not collected") {
		t.Errorf("answer %s", answer)
	}
}

func TestTheOutboxShowsEveryEmail(t *testing.T) {
	n := newTown(t, Options{})
	n.do("POST", "/vendor/deliver", "", 201)
	var mails []engine.Email
	n.read("/_sandbox/outbox", &mails)
	if len(mails) != 1 || mails[0].To != "carl@example.net" || mails[0].Kind != "survey" || mails[0].TicketID != "35" {
		t.Errorf("outbox %+v", mails)
	}
}

func TestTimeAdvancesInQuarters(t *testing.T) {
	n := newTown(t, Options{})
	for _, body := range []string{`{"duration":"0s"}`, `{"duration":"-1h"}`, `{"duration":"2 days"}`, `{"duration":48}`, `{}`, ``, `{"duration":"87600h"}`} {
		n.do("POST", "/_sandbox/clock/advance", body, 400)
	}
	before := time.Now()
	var answer struct{ Now time.Time }
	if err := json.Unmarshal([]byte(n.do("POST", "/_sandbox/clock/advance", `{"duration":"48h"}`, 200)), &answer); err != nil {
		t.Fatal(err)
	}
	if moved := answer.Now.Sub(before); moved < 48*time.Hour || moved > 48*time.Hour+time.Minute {
		t.Errorf("now is %s ahead, want 48h", moved)
	}
	if got := len(n.vendor.ticks); got != 4*48 {
		t.Errorf("%d ticks, want one each 15 minutes: %d", got, 4*48)
	}
	n.do("POST", "/vendor/deliver", "", 201)
	if at := n.surveys()[0].At; at.Before(answer.Now) {
		t.Errorf("a survey of the simulated future is dated %s", at)
	}
	if at := n.requests("vendor")[0].At; at.Before(answer.Now) {
		t.Errorf("a request of the simulated future is dated %s", at)
	}
}

func TestScreensOfStellaConnect(t *testing.T) {
	n := newTown(t, Options{})
	for _, body := range []string{`{"suppression_days":-1}`, `{"suppression_hours":1}`, `{"integrated_channels":["pigeon"]}`, `7`, ``} {
		if answer := n.do("POST", "/_sandbox/stellaconnect", body, 400); !strings.Contains(answer, `"error":`) {
			t.Errorf("%s: %s", body, answer)
		}
	}
	n.do("POST", "/_sandbox/stellaconnect", `{"suppression_days":7}`, 200)
	n.do("POST", "/_sandbox/stellaconnect", `{"integrated_channels":["chat","email"]}`, 200)
	if got, want := n.do("GET", "/_sandbox/stellaconnect", "", 200), `{"suppression_days":7,"integrated_channels":["chat","email"],"approved":["ana.agent@example.com"]}`+"\n"; got != want {
		t.Errorf("settings %s, want %s", got, want)
	}
	n.do("POST", "/vendor/deliver", "", 201)
	n.do("POST", "/vendor/deliver", "", 201)
	if got := n.surveys()[1].Reason; got != "suppression period" {
		t.Errorf("second survey in a week: %q", got)
	}
	n.do("DELETE", "/_sandbox/stellaconnect", "", 405)
}

func TestSettingsOf2listen(t *testing.T) {
	n := newTown(t, Options{})
	fresh := `{"without_address":"accepted","metric":"NPS"}` + "\n"
	for _, body := range []string{`{"without_address":"ignored"}`, `{"answer":"ok"}`, `{"metric":7}`, `7`, ``} {
		if answer := n.do("POST", "/_sandbox/two_listen", body, 400); !strings.Contains(answer, `"error":`) {
			t.Errorf("%s: %s", body, answer)
		}
	}
	if got := n.do("GET", "/_sandbox/two_listen", "", 200); got != fresh {
		t.Errorf("settings %s, want %s", got, fresh)
	}
	if got := n.do("POST", "/_sandbox/two_listen", `{"metric":"CSAT"}`, 200); !strings.Contains(got, `"metric":"CSAT"`) {
		t.Errorf("settings %s", got)
	}
	n.do("POST", "/_sandbox/reset", "", 200)
	if got := n.do("GET", "/_sandbox/two_listen", "", 200); got != fresh {
		t.Errorf("settings %s after a reset, want %s", got, fresh)
	}
	n.do("POST", "/_sandbox/twolisten", `{}`, 404)
}

func TestResetMakesEverythingNew(t *testing.T) {
	n := newTown(t, Options{})
	n.do("POST", "/_sandbox/stellaconnect", `{"suppression_days":7}`, 200)
	n.do("POST", "/vendor/deliver", "", 201)
	n.do("POST", "/_sandbox/clock/advance", `{"duration":"48h"}`, 200)
	n.script(`{"system":"vendor","kind":"500"}`)
	n.do("POST", "/_sandbox/reset", "", 200)
	for _, list := range []string{"surveys", "outbox", "requests", "faults"} {
		if got := n.do("GET", "/_sandbox/"+list, "", 200); got != "[]\n" {
			t.Errorf("%s after a reset: %s", list, got)
		}
	}
	if got := n.do("GET", "/_sandbox/stellaconnect", "", 200); !strings.Contains(got, `"suppression_days":0`) {
		t.Errorf("Stella Connect after a reset: %s", got)
	}
	if n.vendor.asked() != 0 {
		t.Error("the system was not reset")
	}
	var clock struct{ Now time.Time }
	n.read("/_sandbox/clock", &clock)
	if clock.Now.After(time.Now()) {
		t.Errorf("the clock is not reset: %s", clock.Now)
	}
	n.do("POST", "/vendor/deliver", "", 201)
	if got := n.surveys()[0].ID; got != "1" {
		t.Errorf("the first survey after a reset is %q, want 1", got)
	}
}

func TestWrongCallsAreExplained(t *testing.T) {
	n := newTown(t, Options{})
	for _, tc := range []struct {
		method, path string
		status       int
		want         string
	}{
		{"POST", "/_sandbox/surveys", 405, "use GET"},
		{"GET", "/_sandbox/reset", 405, "use POST"},
		{"PUT", "/_sandbox/requests", 405, "use DELETE or GET"},
		{"GET", "/_sandbox/surveys/1/respond", 405, "use POST"},
		{"GET", "/_sandbox/wishes", 404, "no such control: /_sandbox/wishes"},
		{"GET", "/_sandbox", 404, "no such control"},
		{"GET", "/_sandbox/requests?system=jira", 400, "unknown system"},
		{"GET", "/jira/issue", 404, "the systems are"},
	} {
		answer := n.do(tc.method, tc.path, "", tc.status)
		var problem struct{ Error string }
		if err := json.Unmarshal([]byte(answer), &problem); err != nil || !strings.Contains(strings.ReplaceAll(problem.Error, `"`, ""), tc.want) {
			t.Errorf("%s %s: %s, want %q", tc.method, tc.path, answer, tc.want)
		}
	}
}

func TestRequestLog(t *testing.T) {
	n := newTown(t, Options{})
	n.do("POST", "/vendor/api/v2/things.json?page=2&access_token=s3cret", `{"name":"a","authentication":{"data":{"name":"x-api-key","value":"s3cret"}}}`, 201)
	n.do("GET", "/vendor/emp%2Floyee/a%20b", "", 201)
	n.do("POST", "/vendor/deliver", "", 201)
	want := []engine.Request{
		{
			System: "vendor", Method: "POST", Path: "/api/v2/things.json", Query: "page=2&access_token=[redacted]", Status: 201,
			Body: map[string]any{"name": "a", "authentication": map[string]any{"data": map[string]any{"name": "x-api-key", "value": "[redacted]"}}},
		},
		{System: "vendor", Method: "GET", Path: "/emp%2Floyee/a%20b", Status: 201},
		{System: "vendor", Method: "POST", Path: "/deliver", Status: 201},
	}
	if diff := cmp.Diff(want, n.requests("vendor"), cmpopts.IgnoreFields(engine.Request{}, "At")); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	var all []engine.Request
	n.read("/_sandbox/requests", &all)
	if len(all) != 4 || all[3].System != "stellaconnect" || all[3].Path != "/v1/auth" {
		t.Errorf("the delivery does not follow the request that caused it: %+v", all)
	}
	n.do("DELETE", "/_sandbox/requests", "", 200)
	if len(n.requests("")) != 0 || len(n.surveys()) != 1 {
		t.Error("clearing the log cleared too little or too much")
	}
}

func TestLatencyIsForVendorsOnly(t *testing.T) {
	n := newTown(t, Options{Latency: 24 * time.Hour})
	n.do("GET", "/_sandbox/surveys", "", 200)
	n.client.Timeout = 100 * time.Millisecond
	if resp, err := n.try("GET", "/vendor/things", ""); err == nil {
		t.Errorf("a vendor answered within its latency: %s", resp.Status)
	}
}

func TestAPanicCostsOneAnswer(t *testing.T) {
	n := newTown(t, Options{})
	if answer := n.do("GET", "/vendor/panic", "", 500); strings.Contains(answer, "half an answer") {
		t.Errorf("the client saw %s", answer)
	}
	if log := n.log.String(); !strings.Contains(log, "a mistake in the simulation") || !strings.Contains(log, "sandbox_test.go") {
		t.Errorf("the log does not show the panic and where it was: %s", log)
	}
	if log := n.requests("vendor"); log[0].Status != 500 {
		t.Errorf("logged status %d, want 500", log[0].Status)
	}
	n.do("GET", "/vendor/things", "", 201)
}
