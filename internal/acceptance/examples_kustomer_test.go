package acceptance

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// kustomerStack is a stack of Kustomer, and what its backend gets.
type kustomerStack struct {
	folder, backend string
	// optOut and sent are the names of its attributes.
	optOut, sent string
	// exclude lists a tag.
	exclude string
	// wait is how long surveys take to be requested.
	wait string
	// body is what the backend gets for a conversation.
	body func(id string) map[string]any
}

var (
	stellaStack = kustomerStack{
		folder: "stacks/stella-connect-kustomer", backend: "stellaconnect",
		optOut: "doNotSendAgentConnectRequestBool", sent: "agentConnectRequestSentBool",
		exclude: `-var=excluded_customer_tags=["vip"]`, wait: "1m",
		body: func(id string) map[string]any {
			return map[string]any{
				"channel": "email", "ext_interaction_id": id, "do_not_send": false, "tags": []any{},
				"customer": map[string]any{"name": "Carla", "email": carlaKustomer}, "employee": map[string]any{"email": ana},
			}
		},
	}
	twoListenStack = kustomerStack{
		folder: "stacks/two-listen-kustomer", backend: "twolisten",
		optOut: "semPesquisa2listenBool", sent: "pesquisa2listenDisparadaBool",
		exclude: `-var=excluded_tags=["vip"]`, wait: "135m",
		body: func(string) map[string]any { return map[string]any{"nome": "Carla", "email": carlaKustomer} },
	}
)

func stellaConnectAsksKustomersCustomers(t *testing.T, providerFolder, cli string) {
	a, w := stellaStack.begin(t, providerFolder, cli)
	native := a.kustomerSurveys("email")
	w.apply()
	if now := a.kustomerSurveys("email"); !maps.Equal(now, native) {
		t.Errorf("with the test key Kustomer's own surveys stay, they were %v and are %v", native, now)
	}
	tested := a.converse("email")
	a.done(tested)
	if got := a.surveysOf(tested); len(got) != 1 || !got[0].Test {
		t.Errorf("one survey to the test address expected, got %+v", got)
	}

	a.forget()
	held := 1.0 // whatever does not wait for it is first
	a.fault(engine.Fault{System: "kustomer", Method: http.MethodGet, Path: "/v1/satisfaction", Kind: engine.Slow, Times: 4, RetryAfter: &held})
	w.apply(production)
	if writes := a.workflowWrites(); len(writes) == 0 || !strings.HasPrefix(writes[0], "PUT /v1/satisfaction/") {
		t.Errorf("going live begins with one PUT of Kustomer's own survey, got %v", writes)
	} else {
		a.rotatedBy(writes[1:])
	}
	stellaStack.surveysOnce(t, a, w, production)
	for _, survey := range a.surveys() {
		if survey.TicketID != tested && survey.Test {
			t.Errorf("the test key is in use: %+v", survey)
		}
	}

	// Kustomer does not copy the tags of a customer to the conversations.
	carla := "/customers/" + a.kustomer(http.MethodGet, "/customers", nil)["data"].([]any)[0].(map[string]any)["id"].(string)
	a.kustomer(http.MethodPut, carla, map[string]any{"tags": []string{"vip"}})
	ofTagged := a.converse("email")
	a.done(ofTagged)
	if got := a.requested(ofTagged); got != 0 {
		t.Errorf("%d requests for a customer with an excluded tag", got)
	}
	a.kustomer(http.MethodPut, carla, map[string]any{"tags": []string{}})

	// Chats are surveyed once they are listed, under the backend's name of the channel.
	both := `-var=channels={email={channels=["email"]},chat={channels=["chat"]}}`
	w.apply(production, both)
	chat := a.converse("chat")
	a.done(chat)
	if got := a.surveysOf(chat); len(got) != 1 || got[0].Channel != "chat" {
		t.Errorf("one survey of a chat expected, got %+v; failed runs %v", got, a.failedRuns())
	}

	w.apply()
	if now := a.kustomerSurveys("email"); !maps.Equal(now, native) {
		t.Errorf("going back to the test key restores Kustomer's own surveys, they were %v and are %v", native, now)
	}
	w.apply(production)
	w.destroy(production)
	stellaStack.ends(t, a, w, native)
}

func twoListenAsksKustomersCustomers(t *testing.T, providerFolder, cli string) {
	a, w := twoListenStack.begin(t, providerFolder, cli)
	native := a.kustomerSurveys("email")
	w.apply()
	twoListenStack.surveysOnce(t, a, w)

	// A conversation that is reopened within the delay is not surveyed.
	reopened := a.converse("email")
	a.done(reopened)
	a.later("60m")
	a.reopen(reopened)
	a.later(twoListenStack.wait)
	if got := a.requested(reopened); got != 0 {
		t.Errorf("%d requests for a conversation that was reopened", got)
	}
	w.apply("-var=delay_minutes=0")
	w.nothingLeft(t, "-var=delay_minutes=0")
	a.done(reopened)
	if got := a.requested(reopened); got != 1 {
		t.Errorf("%d requests at once; failed runs %v", got, a.failedRuns())
	}
	w.destroy("-var=delay_minutes=0")
	twoListenStack.ends(t, a, w, native)
}

