package acceptance

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// inherited is everything that another provider can have made, by the address
// that it gets here.
func inherited() map[string]string {
	all := maps.Clone(grown)
	all["http_target.legacy"] = block("http_target", "legacy", attributes{"title": `"Legacy"`, "url": `"https://surveys.example.com/legacy"`})
	all["send_automation.quiet"] = block("send_automation", "quiet", attributes{
		"title": `"Quiet"`, "hours_since_solved": "2", "sent_tag": `"surveyed_later"`, "exclude_tags": `["vip"]`,
		"webhook_id": `surveytrigger_zendesk_webhook.plain.id`, "payload": `"{}"`,
	})
	return all
}

// record is how another provider's state tells of an object: the provider, the
// type, and the attributes with %s for the id. Ids are texts with the one and
// numbers with the other, so the record has the quotes.
type record struct{ provider, kind, attributes string }

const (
	nukosuke  = "nukosuke/zendesk"   // protocol 5, v0.0.6
	devopsWiz = "devops-wiz/zendesk" // protocol 6, v1.0.1
)

const (
	nukosukeTrigger = `{"action": [{"field": "notification_target", "value": "[\"360000217439\",\"{}\"]"}], "active": true, ` +
		`"all": [{"field": "status", "operator": "value", "value": "solved"}], "any": [], "description": "", "id": "%s", "position": 7, "title": "Theirs"}`
	devopsWizRule = `"id": %s, "actions": [{"field": "notification_webhook", "target": "01JCA7G5Q1XW3N0V8B2KTR6MZE", "value": "{}", "content_type": null, "custom_field_id": null}], ` +
		`"active": true, "conditions": {"all": [{"field": "status", "operator": "is", "value": "solved", "values": null, "custom_field_id": null}], "any": null}, ` +
		`"created_at": "2024-03-01 10:00:00 +0000 UTC", "description": "", "position": 7, "title": "Theirs", "updated_at": "2024-03-01 10:00:00 +0000 UTC"`
	devopsWizTrigger = `{` + devopsWizRule + `, "category_id": 10026, "url": "https://acme.zendesk.com/api/v2/triggers/1.json"}`
)

// records are written from the published schemas of the two, by the kind that
// takes them over.
var records = map[string][]record{
	"exclusion_trigger": {{nukosuke, "zendesk_trigger", nukosukeTrigger}, {devopsWiz, "zendesk_trigger", devopsWizTrigger}},
	"send_trigger":      {{devopsWiz, "zendesk_trigger", devopsWizTrigger}, {nukosuke, "zendesk_trigger", nukosukeTrigger}},
	"send_automation": {
		{nukosuke, "zendesk_automation", nukosukeTrigger},
		{devopsWiz, "zendesk_automation", `{` + devopsWizRule + `, "url": "https://acme.zendesk.com/api/v2/automations/1.json"}`},
	},
	"http_target": {{nukosuke, "zendesk_target", `{"active": true, "content_type": "application/json", "email": "", "id": "%s", "method": "post", "password": "", "subject": "", ` +
		`"target_url": "https://surveys.example.com", "title": "Theirs", "type": "url_target_v2", "url": "https://acme.zendesk.com/api/v2/targets/1.json", "username": ""}`}},
	"ticket_field": {
		{nukosuke, "zendesk_ticket_field", `{"active": true, "agent_description": "", "collapsed_for_agents": false, "custom_field_option": [], "description": "Theirs", "editable_in_portal": false, ` +
			`"id": "%s", "position": 9999, "regexp_for_validation": "", "removable": true, "required": false, "required_in_portal": false, "sub_type_id": 0, "system_field_options": [], ` +
			`"tag": "", "title": "Theirs", "title_in_portal": "Theirs", "type": "checkbox", "url": "https://acme.zendesk.com/api/v2/ticket_fields/1.json", "visible_in_portal": false}`},
		{devopsWiz, "zendesk_ticket_field", `{"active": true, "custom_field_options": null, "id": %s, "portal_description": "Theirs", "title": "Theirs", "type": "checkbox"}`},
	},
	"trigger_category": {{devopsWiz, "zendesk_trigger_category", `{"id": %s, "created_at": "2024-03-01 10:00:00 +0000 UTC", "name": "Theirs", "position": 2, "updated_at": "2024-03-01 10:00:00 +0000 UTC"}`}},
	"webhook": {{devopsWiz, "zendesk_webhook", `{"id": "%s", "name": "Theirs", "authentication": {"type": "bearer_token", "add_position": "header", ` +
		`"credentials": {"name": null, "value": null, "username": null, "password": null, "token": "theirs"}}, "description": "", "endpoint": "https://surveys.example.com", "http_method": "POST", ` +
		`"custom_headers": null, "request_format": "json", "status": "active", "subscriptions": ["conditional_ticket_events"], "secret": "theirs"}`}},
}

