package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// found is an object that people made in the admin screen, and where it is imported
// to.
type found struct {
	kind, path, object string
	wire               map[string]any
	differs            []string // what the first plan may change
	warns              string   // what the plan says besides
}

// foundObjects are eighteen of them, in the order in which they were made. @ and a
// name stands for the id of an earlier one.
func foundObjects() []string { return slices.Sorted(maps.Keys(foundByName)) }

const oddPayload = "{ \"ticket\" :\t\"{{ticket.id}}\",\n\n  \"channel\":\"email\"  , \"agent\": \"{% if ticket.id > 1 %}<b>{{ticket.assignee.email}}</b>{% endif %}\" }\n"

var foundByName = map[string]found{
	"a01_hook": hookFound(map[string]any{"name": " Survey  hook "}, ""),
	"a02_key_hook": hookFound(map[string]any{"name": "With an API key", "authentication": map[string]any{
		"type": "api_key", "add_position": "header", "data": map[string]any{"name": "X-Key", "value": "secret"},
	}}, ""),
	"a03_basic_hook": hookFound(map[string]any{"name": "Basic", "description": "Made by Ann", "http_method": "PUT", "custom_headers": map[string]any{"X-Env": "prod"}, "authentication": map[string]any{
		"type": "basic_auth", "add_position": "header", "data": map[string]any{"username": "connect", "password": "secret"},
	}}, ""),
	"a04_target": {kind: "http_target", path: "/targets", object: "target", wire: map[string]any{
		"type": "http_target", "title": "Old  target ", "target_url": "http://surveys.example.com/hook?x=1", "method": "post", "content_type": "application/x-www-form-urlencoded", "username": "connect", "password": "secret",
	}},
	"a05_box": {kind: "ticket_field", path: "/ticket_fields", object: "ticket_field", wire: map[string]any{"type": "checkbox", "title": "Do  not survey ", "tag": "no_survey"}},
	"a06_choice": {kind: "ticket_field", path: "/ticket_fields", object: "ticket_field", wire: map[string]any{
		"type": "tagger", "title": "Result", "custom_field_options": []any{map[string]any{"name": "Good  one", "value": "good"}, map[string]any{"name": "Bad", "value": "bad"}},
	}},
	"a07_category": {kind: "trigger_category", path: "/trigger_categories", object: "trigger_category", wire: map[string]any{"name": "Surveys  (old)"}},
	"b01_two_tags": foundTrigger("exclusion_trigger", "  VIP  customers", rule(line("current_tags", "includes", "vip   gold"), ``, addTag("no_survey_vip  vip_seen"))),
	"b02_more_actions": foundTrigger("exclusion_trigger", "Angry customers", rule(
		lines(line("status", "less_than", "closed"), `{"field": "group_id", "operator": "changed"}`), line("subject_includes_word", "includes", "angry furious"),
		lines(`{"field": "priority", "value": "high"}`, `{"field": "custom_fields_@a05_box", "value": "true"}`, `{"field": "notification_user", "value": ["requester_id", "Sorry", "We are <b>sorry</b> & will call"]}`),
	)),
	"c01_send": foundTrigger("send_trigger", "Survey e-mail ", rule(
		lines(withoutTags("surveyed"), withoutTags(" no_survey  no_survey_vip"), line("custom_fields_@a05_box", "is_not", "true"), solvedLine, line("priority", "is_not", "low")),
		lines(via("48"), via("4"), via("0")), lines(addTag(" surveyed "), notifies("@a01_hook", oddPayload)),
	)),
	"c02_no_channel": foundTrigger("send_trigger", "Survey everybody", rule(lines(solvedLine, withoutTags("no_survey_vip")), ``, lines(
		`{"field": "priority", "value": "low"}`, notifies("@a03_basic_hook", "{\"b\": 1.0, \"a\": \"{{ticket.id}}\", \"é\": [true, null]}"), `{"field": "current_tags", "value": "surveyed_too"}`, `{"field": "notification_user", "value": ["requester_id", "Thank you", "Bye"]}`,
	))),
	"c03_target": foundTrigger("send_trigger", "Survey calls", rule(lines(line("status", "is", "solved"), `{"field": "status", "operator": "changed"}`), lines(via("34"), via("35"), via("33")),
		fmt.Sprintf(`{"field": "notification_target", "value": ["@a04_target", %q]}`, "{\n  \"ticket\": {{ticket.id}},\n\n  \"call\":true\n}"))),
	"c04_bad_payload": withWarning(foundTrigger("send_trigger", "Survey by name", rule(
		lines(solvedLine, `{"field": "via_id", "operator": "includes", "value": ["29", "74"]}`), ``, notifies("@a01_hook", `{"name": "{{ticket.requester.name}}", "x": {{ticket.ticket_field_1}} }`),
	)), "The payload can become broken JSON"),
	"c05_inactive":   inactive(foundTrigger("send_trigger", "Survey chats (old)", rule(lines(solvedLine, solvedLine, chatLine), lines(via("4"), line("priority", "is", "high")), notifies("@a02_key_hook", "{\r\n\t\"ticket\": \"{{ticket.id}}\"\r\n}")))),
	"c06_guard_only": foundTrigger("send_trigger", "Survey WhatsApp", rule(lines(line("status", "value", "closed"), via("74"), withoutTags("done")), ``, lines(notifies("@a01_hook", `{"t":"{{ticket.id}}"}`), addTag("done more")))),
	"d01_automation": {kind: "send_automation", path: "/automations", object: "automation", wire: wireOf("Survey  later ", rule(
		lines(isSolvedLine, line("SOLVED", "greater_than", "47"), withoutTags("asked"), withoutTags("no_survey")), ``, lines(`{"field": "priority", "value": "normal"}`, notifies("@a01_hook", `{ "ticket": "{{ticket.id}}" }`), addTag("asked")),
	))},
	"d02_once": {kind: "send_automation", path: "/automations", object: "automation", wire: wireOf("Survey on the second day", rule(
		lines(line("status", "less_than", "closed"), line("SOLVED", "is", "24"), publicLine), ``, lines(notifies("@a03_basic_hook", `{"ticket": "{{ticket.id}}"}`), addTag("asked_once")),
	))},
	"e01_late": withWarning(differing(foundTrigger("exclusion_trigger", "Complaints", rule(line("current_tags", "includes", "complaint"), ``, addTag("no_survey_vip"))), "in_force", "order_satisfied"), "is not in force"),
}

