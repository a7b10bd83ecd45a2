package acceptance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
)

// inEditor changes a workflow as a person does in the editor: its JSON, by replacement.
func (a *account) inEditor(w map[string]any, replace ...string) {
	a.t.Helper()
	document := map[string]any{"trigger": w["trigger"], "steps": w["steps"]}
	text := asJSON(document)
	changed := strings.NewReplacer(replace...).Replace(text)
	if changed == text {
		a.t.Fatalf("%q is not in %s", replace[0], text)
	}
	a.kustomer(http.MethodPut, fmt.Sprintf("/workflows/%s", w["id"]), json.RawMessage(changed))
}

const manyConditions = byAttribute + `
  description       = "E-mail"
  opt_out_attribute = "doNotSendSurveyBool"
  exclude_when      = [{ field = "priority", operator = "gte", value = "5" }, { field = "customer.custom.planStr", operator = "exists" }]
`

// What a person changes in the editor shows as the attribute that it belongs to, and an
// apply restores it.
func TestDriftOfASendWorkflow(t *testing.T) {
	t.Parallel()
	a := start(t)
	rows := map[string]struct {
		replace   []string
		attribute string
		before    string         // of the attribute, "" where it is an object
		put       map[string]any // instead of a replacement
	}{
		"a channel":                  {[]string{`"values":["/#steps.conversation.firstMessageIn.channel","email"]`, `"values":["/#steps.conversation.firstMessageIn.channel","sms"]`}, "channels", `["sms"]`, nil},
		"the value of an exclusion":  {[]string{`"/#steps.conversation.priority",5`, `"/#steps.conversation.priority",4`}, "exclude_when", "", nil},
		"the attribute of the mark":  {[]string{"surveySentBool", "otherBool"}, "sent_attribute", `"otherBool"`, nil},
		"the opt-out":                {[]string{`"values":["/#steps.conversation.custom.doNotSendSurveyBool"]`, `"values":["/#steps.conversation.custom.otherBool"]`}, "opt_out_attribute", `"otherBool"`, nil},
		"the URL":                    {[]string{"https://api.stellaconnect.net/v1/requests", "https://elsewhere.example.com"}, "request", "", nil},
		"the body":                   {[]string{`"channel":"email"`, `"channel":"mail"`}, "request", "", nil},
		"a condition that was added": {[]string{`{"op":"exists","values":["/#steps.customer.emails.0.email"]}`, `{"op":"exists","values":["/#steps.customer.emails.0.email"]},{"op":"eq","values":["/#steps.customer.name","Carla"]}`}, "unmanaged_changes", `["the transitions of the step \"decide\""]`, nil},
		"a step that was added":      {[]string{`"steps":[`, `"steps":[{"id":"extra","transitions":[]},`}, "unmanaged_changes", `["the step \"extra\" was added"]`, nil},
		"the error handling":         {[]string{"retry-workflow", "continue"}, "unmanaged_changes", `["the error handling of the step \"mark\""]`, nil},
		"an action":                  {[]string{"kustomer.customer.find\"", "kustomer.customer.find-by-email\""}, "unmanaged_changes", `["the action (\"kustomer.customer.find-by-email\") of the step \"customer\""]`, nil},
		"a deactivation":             {nil, "enabled", "false", map[string]any{"enabled": false}},
		"another name":               {nil, "name", `"Other"`, map[string]any{"name": "Other"}},
		"another description":        {nil, "description", `"Mine"`, map[string]any{"description": "Mine"}},
	}
	text, addresses := a.kustomerProvider(), map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(rows)) {
		label := fmt.Sprintf("row_%d", i)
		addresses[name] = "surveytrigger_kustomer_send_workflow." + label
		text += a.another(a.sending(manyConditions), label)
	}
	w := a.shell(text)
	w.apply()
	before := map[string]map[string]any{}
	for _, each := range a.workflows() {
		before[each["id"].(string)] = each
	}
	for name, row := range rows {
		workflow := before[w.attribute(addresses[name], "id")]
		if row.put != nil {
			a.kustomer(http.MethodPut, fmt.Sprintf("/workflows/%s", workflow["id"]), row.put)
		} else {
			a.inEditor(workflow, row.replace...)
		}
	}
	changes := map[string]*tfjson.Change{}
	for _, each := range w.plan().ResourceChanges {
		changes[each.Address] = each.Change
	}
	for name, row := range rows {
		change := changes[addresses[name]]
		if change == nil {
			t.Errorf("%s: no change", name)
			continue
		}
		if err := (inPlace{addresses[name], row.attribute}).check(change); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := asJSON(change.Before.(map[string]any)[row.attribute]); row.before != "" && !sameJSON(got, row.before) {
			t.Errorf("%s: %s, %s expected", name, got, row.before)
		}
	}
	a.forget()
	w.apply()
	w.noChanges()
	writes := counted(slices.DeleteFunc(a.kustomerRequests(), func(r request) bool { return r.Method == http.MethodGet }))
	for name := range rows {
		if id := w.attribute(addresses[name], "id"); writes["PUT /v1/workflows/"+id] != 1 {
			t.Errorf("%s: one PUT restores it, got %v", name, writes)
		}
	}
	if len(writes) != len(rows) {
		t.Errorf("a PUT for each expected, got %v", writes)
	}
}

