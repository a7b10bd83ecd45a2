package acceptance

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// later holds values that are known only after it has been created. Whatever a
// resource takes may come from it: a text, a whole object, a set, an element.
const later = `
resource "terraform_data" "later" {
  triggers_replace = %[1]d
  input = {
    text    = "later"
    tag     = "later"
    no      = false
    url     = "https://later.example.com"
    method  = "PUT"
    headers = { X-Env = "later" }
    basic   = { username = "connect", password_wo = "s3cr3t-password", password_wo_version = 1 }
    secret  = "s3cr3t-password"
    version = 7
    options = [{ name = "Later", value = "later" }]
    policy  = "delete"
    line    = { field = "priority", operator = "is", value = "high" }
    lines   = [{ field = "priority", operator = "is", value = "high" }, { field = "via_id", operator = "includes", values = ["4"] }]
    groups  = { all = [{ field = "priority", operator = "is", value = "high" }] }
    mark    = { tag = "later" }
    tags    = ["later", "vip"]
    set     = "phone"
    few     = ["email", "sms"]
    listed  = "listed"
    none    = []
    null    = null
    status  = "closed"
    payload = "{\"ticket\": \"{{ticket.id}}\"}"
  }
}

// A type that is not known could be another one, which replaces the field.
resource "terraform_data" "once" { input = "tagger" }

locals { later = terraform_data.later.output }
`

func TestEveryValueMayBeUnknownUntilItIsApplied(t *testing.T) {
	t.Parallel()
	const one = `surveytrigger_zendesk_exclusion_trigger.parts.id`
	text := block("webhook", "leaves", attributes{
		"name": l("text"), "description": l("text"), "endpoint": l("url"), "http_method": l("method"), "request_format": `"xml"`, "active": l("no"),
		"custom_headers": `{ X-Env = local.later.text }`,
		"authentication": `{ basic = { username = local.later.text, password_wo = local.later.secret, password_wo_version = local.later.version } }`,
	}) + block("webhook", "wholes", attributes{
		"name": `"wholes"`, "endpoint": `"https://surveys.example.com"`, "custom_headers": l("headers"), "authentication": `{ basic = local.later.basic }`, "description": l("null"),
	}) + block("webhook", "authentication", attributes{
		"name": `"authentication"`, "endpoint": `"https://surveys.example.com"`, "authentication": `{ for kind in ["basic"] : kind => local.later.basic }`,
	}) + block("webhook", "object", attributes{
		"name": `"object"`, "endpoint": `"https://surveys.example.com"`, "authentication": `local.later.no ? null : { basic = local.later.basic, bearer = null, api_key = null }`,
	}) + block("ticket_field", "leaves", attributes{
		"type": `"tagger"`, "title": l("text"), "description": l("text"), "active": l("no"), "options": `[{ name = local.later.text, value = local.later.tag }]`, "deletion_policy": l("policy"),
	}) + block("ticket_field", "wholes", attributes{
		"type": `terraform_data.once.output`, "title": `"wholes"`, "options": l("options"), "tag": l("null"),
	}) + block("ticket_field", "box", attributes{
		"type": `"checkbox"`, "title": `"box"`, "tag": l("tag"), "options": l("null"),
	}) + block("trigger_category", "first", attributes{
		"name": l("text"), "evaluate_after": l("none"),
	}) + block("trigger_category", "second", attributes{
		"name": `"second"`, "evaluate_after": `toset([for id in [surveytrigger_zendesk_trigger_category.first.id] : id if !local.later.no])`,
	}) + block("exclusion_trigger", "parts", attributes{
		"title": l("text"), "description": l("text"), "category_id": `surveytrigger_zendesk_trigger_category.first.id`, "protects": l("listed"),
		"conditions": `{ all = [local.later.line], any = local.later.lines }`, "mark": `{ tag = local.later.tag, checkbox_field_id = surveytrigger_zendesk_ticket_field.box.id }`,
	}) + block("exclusion_trigger", "wholes", attributes{
		"title": `"wholes"`, "conditions": l("groups"), "mark": l("mark"), "active": l("no"), "evaluate_after": l("none"),
	}) + block("send_trigger", "leaves", attributes{
		"title": `"Send ${local.later.text}"`, "channel": l("set"), "on_status": l("status"), "webhook_id": `surveytrigger_zendesk_webhook.wholes.id`, "payload": l("payload"), "sent_tag": `"sent"`,
		"exclude_tags": `[local.later.tag]`, "exclude_checkbox_field_ids": `[surveytrigger_zendesk_ticket_field.box.id]`, "category_id": `surveytrigger_zendesk_trigger_category.second.id`,
		"conditions": `{ all = [{ field = "priority", operator = "is", value = "high" }, { field = "type", value = local.later.null, operator = "changed", values = local.later.null }] }`, "evaluate_after": `[` + one + `]`,
	}) + block("send_trigger", "wholes", attributes{
		"title": `"Send wholes"`, "channel": l("null"), "channels": l("few"), "webhook_id": `surveytrigger_zendesk_webhook.wholes.id`, "target_id": l("null"), "sent_tag": l("tag"), "exclude_tags": l("tags"),
		"payload": `"{}"`, "conditions": l("groups"), "evaluate_after": l("none"),
	})
	a := start(t)
	config := func(generation int) string { return a.config(later+"%[2]s", generation, text) }
	a.run(
		resource.TestStep{Config: config(1)},
		resource.TestStep{
			// Unknown once more, and then the same as before: nothing to write.
			PreConfig:        a.forget,
			Config:           config(2),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectNonEmptyPlan()}},
			Check: func(*terraform.State) error {
				if writes := a.writes(); len(writes) != 0 {
					t.Errorf("every value turned out as it was, but got %s", describe(writes))
				}
				return nil
			},
		},
	)
}

