package acceptance

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// impatient makes a request that fails again and again give up soon.
const impatient = `{ create = "1s", read = "1s", update = "1s", delete = "1s" }`

// explained expects errors that all have the words of the cause, in one line. One
// of them has the words of the remedy too.
func explained(t *testing.T, what string, found []told, cause, remedy []string) {
	t.Helper()
	remedies := 0
	for _, each := range found {
		if len(each.Summary) >= 60 {
			t.Errorf("%s: the summary has %d characters: %v", what, len(each.Summary), each)
		}
		line, rest, _ := strings.Cut(each.Detail, "\n")
		for _, word := range cause {
			if !strings.Contains(line, word) {
				t.Errorf("%s: the cause %q is not in %v", what, word, each)
			}
		}
		if strings.Contains(rest, remedy[0]) {
			remedies++
		}
		for _, word := range remedy[1:] {
			if strings.Contains(rest, remedy[0]) != strings.Contains(rest, word) {
				t.Errorf("%s: %q is a part of the remedy: %v", what, word, each)
			}
		}
	}
	if remedies != 1 || len(found) < 2 {
		t.Errorf("%s: one of several errors has the remedy, got %v", what, found)
	}
}

// What concerns the whole account is explained once, whatever the command.
func TestWhatConcernsTheWholeAccountIsExplainedOnce(t *testing.T) {
	t.Parallel()
	closed := closedPort(t)
	for name, row := range map[string]struct {
		env    []string
		answer http.HandlerFunc // of everything; nil leaves it to the sandbox
		cause  []string
		remedy []string
	}{
		"a wrong access token": {
			[]string{"ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=wrong-token"},
			nil,
			[]string{"401", "Couldn't authenticate you"},
			[]string{"An access token may have expired"},
		},
		"a wrong OAuth secret": {
			[]string{"ZENDESK_OAUTH_CLIENT_SECRET=wrong-secret"},
			nil,
			[]string{"POST /oauth/tokens", "401", "invalid_client"},
			[]string{"confidential", "oauth.client_id"},
		},
		"a wrong API token": {
			[]string{"ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=", "ZENDESK_API_TOKEN=wrong-token"},
			nil,
			[]string{"401"},
			[]string{"an API token needs the e-mail"},
		},
		"a suspended account": {
			[]string{"ZENDESK_OAUTH_CLIENT_ID="},
			page(http.StatusNotFound, "Help desk closed"),
			[]string{"404", `an HTML page titled "Help desk closed" instead of JSON`},
			[]string{"does not know this account or has suspended it", "subdomain"},
		},
		"a suspended account that says so": {
			[]string{"ZENDESK_OAUTH_CLIENT_ID="},
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(`{"error":{"title":"Forbidden","message":"Account suspended"}}`))
			},
			[]string{"403", "Account suspended"},
			[]string{"has suspended it"},
		},
		"a host that does not answer": {
			[]string{"ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ENDPOINT=http://" + closed + "/zendesk"},
			nil,
			[]string{"connection refused"},
			[]string{"The host cannot be reached", "endpoint"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			config := func(kind string, more attributes) string {
				return block(kind, "x", more, attributes{"timeouts": impatient})
			}
			text := config("webhook", attributes{"name": `"Hook"`, "endpoint": `"https://surveys.example.com"`}) + config("ticket_field", attributes{"type": `"text"`, "title": `"Field"`}) +
				config("trigger_category", attributes{"name": `"Category"`}) + config("exclusion_trigger", attributes{"title": `"Exclusion"`}.with(exclusions.base))
			w := a.process(text)
			w.apply()
			state := w.run("state", "pull")
			a.forget()

			w.setenv(row.env...)
			if row.answer != nil {
				w.setenv("ZENDESK_ENDPOINT=" + a.gate(row.answer).url)
			}
			explained(t, "plan", w.errors("plan"), row.cause, row.remedy)
			explained(t, "destroy", w.errors("destroy", "-auto-approve", "-refresh=false"), row.cause, row.remedy)
			hurry := attributes{"timeouts": impatient}
			w.configure(text + webhooks.block("new", hurry) + fields.block("new", hurry) + categories.block("new", hurry))
			explained(t, "apply", w.errors("apply", "-auto-approve", "-refresh=false"), row.cause, row.remedy)
			if writes := slices.DeleteFunc(a.writes(), func(r request) bool { return r.Status == http.StatusUnauthorized }); len(writes) != 0 {
				t.Errorf("nothing is written, got %s", describe(writes))
			}
			if now := w.run("state", "pull"); resourcesOf(t, now) != resourcesOf(t, state) {
				t.Errorf("the state changed from %s to %s", state, now)
			}
		})
	}
}

