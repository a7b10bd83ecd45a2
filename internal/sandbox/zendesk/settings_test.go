package zendesk_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// fillDue puts moments into a row of a table: now, and five hours later.
func fillDue(members string, now time.Time) string {
	return strings.NewReplacer("NOW", now.Format(time.RFC3339), "SOON", now.Add(5*time.Hour).Format(time.RFC3339)).Replace(members)
}

// screen posts settings as the controls of the sandbox do.
func (d *desk) screen(body string) error {
	return d.system.ChangeSettings(func(into any) error { return json.Unmarshal([]byte(body), into) })
}

func TestWhereTheSatisfactionSurveyStands(t *testing.T) {
	d := open(t, engine.Options{})
	standing := func() string {
		var found []string
		for _, kind := range []string{"automations", "triggers"} {
			for _, rule := range d.must(200, "GET", "/"+kind, "")[kind].([]any) {
				if strings.Contains(show(at(rule, "actions")), `"offered"`) {
					d.equal("system rule", at(rule, "default"), true)
					found = append(found, kind+": "+text(rule, "title"))
				}
			}
		}
		return strings.Join(found, ", ")
	}
	for _, step := range []struct{ body, want string }{
		{`{}`, "automations: Request customer satisfaction rating (System Automation)"},
		{`{"csat_title":"Solicitar avaliação (Automação do sistema)"}`, "automations: Solicitar avaliação (Automação do sistema)"},
		{`{"native_csat":"trigger","csat_title":""}`, "triggers: Request customer satisfaction rating (System Trigger)"},
		{`{"native_csat":"absent"}`, ""},
		{`{"native_csat":"automation"}`, "automations: Request customer satisfaction rating (System Automation)"},
	} {
		if err := d.screen(step.body); err != nil {
			t.Fatal(err)
		}
		d.equal(step.body, standing(), step.want)
	}
	for _, wrong := range []string{`{"native_csat":"sometimes"}`, `{"checkbox_is_not":"maybe"}`, `{"null_value":"no"}`, `{"http_targets":""}`, `{"webhook_history":"kept"}`, `{"id_offset":-1}`, `{"id_offset":200000000000}`} {
		if err := d.screen(wrong); err == nil {
			t.Errorf("%s was taken", wrong)
		}
	}
	d.system.Reset()
	d.equal("after a reset", d.system.Settings(), zendesk.DefaultSettings())
}

// Two accounts hold the same things under other ids, as a Zendesk sandbox and its production do.
func TestTheSameNamesUnderOtherIDs(t *testing.T) {
	sandbox, production := open(t, engine.Options{}), open(t, engine.Options{})
	if err := production.screen(`{"id_offset":5000000}`); err != nil {
		t.Fatal(err)
	}
	for path, list := range map[string][2]string{
		"/groups": {"groups", "name"}, "/brands": {"brands", "name"}, "/ticket_forms": {"ticket_forms", "name"},
		"/custom_statuses": {"custom_statuses", "agent_label"}, "/users": {"users", "email"}, "/triggers": {"triggers", "title"},
		"/automations": {"automations", "title"}, "/ticket_fields": {"ticket_fields", "title"},
	} {
		here, there := sandbox.must(200, "GET", path, "")[list[0]], production.must(200, "GET", path, "")[list[0]]
		sandbox.equal(path, column(here, list[1]), column(there, list[1]))
		for at, id := range column(here, "id") {
			if id == column(there, "id")[at] || len(id) < 12 {
				t.Errorf("%s %d has id %s in both", path, at, id)
			}
		}
	}
	sandbox.equal("locales are Zendesk's own", sandbox.must(200, "GET", "/locales", "")["locales"].([]any)[2].(thing)["id"], production.must(200, "GET", "/locales", "")["locales"].([]any)[2].(thing)["id"])
	category := func(d *desk) string {
		return text(d.must(200, "GET", "/trigger_categories", ""), "trigger_categories", 0, "id")
	}
	if category(sandbox) == category(production) {
		t.Error("the categories have one id")
	}
	hook := production.webhook("https://surveys.example.com")
	production.equal("ids as Zendesk types them", []any{len(hook), at(production.must(200, "GET", "/webhooks", ""), "webhooks", 0, "id")}, []any{26, hook})
	// Another setting keeps what is there; another offset is another account.
	production.simple("kept")
	_ = production.screen(`{"http_targets":"refused"}`)
	production.equal("kept", production.custom(), []string{"kept"})
	_ = production.screen(`{"id_offset":0}`)
	production.equal("gone", []any{production.custom(), production.system.Settings().(zendesk.Settings).HTTPTargets}, []any{nil, "refused"})
}