// What a plan could not see is refused before anything is written.
func TestWhatIsKnownTooLateIsRefusedBeforeTheFirstWrite(t *testing.T) {
	t.Parallel()
	broken := map[string]struct{ resource, summary string }{
		"surveytrigger_zendesk_webhook.no_secret": {
			block("webhook", "no_secret", attributes{"name": `"no_secret"`, "endpoint": `"https://surveys.example.com"`, "authentication": `{ bearer = { token_wo = local.later.null } }`}),
			"The secret is missing",
		},
		"surveytrigger_zendesk_webhook.no_secret_in_an_object": {
			block("webhook", "no_secret_in_an_object", attributes{"name": `"no_secret_in_an_object"`, "endpoint": `"https://surveys.example.com"`, "authentication": `local.later.no ? null : { bearer = {} }`}),
			"The secret is missing",
		},
		"surveytrigger_zendesk_webhook.two_kinds": {
			block("webhook", "two_kinds", attributes{"name": `"two_kinds"`, "endpoint": `"https://surveys.example.com"`, "authentication": `{ basic = local.later.basic, bearer = { token_wo = local.later.secret } }`}),
			"Invalid Attribute Combination",
		},
		"surveytrigger_zendesk_ticket_field.tag_of_a_drop_down": {
			block("ticket_field", "tag_of_a_drop_down", attributes{"type": `terraform_data.once.output`, "title": `"tag_of_a_drop_down"`, "options": l("options"), "tag": `"tag"`}),
			"Only a checkbox has a tag",
		},
		"surveytrigger_zendesk_exclusion_trigger.no_condition": {
			block("exclusion_trigger", "no_condition", attributes{"title": `"no_condition"`, "conditions": `{ all = local.later.none }`, "mark": `{ tag = "x" }`}),
			"No condition at all",
		},
		"surveytrigger_zendesk_exclusion_trigger.no_mark": {
			block("exclusion_trigger", "no_mark", attributes{"title": `"no_mark"`, "conditions": l("groups"), "mark": `{ tag = local.later.null }`}),
			"Invalid Attribute Combination",
		},
		"surveytrigger_zendesk_send_trigger.unknown_channel": {
			block("send_trigger", "unknown_channel", attributes{"title": `"unknown_channel"`, "channels": `[local.later.text]`, "webhook_id": `local.later.text`, "payload": `"{}"`}),
			"Unknown channel",
		},
	}
	a := start(t)
	text := fmt.Sprintf(later, 1)
	for _, row := range broken {
		text += row.resource
	}
	w := a.shell(a.provider() + text)
	w.run("plan", "-input=false")
	found := w.errors("apply", "-auto-approve")
	for address, row := range broken {
		if i := slices.IndexFunc(found, func(each told) bool { return each.Address == address }); i < 0 || found[i].Summary != row.summary {
			t.Errorf("%s: expected %q, got %v", address, row.summary, found)
		}
	}
	if len(found) != len(broken) {
		t.Errorf("one error of each expected, got %v", found)
	}
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
}

func l(name string) string { return "local.later." + name }