// move is a moved block, and the first read after it.
func (p *protocol) move(from record, host, kind, id string) (state, identity tftypes.Value, failed []*tfprotov6.Diagnostic) {
	p.t.Helper()
	moved, err := p.server.MoveResourceState(p.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: host + "/" + from.provider, SourceTypeName: from.kind, SourceSchemaVersion: 1, TargetTypeName: kind,
		SourceState: &tfprotov6.RawState{JSON: fmt.Appendf(nil, from.attributes, id)},
	})
	p.must(nil, err)
	if failed = errorsOf(moved.Diagnostics); len(failed) > 0 {
		return state, identity, failed
	}
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: moved.TargetState, CurrentIdentity: moved.TargetIdentity, Private: moved.TargetPrivate,
	})
	p.must(nil, err)
	if failed = errorsOf(read.Diagnostics); len(failed) > 0 {
		return state, identity, failed
	}
	return p.unwire(p.types[kind], read.NewState), p.unwire(p.identities[kind], read.NewIdentity.IdentityData), nil
}

// Ids beyond 2^53 are those that a careless reader of numbers rounds.
func TestAMoveGivesTheStateThatAnApplyGives(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.zendesk(map[string]any{"wide_ids": true})
	w := a.shell(a.provider())
	for _, text := range inherited() {
		w.configure(w.read("main.tf") + text)
	}
	w.apply()
	p := newProtocol(t) // a CLI moves before it configures
	states := map[string]map[string]any{}
	for _, each := range w.plan("-refresh=false").PriorState.Values.RootModule.Resources {
		states[strings.TrimPrefix(each.Address, "surveytrigger_zendesk_")] = each.AttributeValues
	}
	p.configure(a.section())
	for name := range inherited() {
		kind, _, _ := strings.Cut(name, ".")
		for _, from := range records[kind] {
			for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
				state, identity, failed := p.move(from, host, "surveytrigger_zendesk_"+kind, states[name]["id"].(string))
				if len(failed) > 0 {
					t.Errorf("%s from %s: %s: %s", name, from.provider, failed[0].Summary, failed[0].Detail)
					continue
				}
				if wanted := p.value(state.Type(), states[name]); !state.Equal(wanted) {
					diff, _ := state.Diff(wanted)
					t.Errorf("%s from %s: state after the move differs from that after apply: %v", name, from.provider, diff)
				}
				if p.attribute(identity, "id") != states[name]["id"] || p.attribute(identity, "account") != states[name]["account"] {
					t.Errorf("%s from %s: identity %s", name, from.provider, identity)
				}
			}
		}
	}
	for kind, froms := range records {
		for _, from := range froms {
			from.kind = "zendesk_macro"
			if _, _, failed := p.move(from, "registry.terraform.io", "surveytrigger_zendesk_"+kind, "1"); len(failed) != 1 || !strings.Contains(failed[0].Detail, froms[0].kind) {
				t.Errorf("a macro is no %s, got %v", kind, failed)
			}
		}
	}
}

// entry is one resource of another provider in a state.
type entry struct {
	record
	id string
}

// stateOf is a state file of the other providers, by address.
func stateOf(entries map[string]entry) string {
	var resources []string
	for address, each := range entries {
		kind, name, _ := strings.Cut(address, ".")
		resources = append(resources, fmt.Sprintf(`{"mode": "managed", "type": %q, "name": %q, "provider": "provider[\"registry.terraform.io/%s\"]",
			"instances": [{"schema_version": 0, "attributes": %s, "sensitive_attributes": []}]}`, kind, name, each.provider, fmt.Sprintf(each.attributes, each.id)))
	}
	return fmt.Sprintf(`{"version": 4, "terraform_version": "1.11.0", "serial": 7, "lineage": "5f0b7d7e-2f0f-4a9c-9f0e-6f2f6f0a7c11", "outputs": {}, "resources": [%s], "check_results": null}`,
		strings.Join(resources, ", "))
}

// theirAddress is where another provider has what is here called by the name.
func theirAddress(name string) string {
	kind, label, _ := strings.Cut(name, ".")
	return records[kind][0].kind + "." + kind + "_" + label
}

// foreignState has all of it at those addresses, as the first record of each
// kind.
func foreignState(ids map[string]string) string {
	entries := map[string]entry{}
	for name, id := range ids {
		kind, _, _ := strings.Cut(name, ".")
		entries[theirAddress(name)] = entry{records[kind][0], id}
	}
	return stateOf(entries)
}

