package acceptance

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// shownLine is a condition as the plan shows it.
func shownLine(field, operator, value string) string {
	return fmt.Sprintf(`{"field": %q, "operator": %q, "value": %q, "values": null}`, field, operator, value)
}

// shownActions are unmanaged actions as the plan shows them.
func shownActions(actions ...string) string { return asJSON(actions) }

func shownGroups(all, any string) string { return fmt.Sprintf(`{"all": %s, "any": %s}`, all, any) }

func TestEachEditOfASendInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	// What each send is, and how an admin changes it: the conditions of "all"
	// after status and channel, the group "any", and the actions.
	chat := func(all ...string) string {
		return rule(lines(append([]string{solvedLine, chatLine}, all...)...), ``, notifyLine)
	}
	acts := func(all, actions string) string { return rule(lines(solvedLine, chatLine)+all, ``, actions) }
	const high, priority = `{ all = [{ field = "priority", operator = "is", value = "high" }] }`, "priority"
	tagged := attributes{"sent_tag": `"surveyed"`}
	sentTagged := acts(`, `+withoutTags("surveyed"), lines(notifyLine, addTag("surveyed")))
	mine := attributes{
		"exclude_tags": `["b", "a"]`, "sent_tag": `"surveyed"`,
		"conditions": `{ all = [{ field = "current_tags", operator = "not_includes", value = "mine" }] }`,
	}
	notChat := line("via_id", "is_not", "29")
	sentMine := acts(`, `+lines(withoutTags("surveyed"), withoutTags("a b"), withoutTags("mine")), lines(notifyLine, addTag("surveyed")))
	notified := func(webhook, body string) string {
		return fmt.Sprintf(`{"field": "notification_webhook", "value": [%q, %q]}`, webhook, body)
	}
	start(t).drift(sends, []drifted{
		{name: "retitled", admin: `{"title": "Mine"}`, attribute: "title", shows: `"Mine"`, repair: `"retitled"`, sends: `{"title": "retitled"}`},
		{name: "described", admin: `{"description": "Hello"}`, attribute: "description", shows: `"Hello"`, repair: `null`, sends: `{"description": ""}`},
		{name: "switched_on", admin: `{"active": true}`, attribute: "active", shows: `true`, repair: `false`, sends: `{"active": false}`, with: attributes{"active": "false"}},
		{
			name: "other_status", admin: rule(lines(line("status", "value", "closed"), chatLine), ``, notifyLine),
			attribute: "on_status", shows: `"closed"`, repair: `"solved"`, sends: chat(),
		},
		{
			name: "other_channel", admin: rule(lines(solvedLine, via("4")), ``, notifyLine), with: attributes{"channel": "", "channels": `["chat"]`},
			attribute: "channels", shows: `["email"]`, repair: `["chat"]`, sends: chat(),
		},
		{
			name: "channel_added", admin: rule(solvedLine, lines(via("29"), via("200")), notifyLine),
			attribute: "channels", shows: `["200"]`, repair: `null`, sends: chat(),
		},
		{
			name: "other_channel_set", admin: rule(solvedLine, lines(via("33"), via("34"), via("35")), notifyLine),
			attribute: "channel", shows: `"phone"`, repair: `"chat"`, sends: chat(),
		},
		{
			name: "channel_removed", admin: rule(solvedLine, lines(via("29"), via("4")), notifyLine), with: attributes{"channel": "", "channels": `["chat", "email", "sms"]`},
			attribute: "channels", shows: `["chat", "email"]`, repair: `["chat", "email", "sms"]`,
			sends: rule(solvedLine, lines(via("4"), via("29"), via("57")), notifyLine),
		},
		{
			name: "channels_demanded_as_well", admin: rule(lines(solvedLine, chatLine), lines(via("4"), via("48")), notifyLine),
			attribute: "conditions", shows: shownGroups(`null`, `[`+shownLine("via_id", "is", "4")+`, `+shownLine("via_id", "is", "48")+`]`), repair: `null`, sends: chat(),
		},
		{
			name: "channel_dropped", admin: rule(solvedLine, lines(via("4"), notChat), notifyLine), with: attributes{"channel": "", "channels": `["web_widget"]`, "conditions": `{ any = [{ field = "via_id", operator = "is", value = "4" }, { field = "via_id", operator = "is_not", value = "29" }] }`},
			attribute: "channels", shows: `null`, repair: `["web_widget"]`, sends: rule(lines(solvedLine, via("48")), lines(via("4"), notChat), notifyLine),
		},
		{
			name: "condition_added", admin: chat(line(priority, "is", "high")),
			attribute: "conditions", shows: shownGroups(`[`+shownLine(priority, "is", "high")+`]`, `null`), repair: `null`, sends: chat(),
		},
		{
			name: "condition_edited", admin: chat(line(priority, "is", "low")), with: attributes{"conditions": high},
			attribute: "conditions", shows: shownGroups(`[`+shownLine(priority, "is", "low")+`]`, `null`), repair: shownGroups(`[`+shownLine(priority, "is", "high")+`]`, `null`),
			sends: chat(line(priority, "is", "high")),
		},
		{
			name: "condition_removed", admin: chat(), with: attributes{"conditions": high},
			attribute: "conditions", shows: shownGroups(`[]`, `null`), repair: shownGroups(`[`+shownLine(priority, "is", "high")+`]`, `null`),
			sends: chat(line(priority, "is", "high")),
		},
		{
			name: "other_payload", admin: acts(``, notified("@webhook.stella", "{}")),
			attribute: "payload", shows: `"{}"`, repair: `"{\"ticket\": \"{{ticket.id}}\"}"`, sends: chat(),
		},
		{
			name: "action_added", admin: acts(``, lines(notifyLine, `{"field": "priority", "value": "low"}`)),
			attribute: "unmanaged_actions", shows: shownActions(`{"field":"priority","value":"low"}`), repair: `[]`, sends: chat(),
		},
		{
			name: "tag_added", admin: acts(``, lines(addTag("more"), notifyLine)),
			attribute: "unmanaged_actions", shows: shownActions(`{"field":"current_tags","value":"more"}`), repair: `[]`, sends: chat(),
		},
		{
			name: "second_tag_added", admin: acts(`, `+withoutTags("surveyed"), lines(notifyLine, addTag("surveyed"), addTag("more"))), with: tagged,
			attribute: "unmanaged_actions", shows: shownActions(`{"field":"current_tags","value":"more"}`), repair: `[]`, sends: sentTagged,
		},
		{
			name: "sent_tag_not_required_absent", admin: acts(``, lines(notifyLine, addTag("surveyed"))), with: tagged,
			attribute: "sent_tag", shows: `null`, repair: `"surveyed"`, sends: sentTagged,
		},
		{
			name: "sent_tag_not_added", admin: acts(`, `+withoutTags("surveyed"), notifyLine), with: tagged,
			attribute: "sent_tag", shows: `null`, repair: `"surveyed"`, sends: sentTagged,
		},
		{
			name: "sent_tag_removed", admin: chat(), with: tagged,
			attribute: "sent_tag", shows: `null`, repair: `"surveyed"`, sends: sentTagged,
		},
		{
			name: "other_sent_tag", admin: acts(`, `+withoutTags("sent"), lines(notifyLine, addTag("sent"))), with: tagged,
			attribute: "sent_tag", shows: `"sent"`, repair: `"surveyed"`, sends: sentTagged,
		},
		{
			name: "exclude_tag_removed", admin: acts(`, `+lines(withoutTags("surveyed"), withoutTags("a"), withoutTags("mine")), lines(notifyLine, addTag("surveyed"))), with: mine,
			attribute: "exclude_tags", shows: `["a"]`, repair: `["a", "b"]`, sends: sentMine,
		},
		{
			name: "exclude_tags_removed", admin: acts(`, `+lines(withoutTags("surveyed"), withoutTags("mine")), lines(notifyLine, addTag("surveyed"))), with: mine,
			attribute: "exclude_tags", shows: `null`, repair: `["a", "b"]`, sends: sentMine,
		},
		{
			name: "checkbox_removed", admin: chat(notTicked("vip")), with: attributes{"exclude_checkbox_field_ids": `[` + vipID + `, ` + optOutID + `]`},
			attribute: "exclude_checkbox_field_ids", shows: `["@ticket_field.vip"]`, repair: `["@ticket_field.opt_out", "@ticket_field.vip"]`,
			sends: chat(notTicked("opt_out"), notTicked("vip")),
		},
		{
			name: "checkbox_added", admin: chat(notTicked("vip")),
			attribute: "conditions", shows: shownGroups(`[`+shownLine("custom_fields_@ticket_field.vip", "is", "false")+`]`, `null`), repair: `null`, sends: chat(),
		},
		{
			name: "other_webhook", admin: acts(``, notified("@webhook.other", `{"ticket": "{{ticket.id}}"}`)),
			attribute: "webhook_id", shows: `"@webhook.other"`, repair: `"@webhook.stella"`, sends: chat(),
		},
	})
}

