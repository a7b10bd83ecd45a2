package acceptance

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// systemRequests are those that a system got since the last forget.
func (a *account) systemRequests(system string) (all []request) {
	a.t.Helper()
	a.send(http.MethodGet, "/_sandbox/requests?system="+system, nil, &all)
	return all
}

// stellaTest is an action that asks Stella Connect.
func (a *account) stellaTest(more map[string]any) map[string]any {
	return merged(map[string]any{"backend": "stella_connect", "url": a.env["STELLA_CONNECT_ENDPOINT"], "api_key_wo": a.env["STELLA_CONNECT_PRODUCTION_KEY"], "channel": "email"}, more)
}

// Nobody is surveyed by a test of Stella Connect, with any credential and address, unless
// the user says so.
func TestATestOfStellaConnectSurveysNobody(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := newProtocol(t)
	p.configureAll(map[string]any{})
	key := a.env["STELLA_CONNECT_PRODUCTION_KEY"]
	for i, more := range []map[string]any{
		{},
		{"url": a.env["STELLA_CONNECT_ENDPOINT"] + "/v1/requests", "deliver": false, "customer_email": "vip@example.com", "employee_email": "ana.agent@example.com"},
		{"url": a.env["STELLA_CONNECT_ENDPOINT"] + "/v1/auth"},
		{"api_key_wo": nil, "username": "connect", "password_wo": key},
		{"api_key_wo": nil, "password_wo": key, "url": a.env["STELLA_CONNECT_ENDPOINT"] + "/v1/requests"},
	} {
		done := p.act("send_test_survey", a.stellaTest(more))
		surveys := a.surveys()
		if len(done.failed) > 0 || len(surveys) != i+1 || surveys[i].Outcome != engine.NotSent || !surveys[i].DoNotSend {
			t.Fatalf("%v: %s\n%v", more, done.said(), surveys)
		}
		if said := done.said(); len(done.progress) != 2 || !strings.Contains(said, "nobody gets a survey") || !strings.Contains(said, "answered 200 OK") || strings.Contains(said, key) {
			t.Errorf("%q", done.progress)
		}
	}
	done := p.act("send_test_survey", a.stellaTest(map[string]any{"deliver": true, "customer_email": "me@example.com", "employee_email": "ana.agent@example.com"}))
	surveys := a.surveys()
	if last := surveys[len(surveys)-1]; len(done.failed) > 0 || last.Outcome != engine.Sent || last.CustomerEmail != "me@example.com" || !strings.Contains(done.said(), "me@example.com") {
		t.Errorf("%s\n%v", done.said(), last)
	}
	if requests := a.systemRequests("stellaconnect"); len(requests) != 6 {
		t.Errorf("%d requests", len(requests))
	}
}

// The vendor's refusal is an error with its words, and without the key; a request whose
// answer is lost is not repeated.
func TestARefusedTestSurveyIsAnError(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := newProtocol(t)
	p.configureAll(map[string]any{})
	for _, row := range []struct {
		more     map[string]any
		fault    string
		says     []string
		requests int
	}{
		{map[string]any{"api_key_wo": "a-wrong-key-of-some-length"}, "", []string{"403", "Forbidden", "Settings > Integrations"}, 1},
		{map[string]any{"channel": "fax"}, "", []string{"Channel not enabled for company"}, 1},
		{map[string]any{"deliver": true, "customer_email": "me@example.com", "employee_email": "noah.new@example.com"}, "", []string{"Employee profile not complete"}, 1},
		{nil, "drop_after_commit", []string{"It is not known whether Stella Connect", "nothing was repeated"}, 1},
		{nil, "500", []string{"500"}, 1},
		{map[string]any{"url": a.env["STELLA_CONNECT_ENDPOINT"] + "/v3/requests"}, "", []string{"404", "Stella Connect has nothing at this address", "url in the action"}, 1},
		{map[string]any{"url": "http://127.0.0.1:1"}, "", []string{"cannot be reached", "url in the action"}, 0},
	} {
		a.forget()
		a.send(http.MethodDelete, "/_sandbox/requests", nil, nil)
		if row.fault != "" {
			a.fault(engine.Fault{System: "stellaconnect", Method: "POST", Path: "/v1/requests", Kind: engine.Kind(row.fault), Times: 1})
		}
		done := p.act("send_test_survey", a.stellaTest(row.more))
		said := done.said()
		if len(done.failed) != 1 || done.stage != "invoke" || strings.Contains(said, "a-wrong-key") || strings.Contains(said, "  ") && row.fault != "" {
			t.Errorf("%v: %s: %s", row.more, done.stage, said)
		}
		for _, part := range row.says {
			if !strings.Contains(said, part) {
				t.Errorf("%v %s: no %q in %s", row.more, row.fault, part, said)
			}
		}
		if requests := a.systemRequests("stellaconnect"); len(requests) != row.requests {
			t.Errorf("%v %s: %d requests", row.more, row.fault, len(requests))
		}
	}
}

