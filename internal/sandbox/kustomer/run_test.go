package kustomer_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// receiver is a web server that keeps what it gets.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	calls  []received
	answer func(n int, w http.ResponseWriter)
}

type received struct {
	method, path string
	header       http.Header
	body         string
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		r.calls = append(r.calls, received{request.Method, request.URL.RequestURI(), request.Header, string(body)})
		n := len(r.calls)
		r.mu.Unlock()
		if r.answer != nil {
			r.answer(n, w)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) paths() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := []string{}
	for _, call := range r.calls {
		all = append(all, call.path)
	}
	return all
}

func (r *receiver) last(t *testing.T) received {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.calls) == 0 {
		t.Fatal("nothing was received")
	}
	return r.calls[len(r.calls)-1]
}

// posted is a step that sends data.
func (r *receiver) posted(id, data, next string) string {
	return step(id, "kustomer.rest-api.json", `{"method":"post","uri":"`+r.URL+`","data":`+data+`}`, next)
}

func TestOperators(t *testing.T) {
	d := open(t)
	customer := d.customer("carla@customer.example")
	talk := d.conversation(customer, "email")
	ana := d.user("ana.agent@example.com")
	d.must(200, "PATCH", "/conversations/"+talk, `{"priority":4,"assignedUsers":["`+ana+`"],"tags":["vip"],
		"custom":{"vipBool":true,"offBool":false,"planStr":"gold","emptyStr":"","scoreNum":3.5,"boughtAt":"2026-01-02T00:00:00Z"}}`)
	tag := text(d.must(200, "GET", "/tags", ""), "data", 0, "id")
	seen := receive(t)
	id := d.workflow("operators", onDone("post"), seen.posted("post", `{}`, ""))
	for condition, want := range map[string]bool{
		`"eq","values":["/#steps.1.custom.planStr","gold"]`:                              true,
		`"eq","values":["/#steps.1.custom.planStr","Gold"]`:                              false,
		`"eq","values":["/#steps.1.priority",4]`:                                         true,
		`"eq","values":["/#steps.1.priority","4"]`:                                       true,
		`"eq","values":["/#steps.1.custom.vipBool",true]`:                                true,
		`"eq","values":["/#steps.1.custom.nothingStr",null]`:                             false,
		`"eq","values":["{{{steps.1.custom.planStr}}}-{{{steps.1.priority}}}","gold-4"]`: true,
		`"neq","values":["/#steps.1.custom.planStr","silver"]`:                           true,
		`"neq","values":["/#steps.1.custom.planStr","gold"]`:                             false,
		`"neq","values":["/#steps.1.custom.nothingBool",true]`:                           true,
		`"gt","values":["/#steps.1.assignedUsers.length","0"]`:                           true,
		`"gt","values":["/#steps.1.priority",4]`:                                         false,
		`"gte","values":["/#steps.1.priority",4]`:                                        true,
		`"lt","values":["/#steps.1.custom.scoreNum",3.6]`:                                true,
		`"lte","values":["/#steps.1.custom.scoreNum",3.4]`:                               false,
		`"lt","values":["/#steps.1.custom.nothingNum",5]`:                                false,
		`"gt","values":["/#steps.1.custom.planStr",0]`:                                   false,
		`"contains","values":["/#steps.1.tags","` + tag + `"]`:                           true,
		`"contains","values":["/#steps.1.tags","vip"]`:                                   false,
		`"contains","values":["/#steps.1.custom.planStr","ol"]`:                          true,
		`"contains","values":["/#steps.1.custom.nothingStr","a"]`:                        false,
		`"not-contains","values":["/#steps.1.tags","` + tag + `"]`:                       false,
		`"not-contains","values":["/#steps.1.custom.nothingStr","a"]`:                    true,
		`"exists","values":["/#steps.1.custom.planStr",""]`:                              true,
		`"exists","values":["/#steps.1.custom.emptyStr"]`:                                true,
		`"exists","values":["/#steps.1.custom.nothingStr"]`:                              false,
		`"exists","values":["/#steps.1.externalId"]`:                                     false,
		`"dne","values":["/#steps.1.custom.nothingStr"]`:                                 true,
		`"dne","values":["/#steps.1.assignedUsers.0"]`:                                   false,
		`"dne","values":["/#steps.1.assignedUsers.1"]`:                                   true,
		`"true","values":["/#steps.1.custom.vipBool"]`:                                   true,
		`"true","values":["/#steps.1.custom.offBool"]`:                                   false,
		`"true","values":["/#steps.1.custom.nothingBool"]`:                               false,
		`"false","values":["/#steps.1.custom.offBool"]`:                                  true,
		`"false","values":["/#steps.1.custom.nothingBool"]`:                              false,
		`"lt-date","values":["/#steps.1.custom.boughtAt","2026-02-01"]`:                  true,
		`"gt-date","values":["/#steps.1.custom.boughtAt","2026-02-01"]`:                  false,
		`"eq","values":["/#fn:parseInt,steps.1.custom.scoreNum",3]`:                      true,
		`"and","values":[` + always + `,{"op":"eq","values":[1,2]}]`:                     false,
		`"and","values":[` + always + `,` + always + `]`:                                 true,
		`"or","values":[{"op":"eq","values":[1,2]},` + always + `]`:                      true,
		`"or","values":[]`: false,
	} {
		d.must(200, "PUT", "/workflows/"+id, `{"trigger":{"id":"1","eventName":"kustomer.conversation.update",
			"transitions":[{"target":"post","condition":{"op":`+condition+`}}]}}`)
		before := len(seen.paths())
		d.must(200, "PATCH", "/conversations/"+talk, `{}`)
		d.equal(condition, len(seen.paths()) > before, want)
	}
	d.equal("failed runs", d.errors(id), []string{})
}

