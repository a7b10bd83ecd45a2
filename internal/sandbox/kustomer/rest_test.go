package kustomer_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// failing is a request that gets no answer, with error cases.
func failing(id, uri, cases, next string) string {
	return `{"id":"` + id + `","action":"kustomer.rest-api.json","params":{"uri":"` + uri + `"},"transitions":` + then(next) + `,"errorCases":[` + cases + `]}`
}

func caseOf(kind string) string {
	return `{"condition":{"op":"and","values":[{"op":"exists","values":["/#steps.post.error.message"]}]},"errorAction":{"type":"` + kind + `"}}`
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func TestErrorCases(t *testing.T) {
	for kind, want := range map[string]struct {
		calls, errors int
		notes         []string
	}{
		"":                {2, 1, []string{}},
		"continue":        {2, 0, []string{"went on"}},
		"stop-processing": {2, 0, []string{}},
		"retry-action":    {6, 1, []string{}},
		"retry-workflow":  {6, 3, []string{}},
	} {
		t.Run(kind, func(t *testing.T) {
			d := open(t)
			seen := receive(t)
			seen.answer = func(_ int, w http.ResponseWriter) { hangUp(w) }
			cases := ""
			if kind != "" {
				cases = caseOf(kind)
			}
			id := d.workflow("errors", onDone("post"), failing("post", seen.URL, cases, "note"), noteStep("note", "went on"))
			talk := d.conversation(d.customer("carla@customer.example"), "email")
			d.done(talk)
			d.equal("calls", len(seen.paths()), want.calls)
			d.equal("failed runs", len(d.errors(id)), want.errors)
			d.equal("notes", d.notes(talk), want.notes)
		})
	}
}

// A retry that succeeds goes on.
func TestARetryThatSucceeds(t *testing.T) {
	d := open(t)
	seen := receive(t)
	seen.answer = func(n int, w http.ResponseWriter) {
		if n < 4 {
			hangUp(w)
		}
	}
	id := d.workflow("errors", onDone("post"), failing("post", seen.URL, caseOf("retry-workflow"), "note"), noteStep("note", "sent"))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.done(talk)
	d.equal("notes", d.notes(talk), []string{"sent"})
	answer := d.must(200, "GET", "/workflows/"+id+"/processes", "")
	d.equal("records", len(d.errors(id)), 1)
	meta := at(answer, "data", 0, "attributes", "meta")
	d.equal("meta", []any{at(meta, "attempt"), at(meta, "retry"), at(meta, "workflowRev")}, []any{1, true, 1})
	d.equal("event", []any{at(answer, "data", 0, "attributes", "event", "name"), at(answer, "data", 0, "attributes", "event", "changes", "attributes", "status", "after")},
		[]any{"kustomer.conversation.update", "done"})
	if said := d.errors(id)[0]; !strings.HasPrefix(said, "System Error - Retrying") {
		t.Errorf("error %q", said)
	}
}

// Any status is an answer, on which transitions decide.
func TestAStatusIsAnAnswer(t *testing.T) {
	d := open(t)
	seen := receive(t)
	seen.answer = func(_ int, w http.ResponseWriter) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"code":"down"}`))
	}
	id := d.workflow("status", onDone("post"), `{"id":"post","action":"kustomer.rest-api.json","params":{"uri":"`+seen.URL+`"},"transitions":[
		{"target":"note","condition":{"op":"gte","values":["/#steps.post.response.statusCode","300"]}}]}`,
		noteStep("note", "{{{steps.post.response.statusCode}}} {{{steps.post.body.code}}}"))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	d.done(talk)
	d.equal("notes", d.notes(talk), []string{"503 down"})
	d.equal("failed runs", d.errors(id), []string{})
	d.equal("call", []any{seen.last(t).method, seen.last(t).body}, []any{"GET", ""})
}

// The record of a failed run shows its steps, and no secret: not in the requests, not
// in what was answered, not in the address.
func TestFailedRunsShowNoSecret(t *testing.T) {
	d := open(t)
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"echo":"` + r.Header.Get("X-Key") + `"}`))
	}))
	t.Cleanup(echo.Close)
	id := text(d.must(201, "POST", "/workflows", `{"name":"secrets"}`), "data", "id")
	variable := text(d.must(201, "POST", "/workflows/"+id+"/variables", `{"name":"key","value":"s3cret"}`), "data", "id")
	key := `"{{{variables.` + variable + `}}}"`
	d.must(200, "PUT", "/workflows/"+id, `{"enabled":true,"trigger":`+onDone("post")+`,"steps":[`+
		step("post", "kustomer.rest-api.json", `{"uri":"`+echo.URL+`","headers":{"X-Key":`+key+`}}`, "fail")+`,`+
		step("fail", "kustomer.rest-api.json", `{"uri":"http://127.0.0.1:1/{{{variables.`+variable+`}}}"}`, "")+`]}`)
	d.done(d.conversation(d.customer("carla@customer.example"), "email"))
	answer := d.must(200, "GET", "/workflows/"+id+"/processes", "")
	context := text(answer, "data", 0, "attributes", "meta", "context")
	for _, want := range []string{`"order":[`, `"echo":"********"`, `"id":"post"`} {
		if !strings.Contains(context, want) {
			t.Errorf("context %s, want %s", context, want)
		}
	}
	for _, shown := range []thing{answer, d.must(200, "GET", "/workflows/"+id, "")} {
		if strings.Contains(show(shown), "s3cret") {
			t.Errorf("the secret is shown: %s", show(shown))
		}
	}
	d.equal("contains variables", attribute(d.must(200, "GET", "/workflows/"+id, ""), "containsVariables"), true)
	d.refused(400, "bad_request", "GET", "/workflows/"+id+"/processes?createdAtFrom=yesterday", "")
	d.equal("of the future", ids(d.must(200, "GET", "/workflows/"+id+"/processes?createdAtFrom=2999-01-01T00:00:00Z", "")), []string{})
}

// A receiver may call Kustomer while its request is served, and finds what the steps
// before it did.
func TestAReceiverCallsBack(t *testing.T) {
	d := open(t)
	seen := receive(t)
	var talk string
	seen.answer = func(int, http.ResponseWriter) {
		d.equal("mark", attribute(d.must(200, "GET", "/conversations/"+talk, ""), "custom", "askedBool"), true)
		d.must(201, "POST", "/conversations/"+talk+"/notes", `{"body":"rated 5"}`)
	}
	d.workflow("back", onDone("mark"), step("mark", "kustomer.conversation.update", `{"id":"/#steps.1.id","custom":{"askedBool":true}}`, "post"), seen.posted("post", `{}`, ""))
	talk = d.conversation(d.customer("carla@customer.example"), "email")
	d.done(talk)
	d.equal("notes", d.notes(talk), []string{"rated 5"})
}