// 2listen surveys whoever is asked for, so that is the customer whom the user names.
func TestATestOf2listenSurveysTheNamedCustomer(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := newProtocol(t)
	p.configureAll(map[string]any{})
	config := map[string]any{"backend": "two_listen", "url": a.env["TWO_LISTEN_URL"], "username": a.env["TWO_LISTEN_USER"], "password_wo": a.env["TWO_LISTEN_TOKEN"], "customer_email": "me@example.com"}
	for i, payload := range []any{nil, `{"nome": "Me", "email": "ME@example.com", "agente": "ana.agent@example.com"}`} {
		done := p.act("send_test_survey", merged(config, map[string]any{"payload": payload}))
		surveys := a.surveys()
		if len(done.failed) > 0 || len(surveys) != i+1 || surveys[i].Outcome != engine.Sent || !strings.EqualFold(surveys[i].CustomerEmail, "me@example.com") || !strings.Contains(done.said(), "me@example.com") {
			t.Errorf("%v: %s\n%v", payload, done.said(), surveys)
		}
	}
	for attribute, more := range map[string]map[string]any{
		"payload":        {"payload": `{"agente": "ana.agent@example.com", "email": "me@example.com"}`},
		"deliver":        {"deliver": false},
		"customer_email": {"customer_email": nil},
	} {
		done := p.prepare("send_test_survey", merged(config, more))
		if len(done.failed) != 1 || done.stage != "validate" || pathText(done.failed[0].Attribute) != attribute {
			t.Errorf("%v: %s", more, done.said())
		}
	}
	if done := p.act("send_test_survey", merged(config, map[string]any{"password_wo": "another-token-of-some-length"})); len(done.failed) != 1 || !strings.Contains(done.said(), "/token") || len(a.surveys()) != 2 {
		t.Errorf("%s", done.said())
	}
}

// What is missing or not taken is known before anything runs, and where; what is not
// known yet passes.
func TestAnActionIsCheckedInThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	stella, twoListen := a.stellaTest(nil), map[string]any{"backend": "two_listen", "url": "https://2listen.example.com/s", "username": "x", "password_wo": "secret", "customer_email": "me@example.com"}
	open := map[string]any{"backend": "survey_backend", "channel": "email", "customer_email": "me@example.com", "employee_email": "ana.agent@example.com", "url": "https://surveys.example.com", "api_key_wo": "secret"}
	for i, row := range []struct {
		config map[string]any
		more   map[string]any
		at     string
	}{
		{stella, map[string]any{"backend": "nobody"}, "backend"},
		{stella, map[string]any{"api_key_wo": nil}, "api_key_wo"},
		{stella, map[string]any{"password_wo": "secret"}, "password_wo"},
		{stella, map[string]any{"channel": nil}, "channel"},
		{stella, map[string]any{"payload": "{}"}, "payload"},
		{stella, map[string]any{"url": "http://stella.example.com"}, "url"},
		{stella, map[string]any{"customer_email": "me"}, "customer_email"},
		{stella, map[string]any{"deliver": true, "customer_email": "me@example.com"}, "employee_email"},
		{twoListen, map[string]any{"url": nil}, "url"},
		{twoListen, map[string]any{"username": nil}, "username"},
		{twoListen, map[string]any{"password_wo": nil}, "password_wo"},
		{twoListen, map[string]any{"api_key_wo": "secret"}, "api_key_wo"},
		{twoListen, map[string]any{"channel": "email"}, "channel"},
		{twoListen, map[string]any{"payload": "[]"}, "payload"},
		{open, map[string]any{"api_key_wo": nil}, "api_key_wo"},
		{open, map[string]any{"customer_email": nil}, "customer_email"},
		{open, map[string]any{"deliver": true, "employee_email": nil}, "employee_email"},
		{open, map[string]any{"username": "x"}, "username"},
	} {
		done := p.prepare("send_test_survey", merged(row.config, row.more))
		if len(done.failed) != 1 || done.stage != "validate" || pathText(done.failed[0].Attribute) != row.at || len(done.failed[0].Summary) > 60 {
			t.Errorf("%d %v: %s: %s", i, row.more, done.stage, done.said())
		}
	}
	for _, config := range []map[string]any{stella, twoListen, open} {
		unknown := map[string]any{}
		for attribute := range maps.Keys(config) {
			unknown[attribute] = unknownText
		}
		for _, all := range []map[string]any{unknown, merged(unknown, map[string]any{"backend": config["backend"]})} {
			if done := p.prepare("send_test_survey", all); len(done.failed) > 0 {
				t.Errorf("%v: %s", all, done.said())
			}
		}
	}
	if done := p.prepare("zendesk_test_webhook", map[string]any{"webhook_id": unknownText}); len(done.failed) > 0 {
		t.Error(done.said())
	}
	if done := p.prepare("zendesk_test_webhook", map[string]any{"webhook_id": "01GONE"}); len(done.failed) != 1 || done.stage != "plan" || pathText(done.failed[0].Attribute) != "webhook_id" {
		t.Error(done.said())
	}
}

