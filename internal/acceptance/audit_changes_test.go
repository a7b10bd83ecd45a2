package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// audited is the configuration whose changes the guide on audits shows.
const audited = `
variable "key" {
  type      = string
  ephemeral = true
}

variable "endpoint" {
  type = string
}

resource "surveytrigger_zendesk_native_csat" "off" {
  enabled = false
}

resource "surveytrigger_zendesk_webhook" "stella_connect" {
  name     = "Stella Connect"
  endpoint = "${var.endpoint}/v1/auth"
  authentication = {
    basic = {
      username            = "connect"
      password_wo         = var.key
      password_wo_version = 1
    }
  }
  depends_on = [surveytrigger_zendesk_native_csat.off]
  lifecycle {
    create_before_destroy = true
  }
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not send a survey"
}

resource "surveytrigger_zendesk_trigger_category" "surveys" {
  name = "Surveys"
}

resource "surveytrigger_zendesk_trigger_category" "later" {
  name           = "After surveys"
  evaluate_after = [surveytrigger_zendesk_trigger_category.surveys.id]
}

resource "surveytrigger_zendesk_exclusion_trigger" "vip" {
  title       = "No survey for VIPs"
  category_id = surveytrigger_zendesk_trigger_category.surveys.id
  conditions = {
    all = [
      { field = "status", operator = "value", value = "solved" },
      { field = "current_tags", operator = "includes", value = "legal_case vip" },
    ]
  }
  mark = { tag = "no_survey" }
  lifecycle {
    create_before_destroy = true
  }
}

resource "surveytrigger_zendesk_send_trigger" "email" {
  title          = "Survey by e-mail"
  category_id    = surveytrigger_zendesk_trigger_category.surveys.id
  channel        = "email"
  webhook_id     = surveytrigger_zendesk_webhook.stella_connect.id
  payload        = provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.do_not_send.id, {})
  sent_tag       = "surveyed"
  exclude_tags   = ["no_survey"]
  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]
}

resource "surveytrigger_zendesk_send_trigger" "chat" {
  title          = "Survey by chat"
  active         = false
  category_id    = surveytrigger_zendesk_trigger_category.surveys.id
  channel        = "chat"
  webhook_id     = surveytrigger_zendesk_webhook.stella_connect.id
  payload        = provider::surveytrigger::stella_connect_payload("chat", surveytrigger_zendesk_ticket_field.do_not_send.id, {})
  sent_tag       = "surveyed"
  exclude_tags   = ["no_survey"]
  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]
}

resource "surveytrigger_zendesk_send_automation" "quiet" {
  title              = "Survey after quiet hours"
  hours_since_solved = 2
  webhook_id         = surveytrigger_zendesk_webhook.stella_connect.id
  payload            = provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.do_not_send.id, {})
  sent_tag           = "surveyed"
  exclude_tags       = ["no_survey"]
}
`

// auditedChange is a change of that configuration, or one outside Terraform.
type auditedChange struct {
	// edits are replacements in the configuration, in pairs.
	edits []string
	args  []string
	// outside is what somebody else does. The next apply takes it back, or what it gives does.
	outside func(s *stage) (back func())
	// elsewhere is a workspace of another account, before the plan.
	elsewhere func(t *testing.T) *workspace
}

const followsIt = "  evaluate_after = [surveytrigger_zendesk_exclusion_trigger.vip.id]\n"

// cutting removes a resource.
func cutting(kind, name string) []string {
	begin := fmt.Sprintf("resource \"surveytrigger_zendesk_%s\" %q {\n", kind, name)
	_, rest, _ := strings.Cut(audited, begin)
	body, _, _ := strings.Cut(rest, "\n}\n")
	return []string{begin + body + "\n}\n", ""}
}

// within replaces text of one resource.
func within(kind, name, old, instead string) []string {
	was := cutting(kind, name)[0]
	return []string{was, strings.Replace(was, old, instead, 1)}
}

// copying adds a resource that is like another one.
func copying(kind, name string, replacements ...string) []string {
	const before = "resource \"surveytrigger_zendesk_send_automation\""
	return []string{before, strings.NewReplacer(replacements...).Replace(cutting(kind, name)[0]) + "\n" + before}
}