// Somebody removes the header with the key between a plan and its apply: what the plan is
// about is written, and the key is sent again.
func TestAKeyThatIsRemovedAfterThePlanIsSentAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute))
	w.apply()
	w.configure(a.sending(byAttribute + "\n  description = \"another\""))
	w.warnedPlan()
	steps := asJSON(a.workflows()[0]["steps"])
	from := strings.Index(steps, `"x-api-key":"`)
	a.inEditor(a.workflows()[0], steps[from:from+strings.Index(steps[from:], "}}}\"")+4], "")
	w.run("apply", "-input=false", "test.plan")
	id := a.converse("email")
	a.done(id)
	if a.requested(id) != 1 {
		t.Error("the request has no key")
	}
	w.noChanges()
}

// Somebody excludes more conversations, or disables the workflow, between a plan of
// something else and its apply: that is not taken back behind their back.
func TestWhatSomebodyChangesAfterThePlanIsNotOverwritten(t *testing.T) {
	t.Parallel()
	for name, delay := range map[string]string{"at once": "", "with a delay": "delay_minutes = 10\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			config := func(description string) string {
				return a.sending(strings.Replace(delay+manyConditions, "E-mail", description, 1)) // priority 5 and more are excluded
			}
			w := a.shell(config("first"))
			w.apply()
			edits := map[string]func(decider map[string]any){
				"excludes more": func(w map[string]any) {
					a.inEditor(w, `"/#steps.conversation.priority",5`, `"/#steps.conversation.priority",4`)
				},
				"disables it": func(w map[string]any) {
					a.kustomer(http.MethodPut, fmt.Sprintf("/workflows/%s", w["id"]), map[string]any{"enabled": false})
				},
			}
			for what, edit := range edits {
				w.configure(config(what))
				w.warnedPlan()
				all := a.workflows()
				edit(all[slices.IndexFunc(all, func(w map[string]any) bool { return strings.Contains(asJSON(w["steps"]), "rest-api") })])
				if found := w.errors("apply", "-input=false", "test.plan"); len(found) != 1 || found[0].Summary != "Changed since this plan was made: plan again" {
					t.Errorf("%s: got %v", what, found)
				}
				held := a.converse("email")
				a.change(held, map[string]any{"priority": 4})
				a.done(held)
				a.later("30m")
				if got := a.requested(held); got != 0 {
					t.Errorf("%s: %d requests", what, got)
				}
				if changes := w.changes(); !slices.Equal(changes, []string{"update " + sendAddress}) {
					t.Errorf("%s: got %v", what, changes)
				}
				w.apply() // as the plan after it says
				w.noChanges()
			}
			a.requestsOne()
		})
	}
}

