package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

var sends = subject{
	kind: "send_trigger", label: "title", verb: "PUT", path: "/triggers", object: "trigger",
	base: attributes{
		"channel":    `"chat"`,
		"webhook_id": `surveytrigger_zendesk_webhook.stella.id`,
		"payload":    `"{\"ticket\": \"{{ticket.id}}\"}"`,
	},
	prelude: block("webhook", "stella", webhooks.base, attributes{"name": `"Stella"`}) +
		block("webhook", "other", webhooks.base, attributes{"name": `"Other"`}) +
		block("ticket_field", "opt_out", attributes{"type": `"checkbox"`, "title": `"Opt out"`, "tag": `"opted_out"`}) +
		block("ticket_field", "vip", attributes{"type": `"checkbox"`, "title": `"VIP"`, "tag": `"is_vip"`, "depends_on": `[surveytrigger_zendesk_ticket_field.opt_out]`}), // the larger id
}

const (
	optOutID = `surveytrigger_zendesk_ticket_field.opt_out.id`
	vipID    = `surveytrigger_zendesk_ticket_field.vip.id`

	solvedLine = `{"field": "status", "operator": "value", "value": "solved"}`
	chatLine   = `{"field": "via_id", "operator": "is", "value": "29"}`
	notifyLine = `{"field": "notification_webhook", "value": ["@webhook.stella", "{\"ticket\": \"{{ticket.id}}\"}"]}`
)

func lines(all ...string) string { return strings.Join(all, ", ") }

// via is the condition on one channel, by Zendesk's number.
func via(id string) string { return line("via_id", "is", id) }

// withoutTags requires the absence of tags; notTicked that of a checkbox.
func withoutTags(tags string) string { return line("current_tags", "not_includes", tags) }

func notTicked(field string) string {
	return fmt.Sprintf(`{"field": "custom_fields_@ticket_field.%s", "operator": "is", "value": "false"}`, field)
}
func addTag(tag string) string { return fmt.Sprintf(`{"field": "current_tags", "value": %q}`, tag) }

func TestEachSendAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	chat := func(all ...string) string {
		return rule(lines(append([]string{solvedLine, chatLine}, all...)...), ``, notifyLine)
	}
	start(t).edit(sends, []edited{
		{name: "retitle", attribute: "title", was: `"Old"`, becomes: `"New"`, sends: `{"title": "New"}`},
		{name: "describe", attribute: "description", was: ``, becomes: `"For people"`, sends: `{"description": "For people"}`},
		{name: "undescribe", attribute: "description", was: `"For people"`, becomes: ``, sends: `{"description": ""}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"active": false}`},
		{name: "channel", attribute: "channel", was: `"chat"`, becomes: `"phone"`, sends: rule(solvedLine, lines(via("34"), via("35"), via("33")), notifyLine)},
		{name: "no_channel_set", attribute: "channel", was: `"phone"`, becomes: ``, with: attributes{"channels": `["chat"]`}, sends: chat()},
		{name: "channels", attribute: "channels", was: ``, becomes: `["whatsapp", "email", "chat", "200"]`, sends: rule(solvedLine, lines(via("29"), via("4"), via("74"), via("200")), notifyLine)},
		{name: "no_channels", attribute: "channels", was: `["email"]`, becomes: ``, sends: chat()},
		{name: "same_channel_twice", attribute: "channels", was: ``, becomes: `["chat"]`},
		{name: "status", attribute: "on_status", was: ``, becomes: `"closed"`, sends: rule(lines(line("status", "value", "closed"), chatLine), ``, notifyLine)},
		{name: "default_status", attribute: "on_status", was: `"closed"`, becomes: ``, sends: chat()},
		{
			name: "conditions", attribute: "conditions", was: ``, becomes: `{ all = [{ field = "priority", operator = "is", value = "high" }], any = [{ field = "type", operator = "is", value = "task" }] }`,
			sends: rule(lines(solvedLine, chatLine, line("priority", "is", "high")), line("type", "is", "task"), notifyLine),
		},
		{name: "no_conditions", attribute: "conditions", was: `{ all = [{ field = "priority", operator = "is", value = "high" }] }`, becomes: ``, sends: chat()},
		{
			name: "webhook", attribute: "webhook_id", was: `surveytrigger_zendesk_webhook.other.id`, becomes: `surveytrigger_zendesk_webhook.stella.id`, sends: chat(),
		},
		{name: "payload", attribute: "payload", was: `"{}"`, becomes: `"{\"ticket\": \"{{ticket.id}}\"}"`, sends: chat()},
		{
			name: "sent_tag", attribute: "sent_tag", was: ``, becomes: `"surveyed"`,
			sends: rule(lines(solvedLine, chatLine, withoutTags("surveyed")), ``, lines(notifyLine, addTag("surveyed"))),
		},
		{name: "no_sent_tag", attribute: "sent_tag", was: `"surveyed"`, becomes: ``, sends: chat()},
		{name: "exclude_tags", attribute: "exclude_tags", was: ``, becomes: `["vip", "gold"]`, sends: chat(withoutTags("gold vip"))},
		{name: "no_exclude_tags", attribute: "exclude_tags", was: `["vip", "gold"]`, becomes: ``, sends: chat()},
		{
			name: "exclude_checkboxes", attribute: "exclude_checkbox_field_ids", was: ``, becomes: `[` + vipID + `, ` + optOutID + `]`,
			sends: chat(notTicked("opt_out"), notTicked("vip")),
		},
		{name: "no_exclude_checkboxes", attribute: "exclude_checkbox_field_ids", was: `[` + vipID + `]`, becomes: ``, sends: chat()},
		{name: "relate_to_nothing", attribute: "evaluate_after", was: ``, becomes: `[]`},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
		{
			name: "wire_order", attribute: "conditions", was: ``, becomes: `{ all = [{ field = "priority", operator = "is", value = "high" }, { field = "type", operator = "is", value = "task" }] }`,
			with: attributes{"channel": `"email"`, "sent_tag": `"surveyed"`, "exclude_tags": `["b", "a"]`, "exclude_checkbox_field_ids": `[` + optOutID + `]`},
			sends: rule(lines(
				solvedLine, withoutTags("surveyed"), withoutTags("a b"), notTicked("opt_out"), line("priority", "is", "high"), line("type", "is", "task"),
			), lines(via("0"), via("4"), via("48")), lines(notifyLine, addTag("surveyed"))),
		},
	})
}