func TestDefinitionsOfAutomations(t *testing.T) {
	d := open(t, engine.Options{})
	box := d.field(`"type":"checkbox","title":"Do not send","tag":"no_survey"`)
	bare := d.field(`"type":"checkbox","title":"Without a tag"`)
	note := d.field(`"type":"text","title":"Note"`)
	hook := d.webhook("https://surveys.example.com")
	target := d.target(`"target_url":"https://surveys.example.com"`)
	off := d.target(`"target_url":"https://surveys.example.com","active":false`)
	automations := d.must(200, "GET", "/automations/definitions", "")["definitions"]
	triggers := d.must(200, "GET", "/triggers/definitions", "")["definitions"]
	subject := func(definitions any, group, name string) any {
		items, _ := at(definitions, group).([]any)
		for _, item := range items {
			if text(item, "subject") == name {
				return item
			}
		}
		return nil
	}
	d.equal("hours", column(at(subject(automations, "conditions_all", "SOLVED"), "operators"), "value"),
		[]string{"is", "less_than", "greater_than", "is_business_hours", "less_than_business_hours", "greater_than_business_hours"})
	d.equal("status", column(at(subject(automations, "conditions_all", "status"), "operators"), "value"), []string{"is", "is_not", "less_than", "greater_than"})
	for _, c := range []struct {
		definitions any
		group, name string
		offered     bool
	}{
		{automations, "conditions_any", "SOLVED", false},
		{automations, "conditions_any", "custom_fields_" + box, true},
		{automations, "conditions_any", "custom_fields_" + bare, false},
		{automations, "conditions_any", "custom_fields_" + note, false},
		{triggers, "conditions_any", "custom_fields_" + bare, true},
		{triggers, "conditions_any", "custom_fields_" + note, true},
		{automations, "conditions_all", "ticket_is_public", true},
		{automations, "conditions_all", "comment_is_public", false},
		{automations, "conditions_all", "update_type", false},
		{triggers, "conditions_all", "SOLVED", false},
		{triggers, "conditions_all", "comment_is_public", true},
	} {
		d.equal(c.group+" "+c.name, subject(c.definitions, c.group, c.name) != nil, c.offered)
	}
	for _, definitions := range []any{automations, triggers} {
		d.equal("webhooks", column(at(subject(definitions, "actions", "notification_webhook"), "values"), "value"), []string{hook})
		d.equal("targets, without "+off, column(at(subject(definitions, "actions", "notification_target"), "values"), "value"), []string{target})
		for name, path := range map[string][3]string{
			"group_id": {"/groups", "groups", "name"}, "brand_id": {"/brands", "brands", "name"}, "ticket_form_id": {"/ticket_forms", "ticket_forms", "name"},
			"custom_status_id": {"/custom_statuses", "custom_statuses", "agent_label"}, "locale_id": {"/locales", "locales", "name"},
		} {
			values, list := at(subject(definitions, "conditions_all", name), "values"), d.must(200, "GET", path[0], "")[path[1]]
			ids, names := column(list, "id"), column(list, path[2])
			if subject(definitions, "conditions_all", name).(thing)["nullable"] == true {
				ids, names = append([]string{"__NULL__"}, ids...), append([]string{"-"}, names...)
			}
			d.equal(name, []any{column(values, "value"), column(values, "title")}, []any{ids, names})
			for _, value := range values.([]any) {
				d.equal("enabled", at(value, "enabled"), true)
			}
		}
	}
	shape := subject(triggers, "conditions_all", "status").(thing)
	for _, member := range []string{"group", "subject", "title", "type", "nullable", "repeatable", "operators", "values"} {
		if _, there := shape[member]; !there {
			t.Errorf("a subject has no %s", member)
		}
	}
	d.equal("an operator", at(shape, "operators", 4), thing{"value": "changed", "title": "Changed", "terminal": true})
	// Channels are those of the account.
	d.set(func(s *zendesk.Settings) { s.ActiveChannels = []int{4, 74} })
	d.equal("channels", column(at(subject(d.must(200, "GET", "/automations/definitions", "")["definitions"], "conditions_all", "via_id"), "values"), "value"), []string{"4", "74"})
}