func hookFound(more map[string]any, warns string) found {
	return found{kind: "webhook", path: "/webhooks", object: "webhook", warns: warns, wire: merged(map[string]any{
		"endpoint": "https://surveys.example.com/hook", "http_method": "POST", "request_format": "json", "status": "active", "subscriptions": []string{"conditional_ticket_events"},
	}, more)}
}

func foundTrigger(kind, title, content string) found {
	return found{kind: kind, path: "/triggers", object: "trigger", wire: wireOf(title, content)}
}

func wireOf(title, content string) map[string]any {
	wire := map[string]any{}
	if err := json.Unmarshal([]byte(content), &wire); err != nil {
		panic(fmt.Sprintf("%v in %s", err, content))
	}
	wire["title"] = title
	return wire
}

func withWarning(f found, warns string) found { f.warns = warns; return f }

func differing(f found, attributes ...string) found { f.differs = attributes; return f }

func inactive(f found) found { f.wire["active"] = false; return f }

func notifies(webhook, body string) string {
	value, _ := json.Marshal([]string{webhook, body})
	return fmt.Sprintf(`{"field": "notification_webhook", "value": %s}`, value)
}

// makeFound makes them all and gives their ids.
func (a *account) makeFound() map[string]string { return a.makeByHand(foundByName) }