func (a attributes) with(more attributes) attributes {
	all := attributes{}
	for _, layer := range []attributes{a, more} {
		for name, value := range layer {
			all[name] = value
		}
	}
	return all
}

// page answers with a web page.
func page(status int, title string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, "<!DOCTYPE html><html><head><title>%s</title></head><body>%s</body></html>", title, strings.Repeat("<p>Lorem ipsum</p>", 500))
	}
}

// closedPort is an address of this machine at which nobody answers.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// An agent may read what only an admin may write: each resource says so.
func TestAnAgentIsToldWhatNeedsAnAdmin(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.process(five("x"))
	w.setenv("ZENDESK_OAUTH_CLIENT_ID=", "ZENDESK_ACCESS_TOKEN=sandbox-zendesk-agent-access-token")
	found := w.errors("apply", "-auto-approve")
	if len(found) != 4 { // the send waits for two of them
		t.Errorf("one error for each resource that was tried, got %v", found)
	}
	for _, each := range found {
		if !strings.HasPrefix(each.Summary, "Cannot create zendesk_") || !strings.Contains(each.Detail, "403") || !strings.Contains(each.Detail, "need an admin") {
			t.Errorf("the missing right is named, got %v", each)
		}
	}
	if found := a.present("x"); len(found) != 0 {
		t.Errorf("nothing is created, got %v", found)
	}
	if state := resourcesOf(t, w.run("state", "pull")); state != "[]" && state != "null" {
		t.Errorf("nothing is in state, got %s", state)
	}
	w.setenv("ZENDESK_ACCESS_TOKEN=" + a.env["ZENDESK_ACCESS_TOKEN"])
	w.apply()
	w.setenv("ZENDESK_ACCESS_TOKEN=sandbox-zendesk-agent-access-token")
	w.noChanges() // an agent may look
}