// The first transition that holds is taken, and a step without an action passes on.
func TestTransitionsAreTakenInOrder(t *testing.T) {
	d := open(t)
	d.workflow("order", onDone("pass"), `{"id":"pass","transitions":[
		{"target":"first","condition":{"op":"eq","values":["/#steps.1.priority",5]}},
		{"target":"second","condition":`+always+`},{"target":"third","condition":`+always+`}]}`,
		noteStep("first", "first"), noteStep("second", "second"), noteStep("third", "third"))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.done(talk)
	d.equal("notes", d.notes(talk), []string{"second"})
}

func TestReferences(t *testing.T) {
	d := open(t)
	seen := receive(t)
	id := text(d.must(201, "POST", "/workflows", `{"name":"references"}`), "data", "id")
	variable := text(d.must(201, "POST", "/workflows/"+id+"/variables", `{"name":"key","value":"s3cret"}`), "data", "id")
	d.must(200, "PUT", "/workflows/"+id, `{"enabled":true,"trigger":`+onDone("customer")+`,"steps":[`+
		step("customer", "kustomer.customer.find", `{"identifier":"/#steps.1.customer"}`, "post")+`,`+
		step("post", "kustomer.rest-api.json", `{"method":"POST","uri":"`+seen.URL+`/{{{steps.1.id}}}","headers":{"X-Key":"Key {{{variables.`+variable+`}}}"},"data":{
			"channels":"/#steps.1.channels","priority":"/#steps.1.priority","bool":"/#steps.1.custom.vipBool","nobody":"/#steps.1.custom.nothingStr",
			"email":"/#steps.customer.emails.0.email","list":["/#steps.nowhere.x",{"name":"{{{steps.customer.name}}}"}],
			"html":"{{steps.customer.name}}","gone":"[{{{steps.1.custom.nothingStr}}}]","inside":"see /#steps.1.id","null":"/#steps.1.externalId"}}`, "")+`]}`)
	customer := text(d.must(201, "POST", "/customers", `{"name":"Ann \"AJ\" O'Neil <a@b>\n&\\","emails":[{"email":"ann@customer.example"}]}`), "data", "id")
	talk := d.conversation(customer, "email")
	d.must(200, "PATCH", "/conversations/"+talk, `{"custom":{"vipBool":true}}`)
	d.done(talk)
	got := seen.last(t)
	var body thing
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatalf("body %s: %v", got.body, err)
	}
	d.equal("body", body, thing{
		"channels": []any{"email"}, "priority": 3, "bool": true, "email": "ann@customer.example",
		"list": []any{nil, thing{"name": "Ann \"AJ\" O'Neil <a@b>\n&\\"}}, "html": "Ann &quot;AJ&quot; O&#x27;Neil &lt;a@b&gt;\n&amp;\\",
		"gone": "[]", "inside": "see /#steps.1.id", "null": nil,
	})
	d.equal("request", []any{got.method, got.path, got.header.Get("X-Key"), got.header.Get("Content-Type")},
		[]any{"POST", "/" + talk, "Key s3cret", "application/json"})
}