// makeByHand makes objects in the order of their names, and gives their ids.
func (a *account) makeByHand(objects map[string]found) map[string]string {
	a.t.Helper()
	ids := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(objects)) {
		f := objects[name]
		text := asJSON(f.wire)
		for other, id := range ids {
			text = strings.ReplaceAll(text, "@"+other, id)
		}
		made := a.call("POST", f.path, map[string]any{f.object: json.RawMessage(text)})
		ids[name] = number(made[f.object].(map[string]any)["id"])
	}
	return ids
}

// importFound imports these with generated configuration, and gives that.
func (w *workspace) importFound(ids map[string]string, names ...string) (generated string) {
	w.account.t.Helper()
	var blocks strings.Builder
	for _, name := range names {
		fmt.Fprintf(&blocks, "import {\n  to = surveytrigger_zendesk_%s.%s\n  id = %q\n}\n", foundByName[name].kind, name, ids[name])
	}
	w.write("imports.tf", blocks.String())
	w.run("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	return w.read("generated.tf")
}

// What an account holds that people have worked in for years is taken as it is:
// the generated configuration is valid, and the first apply sends nothing but a
// place that has to be repaired.
func TestEighteenObjectsMadeByHandAreImported(t *testing.T) {
	t.Parallel()
	if len(foundByName) != 18 {
		t.Fatalf("%d objects", len(foundByName))
	}
	a := start(t)
	ids := a.makeFound()
	before := a.everythingIn(foundByName, ids)
	w := a.shell(a.provider())
	w.write("csat.tf", fmt.Sprintf("import {\n  to = surveytrigger_zendesk_native_csat.this\n  id = %q\n}\n", number(a.ratingAutomation()["id"])))
	generated := w.importFound(ids, foundObjects()...)
	a.forget()
	for _, change := range w.plan().ResourceChanges {
		f := foundByName[change.Name] // none for Zendesk's own survey
		switch differing := changed(change.Change); {
		case change.Change.Importing == nil:
			t.Errorf("%s is not imported", change.Address)
		case !slices.Equal(differing, f.differs) && len(differing)+len(f.differs) > 0:
			t.Errorf("%s: %v of %v, expected %v; generated was\n%s", change.Address, change.Change.Actions, differing, f.differs, generated)
		}
	}
	said := w.warnings("plan")
	for name, f := range foundByName {
		address := "surveytrigger_zendesk_" + f.kind + "." + name
		if f.warns != "" && !slices.ContainsFunc(said, func(d told) bool {
			return (d.Address == address || strings.Contains(d.Summary, ids[name])) && strings.Contains(d.Summary, f.warns)
		}) {
			t.Errorf("%s: no warning %q in %v", address, f.warns, said)
		}
	}
	w.apply()
	for _, write := range a.writes() {
		if write.String() != "POST /api/v2/trigger_categories/jobs" {
			t.Errorf("an import writes nothing but the place of an exclusion, got %s", write)
		}
	}
	after := a.everythingIn(foundByName, ids)
	for name, was := range before {
		if is := after[name]; is != was && !slices.Contains(foundByName[name].differs, "order_satisfied") {
			t.Errorf("%s was changed: from\n%s\nto\n%s", name, was, is)
		}
	}
	w.noChanges()
}

// everythingIn is what Zendesk returns of each, without its place.
func (a *account) everythingIn(objects map[string]found, ids map[string]string) map[string]string {
	a.t.Helper()
	all := map[string]string{}
	for name, id := range ids {
		f := objects[name]
		object := a.call("GET", f.path+"/"+id, nil)[f.object].(map[string]any)
		delete(object, "position")
		if f.kind == "exclusion_trigger" || f.kind == "send_trigger" || f.kind == "trigger_category" {
			delete(object, "updated_at") // a move of another one sets it
		}
		all[name] = asJSON(object)
	}
	return all
}
