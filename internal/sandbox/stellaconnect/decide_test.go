package stellaconnect

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func TestWhoGetsNoSurveyAndWhy(t *testing.T) {
	tags := strings.Repeat(`"t",`, 20) + `"t"`
	for name, tc := range map[string]struct {
		body   string
		status int
		reason string
	}{
		"not JSON":                 {`{"tags": [}`, 400, "body is not JSON"},
		"something after the body": {`{` + good + `} x`, 400, "something follows the object"},
		"not an object":            {`[]`, 400, "body is not a JSON object"},
		"unknown key":              {`{` + good + `,"chanel":"x"}`, 400, `unknown key "chanel"`},
		"unknown key of customer":  {`{"channel":"email","customer":{"phone":"1"}}`, 400, `unknown key "customer.phone"`},
		"no channel":               {`{"customer":{"email":"carl@example.net"}}`, 400, "channel is required"},
		"channel is a number":      {`{"channel":5}`, 400, "channel is not a string"},
		"employee is a string":     {`{"channel":"email","employee":"ana"}`, 400, "employee is not an object"},
		"tags is a string":         {`{` + good + `,"tags":"a b"}`, 400, "tags is not a list"},
		"a tag is a number":        {`{` + good + `,"tags":[1]}`, 400, "not a string"},
		"21 tags":                  {`{` + good + `,"tags":[` + tags + `]}`, 400, "at most 20"},
		"property is a number":     {`{` + good + `,"custom_properties":{"a":1}}`, 400, "custom_properties.a is not a string"},
		"do_not_send unreadable":   {`{` + good + `,"do_not_send":"maybe"}`, 400, "do_not_send is neither"},
		"unknown channel":          {`{"channel":"pigeon"}`, 400, "Channel not enabled for company"},
		"unknown employee":         {`{"channel":"email","employee":{"email":"who@example.com"},"customer":{"email":"carl@example.net"}}`, 400, "Employee not found"},
		"nobody assigned":          {`{"channel":"email","employee":{"email":""},"customer":{"email":"carl@example.net"}}`, 400, "Employee not found"},
		"no approved profile":      {`{"channel":"email","employee":{"email":"noah.new@example.com"},"customer":{"email":"carl@example.net"}}`, 400, "Employee profile not complete"},
		"no_email":                 {`{"channel":"email","employee":{"email":"ana.agent@example.com"},"customer":{"email":"no_email"}}`, 400, "Invalid customer"},
		"blank customer":           {`{"channel":"email","employee":{"email":"ana.agent@example.com"},"customer":{"email":" "}}`, 400, "Invalid customer"},
		"no customer":              {`{"channel":"email","employee":{"email":"ana.agent@example.com"}}`, 400, "Invalid customer"},
		"no address":               {`{"channel":"email","employee":{"email":"ana.agent@example.com"},"customer":{"email":"carl"}}`, 400, "Invalid customer"},
		"excluded":                 {`{` + good + `,"do_not_send":"1"}`, 200, "do_not_send"},
		// The smoke test of the article, word for word: people nobody knows.
		"smoke test": {`{ "customer": { "name": "pete", "email": "pete@stellaservice.com" }, "do_not_send": true, "employee": { "email": "pete.sellar@stellaservice.com" }, "channel": "phone" }`, 200, "do_not_send"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCompany(t)
			status, decision := c.ask(tc.body)
			if status != tc.status {
				t.Errorf("status %d, want %d", status, tc.status)
			}
			if decision.Outcome != engine.NotSent || !strings.Contains(decision.Reason, tc.reason) {
				t.Errorf("outcome %q, reason %q, want not_sent, %q", decision.Outcome, decision.Reason, tc.reason)
			}
			if mails := c.world.Outbox.All(); len(mails) != 0 {
				t.Errorf("a survey left all the same: %+v", mails)
			}
		})
	}
}

func TestDoNotSendAsHelpDesksRenderIt(t *testing.T) {
	for value, want := range map[string]bool{
		`true`: true, `"true"`: true, `"1"`: true, `1`: true, `"True"`: true,
		`false`: false, `"false"`: false, `"0"`: false, `""`: false, `0`: false, `null`: false,
	} {
		status, decision := newCompany(t).ask(`{` + good + `,"do_not_send":` + value + `}`)
		if status != http.StatusOK || decision.DoNotSend != want || (decision.Outcome == engine.Sent) == want {
			t.Errorf("do_not_send %s: status %d, recorded %t, outcome %q, want %t", value, status, decision.DoNotSend, decision.Outcome, want)
		}
	}
}

func TestSuppressionPeriodIsPerCustomerAndBrand(t *testing.T) {
	c := newCompany(t)
	if err := c.set(`{"suppression_days":7}`); err != nil {
		t.Fatal(err)
	}
	ask := func(customer, brand string) string {
		_, decision := c.ask(fmt.Sprintf(`{"channel":"email","employee":{"email":"ana.agent@example.com"},"customer":{"email":%q},"brand":%q}`, customer, brand))
		return string(decision.Outcome) + " " + decision.Reason
	}
	const sent, suppressed = "sent ", "not_sent suppression period"
	if status, _ := c.post("/v1/requests", `{`+good+`}`, header(TestKey)); status != http.StatusOK {
		t.Fatalf("test survey: status %d", status)
	}
	for _, step := range []struct {
		after           time.Duration
		customer, brand string
		want            string
	}{
		{0, "carl@example.net", "", sent}, // the test survey before it does not count
		{0, "carl@example.net", "", suppressed},
		{0, "CARL@example.net", "", suppressed},
		{0, "dora@example.net", "", sent},
		{0, "carl@example.net", "Acme", sent},
		{6 * 24 * time.Hour, "carl@example.net", "", suppressed},
		{25 * time.Hour, "carl@example.net", "", sent}, // the suppressed one did not start a new period
		{0, "carl@example.net", "", suppressed},
	} {
		c.world.Clock.Advance(step.after)
		if got := ask(step.customer, step.brand); got != step.want {
			t.Errorf("%s, brand %q: %s, want %s", step.customer, step.brand, got, step.want)
		}
	}
}

func TestWithoutASuppressionPeriodNothingIsDeduplicated(t *testing.T) {
	c := newCompany(t)
	for range 2 {
		if _, decision := c.ask(`{` + good + `,"ext_interaction_id":"1"}`); decision.Outcome != engine.Sent {
			t.Errorf("outcome %q (%s), want sent", decision.Outcome, decision.Reason)
		}
	}
}