// A fault that lasts: one clear error, nothing half-done, and the next apply
// goes on where this one stopped.
func TestLastingTroubleIsOneErrorAndLeavesNoHalf(t *testing.T) {
	t.Parallel()
	with := attributes{"timeouts": impatient}
	before := webhooks.block("hook", with) + fields.block("box", with)
	after := webhooks.block("hook", with, attributes{"description": `"New"`}) + fields.block("box", with, attributes{"description": `"New"`})
	for name, row := range map[string]struct {
		fault   engine.Fault
		command []string
		words   []string
	}{
		"a web page for a read":       {engine.Fault{Kind: engine.EdgeHTML, Method: "GET", Path: "/api/v2/webhooks*"}, []string{"plan"}, []string{"Cannot read zendesk_webhook", "503", `an HTML page titled "503 Service Temporarily Unavailable" instead of JSON`, "status.zendesk.com"}},
		"a broken read":               {engine.Fault{Kind: engine.ServerError, Method: "GET", Path: "/api/v2/webhooks*"}, []string{"plan"}, []string{"Cannot read zendesk_webhook", "500", "InternalServerError: scripted by the sandbox", "status.zendesk.com"}},
		"half an answer to a read":    {engine.Fault{Kind: engine.Truncate, Method: "GET", Path: "/api/v2/webhooks*"}, []string{"plan"}, []string{"Cannot read zendesk_webhook", "broke off after"}},
		"a dropped read":              {engine.Fault{Kind: engine.DropBefore, Method: "GET", Path: "/api/v2/webhooks*"}, []string{"plan"}, []string{"Cannot read zendesk_webhook"}},
		"a broken update":             {engine.Fault{Kind: engine.ServerError, Method: "PATCH", Path: "/api/v2/webhooks*"}, []string{"apply", "-auto-approve"}, []string{"Cannot update zendesk_webhook", "500", "It is not known whether Zendesk executed this"}},
		"a web page for an update":    {engine.Fault{Kind: engine.EdgeHTML, Method: "PATCH", Path: "/api/v2/webhooks*"}, []string{"apply", "-auto-approve"}, []string{"Cannot update zendesk_webhook", "503", "It is not known whether Zendesk executed this"}},
		"too many requests for long":  {engine.Fault{Kind: engine.TooManyRequests, Method: "PATCH", Path: "/api/v2/webhooks*", RetryAfter: hours(1)}, []string{"apply", "-auto-approve", "-target=" + webhooks.address("hook")}, []string{"Cannot update zendesk_webhook", "429", "asks to wait 1h0m0s", "Apply again later"}},
		"answers to updates get lost": {engine.Fault{Kind: engine.DropAfterCommit, Method: "PATCH", Path: "/api/v2/webhooks*"}, []string{"apply", "-auto-approve"}, []string{"Cannot update zendesk_webhook", "It is not known whether Zendesk executed this"}},
		"a broken delete":             {engine.Fault{Kind: engine.ServerError, Method: "DELETE", Path: "/api/v2/webhooks*"}, []string{"destroy", "-auto-approve", "-target=" + webhooks.address("hook")}, []string{"Cannot delete zendesk_webhook", "500"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.provider() + before)
			w.apply()
			w.configure(a.provider() + after)
			row.fault.System, row.fault.Times = "zendesk", 1000
			a.fault(row.fault)
			found := w.errors(row.command...)
			if len(found) != 1 {
				t.Fatalf("one error expected, got %v", found)
			}
			for _, word := range row.words {
				if !strings.Contains(found[0].Summary+"\n"+found[0].Detail, word) {
					t.Errorf("%q is not in %v", word, found[0])
				}
			}
			if strings.Contains(found[0].Detail, "<") {
				t.Errorf("a page is named, not printed: %v", found[0])
			}
			if id := w.attribute(webhooks.address("hook"), "id"); id == "" {
				t.Error("the webhook is still in state")
			}
			a.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
			w.apply()
			w.noChanges()
		})
	}
}

// A create that fails leaves nothing in the account and nothing in state, and
// its neighbours are not affected.
func TestACreateThatFailsForGoodIsOneErrorAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, kind := range []engine.Kind{engine.ServerError, engine.EdgeHTML, engine.DropBefore} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.provider() + webhooks.block("hook") + fields.block("box") + categories.block("category"))
			a.fault(engine.Fault{System: "zendesk", Kind: kind, Method: "POST", Path: "/api/v2/webhooks", Times: 1000})
			found := w.errors("apply", "-auto-approve")
			if len(found) != 1 || found[0].Summary != "Cannot create zendesk_webhook" || !strings.Contains(found[0].Detail, "what exists is not created twice") {
				t.Errorf("one error expected, got %v", found)
			}
			state := w.run("state", "list")
			if strings.Contains(state, "webhook") || !strings.Contains(state, fields.address("box")) || !strings.Contains(state, categories.address("category")) {
				t.Errorf("the neighbours alone are in state, got %s", state)
			}
			if hooks := a.list("/webhooks", "webhooks"); len(hooks) != 0 {
				t.Errorf("nothing is created, got %v", hooks)
			}
		})
	}
}

func hours(n float64) *float64 {
	seconds := n * 3600
	return &seconds
}
