package acceptance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// grown is one resource of every kind, with nothing left at its default.
var grown = map[string]string{
	"trigger_category.home": block("trigger_category", "home", attributes{"name": `"Surveys"`}),
	"ticket_field.opt_out":  block("ticket_field", "opt_out", attributes{"type": `"checkbox"`, "title": `"Opt out"`, "description": `"For people"`, "tag": `"opted_out"`}),
	"ticket_field.result":   block("ticket_field", "result", attributes{"type": `"tagger"`, "title": `"Result"`, "options": goodAndBad, "active": "false"}),
	"webhook.plain": block("webhook", "plain", attributes{
		"name": `"Plain"`, "endpoint": `"https://surveys.example.com"`, "description": `"For people"`, "http_method": `"PUT"`, "request_format": `"xml"`, "custom_headers": `{ X-Env = "prod" }`,
	}),
	"exclusion_trigger.vip": block("exclusion_trigger", "vip", attributes{
		"title": `"VIP"`, "description": `"For people"`, "category_id": `surveytrigger_zendesk_trigger_category.home.id`,
		"conditions": `{ all = [{ field = "current_tags", operator = "includes", value = "vip" }], any = [{ field = "via_id", operator = "includes", values = ["4"] }, { field = "group_id", operator = "changed" }] }`,
		"mark":       `{ tag = "not_surveyed", checkbox_field_id = surveytrigger_zendesk_ticket_field.opt_out.id }`,
	}),
	"send_trigger.email": block("send_trigger", "email", attributes{
		"title": `"Email"`, "description": `"For people"`, "category_id": `surveytrigger_zendesk_trigger_category.home.id`, "channel": `"email"`, "on_status": `"closed"`,
		"webhook_id": `surveytrigger_zendesk_webhook.plain.id`, "payload": `"{\"a\": \"{{ticket.id}}\"}"`, "sent_tag": `"surveyed"`, "exclude_tags": `["not_surveyed", "vip"]`,
		"exclude_checkbox_field_ids": `[surveytrigger_zendesk_ticket_field.opt_out.id]`, "evaluate_after": `[surveytrigger_zendesk_exclusion_trigger.vip.id]`,
		"conditions": `{ all = [{ field = "priority", operator = "is", value = "high" }] }`,
	}),
	"send_trigger.single": block("send_trigger", "single", attributes{
		"title": `"Single"`, "channels": `["whatsapp"]`, "webhook_id": `surveytrigger_zendesk_webhook.plain.id`, "payload": `"{}"`, "active": "false",
		"conditions": `{ any = [{ field = "priority", operator = "is", value = "high" }, { field = "type", operator = "is", value = "task" }] }`,
	}),
	"send_trigger.several": block("send_trigger", "several", attributes{
		"title": `"Several"`, "channels": `["whatsapp", "200"]`, "webhook_id": `surveytrigger_zendesk_webhook.plain.id`, "payload": `"{}"`,
	}),
	"http_target.old": block("http_target", "old", attributes{
		"title": `"Old"`, "url": `"https://surveys.example.com"`, "method": `"put"`, "content_type": `"application/xml"`, "active": "false",
	}),
	"send_automation.quiet": block("send_automation", "quiet", attributes{
		"title": `"Quiet"`, "active": "false", "hours_since_solved": "48", "require_public_comment": "false", "sent_tag": `"surveyed"`, "exclude_tags": `["not_surveyed", "vip"]`,
		"exclude_checkbox_field_ids": `[surveytrigger_zendesk_ticket_field.opt_out.id]`, "webhook_id": `surveytrigger_zendesk_webhook.plain.id`, "payload": `"{\"a\": \"{{ticket.id}}\"}"`,
		"conditions": `{ all = [{ field = "updated_at", operator = "greater_than", value = "3" }], any = [{ field = "priority", operator = "is", value = "high" }, { field = "type", operator = "is", value = "task" }] }`,
	}),
	"send_automation.plain": block("send_automation", "plain", attributes{
		"title": `"Plain"`, "hours_since_solved": "2", "sent_tag": `"asked"`, "webhook_id": `surveytrigger_zendesk_webhook.plain.id`, "payload": `"{}"`,
	}),
}

func grownConfig() string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(grown)) {
		text.WriteString(grown[name])
	}
	return text.String()
}

// importBlocks adopts everything in grown.
func importBlocks(identify func(name string) string) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(grown)) {
		fmt.Fprintf(&text, "import {\n  to = surveytrigger_zendesk_%s\n  %s\n}\n", name, identify(name))
	}
	return text.String()
}

func TestImportingByIDLeavesNothingToDo(t *testing.T) {
	t.Parallel()
	a := start(t)
	first := a.shell(a.provider() + grownConfig())
	first.apply()
	ids := map[string]string{}
	for name := range grown {
		ids[name] = first.attribute("surveytrigger_zendesk_"+name, "id")
	}
	a.forget()
	second := a.shell(a.provider() + grownConfig() + importBlocks(func(name string) string { return fmt.Sprintf("id = %q", ids[name]) }))
	for _, change := range second.plan().ResourceChanges {
		if change.Change.Importing == nil || !change.Change.Actions.NoOp() {
			t.Errorf("%s: %v of %v", change.Address, change.Change.Actions, changed(change.Change))
		}
	}
	second.apply()
	second.noChanges()
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("an import writes nothing, got %s", describe(writes))
	}
}

