package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// excluding is a condition of exclude_when.
func excluding(field, operator, value string) string {
	if value != "" {
		value = ", value = " + quoted(value)
	}
	return fmt.Sprintf("{ field = %q, operator = %q%s }", field, operator, value)
}

func excludeWhen(conditions ...string) string {
	return "exclude_when = [" + strings.Join(conditions, ", ") + "]"
}

// Whoever is excluded gets no request, at once or after a delay, and the others get one.
func TestWhomASendWorkflowSurveys(t *testing.T) {
	t.Parallel()
	for name, delay := range map[string]string{"at once": "", "with a delay": "delay_minutes = 10"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			vip := a.converse("email") // the tag has an id from now on
			a.change(vip, map[string]any{"tags": []string{"VIP"}})
			w := a.shell(a.sending(byAttribute + "\n" + delay + "\nopt_out_attribute = \"doNotSendSurveyBool\"\n" + excludeWhen(
				excluding("tags", "contains", "vip"), excluding("priority", "gte", "5"), excluding("custom.planStr", "eq", "free"),
				excluding("custom.dueAt", "lt", "2026-01-01"), excluding("custom.scoreNum", "lt", "2.5"), excluding("custom.internalBool", "true", ""),
				excluding("customer.custom.employeeBool", "eq", "true"), excluding("customer.name", "contains", "Test"), excluding("subStatus", "exists", ""))))
			w.apply()
			w.noChanges()
			custom := func(name string, value any) map[string]any {
				return map[string]any{"custom": map[string]any{name: value}}
			}
			nobody := map[string]any{"assignedUsers": []string{}}
			cases := []struct {
				name   string
				change map[string]any
				want   int
			}{
				{"an ordinary one", map[string]any{}, 1},
				{"opted out", custom("doNotSendSurveyBool", true), 0},
				{"not opted out", custom("doNotSendSurveyBool", false), 1},
				{"a tag", map[string]any{"tags": []string{"other", "vip"}}, 0},
				{"another tag", map[string]any{"tags": []string{"other"}}, 1},
				{"a number of the conversation", map[string]any{"priority": 5}, 0},
				{"a smaller number", map[string]any{"priority": 4}, 1},
				{"a text", custom("planStr", "free"), 0},
				{"another text", custom("planStr", "gold"), 1},
				{"a day before", custom("dueAt", "2025-12-31T00:00:00Z"), 0},
				{"a day after", custom("dueAt", "2026-02-01T00:00:00Z"), 1},
				{"a custom number", custom("scoreNum", 2), 0},
				{"a larger custom number", custom("scoreNum", 3), 1},
				{"true", custom("internalBool", true), 0},
				{"there is something", map[string]any{"subStatus": "waiting"}, 0},
				{"nobody is assigned", nobody, 0},
				{"marked before", custom("surveySentBool", true), 0},
			}
			ids := make([]string, len(cases))
			for i, each := range cases {
				ids[i] = a.converse("email")
				a.change(ids[i], each.change)
				a.done(ids[i])
			}
			employee := a.conversationOf(map[string]any{"name": "Eve", "emails": []any{map[string]any{"email": "eve@customer.example"}}, "custom": map[string]any{"employeeBool": true}})
			tester := a.conversationOf(map[string]any{"name": "A Test Customer", "emails": []any{map[string]any{"email": "test@customer.example"}}})
			unreachable := a.conversationOf(map[string]any{"name": "Nora"})
			a.done(vip)
			a.later("30m")
			for i, each := range cases {
				if got := a.requested(ids[i]); got != each.want {
					t.Errorf("%s: %d requests, %d expected", each.name, got, each.want)
				}
			}
			for name, id := range map[string]string{"the tag in another spelling": vip, "an employee": employee, "a test customer": tester, "a customer without an address": unreachable} {
				if got := a.requested(id); got != 0 {
					t.Errorf("%s: %d requests", name, got)
				}
			}
			if failed := a.failedRuns(); len(failed) > 0 {
				t.Errorf("failed runs: %v", failed)
			}
			w.configure(a.sending(byAttribute + "\nrequire_assignee = false\n" + delay))
			w.apply()
			w.noChanges()
			unassigned := a.converse("email")
			a.change(unassigned, nobody)
			a.done(unassigned)
			a.later("30m")
			if failed := a.failedRuns(); len(failed) > 0 {
				t.Errorf("failed runs of one that nobody is assigned to: %v", failed)
			}
			if got := a.customOf(unassigned)["surveySentBool"]; got != true {
				t.Errorf("a conversation without an assignee is not sent: %v", a.surveys())
			}
		})
	}
}

