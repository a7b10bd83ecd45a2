package zendesk

import (
	"context"

	client "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// The resources that an account is exported to.
const (
	category   = "surveytrigger_zendesk_trigger_category"
	field      = "surveytrigger_zendesk_ticket_field"
	webhook    = "surveytrigger_zendesk_webhook"
	target     = "surveytrigger_zendesk_http_target"
	exclusion  = "surveytrigger_zendesk_exclusion_trigger"
	send       = "surveytrigger_zendesk_send_trigger"
	automation = "surveytrigger_zendesk_send_automation"
	native     = "surveytrigger_zendesk_native_csat"
)

// System is Zendesk for an export.
var System = export.System{
	Section: client.Section,
	Kinds: []export.Kind{
		{Resource: category, Noun: client.NounCategory, File: "categories.tf"},
		{Resource: field, Noun: client.NounTicketField, File: "fields.tf"},
		{Resource: webhook, Noun: client.NounWebhook, File: "receivers.tf", CreateFirst: true},
		{Resource: target, Noun: client.NounTarget, File: "receivers.tf", CreateFirst: true},
		{Resource: exclusion, Noun: client.NounTrigger, File: "exclusions.tf", CreateFirst: true, JSON: []string{"unmanaged_actions"}},
		{Resource: send, Noun: client.NounTrigger, File: "sends.tf", Loose: []string{"payload"}, JSON: []string{"unmanaged_actions"}},
		{Resource: automation, Noun: client.NounAutomation, File: "sends.tf", Loose: []string{"payload"}, JSON: []string{"unmanaged_actions"}},
		{Resource: native, Noun: client.NounAutomation, File: "native_csat.tf"},
	},
	Find: func(ctx context.Context, of lifecycle.Client, wish export.Wish) (*export.Inventory, error) {
		a, err := read(ctx, of.(*client.Client), wish.Tell)
		if err != nil {
			return nil, err
		}
		return a.classify(wish), nil
	},
}