// auditedChanges are those of the guide by heading.
func auditedChanges() map[string]auditedChange {
	return map[string]auditedChange{
		"A send is created":                  {edits: copying("send_trigger", "email", `"email"`, `"phone"`, "e-mail", "phone")},
		"A send is activated":                {edits: within("send_trigger", "chat", "active         = false", "active         = true")},
		"A send is deactivated":              {edits: within("send_trigger", "email", "  title", "  active         = false\n  title")},
		"A send moves to another category":   {edits: within("send_trigger", "email", "category.surveys", "category.later")},
		"A send is deleted":                  {edits: cutting("send_trigger", "email")},
		"A send gets another address":        {edits: append(within("send_trigger", "email", `"email"`, `"mail"`), `resource "surveytrigger_zendesk_native_csat"`, "moved {\n  from = surveytrigger_zendesk_send_trigger.email\n  to   = surveytrigger_zendesk_send_trigger.mail\n}\n\nresource \"surveytrigger_zendesk_native_csat\"")},
		"The payload changes":                {edits: within("send_trigger", "email", "id, {})", "id, { brand = true })")},
		"The delay changes":                  {edits: []string{"hours_since_solved = 2", "hours_since_solved = 4"}},
		"A send does not check the mark":     {edits: within("send_trigger", "email", "  exclude_tags   = [\"no_survey\"]\n"+followsIt, "")},
		"An exclusion is created":            {edits: copying("exclusion_trigger", "vip", `"vip"`, `"reseller"`, "VIPs", "resellers", "legal_case vip", "reseller")},
		"An exclusion is narrowed":           {edits: []string{"legal_case vip", "vip"}},
		"An exclusion and its send change":   {edits: append(within("send_trigger", "email", "id, {})", "id, { brand = true })"), "legal_case vip", "vip")},
		"An exclusion is deactivated":        {edits: within("exclusion_trigger", "vip", "  title", "  active = false\n  title")},
		"An exclusion protects fewer sends":  {edits: within("exclusion_trigger", "vip", "  mark =", "  protects = \"listed\"\n  mark =")},
		"An exclusion is deleted":            {edits: append(cutting("exclusion_trigger", "vip"), followsIt, "")},
		"A mark changes":                     {edits: []string{`{ tag = "no_survey" }`, `{ tag = "not_surveyed" }`, `["no_survey"]`, `["not_surveyed"]`}},
		"A key is rotated":                   {edits: []string{"password_wo_version = 1", "password_wo_version = 2"}},
		"The address of a receiver changes":  {edits: []string{"/v1/auth", "/v2/auth"}},
		"A receiver is replaced":             {args: []string{"-replace=surveytrigger_zendesk_webhook.stella_connect"}},
		"The native survey is restored":      {edits: append(cutting("native_csat", "off"), "  depends_on = [surveytrigger_zendesk_native_csat.off]\n", "")},
		"The stage changes to production":    {elsewhere: goingLive, args: []string{production}},
		"The quiet period changes":           {elsewhere: polledBy("survey_backend"), args: []string{`-var=surveys={CSAT={quiet_period_hours=24}}`}},
		"A survey of Nicereply is to change": {elsewhere: polledBy("nicereply"), args: []string{`-var=surveys={CSAT={quiet_period_hours=24}}`}},
		"A trigger was dragged":              {outside: func(s *stage) func() { s.drag("No survey for VIPs", 20); return nil }},
		"An exclusion was deactivated":       {outside: func(s *stage) func() { s.byHand("No survey for VIPs", map[string]any{"active": false}); return nil }},
		"An action was added to a send":      {outside: anotherAction},
		"A send was made outside Terraform":  {outside: anotherSend},
		"The deliveries of a webhook fail":   {outside: refusedDeliveries},
		"The native survey was activated":    {outside: activatedSurvey},
	}
}

func goingLive(t *testing.T) *workspace {
	t.Helper()
	w := start(t).inStack()
	w.apply()
	return w
}

// polledBy is the stack of Kustomer with one survey, which a person has made where an apply
// cannot.
func polledBy(backend string) func(t *testing.T) *workspace {
	return func(t *testing.T) *workspace {
		t.Helper()
		a := start(t)
		w := a.inPolledStack(backend)
		if backend == "nicereply" {
			a.click(asJSON(map[string]any{
				"integrations": []any{map[string]any{"help_desk": "kustomer", "url": a.env["KUSTOMER_ENDPOINT"], "connected": true}},
				"agents":       []any{map[string]any{"email": ana, "active": true}},
				"surveys": []any{map[string]any{"name": "Kustomer CSAT", "metric": "CSAT", "distribution": map[string]any{
					"type": "trigger", "help_desk": "kustomer", "channel": "email", "status": "resolved", "quiet_period_hours": 48,
					"active": true, "note": true, "custom_field": "csatScoreNum",
				}}},
			}))
		}
		w.apply()
		return w
	}
}

func anotherAction(s *stage) func() {
	is := s.triggers()["Survey by e-mail"]
	s.byHand("Survey by e-mail", map[string]any{
		"conditions": is["conditions"], "actions": append(is["actions"].([]any), map[string]any{"field": "priority", "value": "low"}),
	})
	return nil
}

func anotherSend(s *stage) func() {
	id := s.account.foreign("Survey made by hand", map[string]any{
		"conditions": when(condition("status", "value", "solved"), condition("via_id", "is", "4")),
		"actions":    []any{map[string]any{"field": "notification_webhook", "value": []string{s.titledHook("Stella Connect"), "{}"}}},
	})
	return func() { s.call(http.MethodDelete, "/triggers/"+id, nil) }
}

// titledHook is the id of the last webhook of a name.
func (s *stage) titledHook(name string) (id string) {
	for _, hook := range s.list("/webhooks", "webhooks") {
		if hook["name"] == name && hook["id"] != s.webhook {
			id = hook["id"].(string)
		}
	}
	return id
}

func refusedDeliveries(s *stage) func() {
	hook := "/webhooks/" + s.titledHook("Stella Connect")
	keyed := func(key string) {
		s.call(http.MethodPatch, hook, map[string]any{"webhook": map[string]any{"authentication": map[string]any{
			"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": key},
		}}})
		s.later("1m") // times are whole seconds
	}
	keyed("wrong")
	s.gets(0, 4)
	return func() {
		keyed(s.env["STELLA_CONNECT_PRODUCTION_KEY"])
		s.gets(1, 4)
	}
}

func activatedSurvey(s *stage) func() {
	for _, each := range s.list("/automations", "automations") {
		if strings.HasPrefix(each["title"].(string), "Request customer satisfaction") {
			s.call(http.MethodPut, "/automations/"+number(each["id"]), map[string]any{"automation": map[string]any{"active": true}})
		}
	}
	return nil
}