// Zendesk tells neither a secret nor the header that carries an API key, so
// these are the only differences after an import.
func TestAfterImportingAWebhookOnlyItsSecretIsSent(t *testing.T) {
	t.Parallel()
	a := start(t)
	hooks := map[string]struct{ authentication, sends string }{
		"basic": {basicWebhook, sentBasic}, "bearer": {bearerWebhook, sentBearer}, "api_key": {apiKeyWebhook, sentAPIKey},
		"basic_kept": {`{ basic = { username = "connect" } }`, ""}, "bearer_kept": {`{ bearer = {} }`, ""}, "api_key_kept": {`{ api_key = { name = "X-Survey" } }`, ""},
	}
	made, declared := "", ""
	for name, hook := range hooks {
		kind, _, _ := strings.Cut(name, "_kept")
		made += webhooks.block(name, attributes{"authentication": map[string]string{"basic": basicWebhook, "bearer": bearerWebhook, "api_key": apiKeyWebhook}[kind]})
		declared += webhooks.block(name, attributes{"authentication": hook.authentication})
	}
	first := a.shell(a.provider() + made)
	first.apply()
	imports := ""
	ids := map[string]string{}
	for name := range hooks {
		ids[name] = first.attribute(webhooks.address(name), "id")
		imports += fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", webhooks.address(name), ids[name])
	}
	a.forget()
	second := a.shell(a.provider() + declared + imports)
	for _, change := range second.plan().ResourceChanges {
		_, name, _ := strings.Cut(change.Address, ".")
		switch differing := changed(change.Change); {
		case hooks[name].sends == "" && name != "api_key_kept":
			if !change.Change.Actions.NoOp() {
				t.Errorf("%s: the stored secret stays, got %v", name, differing)
			}
		case !change.Change.Actions.Update() || !slices.Equal(differing, []string{"authentication"}):
			t.Errorf("%s: %v of %v", name, change.Change.Actions, differing)
		}
	}
	second.apply()
	for name, hook := range hooks {
		object := ""
		if hook.sends != "" {
			object = `{"authentication": ` + hook.sends + `}`
		}
		a.sent(webhooks, name, ids[name], object)
	}
	second.noChanges()
}

// The CLI at hand may be older than identities: the protocol is not.
func TestImportingByIdentityGivesTheSameState(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + grownConfig())
	w.apply()
	p := a.protocol(a.section())
	account := a.env["ZENDESK_SUBDOMAIN"] + ".zendesk.com"
	held := w.plan("-refresh=false").PriorState.Values.RootModule.Resources
	if len(held) != len(grown) {
		t.Fatalf("state holds %d resources", len(held))
	}
	for _, each := range held {
		id := each.AttributeValues["id"].(string)
		for _, identity := range []map[string]any{{"id": id}, {"id": id, "account": account}} {
			p.configure(a.section()) // an import is a run of its own
			state, readIdentity, failed := p.importByIdentity(each.Type, identity)
			if len(failed) > 0 {
				t.Fatalf("%s: %s: %s", each.Address, failed[0].Summary, failed[0].Detail)
			}
			for _, of := range []string{p.attribute(state, "account"), p.attribute(readIdentity, "account")} {
				if of != account {
					t.Errorf("%s: account %q", each.Address, of)
				}
			}
			if p.attribute(readIdentity, "id") != id {
				t.Errorf("%s: identity %s", each.Address, readIdentity)
			}
			if wanted := p.value(p.types[each.Type], each.AttributeValues); !state.Equal(wanted) {
				diff, _ := state.Diff(wanted)
				t.Errorf("%s: state after import differs from that after apply: %v", each.Address, diff)
			}
		}
		a.forget()
		if _, _, failed := p.importByIdentity(each.Type, map[string]any{"id": id, "account": "acme.zendesk.com"}); len(failed) != 1 || failed[0].Summary != "The identity names another account" {
			t.Errorf("%s: an identity of another account is refused, got %v", each.Address, failed)
		}
		if requests := a.requests(); len(requests) != 0 {
			t.Errorf("%s: refused before the first request, got %s", each.Address, describe(requests))
		}
	}
}

func TestImportingByIdentityWithTheCLI(t *testing.T) {
	t.Parallel()
	a := start(t)
	var steps []resource.TestStep
	steps = append(steps, resource.TestStep{Config: a.config("%s", grownConfig())})
	for _, name := range slices.Sorted(maps.Keys(grown)) {
		steps = append(steps, resource.TestStep{
			ResourceName: "surveytrigger_zendesk_" + name, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		})
	}
	resource.Test(t, resource.TestCase{
		IsUnitTest: true, ProtoV6ProviderFactories: factories, Steps: steps,
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}, // identities in import blocks
	})
}

func TestWhatDoesNotExistCannotBeImported(t *testing.T) {
	t.Parallel()
	a := start(t)
	p := a.protocol(a.section())
	for _, name := range []string{"webhook", "http_target", "ticket_field", "trigger_category", "exclusion_trigger", "send_trigger", "send_automation", "native_csat"} {
		for _, id := range []string{"999", "../triggers", "a b", "."} {
			// Of an object without a state a CLI says "Cannot import non-existent remote object".
			state, failed := p.importByID("surveytrigger_zendesk_"+name, id)
			if len(failed) == 0 && !state.IsNull() || len(failed) > 0 && !strings.Contains(failed[0].Summary+failed[0].Detail, "is not the id of a") {
				t.Errorf("%s %q: imported %v, errors %v", name, id, state, failed)
			}
		}
	}
}
