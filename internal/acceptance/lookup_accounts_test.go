package acceptance

import (
	"maps"
	"slices"
	"testing"
)

// byNames is a configuration that holds no id: a Zendesk sandbox and production
// give different ones to what has the same name.
const byNames = `
data "surveytrigger_zendesk_ticket_field" "opt_out" { title = "Opt out" }
data "surveytrigger_zendesk_trigger" "vip" { title = "VIP" }
data "surveytrigger_zendesk_trigger_category" "surveys" { name = "Surveys" }
data "surveytrigger_zendesk_webhook" "hook" { name = "Hook" }
data "surveytrigger_zendesk_brand" "acme" { name = "Acme" }
data "surveytrigger_zendesk_group" "escalations" { name = "Escalations" }
data "surveytrigger_zendesk_ticket_form" "form" { name = "Default Ticket Form" }
data "surveytrigger_zendesk_custom_status" "solved" { name = "Solved" }
data "surveytrigger_zendesk_locales" "all" {}

resource "surveytrigger_zendesk_send_trigger" "chat" {
  title       = "Ask after chats"
  channel     = "chat"
  category_id = data.surveytrigger_zendesk_trigger_category.surveys.id
  webhook_id  = data.surveytrigger_zendesk_webhook.hook.id
  payload     = "{\"ticket\": \"{{ticket.id}}\"}"
  conditions = { all = [
    { field = "brand_id", operator = "is", value = data.surveytrigger_zendesk_brand.acme.id },
    { field = "group_id", operator = "is_not", value = data.surveytrigger_zendesk_group.escalations.id },
    { field = "ticket_form_id", operator = "is", value = data.surveytrigger_zendesk_ticket_form.form.id },
    { field = "custom_status_id", operator = "includes", values = [data.surveytrigger_zendesk_custom_status.solved.id] },
    { field = "locale_id", operator = "is", value = [for l in data.surveytrigger_zendesk_locales.all.locales : l.id if l.locale == "en-US"][0] },
  ] }
  exclude_tags               = ["not_surveyed"]
  exclude_checkbox_field_ids = [data.surveytrigger_zendesk_ticket_field.opt_out.id]
  evaluate_after             = [data.surveytrigger_zendesk_trigger.vip.id]
}

output "ids" {
  value = {
    field    = data.surveytrigger_zendesk_ticket_field.opt_out.id
    trigger  = data.surveytrigger_zendesk_trigger.vip.id
    category = data.surveytrigger_zendesk_trigger_category.surveys.id
    brand    = data.surveytrigger_zendesk_brand.acme.id
    group    = data.surveytrigger_zendesk_group.escalations.id
    form     = data.surveytrigger_zendesk_ticket_form.form.id
    status   = data.surveytrigger_zendesk_custom_status.solved.id
    webhook  = data.surveytrigger_zendesk_webhook.hook.id
    send     = surveytrigger_zendesk_send_trigger.chat.id
  }
}
`

func TestOneConfigurationServesTwoAccountsWithOtherIds(t *testing.T) {
	t.Parallel()
	ids := map[int]map[string]string{}
	for i := range 2 {
		a := start(t)
		a.zendesk(map[string]any{"id_offset": i * 5_000_000_000})
		a.furnish()
		url, last := receiver(t)
		a.call("PATCH", "/webhooks/"+a.idsByName("webhook", "Hook")[0], map[string]any{"webhook": map[string]any{"endpoint": url, "custom_headers": map[string]string{"X-Account": url}}})
		w := a.shell(byNames)
		w.apply()
		w.noChanges()
		held := map[string]string{}
		w.output("ids", &held)
		ids[i] = held

		a.solve(ticket{via: 29, tags: []string{"vip"}})                       // excluded by the admin's own trigger
		a.solve(ticket{via: 29, fields: map[string]any{held["field"]: true}}) // opted out
		a.solve(ticket{via: 29})                                              // surveyed
		if got := last().Get("X-Account"); got != url {
			t.Errorf("account %d: the call went to %s", i, got)
		}
		if sent := a.invocations(held["webhook"]); sent != 1 {
			t.Errorf("account %d: one of three chats is surveyed, got %d calls", i, sent)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ids[0])) {
		if ids[0][name] == "" || ids[0][name] == ids[1][name] {
			t.Errorf("%s is %s in both accounts, so one configuration for both proves nothing", name, ids[0][name])
		}
	}
}

// invocations counts the calls of a webhook.
func (a *account) invocations(webhook string) int {
	a.t.Helper()
	return len(a.list("/webhooks/"+webhook+"/invocations", "invocations"))
}
