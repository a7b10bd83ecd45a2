package acceptance

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// What was there when a trigger was imported stays in its place, whatever else
// changes, until the configuration says [].
func TestUnmanagedActionsKeepTheirPlacesUntilTheyAreRemoved(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeFound()
	const name = "c02_no_channel"
	id, hook := ids[name], ids["a03_basic_hook"]
	w := a.shell(a.provider())
	generated := w.importFound(ids, name)
	w.apply()
	configure := func(config string) { w.write("generated.tf", config) }
	sentOnce := func(step, wanted string) {
		t.Helper()
		w.apply()
		if writes := a.writes(); len(writes) != 1 || writes[0].String() != "PUT /api/v2/triggers/"+id || !sameJSON(string(writes[0].Body), `{"trigger": `+wanted+`}`) {
			t.Errorf("%s: expected one PUT with %s, got %s", step, wanted, describe(writes))
		}
		w.noChanges()
		a.forget()
	}
	const low, tag, mail = `{"field": "priority", "value": "low"}`, `{"field": "current_tags", "value": "surveyed_too"}`, `{"field": "notification_user", "value": ["requester_id", "Thank you", "Bye"]}`
	all := lines(solvedLine, withoutTags("no_survey_vip"))
	stored := notifies(hook, "{\"b\": 1.0, \"a\": \"{{ticket.id}}\", \"é\": [true, null]}")
	a.forget()

	// jsonencode has laid the payload out in another way: what is not changed is not sent.
	retitled := strings.Replace(generated, `"Survey everybody"`, `"Survey all"`, 1)
	configure(retitled)
	sentOnce("a title", `{"title": "Survey all"}`)

	changed := strings.Replace(retitled, `"{{ticket.id}}"`, `"{{ticket.id}}!"`, 1)
	configure(changed)
	sentOnce("a payload", rule(all, ``, lines(low, notifies(hook, `{"a":"{{ticket.id}}!","b":1,"é":[true,null]}`), tag, mail)))

	// It may be left out as well.
	begin := strings.Index(changed, "  unmanaged_actions")
	without := changed[:begin] + changed[begin+strings.Index(changed[begin:], "\n")+1:]
	configure(without)
	w.noChanges()
	configure(regexp.MustCompile(`sent_tag\s+= null`).ReplaceAllString(without, `sent_tag = "surveyed"`))
	sentOnce("a sent_tag", rule(lines(solvedLine, withoutTags("surveyed"), withoutTags("no_survey_vip")), ``,
		lines(low, notifies(hook, `{"a":"{{ticket.id}}!","b":1,"é":[true,null]}`), tag, mail, addTag("surveyed"))))
	configure(strings.Replace(without, `{{ticket.id}}!`, `{{ticket.id}}`, 1))
	w.apply()

	// What is added outside Terraform is drift; the others stay.
	a.call("PUT", "/triggers/"+id, map[string]any{"trigger": json.RawMessage(rule(all, ``, lines(`{"field": "type", "value": "task"}`, low, stored, tag, mail)))})
	a.forget()
	sentOnce("an action added outside Terraform", rule(all, ``, lines(low, stored, tag, mail)))

	// What is removed outside Terraform is gone, where the configuration does not ask for it.
	a.call("PUT", "/triggers/"+id, map[string]any{"trigger": json.RawMessage(rule(all, ``, lines(low, stored, mail)))})
	w.noChanges()

	configure(strings.Replace(changed[:begin]+"  unmanaged_actions = []\n"+changed[begin+strings.Index(changed[begin:], "\n")+1:], `{{ticket.id}}!`, `{{ticket.id}}`, 1))
	a.forget()
	sentOnce("[]", rule(all, ``, stored))

	// It was said once: the same actions are drift from now on.
	configure(strings.Replace(without, `{{ticket.id}}!`, `{{ticket.id}}`, 1))
	a.call("PUT", "/triggers/"+id, map[string]any{"trigger": json.RawMessage(rule(all, ``, lines(low, stored, mail)))})
	a.forget()
	sentOnce("an action that was removed before", rule(all, ``, stored))
}

