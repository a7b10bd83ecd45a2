package zendesk

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// maxBytes is the most that the conditions and actions of one rule may take: Zendesk says
// "less than 65 KB".
const maxBytes = 65_000

// What Zendesk's rules can express. Sources: Zendesk's API reference, "Business rules",
// "Triggers", "Automations"; https://support.zendesk.com/hc/en-us/articles/4408887162394.
var (
	TriggerRules = capability.Rule{
		Noun: "trigger", Resources: []string{"zendesk_exclusion_trigger", "zendesk_send_trigger"}, Runs: "in each update of a ticket",
		Ordered: true, Checkbox: capability.AnyCheckbox, AnyGroups: 1, MaxBytes: maxBytes,
	}
	// AutomationRules wait in whole hours, at most until Zendesk closes the ticket, which
	// automations do not see any more.
	AutomationRules = capability.Rule{
		Noun: "automation", Resources: []string{"zendesk_send_automation"}, Runs: "once an hour",
		Checkbox: capability.CheckboxWithTag, AnyGroups: 1, MinHours: 1, MaxHours: 28*24 - 1, MaxActive: 500, MaxBytes: maxBytes,
	}
)

// TicketFields is what Zendesk does with custom ticket fields.
var TicketFields = capability.Object{Noun: "ticket field", Resource: "zendesk_ticket_field", Ends: []capability.End{capability.Deactivate, capability.Delete}}

// Capabilities is Zendesk's entry of the table.
func Capabilities() capability.System {
	deleted := []capability.End{capability.Delete}
	return capability.System{
		Name:  "Zendesk",
		Rules: []capability.Rule{TriggerRules, AutomationRules},
		Objects: []capability.Object{
			{Noun: "webhook", Resource: "zendesk_webhook", Ends: deleted, Unread: []string{"basic.password_wo", "bearer.token_wo", "api_key.name", "api_key.value_wo"}},
			{Noun: "target", Resource: "zendesk_http_target", Ends: deleted, Unread: []string{"password_wo"}},
			TicketFields,
			{Noun: "trigger category", Resource: "zendesk_trigger_category", Ends: deleted, Unread: []string{"evaluate_after"}},
			{Noun: "trigger", Resource: "zendesk_exclusion_trigger", Ends: deleted, Unread: []string{"evaluate_after", "protects"}},
			{Noun: "trigger", Resource: "zendesk_send_trigger", Ends: deleted, Unread: []string{"evaluate_after"}},
			{Noun: "automation", Resource: "zendesk_send_automation", Ends: deleted},
			{Noun: "built-in survey", Resource: "zendesk_native_csat", Adopted: true, Ends: []capability.End{capability.Restore}, Unread: []string{"restore"}},
		},
	}
}