// Every conversation has a list of tags: one that is empty is none.
func TestAListWithoutElementsDoesNotExist(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute+"\n"+excludeWhen(excluding("tags", "exists", ""))) +
		a.another(a.sending("sent_attribute = \"untaggedBool\"\n"+excludeWhen(excluding("tags", "dne", ""))), "Tagged"))
	w.apply()
	w.noChanges()
	plain, tagged := a.converse("email"), a.converse("email")
	a.change(tagged, map[string]any{"tags": []string{"vip"}})
	for id, mark := range map[string]string{plain: "surveySentBool", tagged: "untaggedBool"} {
		a.done(id)
		if custom := a.customOf(id); a.requested(id) != 1 || custom[mark] != true {
			t.Errorf("%d requests, marks %v, only %s expected; failed runs %v", a.requested(id), custom, mark, a.failedRuns())
		}
	}
}

// Kustomer marks a conversation done when somebody marks it as spam. The exclusion of the
// examples keeps its sender from a survey.
func TestSpamIsNotSurveyed(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute))
	for exclusion, requests := range map[string]int{"": 1, excludeWhen(excluding("spam", "true", "")): 0} {
		w.configure(a.sending(byAttribute + "\n" + exclusion))
		w.apply()
		w.noChanges()
		spam, ordinary := a.converse("email"), a.converse("email")
		a.change(spam, map[string]any{"spam": true, "status": "done"})
		a.done(ordinary)
		if a.requested(spam) != requests || a.requested(ordinary) != 1 {
			t.Errorf("%q: %d requests for spam and %d for an ordinary one: %v", exclusion, a.requested(spam), a.requested(ordinary), a.failedRuns())
		}
	}
}

// conversationOf is one of a new customer that was marked done.
func (a *account) conversationOf(customer map[string]any) (id string) {
	a.t.Helper()
	customerID := madeID(a.kustomer(http.MethodPost, "/customers", customer))
	id = madeID(a.kustomer(http.MethodPost, "/conversations", map[string]any{"customer": customerID}))
	a.kustomer(http.MethodPost, "/conversations/"+id+"/messages", map[string]any{"channel": "email", "app": "postmark", "direction": "in", "preview": "Hello"})
	other := a.kustomer(http.MethodGet, "/users?email="+ana, nil)["data"].([]any)
	a.change(id, map[string]any{"assignedUsers": []any{other[0].(map[string]any)["id"]}})
	a.done(id)
	return id
}

func (a *account) customOf(id string) map[string]any {
	a.t.Helper()
	custom, _ := a.ratings(id)
	return custom
}

// A mark that two workflows share is that of the conversation.
func TestTwoWorkflowsWithOneMarkSurveyAConversationOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute) + strings.ReplaceAll(a.sendingToo("second"), "Survey by e-mail", "Second"))
	w.apply()
	id := a.converse("email")
	a.done(id)
	if got := a.requested(id); got != 1 {
		t.Errorf("%d requests: %v", got, a.surveys())
	}
}

// Two runs have looked a conversation up before the first of them marks it: one of them
// sends. A step that waits for both stands between, as slow as Kustomer may be.
func TestRunsThatMeetSurveyAConversationOnce(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute))
	w.apply()
	var runs atomic.Int32
	both := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if runs.Add(1) == 2 {
			close(both)
		}
		<-both
	}))
	t.Cleanup(slow.Close)
	a.inEditor(a.workflows()[0], `"target":"mark"`, `"target":"slow"`, `"steps":[`, `"steps":[{"id":"slow","action":"kustomer.rest-api.json","params":{"method":"post","uri":"`+slow.URL+
		`","data":{}},"transitions":[{"target":"mark","condition":{"op":"true","values":[true]}}]},`)
	id := a.converse("email")
	first := make(chan struct{})
	go func() {
		defer close(first)
		a.done(id)
	}()
	for runs.Load() == 0 && t.Context().Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	a.reopen(id)
	a.done(id)
	<-first
	if got := a.requested(id); got != 1 || runs.Load() < 2 {
		t.Errorf("%d runs made %d requests for one conversation: %v", runs.Load(), got, a.failedRuns())
	}
}