func TestMovedBlocksLeaveNothingToDo(t *testing.T) {
	t.Parallel()
	a := start(t)
	whole, moves := a.provider(), ""
	for name, text := range inherited() {
		whole += text
		moves += fmt.Sprintf("moved {\n  from = %s\n  to   = surveytrigger_zendesk_%s\n}\n", theirAddress(name), name)
	}
	first := a.shell(whole)
	first.apply()
	ids := map[string]string{}
	for name := range inherited() {
		ids[name] = first.attribute("surveytrigger_zendesk_"+name, "id")
	}

	second := a.shell(whole + moves)
	second.write("terraform.tfstate", foreignState(ids))
	second.knowTheOthers()
	a.forget()
	changes := second.plan().ResourceChanges
	for _, change := range changes {
		if !change.Change.Actions.NoOp() || !strings.HasPrefix(change.PreviousAddress, "zendesk_") {
			t.Errorf("%s, before %q: %v of %v", change.Address, change.PreviousAddress, change.Change.Actions, changed(change.Change))
		}
	}
	if len(changes) != len(ids) {
		t.Errorf("%d of %d moved", len(changes), len(ids))
	}
	if output, ok := second.try("plan", "-input=false", "-no-color", "-refresh=false"); ok || !strings.Contains(output, "A moved resource was not read") {
		t.Errorf("what was not read cannot be planned, got %s", output)
	}
	second.apply()
	for name, id := range ids {
		if moved := second.attribute("surveytrigger_zendesk_"+name, "id"); moved != id {
			t.Errorf("%s is %s, and was %s", name, moved, id)
		}
	}
	if left := second.read("terraform.tfstate"); strings.Contains(left, "/zendesk\\\"]") || strings.Contains(left, "theirs") {
		t.Error("the other providers, or their secrets, are still in state")
	}
	second.configure(whole) // and now without them
	second.forgetTheOthers()
	second.noChanges()
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("a move writes nothing, got %s", describe(writes))
	}
}

// A state of the sandbox account and the credentials of production: the same
// triggers shall not be made a second time.
func TestAMoveIntoAnotherAccountIsAnError(t *testing.T) {
	t.Parallel()
	own, other := start(t), start(t)
	other.zendesk(map[string]any{"id_offset": 5000000})
	first := own.shell(own.provider() + grown["webhook.plain"])
	first.apply()
	ids := map[string]string{"webhook.plain": first.attribute("surveytrigger_zendesk_webhook.plain", "id")}
	w := other.shell(other.provider() + grown["webhook.plain"] + "moved {\n  from = zendesk_webhook.webhook_plain\n  to   = surveytrigger_zendesk_webhook.plain\n}\n")
	w.write("terraform.tfstate", foreignState(ids))
	w.knowTheOthers()
	if failed := w.errors("plan"); len(failed) != 1 || failed[0].Summary != "Moved object not found in this account" || !strings.Contains(failed[0].Detail, ids["webhook.plain"]) {
		t.Errorf("got %v", failed)
	}
}

// The other way: the other provider forgets, this one imports.
func TestImportBlocksAdoptWhatAnotherProviderForgets(t *testing.T) {
	t.Parallel()
	a := start(t)
	made := a.provider() + grown["webhook.plain"] + grown["send_trigger.single"]
	first := a.shell(made)
	first.apply()
	ids := map[string]string{"send_trigger.single": first.attribute("surveytrigger_zendesk_send_trigger.single", "id"), "webhook.plain": first.attribute("surveytrigger_zendesk_webhook.plain", "id")}
	takeOver := ""
	for name, id := range ids {
		takeOver += fmt.Sprintf("import {\n  to = surveytrigger_zendesk_%s\n  id = %q\n}\nremoved {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n",
			name, id, theirAddress(name))
	}
	second := a.process(made + takeOver)
	second.write("terraform.tfstate", foreignState(ids))
	second.knowTheOthers()
	if output, ok := second.try("plan", "-input=false", "-no-color"); ok || !strings.Contains(output, "No credentials") {
		t.Errorf("the other provider is asked a last time, got %s", output)
	}
	second.setenv(otherAccount + "=acme")
	a.forget()
	for _, change := range second.plan().ResourceChanges {
		ours := strings.HasPrefix(change.Address, "surveytrigger_")
		if ours && (change.Change.Importing == nil || !change.Change.Actions.NoOp()) || !ours && !change.Change.Actions.Forget() {
			t.Errorf("%s: %v", change.Address, change.Change.Actions)
		}
	}
	second.apply()
	second.configure(made)
	second.forgetTheOthers()
	second.noChanges()
	if writes := a.writes(); len(writes) != 0 {
		t.Errorf("nothing is written, got %s", describe(writes))
	}
}

// The same provider from a mirror, or from the registry of the other CLI, and a
// resource renamed at the same time.
func TestAStateOfTheProviderAtAnotherAddressIsTakenAsItIs(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.provider() + grown["webhook.plain"] + grown["send_trigger.single"]
	first := a.shell(config)
	first.apply()
	for _, address := range []string{"registry.example.com/mirror/surveytrigger", "registry.terraform.io/surveytrigger/surveytrigger"} {
		second := a.shell(config + "moved {\n  from = surveytrigger_zendesk_webhook.before\n  to   = surveytrigger_zendesk_webhook.plain\n}\n")
		state := strings.Replace(first.read("terraform.tfstate"), `"name": "plain"`, `"name": "before"`, 1)
		for _, own := range []string{"registry.terraform.io/surveytrigger/surveytrigger", "registry.opentofu.org/surveytrigger/surveytrigger"} {
			state = strings.ReplaceAll(state, own, address)
		}
		second.write("terraform.tfstate", state)
		second.knowOurselvesAs(address)
		a.forget()
		if changes := second.changes(); len(changes) != 0 {
			t.Errorf("%s: a new name is no change, got %v", address, changes)
		}
		if writes := a.writes(); len(writes) != 0 {
			t.Errorf("%s: nothing is written, got %s", address, describe(writes))
		}
	}
}
