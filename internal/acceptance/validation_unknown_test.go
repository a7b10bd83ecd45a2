package acceptance

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// valid are configurations of every kind of resource in which all is in order.
// The ids are of objects that exist in the account.
func valid(webhook, target, field, exclusion, category string) map[string][]map[string]any {
	line := func(field, operator, value string) any {
		return map[string]any{"field": field, "operator": operator, "value": value}
	}
	conditions := map[string]any{
		"all": []any{line("priority", "is", "high"), map[string]any{"field": "via_id", "operator": "includes", "values": []any{"4", "29"}}},
		"any": []any{line("type", "is", "task"), line("current_tags", "includes", "gold"), map[string]any{"field": "group_id", "operator": "changed"}},
	}
	send := func(more map[string]any) map[string]any {
		one := map[string]any{
			"title": "Send", "webhook_id": webhook, "payload": `{"a": "{{ticket.id}}"}`, "description": "d", "on_status": "solved", "active": true, "category_id": category,
			"sent_tag": "sent", "exclude_tags": []any{"not_surveyed", "vip"}, "exclude_checkbox_field_ids": []any{field}, "evaluate_after": []any{exclusion},
		}
		for name, value := range more {
			one[name] = value
		}
		return one
	}
	hook := func(authentication map[string]any) map[string]any {
		return map[string]any{
			"name": "Hook", "description": "d", "endpoint": "https://surveys.example.com", "http_method": "PUT", "request_format": "xml", "active": false,
			"custom_headers": map[string]any{"X-Env": "prod"}, "authentication": authentication,
		}
	}
	return map[string][]map[string]any{
		"surveytrigger_zendesk_webhook": {
			hook(map[string]any{"basic": map[string]any{"username": "u", "password_wo": "secret", "password_wo_version": 1}}),
			hook(map[string]any{"bearer": map[string]any{"token_wo": "secret", "token_wo_version": 1}}),
			hook(map[string]any{"api_key": map[string]any{"name": "X-Key", "value_wo": "secret", "value_wo_version": 1}}),
		},
		"surveytrigger_zendesk_ticket_field": {
			{"type": "checkbox", "title": "Box", "description": "d", "tag": "tag", "active": true, "deletion_policy": "delete"},
			{"type": "tagger", "title": "Drop-down", "options": []any{map[string]any{"name": "A", "value": "a"}, map[string]any{"name": "B", "value": "b"}}},
		},
		"surveytrigger_zendesk_trigger_category": {{"name": "Category", "evaluate_after": []any{category}}},
		"surveytrigger_zendesk_exclusion_trigger": {
			{"title": "Exclusion", "conditions": conditions, "mark": map[string]any{"tag": "not_surveyed", "checkbox_field_id": field}, "evaluate_after": []any{exclusion}, "category_id": category},
		},
		"surveytrigger_zendesk_send_trigger": {
			send(map[string]any{"channel": "chat", "conditions": conditions}),
			send(map[string]any{"channel": "email", "channels": []any{"sms", "200"}, "conditions": map[string]any{"all": []any{line("current_tags", "not_includes", "vip")}}}),
			send(map[string]any{"channels": []any{"sms"}, "webhook_id": nil, "target_id": target}),
		},
		"surveytrigger_zendesk_http_target": {
			{"title": "Old", "url": "https://surveys.example.com", "method": "put", "content_type": "application/xml", "active": false},
			{"title": "Old", "url": "https://surveys.example.com", "username": "u", "password_wo": "secret", "password_wo_version": 1},
		},
		"surveytrigger_zendesk_send_automation": {
			quietly(map[string]any{"webhook_id": webhook, "exclude_tags": []any{"vip"}, "exclude_checkbox_field_ids": []any{field}, "conditions": map[string]any{
				"all": []any{line("priority", "is", "high"), line("updated_at", "greater_than", "3")}, "any": []any{line("type", "is", "task"), line("type", "is", "problem")},
			}}),
			quietly(map[string]any{"webhook_id": nil, "target_id": target, "require_public_comment": false, "active": false, "hours_since_solved": 671}),
		},
		"surveytrigger_zendesk_native_csat": {{"enabled": false}},
	}
}

// A module takes its values from variables, and "terraform validate" knows none
// of them; a first plan knows few. Whatever is missing, what is valid stays so:
// a null too may be an optional variable. Random parts are blanked out.
func TestWhateverIsNotKnownYetIsNoError(t *testing.T) {
	t.Parallel()
	a := start(t)
	webhook := a.call("POST", "/webhooks", map[string]any{"webhook": map[string]any{
		"name": "Hook", "endpoint": "https://surveys.example.com", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}})["webhook"].(map[string]any)["id"].(string)
	target := number(a.call("POST", "/targets", map[string]any{"target": map[string]any{
		"type": "http_target", "title": "Target", "target_url": "https://surveys.example.com", "method": "post", "content_type": "application/json",
	}})["target"].(map[string]any)["id"])
	category := a.call("POST", "/trigger_categories", map[string]any{"trigger_category": map[string]any{"name": "Home"}})["trigger_category"].(map[string]any)["id"].(string)
	exclusion := number(a.call("POST", "/triggers", map[string]any{"trigger": map[string]any{
		"title": "VIP", "conditions": map[string]any{"all": []any{map[string]any{"field": "status", "operator": "is", "value": "open"}}},
		"actions": []any{map[string]any{"field": "current_tags", "value": "not_surveyed"}},
	}})["trigger"].(map[string]any)["id"])
	field := a.makeField(`{"type": "checkbox", "title": "Opt out", "tag": "opted_out"}`)

	const samples = 50
	unconfigured, configured := newProtocol(t), a.protocol(a.section())
	random := rand.New(rand.NewPCG(1, 2))
	for kind, examples := range valid(webhook, target, field, exclusion, category) {
		for i, example := range examples {
			whole := configured.value(configured.types[kind], example)
			for sample := range samples {
				config := whole
				if sample > 0 { // the first is known in full
					config = blanked(t, whole, configured.computed[kind], random, 1/float64(1+sample%8))
				}
				what := fmt.Sprintf("%s, example %d, sample %d: %s", kind, i, sample, config)
				for _, failed := range errorsOf(unconfigured.validate(kind, config)) {
					t.Fatalf("%s\nvalidate: %s at %s: %s", what, failed.Summary, failed.Attribute, failed.Detail)
				}
				if kind == "surveytrigger_zendesk_native_csat" || strings.Contains(kind, "_send_") {
					configured = a.protocol(a.section()) // there is one in a run, and one of a title
				}
				for _, failed := range errorsOf(configured.plan(kind, config)) {
					t.Fatalf("%s\nplan: %s at %s: %s", what, failed.Summary, failed.Attribute, failed.Detail)
				}
			}
		}
	}
}

// blanked makes random parts unknown. What only the provider sets stays null.
func blanked(t *testing.T, whole tftypes.Value, computed map[string]bool, random *rand.Rand, share float64) tftypes.Value {
	t.Helper()
	config, err := tftypes.Transform(whole, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		steps := path.Steps()
		if len(steps) == 0 {
			return value, nil
		}
		name, _ := steps[0].(tftypes.AttributeName)
		if computed[string(name)] && value.IsNull() || name == "timeouts" || random.Float64() >= share/2 {
			return value, nil
		}
		return tftypes.NewValue(value.Type(), tftypes.UnknownValue), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return config
}