// What finds nothing is no failure; a param that is missing is one.
func TestFinding(t *testing.T) {
	d := open(t)
	seen := receive(t)
	id := d.workflow("find", onDone("talk"),
		step("talk", "kustomer.conversation.find-by-id", `{"id":"/#steps.1.id"}`, "byEmail"),
		step("byEmail", "kustomer.customer.find", `{"identifier":"carla@customer.example"}`, "agent"),
		step("agent", "kustomer.user.find-by-id", `{"id":"/#steps.talk.assignedUsers.0"}`, "message"),
		step("message", "kustomer.message.find-last", `{"conversation":"/#steps.1.id"}`, "nobody"),
		step("nobody", "kustomer.customer.find-by-email", `{"email":"nobody@customer.example"}`, "org"),
		step("org", "kustomer.org.current", `{}`, "key"),
		step("key", "kustomer.regex-match.generic", `{"regex":"(.*)","testString":"YOUR KEY"}`, "post"),
		seen.posted("post", `{"status":"/#steps.talk.status","customer":"/#steps.byEmail.id","agent":"/#steps.agent.email",
			"preview":"/#steps.message.preview","nobody":"/#steps.nobody.id","org":"/#steps.org.name","key":"/#steps.key.match"}`, ""))
	customer := d.customer("carla@customer.example")
	talk := d.conversation(customer, "email")
	d.must(200, "PATCH", "/conversations/"+talk, `{"assignedUsers":["`+d.user("ana.agent@example.com")+`"]}`)
	d.done(talk)
	d.equal("body", seen.last(t).body, `{"agent":"ana.agent@example.com","customer":"`+customer+`","key":"YOUR KEY","org":"sandbox-acme","preview":"Where is it?","status":"done"}`)

	unassigned := d.conversation(customer, "email")
	d.done(unassigned)
	d.equal("calls", len(seen.paths()), 1)
	if said := d.errors(id); len(said) != 1 || !strings.Contains(said[0], "params.id is required") || !strings.Contains(said[0], `"step":"agent"`) {
		t.Errorf("failed runs %q", said)
	}
}

// Steps change objects as the API does: unknown tags are made, an update of one
// custom attribute keeps the others, and what the API refuses fails the run.
func TestChanging(t *testing.T) {
	d := open(t)
	id := d.workflow("change", onDone("tag"),
		step("tag", "kustomer.conversation.append-tags", `{"id":"/#steps.1.id","tags":["asked"]}`, "mark"),
		step("mark", "kustomer.conversation.update", `{"id":"/#steps.1.id","custom":{"askedBool":true},"priority":5}`, "customer"),
		step("customer", "kustomer.customer.update", `{"id":"/#steps.1.customer","custom":{"planStr":"gold"}}`, "refused"),
		step("refused", "kustomer.conversation.update", `{"id":"/#steps.1.id","custom":{"wrong":true}}`, ""))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.must(200, "PATCH", "/conversations/"+talk, `{"custom":{"noteStr":"kept"},"tags":["old"]}`)
	d.done(talk)
	after := d.must(200, "GET", "/conversations/"+talk, "")
	d.equal("custom", attribute(after, "custom"), thing{"noteStr": "kept", "askedBool": true})
	d.equal("priority", attribute(after, "priority"), 5)
	d.equal("tags", attribute(after, "tags"), ids(d.must(200, "GET", "/tags", "")))
	if said := d.errors(id); len(said) != 1 || !strings.Contains(said[0], "invalid custom attribute suffix") {
		t.Errorf("failed runs %q", said)
	}
	if last := text(attribute(d.must(200, "GET", "/workflows/"+id, ""), "lastError", "message")); !strings.Contains(last, "suffix") {
		t.Errorf("lastError %q", last)
	}
}

// Workflows that start one another end, and the record says why.
func TestWorkflowsThatStartOneAnotherEnd(t *testing.T) {
	d := open(t)
	id := d.workflow("endless", `{"id":"1","eventName":"kustomer.conversation.update","transitions":`+then("again")+`}`,
		step("again", "kustomer.conversation.update", `{"id":"/#steps.1.id","priority":4}`, ""))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	if said := d.errors(id); len(said) != 1 || !strings.Contains(said[0], "have started one another") {
		t.Errorf("failed runs %q", said)
	}
	d.equal("status", attribute(d.must(200, "GET", "/conversations/"+talk, ""), "status"), "open")
}