// Zendesk has one list of conditions: which of them are the user's own and which
// the resource's is told by the form of the configuration.
func TestASendKeepsTheFormOfItsConfiguration(t *testing.T) {
	t.Parallel()
	a := start(t)
	at := func(name string, path tfjsonpath.Path, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(sends.address(name), path, value)
	}
	own := `{ all = [], any = [{ field = "via_id", operator = "is", value = "4" }, { field = "via_id", operator = "is_not", value = "29" }] }`
	first := sends.prelude +
		sends.block("empty", attributes{
			"channels": `[]`, "exclude_tags": `[]`, "exclude_checkbox_field_ids": `[]`, "evaluate_after": `[]`, "description": `""`, "conditions": `{}`, "target_id": "null",
		}) +
		sends.block("null", attributes{
			"channels": `null`, "exclude_tags": `null`, "exclude_checkbox_field_ids": `null`, "evaluate_after": `null`, "description": `null`, "conditions": `null`, "sent_tag": "null",
			"category_id": "null", "active": "null", "on_status": "null",
		}) +
		sends.block("single", attributes{"channel": "", "channels": `["any_channel"]`}) +
		sends.block("own_channels", attributes{"channel": "", "channels": `["web_widget"]`, "conditions": own}) +
		sends.block("own_exclusions", attributes{
			"conditions": `{ all = [{ field = "custom_fields_${` + vipID + `}", operator = "is_not", value = "true" }, { field = "current_tags", operator = "not_includes", value = "a b" }] }`,
		}) +
		sends.block("set_and_member", attributes{"channel": `"email"`, "channels": `["email", "sms"]`})
	a.run(
		resource.TestStep{
			Config: a.checked(sameTickets, first),
			ConfigStateChecks: []statecheck.StateCheck{
				at("empty", tfjsonpath.New("channels"), knownvalue.SetExact(nil)),
				at("empty", tfjsonpath.New("exclude_tags"), knownvalue.SetExact(nil)),
				at("empty", tfjsonpath.New("exclude_checkbox_field_ids"), knownvalue.SetExact(nil)),
				at("empty", tfjsonpath.New("evaluate_after"), knownvalue.SetExact(nil)),
				at("empty", tfjsonpath.New("description"), knownvalue.StringExact("")),
				at("empty", tfjsonpath.New("conditions"), knownvalue.ObjectExact(map[string]knownvalue.Check{"all": knownvalue.Null(), "any": knownvalue.Null()})),
				at("null", tfjsonpath.New("channels"), knownvalue.Null()),
				at("null", tfjsonpath.New("exclude_tags"), knownvalue.Null()),
				at("null", tfjsonpath.New("conditions"), knownvalue.Null()),
				at("own_channels", tfjsonpath.New("channels"), knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("web_widget")})),
				at("own_exclusions", tfjsonpath.New("exclude_tags"), knownvalue.Null()),
				at("own_exclusions", tfjsonpath.New("exclude_checkbox_field_ids"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			// The same in another order is the same.
			PreConfig: func() {
				set := a.triggers()["set_and_member"]
				conditions := set["conditions"].(map[string]any)
				group := conditions["any"].([]any)
				conditions["any"] = append(group[1:], group[0])
				a.call("PUT", "/triggers/"+number(set["id"]), map[string]any{"trigger": map[string]any{"conditions": conditions, "actions": set["actions"]}})
				a.forget()
			},
			Config:           a.checked(sameTickets, first),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check: func(*terraform.State) error {
				if writes := a.writes(); len(writes) != 0 {
					t.Errorf("nothing to repair, got %s", describe(writes))
				}
				return nil
			},
		},
	)
}