// A title is nobody's concern; where the header with the key is another one, or gone, the
// key is sent again.
func TestDriftOfTheKeyOfASendWorkflow(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(manyConditions))
	w.apply()
	a.inEditor(a.workflows()[0], "Mark as surveyed", "Surveyed!") // a title
	w.noChanges()

	// The header reads something else: the key is sent again.
	variable := a.variables(a.workflows()[0])[0]
	a.inEditor(a.workflows()[0], "variables."+variable, "variables.65f1c0ffee0123456789abcd")
	if !slices.ContainsFunc(w.warnings("plan"), func(d told) bool { return d.Summary == "A secret header was removed" }) {
		t.Error("a warning expected")
	}
	w.apply()
	w.noChanges()
	a.complete(false)
	variable = a.variables(a.workflows()[0])[0] // the key was sent in a new one
	a.inEditor(a.workflows()[0], `"headers":{`, `"headers":{"x-other":"{{{variables.`+variable+`}}}",`)
	for _, each := range w.plan().ResourceChanges {
		if err := (onlyChange{sendAddress, "unmanaged_changes", `["the header \"x-other\", which reads a variable, was added"]`, "[]"}).check(each.Change); err != nil {
			t.Error(err)
		}
	}
	w.apply()
	w.noChanges()

	// The header has its value in clear text: the key is sent again.
	a.inEditor(a.workflows()[0], `{{{variables.`+a.variables(a.workflows()[0])[0]+`}}}`, "hunter2")
	w.apply()
	w.noChanges()
	a.complete(false)

	// The header with the key is gone: it is sent again.
	steps := asJSON(a.workflows()[0]["steps"])
	from := strings.Index(steps, `"x-api-key":"`)
	a.inEditor(a.workflows()[0], steps[from:from+strings.Index(steps[from:], "}}}\"")+4], "")
	warned := w.warnings("plan")
	if !slices.ContainsFunc(warned, func(d told) bool { return d.Summary == "A secret header was removed" }) {
		t.Errorf("got %v", warned)
	}
	w.apply()
	w.noChanges()
	a.complete(false)
	id := a.converse("email")
	a.done(id)
	if a.requested(id) != 1 {
		t.Errorf("failed runs %v", a.failedRuns())
	}
}

func TestDriftOfADelayedSendWorkflow(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(manyConditions + "\ndelay_minutes = 10"))
	w.apply()
	of := func(attribute string) map[string]any {
		for _, each := range a.workflows() {
			if each["id"] == w.attribute(sendAddress, attribute) {
				return each
			}
		}
		t.Fatal("it is gone")
		return nil
	}
	a.inEditor(of("id"), `"value":10`, `"value":20`)
	for _, each := range w.plan().ResourceChanges {
		if err := (onlyChange{sendAddress, "delay_minutes", "20", "10"}).check(each.Change); err != nil {
			t.Error(err)
		}
	}
	a.inEditor(of("id"), `"workflowId":"`, `"workflowId":"{{{steps.1.id}}}`)
	w.apply()
	w.noChanges()
	a.kustomer(http.MethodPut, "/workflows/"+w.attribute(sendAddress, "callable_id"), map[string]any{"enabled": false, "name": "Mine"})
	if changes := w.changes(); !slices.Equal(changes, []string{"update " + sendAddress}) {
		t.Errorf("got %v", changes)
	}
	w.apply()
	w.noChanges()
	a.complete(true)
	id := a.converse("email")
	a.done(id)
	a.later("15m")
	if a.requested(id) != 1 {
		t.Errorf("failed runs %v", a.failedRuns())
	}

	// Without the delay it is another workflow; the old ones stay, disabled.
	w.configure(a.sending(manyConditions))
	if changes := w.changes(); !slices.Equal(changes, []string{"delete then create " + sendAddress}) {
		t.Errorf("got %v", changes)
	}
	w.apply()
	w.noChanges()
	enabled := 0
	for _, each := range a.workflows() {
		if each["enabled"] == true {
			enabled++
		}
	}
	next := a.converse("email")
	a.done(next)
	if enabled != 1 || a.requested(next) != 1 {
		t.Errorf("%d enabled workflows, surveys %v", enabled, a.surveys())
	}

	// And back: what stayed is adopted.
	count := len(a.workflows())
	w.configure(a.sending(manyConditions + "\ndelay_minutes = 10"))
	w.apply()
	w.noChanges()
	if now := len(a.workflows()); now != count {
		t.Errorf("%d workflows, then %d", count, now)
	}
}