// begin is a folder with the stack, whose test passes.
func (s kustomerStack) begin(t *testing.T, providerFolder, cli string) (*account, *workspace) {
	t.Helper()
	a := start(t)
	w := a.workspace(providerFolder, cli, map[string]string{
		"stella_connect_test_key":       a.env["STELLA_CONNECT_TEST_KEY"],
		"stella_connect_production_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"],
		"stella_connect_url":            a.env["STELLA_CONNECT_ENDPOINT"],
		"two_listen_url":                a.env["TWO_LISTEN_URL"],
		"two_listen_admin_email":        "admin@example.com",
		"two_listen_token":              a.env["TWO_LISTEN_TOKEN"],
	})
	w.copyExample(t, s.folder, "")
	w.copyExample(t, s.folder, "*.tftest.hcl")
	if !strings.HasPrefix(w.version(), "OpenTofu") { // it mocks no resource with a write-only argument
		w.run("test", "-no-color")
	}
	w.attachUnlessConfigured(t, (*account).kustomerProvider)
	return a, w
}

// surveysOnce follows conversations until each that is to be surveyed was, once.
func (s kustomerStack) surveysOnce(t *testing.T, a *account, w *workspace, args ...string) {
	t.Helper()
	w.nothingLeft(t, args...)
	ordinary, optedOut, chat, nobody := a.converse("email"), a.converse("email"), a.converse("chat"), a.converse("email")
	a.change(ordinary, map[string]any{"custom": map[string]any{s.optOut: false}})
	a.change(optedOut, map[string]any{"custom": map[string]any{s.optOut: true}})
	a.change(nobody, map[string]any{"assignedUsers": []string{}})
	a.forget()
	for _, id := range []string{ordinary, optedOut, chat, nobody} {
		a.done(id)
	}
	a.later(s.wait)
	s.asks(t, a, "done", ordinary)
	a.reopen(ordinary)
	a.done(ordinary)
	a.later(s.wait)
	s.asks(t, a, "done again", ordinary)
	if a.customOf(ordinary)[s.sent] != true {
		t.Errorf("the conversation is not marked: %v", a.customOf(ordinary))
	}
	a.later("96h")
	if sent := a.rated(ordinary); sent != 0 {
		t.Errorf("Kustomer's own survey was sent %d times", sent)
	}

	// A tag that was used once excludes.
	vip := a.converse("email")
	a.change(vip, map[string]any{"tags": []string{"vip"}})
	args = append(args, s.exclude)
	w.apply(args...)
	w.nothingLeft(t, args...)
	var inForce bool
	if w.output("exclusion_in_force", &inForce); !inForce {
		t.Error("the stack says that the exclusion is not in force")
	}
	a.done(vip)
	a.later(s.wait)
	s.asks(t, a, "tagged", ordinary)
	if failed := a.failedRuns(); len(failed) > 0 {
		t.Errorf("failed runs: %v", failed)
	}
}

// asks expects one request since the last forget, for a conversation of Carla's.
func (s kustomerStack) asks(t *testing.T, a *account, when, id string) {
	t.Helper()
	var requests []request
	a.send(http.MethodGet, "/_sandbox/requests?system="+s.backend, nil, &requests)
	if len(requests) != 1 || requests[0].Status >= 300 {
		t.Fatalf("%s: one request expected, got %v", when, requests)
	}
	if got := decode[map[string]any](t, requests[0]); !reflect.DeepEqual(got, s.body(id)) {
		t.Errorf("%s: the body is %v, want %v", when, got, s.body(id))
	}
	if got := a.surveysOf(id); len(got) != 1 || got[0].Outcome != "sent" || got[0].CustomerEmail != carlaKustomer {
		t.Errorf("%s: one survey to Carla expected, got %+v", when, got)
	}
}

// ends expects that destroying left nothing that sends, and no secret anywhere.
func (s kustomerStack) ends(t *testing.T, a *account, w *workspace, native map[string]bool) {
	t.Helper()
	for _, each := range a.workflows() {
		if each["enabled"] != false || len(a.variables(each)) > 0 {
			t.Errorf("destroying left %v", each)
		}
	}
	if now := a.kustomerSurveys("email"); !maps.Equal(now, native) {
		t.Errorf("Kustomer's own surveys were %v and are %v", native, now)
	}
	last := a.converse("email")
	a.done(last)
	a.later(s.wait)
	if got := a.requested(last); got != 0 {
		t.Errorf("%d requests after the end", got)
	}
	secrets := slices.Concat(forms(a.env["STELLA_CONNECT_TEST_KEY"]), forms(a.env["STELLA_CONNECT_PRODUCTION_KEY"]), forms(a.env["TWO_LISTEN_TOKEN"]))
	w.holdsNone(secrets...)
	var log []request
	a.send(http.MethodGet, "/_sandbox/requests", nil, &log)
	if shown := unescaped(fmt.Sprint(asJSON(log), asJSON(a.workflows()))); slices.ContainsFunc(secrets, func(secret string) bool { return strings.Contains(shown, secret) }) {
		t.Error("a key is in the request log or in a workflow")
	}
}