// Zendesk tries the credential that it stores, which nobody else can.
func TestZendeskTestsAWebhook(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := func(name, key string) string {
		return a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
			"name": name, "endpoint": a.env["STELLA_CONNECT_ENDPOINT"] + "/v1/auth", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
			"authentication": map[string]any{"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": key}},
		}})["webhook"].(map[string]any)["id"].(string)
	}
	right, wrong := hook("Surveys", a.env["STELLA_CONNECT_TEST_KEY"]), hook("Old key", "another-key")
	p := a.protocol(a.section())
	a.forget()
	done := p.act("zendesk_test_webhook", map[string]any{"webhook_id": right, "body": `{"channel": "email", "do_not_send": true}`})
	if len(done.failed) > 0 || !strings.Contains(done.said(), `"Surveys"`) || !strings.Contains(done.said(), "status 200") || !strings.Contains(done.said(), "do_not_send") {
		t.Errorf("%s", done.said())
	}
	if surveys := a.surveys(); len(surveys) != 1 || surveys[0].Outcome != engine.NotSent {
		t.Errorf("%v", surveys)
	}
	for id, says := range map[string]string{wrong: "The credential that the webhook stores is not accepted", right: "only the body wrong"} {
		done := p.act("zendesk_test_webhook", map[string]any{"webhook_id": id})
		if len(done.failed) != 1 || done.stage != "invoke" || !strings.Contains(done.said(), says) || pathText(done.failed[0].Attribute) != "webhook_id" {
			t.Errorf("%s", done.said())
		}
	}
	if calls := counted(a.requests()); calls["POST /api/v2/webhooks/test"] != 3 {
		t.Errorf("%v", calls)
	}
	change := func(members map[string]any) {
		a.call("PATCH", "/webhooks/"+right, map[string]any{"webhook": members})
		p = a.protocol(a.section())
	}
	change(map[string]any{"status": "inactive"})
	if done := p.act("zendesk_test_webhook", map[string]any{"webhook_id": right, "body": `{"channel": "email", "do_not_send": true}`}); len(done.failed) > 0 || !strings.Contains(done.said(), "The webhook is inactive") {
		t.Errorf("its credential is right, but no trigger calls it: %s", done.said())
	}
	change(map[string]any{"status": "active", "endpoint": "http://127.0.0.1:1/dead"})
	if done := p.act("zendesk_test_webhook", map[string]any{"webhook_id": right}); len(done.failed) != 1 || done.failed[0].Summary != "Zendesk got no answer from the receiver" || !strings.Contains(done.said(), `Check the endpoint of "Surveys"`) || strings.Contains(done.said(), "Correct the fields") {
		t.Errorf("nothing answers: %s", done.said())
	}
}

// An action runs after a resource was created or updated; its secret is in no plan.
func TestActionsRunAfterACreateAndAnUpdate(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := func(name string) string {
		return a.provider() + fmt.Sprintf(`
variable "key" {
  type      = string
  ephemeral = true
}

resource "surveytrigger_zendesk_webhook" "stella" {
  name     = %[1]q
  endpoint = "%[2]s/v1/auth"
  authentication = {
    basic = { username = "connect", password_wo = var.key, password_wo_version = 1 }
  }

  lifecycle {
    create_before_destroy = true
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.surveytrigger_zendesk_test_webhook.stella, action.surveytrigger_send_test_survey.stella]
    }
  }
}

action "surveytrigger_zendesk_test_webhook" "stella" {
  config {
    webhook_id = surveytrigger_zendesk_webhook.stella.id
    body       = jsonencode({ channel = "email", do_not_send = true })
  }
}

action "surveytrigger_send_test_survey" "stella" {
  config {
    backend    = "stella_connect"
    url        = surveytrigger_zendesk_webhook.stella.endpoint
    api_key_wo = var.key
    channel    = "email"
  }
}
`, name, a.env["STELLA_CONNECT_ENDPOINT"])
	}
	w := a.shell("")
	w.skipBelowQueries()
	w.configure(config("Surveys"))
	w.setenv("TF_VAR_key=" + a.env["STELLA_CONNECT_TEST_KEY"])
	printed := w.run("apply", "-auto-approve", "-input=false", "-no-color")
	if strings.Count(printed, "200") < 2 || strings.Contains(printed, a.env["STELLA_CONNECT_TEST_KEY"]) || len(a.surveys()) != 2 {
		t.Errorf("%s\n%v", printed, a.surveys())
	}
	w.noChanges()
	w.configure(config("Surveys 2"))
	w.plan()
	if plan := w.run("show", "-json", "test.plan"); strings.Contains(plan, a.env["STELLA_CONNECT_TEST_KEY"]) || !strings.Contains(plan, "send_test_survey") {
		t.Errorf("%s", plan)
	}
	w.run("apply", "-input=false", "-no-color", "test.plan")
	for _, survey := range a.surveys() {
		if survey.Outcome != engine.NotSent {
			t.Errorf("%v", survey)
		}
	}
	if len(a.surveys()) != 4 {
		t.Errorf("%v", a.surveys())
	}
}