// After a delay, everything is looked up again.
func TestADelayedSendChecksAgain(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute + "\ndelay_minutes = 60\nopt_out_attribute = \"doNotSendSurveyBool\"\n"))
	w.apply()
	reopened, excluded, late, again := a.converse("email"), a.converse("email"), a.converse("email"), a.converse("email")
	for _, id := range []string{reopened, excluded, late, again} {
		a.done(id)
	}
	a.reopen(reopened)
	a.change(excluded, map[string]any{"custom": map[string]any{"doNotSendSurveyBool": true}})
	a.reopen(again)
	a.done(again)
	a.later("45m")
	if all := a.surveys(); len(all) > 0 {
		t.Errorf("too early: %v", all)
	}
	a.later("45m")
	for id, want := range map[string]int{reopened: 0, excluded: 0, late: 1, again: 1} {
		if got := a.requested(id); got != want {
			t.Errorf("%d requests, %d expected: %v %v", got, want, a.surveys(), a.failedRuns())
		}
	}

	// A change of what decides holds for those that wait, and disabling stops them.
	waits := a.converse("email")
	a.done(waits)
	a.forget()
	w.configure(a.sending(byAttribute + "\ndelay_minutes = 60\nopt_out_attribute = \"doNotSendSurveyBool\"\n" + excludeWhen(excluding("priority", "eq", "3"))))
	w.apply()
	w.noChanges()
	if puts := a.workflowWrites(); len(puts) != 1 || puts[0] != "PUT /v1/workflows/"+w.attribute(sendAddress, "callable_id") {
		t.Errorf("one PUT of the workflow that decides expected, got %v", puts)
	}
	a.later("90m")
	if got := a.requested(waits); got != 0 {
		t.Errorf("%d requests for one that is excluded since it waits", got)
	}
	stopped := a.converse("email")
	a.change(stopped, map[string]any{"priority": 4})
	a.done(stopped)
	a.forget()
	w.configure(a.sending(byAttribute + "\nenabled = false\ndelay_minutes = 60\n"))
	w.apply()
	w.noChanges()
	if puts := a.workflowWrites(); len(puts) != 2 || puts[0] != "PUT /v1/workflows/"+w.attribute(sendAddress, "callable_id") {
		t.Errorf("the one that decides is to be first, got %v", puts)
	}
	a.later("90m")
	if got := a.requested(stopped); got != 0 {
		t.Errorf("%d requests after it was disabled", got)
	}
}

// workflowWrites are the writes since the last forget.
func (a *account) workflowWrites() (lines []string) {
	a.t.Helper()
	for _, each := range a.kustomerRequests() {
		if each.Method != http.MethodGet {
			lines = append(lines, each.Method+" "+each.Path)
		}
	}
	return lines
}

// A conversation is marked done before and after every request of an apply that makes the
// exclusion and changes the send at once.
func TestTheExclusionAndTheSendChangeTogether(t *testing.T) {
	t.Parallel()
	for name, delay := range map[string]string{"at once": "", "with a delay": "delay_minutes = 1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			before := a.sending(byAttribute + "\n" + delay)
			w := a.shell(before)
			w.apply()
			target, err := url.Parse(a.url)
			if err != nil {
				t.Fatal(err)
			}
			var held []string
			hold := func() {
				id := a.converse("chat")
				a.change(id, map[string]any{"custom": map[string]any{"legalStr": "hold"}})
				a.done(id)
				a.later("15m")
				held = append(held, id)
			}
			proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
			server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
				hold()
				proxy.ServeHTTP(answer, r)
				hold()
			}))
			t.Cleanup(server.Close)
			after := strings.Replace(before, `["email"]`, `["email", "chat"]`, 1)
			after = strings.Replace(after, byAttribute, byAttribute+"\n"+excludeWhen(excluding("custom.legalStr", "eq", "hold")), 1)
			w.configure(strings.ReplaceAll(after, a.env["KUSTOMER_ENDPOINT"], server.URL+"/kustomer"))
			w.apply("-parallelism=1")
			hold()
			if len(held) < 5 {
				t.Errorf("only %d conversations", len(held))
			}
			for i, id := range held {
				if got := a.requested(id); got != 0 {
					t.Errorf("the excluded conversation %d got %d requests", i, got)
				}
			}
			chat := a.converse("chat")
			a.done(chat)
			a.later("15m")
			if a.requested(chat) != 1 {
				t.Error("chats are to be surveyed now")
			}
		})
	}
}