// Surveys that wait are requested if somebody enables the workflow that decides, although
// the one that schedules stays disabled.
func TestADeciderThatSomebodyEnablesIsDisabledAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute + "\ndelay_minutes = 60"))
	w.apply()
	waits := a.converse("email")
	a.done(waits)
	w.configure(a.sending(byAttribute + "\nenabled = false\ndelay_minutes = 60"))
	w.apply()
	decider := w.attribute(sendAddress, "callable_id")
	a.kustomer(http.MethodPut, "/workflows/"+decider, map[string]any{"enabled": true})
	for _, each := range w.plan().ResourceChanges {
		if err := (onlyChange{sendAddress, "unmanaged_changes", fmt.Sprintf(`["the workflow %s, which decides after the delay, is enabled"]`, decider), "[]"}).check(each.Change); err != nil {
			t.Error(err)
		}
	}
	w.apply()
	w.noChanges()
	a.later("2h")
	if got := a.requested(waits); got != 0 {
		t.Errorf("%d requests after it was disabled", got)
	}
}

// An import shows what there is; what cannot be expressed is in one error.
func TestImportOfASendWorkflow(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{"at once": manyConditions, "with a delay": manyConditions + "\ndelay_minutes = 10", "with a tag": `sent_tag = "surveyed"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			config := a.sending(more)
			first := a.shell(config)
			first.apply()
			id := first.attribute(sendAddress, "id")
			w := a.shell(config)
			w.run("import", "-input=false", "-no-color", sendAddress, id)
			for _, each := range w.plan().ResourceChanges {
				if got := changed(each.Change); len(got) > 0 && !slices.Equal(got, []string{"request"}) {
					t.Errorf("only the version of the secret may change, got %v", got)
				}
			}
			w.apply()
			w.noChanges()
			if strings.Contains(more, "delay_minutes") {
				called := first.attribute(sendAddress, "callable_id")
				if w.attribute(sendAddress, "callable_id") != called {
					t.Error("another workflow decides")
				}
				a.refusesImport(config, called, "Another workflow calls this one")
			}
			all := a.workflows()
			steps := all[slices.IndexFunc(all, func(w map[string]any) bool { return strings.Contains(asJSON(w["steps"]), "rest-api") })]
			a.inEditor(steps, `"steps":[`, `"steps":[{"id":"extra","transitions":[]},`, "kustomer.customer.find\"", "kustomer.customer.find-by-email\"")
			a.refusesImport(config, id, "The workflow cannot be expressed", `the step "extra" was added`, `("kustomer.customer.find-by-email") of the step "customer"`)
		})
	}
	a := start(t)
	a.asks("https://surveys.example.com", `"x-api-key":"hunter22"`, `{"email":"/#steps.customer.emails.0.email"}`)
	a.refusesImport(a.sending(byAttribute), a.workflows()[0]["id"].(string), `the step "decide" is missing`, `the header "x-api-key" holds a credential in clear text`)
}

// refusesImport expects one error with the words.
func (a *account) refusesImport(config, id string, words ...string) {
	a.t.Helper()
	printed, ok := a.shell(config).try("import", "-input=false", "-no-color", sendAddress, id)
	text := strings.Join(strings.Fields(printed), " ")
	if ok || strings.Count(text, "Error: ") != 1 || strings.Contains(text, "hunter22") {
		a.t.Errorf("one error expected, got %s", printed)
	}
	for _, word := range words {
		if !strings.Contains(text, word) {
			a.t.Errorf("%q is not in %s", word, printed)
		}
	}
}

// Two enabled workflows of one name are not made, whoever made the first.
func TestAnEnabledWorkflowOfTheSameName(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomer(http.MethodPost, "/workflows", map[string]any{"name": "Survey by e-mail", "enabled": true, "trigger": map[string]any{
		"id": "1", "eventName": "kustomer.conversation.update", "transitions": []any{},
	}})
	w := a.shell(a.sending(byAttribute))
	found := w.errors("apply", "-auto-approve")
	if len(found) != 1 || found[0].Summary != "The workflow exists already" || !strings.Contains(found[0].Detail, "terraform import <address> "+a.workflows()[0]["id"].(string)) {
		t.Errorf("got %v", found)
	}
	if all := a.workflows(); len(all) != 1 {
		t.Errorf("got %v", all)
	}
	w.configure(a.sending(byAttribute) + a.sendingToo("second"))
	found = w.errors("plan")
	if len(found) != 1 || found[0].Summary != "Two send workflows with the same name" {
		t.Errorf("got %v", found)
	}
}
