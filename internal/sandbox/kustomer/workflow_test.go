package kustomer_test

import (
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

const always = `{"op":"true","values":[true]}`

// onDone is a trigger that goes to the step when a conversation becomes done.
func onDone(target string) string {
	return `{"id":"1","eventName":"kustomer.conversation.update","transitions":[{"target":"` + target + `","condition":{"op":"and","values":[
		{"op":"eq","values":["/#steps.1.changes.attributes.status.after","done"]},
		{"op":"neq","values":["/#steps.1.changes.attributes.status.before","done"]}]}}]}`
}

// then is a list of transitions with the only target.
func then(target string) string {
	if target == "" {
		return `[]`
	}
	return `[{"target":"` + target + `","condition":` + always + `}]`
}

// workflow makes one that is enabled and gives its id.
func (d *desk) workflow(name, trigger string, steps ...string) string {
	d.t.Helper()
	return text(d.must(201, "POST", "/workflows",
		`{"name":"`+name+`","enabled":true,"trigger":`+trigger+`,"steps":[`+strings.Join(steps, ",")+`]}`), "data", "id")
}

// step is one step with its params as JSON.
func step(id, action, params, next string) string {
	return `{"id":"` + id + `","action":"` + action + `","params":` + params + `,"transitions":` + then(next) + `,"errorCases":[]}`
}

// noteStep writes what a template says as a note of the conversation.
func noteStep(id, body string) string {
	return step(id, "kustomer.note.create", `{"conversation":"/#steps.1.id","body":"`+body+`"}`, "")
}

func (d *desk) done(conversation string) {
	d.t.Helper()
	d.must(200, "PATCH", "/conversations/"+conversation, `{"status":"done"}`)
}

// notes gives the texts of a conversation's notes.
func (d *desk) notes(conversation string) []string {
	d.t.Helper()
	all := []string{}
	items, _ := d.must(200, "GET", "/conversations/"+conversation+"/notes", "")["data"].([]any)
	for _, item := range items {
		all = append(all, text(item, "attributes", "body"))
	}
	return all
}

// errors gives what the failed runs of a workflow say.
func (d *desk) errors(workflow string) []string {
	d.t.Helper()
	all := []string{}
	items, _ := d.must(200, "GET", "/workflows/"+workflow+"/processes", "")["data"].([]any)
	for _, item := range items {
		all = append(all, text(item, "attributes", "error"))
	}
	return all
}

func TestTheEnvelopeOfAWorkflow(t *testing.T) {
	d := open(t)
	made := d.must(201, "POST", "/workflows", `{"name":"send","description":"Sends.","meta":{"displayName":"Send"},
		"trigger":`+onDone("note")+`,"steps":[`+noteStep("note", "hello")+`,{"id":"end","transitions":[]}]}`)
	id := text(made, "data", "id")
	d.equal("type and self", []any{at(made, "data", "type"), at(made, "data", "links", "self")}, []any{"workflow", "/v1/workflows/" + id})
	for name, want := range map[string]any{
		"name": "send", "description": "Sends.", "meta": thing{"displayName": "Send"}, "enabled": false, "editable": true,
		"lastError": thing{}, "containsVariables": false, "logging": false, "replaces": nil,
	} {
		d.equal(name, attribute(made, name), want)
	}
	d.equal("event", attribute(made, "trigger", "eventName"), "kustomer.conversation.update")
	d.equal("error cases of a step without", attribute(made, "steps", 1, "errorCases"), []any{})
	own := attribute(made, "steps", 0, "_id")
	if len(text(own)) != 24 {
		t.Errorf("_id %v", own)
	}
	d.equal("read back", d.must(200, "GET", "/workflows/"+id, ""), made)

	renamed := d.must(200, "PUT", "/workflows/"+id, `{"name":"renamed"}`)
	d.equal("what was not sent", []any{attribute(renamed, "steps"), attribute(renamed, "description")}, []any{attribute(made, "steps"), "Sends."})
	again := d.must(200, "PUT", "/workflows/"+id, show(thing{"steps": attribute(made, "steps"), "lastError": thing{"message": "x"}, "editable": false}))
	if attribute(again, "steps", 0, "_id") == own {
		t.Error("a PUT of the steps keeps the server's _id")
	}
	d.equal("members of the server", []any{attribute(again, "lastError"), attribute(again, "editable")}, []any{thing{}, true})
	d.must(404, "DELETE", "/workflows/"+id, "")
	d.must(404, "GET", "/workflows/5822a4a5b6a2f2000f6a6d8d", "")
}

func TestListsOfWorkflows(t *testing.T) {
	d := open(t)
	on := d.workflow("on", onDone("note"), noteStep("note", "hello"))
	off := text(d.must(201, "POST", "/workflows", `{"name":"off"}`), "data", "id")
	called := d.workflow("called", `{"id":"1","callable":true,"schema":{},"transitions":[]}`)
	for query, want := range map[string][]string{
		"": {on, off, called}, "?enabled=true": {on, called}, "?enabled=false": {off}, "?callable=true": {called},
		"?eventName=kustomer.conversation.update": {on}, "?pageSize=1&page=2": {off},
	} {
		d.equal(query, ids(d.must(200, "GET", "/workflows"+query, "")), want)
	}
	d.equal("event of a callable workflow", attribute(d.must(200, "GET", "/workflows/"+called, ""), "trigger", "eventName"), "kustomer.workflow."+called+".call")
}

func TestRolesForWorkflows(t *testing.T) {
	d := open(t)
	d.set(`{"api_keys":[{"name":"Reader","roles":["org.admin.workflow.read"]},{"name":"Agents","roles":["org.user"]}]}`)
	reader, agent := d.as(d.token), d.as(d.token)
	for _, key := range d.screens()["api_keys"].([]any) {
		switch text(key, "name") {
		case "Reader":
			reader.token = text(key, "token")
		case "Agents":
			agent.token = text(key, "token")
		}
	}
	reader.must(200, "GET", "/workflows", "")
	reader.must(403, "POST", "/workflows", `{"name":"x"}`)
	agent.must(403, "GET", "/workflows", "")
	d.as(kustomer.ConnectorAPIKey).must(201, "POST", "/workflows", `{"name":"x"}`)
}

func TestWhatIsCheckedOnSave(t *testing.T) {
	d := open(t)
	trigger := func(members string) string { return `"trigger":{"id":"1",` + members + `}` }
	event := func(transitions string) string {
		return trigger(`"eventName":"kustomer.conversation.update","transitions":` + transitions)
	}
	when := func(condition string) string { return event(`[{"target":"a","condition":` + condition + `}]`) }
	pass := func(id, next string) string { return `{"id":"` + id + `","transitions":` + then(next) + `}` }
	for body, words := range map[string]string{
		`"name":""`:                       "name is required",
		`"name":5`:                        "name must be a string",
		`"name":"x","meta":{"a":{}}`:      "meta.a must be flat",
		`"name":"x","enabled":true`:       "trigger is required",
		`"name":"x","trigger":{"id":"1"}`: `trigger.eventName \"\" is unknown`,
		`"name":"x",` + trigger(`"eventName":"kustomer.conversation.updated","transitions":[]`):                                                                       "is unknown",
		`"name":"x",` + trigger(`"callable":true,"transitions":[]`):                                                                                                   "trigger.schema is required",
		`"name":"x",` + trigger(`"callable":true,"schema":{},"eventName":"kustomer.workflow.5.call","transitions":[]`):                                                "trigger.eventName must be",
		`"name":"x",` + trigger(`"eventName":"kustomer.note.create"`):                                                                                                 "trigger.transitions is required",
		`"name":"x",` + event(then("a")):                                                                                                                              `trigger.transitions[0].target \"a\" is no step`,
		`"name":"x",` + event(then("1")):                                                                                                                              "is no step",
		`"name":"x",` + event("[]") + `,"steps":[{"id":"a"}]`:                                                                                                         "steps[0].transitions is required",
		`"name":"x",` + event("[]") + `,"steps":[` + pass("a.b", "") + `]`:                                                                                            "steps[0].id must be letters",
		`"name":"x",` + event("[]") + `,"steps":[` + pass("1", "") + `]`:                                                                                              "is another step's",
		`"name":"x",` + event("[]") + `,"steps":[` + pass("a", "") + `,` + pass("a", "") + `]`:                                                                        "steps[1].id",
		`"name":"x",` + event("[]") + `,"steps":[{"id":"a","action":"kustomer.customer.find-by-id","transitions":[]}]`:                                                "steps[0].action",
		`"name":"x",` + event("[]") + `,"steps":[{"id":"a","params":[],"transitions":[]}]`:                                                                            "steps must be",
		`"name":"x",` + event(then("a")) + `,"steps":[` + pass("a", "b") + `,` + pass("b", "a") + `]`:                                                                 "hold a loop",
		`"name":"x",` + event("[]") + `,"steps":[` + pass("a", "a") + `]`:                                                                                             "hold a loop",
		`"name":"x",` + when(`{"op":"is","values":[1,2]}`) + `,"steps":[` + pass("a", "") + `]`:                                                                       `condition.op \"is\" is unknown`,
		`"name":"x",` + when(`{"op":"eq","values":[1]}`) + `,"steps":[` + pass("a", "") + `]`:                                                                         "must hold 2 values",
		`"name":"x",` + when(`{"op":"dne"}`) + `,"steps":[` + pass("a", "") + `]`:                                                                                     "values is required",
		`"name":"x",` + when(`{"op":"and","values":["a"]}`) + `,"steps":[` + pass("a", "") + `]`:                                                                      "must be a condition",
		`"name":"x",` + when(`{"op":"or","values":[{"op":"no","values":[]}]}`) + `,"steps":[` + pass("a", "") + `]`:                                                   "values[0].op",
		`"name":"x",` + event("[]") + `,"steps":[{"id":"a","transitions":[],"errorCases":[{"condition":{"op":"eq","values":[]},"errorAction":{"type":"continue"}}]}]`: "errorCases[0].condition.op",
		`"name":"x",` + event("[]") + `,"steps":[{"id":"a","transitions":[],"errorCases":[{"condition":{"op":"and","values":[]},"errorAction":{"type":"again"}}]}]`:   "errorAction.type",
		`"name":"x",` + event("[]") + `,"steps":[` + step("a", "kustomer.app.scheduler.schedule-workflow", `{"workflowId":"5822a4a5b6a2f2000f6a6d8d"}`, "") + `]`:     "is no callable workflow",
	} {
		d.refused(400, "bad_request", "POST", "/workflows", `{`+body+`}`, words)
	}
	d.equal("workflows", ids(d.must(200, "GET", "/workflows", "")), []string{})

	// A diamond is no loop, and actions that exist may be saved though they are not simulated.
	d.workflow("diamond", `{"id":"1","eventName":"kustomer.kobject.order.create","transitions":`+then("a")+`}`,
		`{"id":"a","transitions":[{"target":"b","condition":`+always+`},{"target":"c","condition":`+always+`}]}`,
		pass("b", "c"), step("c", "kustomer.kobject.update", `{}`, ""))
}

func TestVariables(t *testing.T) {
	d := open(t)
	id := text(d.must(201, "POST", "/workflows", `{"name":"x"}`), "data", "id")
	d.refused(400, "bad_request", "POST", "/workflows/"+id+"/variables", `{"name":"key"}`, "value is required")
	d.refused(400, "bad_request", "POST", "/workflows/"+id+"/variables", `{"name":"key","value":"a","type":"number"}`, "type must be")
	d.must(404, "POST", "/workflows/5822a4a5b6a2f2000f6a6d8d/variables", `{"name":"key","value":"a"}`)
	made := d.must(201, "POST", "/workflows/"+id+"/variables", `{"name":"key","value":"s3cret","type":"string"}`)
	variable := text(made, "data", "id")
	d.equal("self", at(made, "data", "links", "self"), "/v1/workflow-variables/"+variable)
	d.equal("workflow", at(made, "data", "relationships", "workflow", "data", "id"), id)
	changed := d.must(200, "PUT", "/workflow-variables/"+variable, `{"value":"s3cret-2"}`)
	d.equal("name", attribute(changed, "name"), "key")
	for _, answer := range []thing{made, changed, d.must(200, "GET", "/workflow-variables/"+variable, ""), d.must(200, "GET", "/workflows/"+id+"/variables", "")} {
		if strings.Contains(show(answer), "s3cret") || !strings.Contains(show(answer), "maskedValue") {
			t.Errorf("answer %s", show(answer))
		}
	}
	d.equal("listed", ids(d.must(200, "GET", "/workflows/"+id+"/variables", "")), []string{variable})
	d.must(204, "DELETE", "/workflow-variables/"+variable, "")
	d.must(404, "DELETE", "/workflow-variables/"+variable, "")
	d.equal("listed after", ids(d.must(200, "GET", "/workflows/"+id+"/variables", "")), []string{})
}

// An event carries the state before and after, and each enabled workflow of its name
// runs, one that was disabled does not.
func TestAWorkflowRunsOnItsEvent(t *testing.T) {
	d := open(t)
	id := d.workflow("done", onDone("note"), noteStep("note", "{{{steps.1.changes.attributes.status.before}}} > {{{steps.1.status}}}"))
	d.workflow("second", onDone("note"), noteStep("note", "second"))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.equal("notes while open", d.notes(talk), []string{})
	d.done(talk)
	d.equal("notes", d.notes(talk), []string{"open > done", "second"})
	d.done(talk)
	d.equal("notes when nothing changed", len(d.notes(talk)), 2)
	d.must(200, "PUT", "/workflows/"+id, `{"enabled":false}`)
	d.must(200, "PATCH", "/conversations/"+talk, `{"status":"open"}`)
	d.done(talk)
	d.equal("notes after disabling", len(d.notes(talk)), 3)
}

func TestEventsOfTheOtherObjects(t *testing.T) {
	d := open(t)
	seen := receive(t)
	for _, name := range []string{"conversation.create", "conversation.update", "customer.create", "customer.update", "message.create", "message.update", "note.create", "note.update"} {
		d.workflow(name, `{"id":"1","eventName":"kustomer.`+name+`","transitions":`+then("post")+`}`,
			step("post", "kustomer.rest-api.json", `{"method":"post","uri":"`+seen.URL+`/`+name+`","data":{"id":"/#steps.1.id"}}`, ""))
	}
	customer := d.customer("carla@customer.example")
	d.must(200, "PATCH", "/customers/"+customer, `{"name":"Carla"}`)
	talk := d.conversation(customer, "email")
	note := text(d.must(201, "POST", "/conversations/"+talk+"/notes", `{"body":"hm"}`), "data", "id")
	d.must(200, "PUT", "/notes/"+note, `{"body":"oh"}`)
	d.equal("calls", seen.paths(), []string{
		"/customer.create", "/customer.update", "/conversation.create", "/message.create", "/conversation.update",
		"/note.create", "/conversation.update", "/note.update",
	})
}