// A tag that nobody has used has no id: its condition matches nothing, and the plan says
// so. Once it is used, that is a difference.
func TestATagThatNobodyHasUsed(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.sending(byAttribute + "\n" + excludeWhen(excluding("tags", "contains", "legal hold"))))
	warned := slices.DeleteFunc(w.warnings("plan"), func(d told) bool { return !strings.Contains(d.Summary, "not used yet") })
	if len(warned) != 1 || warned[0].Summary != `The tag "legal hold" is not used yet` || !strings.Contains(warned[0].Detail, "matches nothing") {
		t.Errorf("got %v", warned)
	}
	w.apply()
	w.noChanges()
	ordinary := a.converse("email")
	a.done(ordinary)
	if a.requested(ordinary) != 1 {
		t.Errorf("failed runs %v", a.failedRuns())
	}
	tagged := a.converse("email")
	a.change(tagged, map[string]any{"tags": []string{"legal hold"}})
	for _, change := range w.plan().ResourceChanges {
		if err := (onlyChange{sendAddress, "unused_tags", `["legal hold"]`, `[]`}).check(change.Change); err != nil {
			t.Error(err)
		}
	}
	a.forget()
	w.apply()
	w.noChanges()
	if puts := a.workflowWrites(); len(puts) != 1 {
		t.Errorf("one PUT expected, got %v", puts)
	}
	a.done(tagged)
	if a.requested(tagged) != 0 {
		t.Error("the tagged conversation is surveyed")
	}
}

// Somebody uses the tag for the first time between a plan and its apply: it excludes from
// then on.
func TestATagThatIsUsedAfterThePlanExcludes(t *testing.T) {
	t.Parallel()
	a := start(t)
	plain := a.sending(byAttribute)
	w := a.shell(plain)
	for _, tag := range []string{"first", "second"} { // a create, then an update
		w.configure(strings.Replace(plain, byAttribute, byAttribute+"\n"+excludeWhen(excluding("tags", "contains", tag)), 1))
		w.warnedPlan()
		tagged := a.converse("email")
		a.change(tagged, map[string]any{"tags": []string{tag}})
		w.run("apply", "-input=false", "test.plan")
		a.done(tagged)
		if got := a.requested(tagged); got != 0 {
			t.Errorf("%s: %d requests", tag, got)
		}
		w.noChanges()
	}
}

// A secret is sent to the backend, and rotated by one write of the workflow: its value is
// in use from the same request on as everything else that changes.
func TestASecretOfASendWorkflowIsAVariable(t *testing.T) {
	t.Parallel()
	a := start(t)
	first := a.sending(byAttribute)
	w := a.shell(first)
	w.apply()
	if text := asJSON(a.workflows()); strings.Contains(text, a.env["STELLA_CONNECT_PRODUCTION_KEY"]) {
		t.Error("the workflow shows the key")
	}
	a.forget()
	second := strings.ReplaceAll(strings.Replace(first, "version = 1", "version = 2", 1), a.env["STELLA_CONNECT_PRODUCTION_KEY"], "wrong-key")
	w.configure(second)
	w.apply()
	w.noChanges()
	a.rotatedBy(a.workflowWrites())
	refused := a.converse("email")
	a.done(refused)
	for _, survey := range a.surveys() {
		if survey.TicketID == refused && survey.Outcome == engine.Sent {
			t.Errorf("the old key is in use: %v", survey)
		}
	}

	// A header of another name is another variable, and the old one goes.
	before := a.variables(a.workflows()[0])
	w.configure(strings.Replace(strings.Replace(first, "version = 1", "version = 3", 1), "x-api-key", "X-Api-Key", 1))
	w.apply()
	w.noChanges()
	after := a.variables(a.workflows()[0])
	if len(before) != 1 || len(after) != 1 {
		t.Errorf("variables %v, then %v", before, after)
	}
	a.noMissingKey()
	sent := a.converse("email")
	a.done(sent)
	if a.requested(sent) != 1 {
		t.Errorf("failed runs %v", a.failedRuns())
	}
	var log json.RawMessage
	a.send(http.MethodGet, "/_sandbox/requests", nil, &log)
	state := w.read("terraform.tfstate")
	for _, text := range []string{string(log), state} {
		if strings.Contains(text, a.env["STELLA_CONNECT_PRODUCTION_KEY"]) || strings.Contains(text, "wrong-key") {
			t.Error("a key is shown")
		}
	}
	w.configure(strings.Replace(strings.Replace(first, "version = 1", "version = 4", 1), "{ x-api-key", "{} # {", 1))
	w.apply()
	w.noChanges()
	if left := a.variables(a.workflows()[0]); len(left) != 0 {
		t.Errorf("variables %v", left)
	}
}

// rotatedBy expects a new variable, one write of the workflow, and that the old variable
// goes after it: a change of the variable that is read would be in use before the rest.
func (a *account) rotatedBy(writes []string) {
	a.t.Helper()
	if len(writes) != 3 || !strings.HasPrefix(writes[0], "POST /v1/workflows/") || !strings.HasSuffix(writes[0], "/variables") ||
		!strings.HasPrefix(writes[1], "PUT /v1/workflows/") || !strings.HasPrefix(writes[2], "DELETE /v1/workflow-variables/") {
		a.t.Errorf("a new variable, one PUT of the workflow and the end of the old variable expected, got %v", writes)
	}
}