func TestUnmanagedActionsAreOnlyWhatAnImportFound(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeFound()
	low := `["{\"field\":\"priority\",\"value\":\"high\"}"]`
	w := a.shell(a.provider())
	generated := w.importFound(ids, "b02_more_actions", "a05_box")
	w.apply()
	refused := func(config, says, names string) {
		t.Helper()
		w.write("generated.tf", config)
		if failed := w.errors("plan"); len(failed) != 1 || failed[0].Summary != says || !strings.Contains(failed[0].Detail, names) {
			t.Errorf("expected %q with %q, got %v", says, names, failed)
		}
	}
	begin := strings.Index(generated, "  unmanaged_actions")
	list := generated[begin : begin+strings.Index(generated[begin:], "\n")]
	refused(strings.Replace(generated, list, "  unmanaged_actions = "+low, 1), "Unmanaged actions cannot be changed", `"Sorry"`)
	refused(strings.Replace(generated, list, `  unmanaged_actions = ["priority low"]`, 1), "Not an action", "as an import shows it")
	refused(generated+exclusions.block("new", attributes{"unmanaged_actions": low}), "A new resource has no unmanaged actions", "Leave it out")
	// In another order and layout it is the same.
	w.write("generated.tf", strings.Replace(generated, list, `  unmanaged_actions = [
    jsonencode({ value = ["requester_id", "Sorry", "We are <b>sorry</b> & will call"], field = "notification_user" }),
    "{ \"field\": \"priority\", \"value\": \"high\" }",
  ]`, 1))
	w.noChanges()

	// The mark has its place among them.
	w.write("generated.tf", strings.Replace(generated, `"angry furious"`, `"angry"`, 1))
	a.forget()
	w.apply()
	wanted := rule(lines(line("status", "less_than", "closed"), `{"field": "group_id", "operator": "changed", "value": null}`), line("subject_includes_word", "includes", "angry"),
		lines(`{"field": "priority", "value": "high"}`, `{"field": "custom_fields_`+ids["a05_box"]+`", "value": "true"}`, `{"field": "notification_user", "value": ["requester_id", "Sorry", "We are <b>sorry</b> & will call"]}`))
	if writes := a.writes(); len(writes) != 1 || !sameJSON(string(writes[0].Body), `{"trigger": `+wanted+`}`) {
		t.Errorf("expected one PUT with %s, got %s", wanted, describe(writes))
	}
}

// The same of an automation.
func TestAnAutomationKeepsItsUnmanagedActions(t *testing.T) {
	t.Parallel()
	a := start(t)
	ids := a.makeFound()
	w := a.shell(a.provider())
	generated := w.importFound(ids, "d01_automation", "d02_once")
	w.apply()
	notify := notifies(ids["a01_hook"], `{ "ticket": "{{ticket.id}}" }`)
	changes := func(what, config, all, actions string) {
		t.Helper()
		w.write("generated.tf", config)
		a.forget()
		w.apply()
		wanted := rule(all, ``, actions)
		if writes := a.writes(); len(writes) != 1 || writes[0].String() != "PUT /api/v2/automations/"+ids["d01_automation"] || !sameJSON(string(writes[0].Body), `{"automation": `+wanted+`}`) {
			t.Errorf("%s: expected one PUT with %s, got %s", what, wanted, describe(writes))
		}
		w.noChanges()
	}
	const low = `{"field": "priority", "value": "normal"}`
	all := func(hours string) string {
		return lines(isSolvedLine, line("SOLVED", "greater_than", hours), withoutTags("asked"), withoutTags("no_survey"))
	}
	later := regexp.MustCompile(`hours_since_solved\s+= 48`).ReplaceAllString(generated, "hours_since_solved = 60")
	changes("hours", later, all("59"), lines(low, notify, addTag("asked")))
	none := regexp.MustCompile(`unmanaged_actions\s+= \["{\\"field\\":\\"priority.*`).ReplaceAllString(later, "unmanaged_actions = []")
	changes("[]", none, all("59"), lines(notify, addTag("asked")))
}
