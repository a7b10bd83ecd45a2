package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A combination that has no meaning is an error of the plan, at its attribute.
func TestCombinationsThatCannotBeMeantAreRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	text := s.call("POST", "/ticket_fields", map[string]any{"ticket_field": map[string]any{"type": "text", "title": "Reason"}})
	field := number(text["ticket_field"].(map[string]any)["id"])
	s.forget()
	for name, tt := range map[string]struct{ config, summary, part string }{
		"open in a send on solved": {
			s.send("email", nil, attributes{"conditions": `{ all = [{ field = "status", operator = "is", value = "open" }] }`}),
			"The conditions cannot hold together", "`status is \"open\"` and `status value \"solved\"`",
		},
		"none of any in a send on solved": {
			s.send("email", nil, attributes{"conditions": `{ any = [{ field = "status", operator = "is", value = "open" }, { field = "current_tags", operator = "includes", value = "no_survey" }] }`}),
			"The conditions cannot hold together", "one of these conditions",
		},
		"a channel besides the channels": {
			s.send("email", nil, attributes{"channels": "", "channel": `"email"`, "conditions": `{ all = [{ field = "via_id", operator = "is", value = "29" }] }`}),
			"The conditions cannot hold together", "`via_id is \"29\"` and one of the channels",
		},
		"two groups": {
			anExclusion("vip", attributes{"conditions": `{ all = [{ field = "priority", operator = "is", value = "low" }, { field = "priority", operator = "is", value = "high" }] }`}),
			"The conditions cannot hold together", "`priority is \"high\"` and `priority is \"low\"`",
		},
		"a mark that is no checkbox": {
			anExclusion("vip", attributes{"mark": fmt.Sprintf(`{ checkbox_field_id = %q }`, field)}),
			"The ticket field is not a checkbox", "\"Reason\"",
		},
		"a guard that is no checkbox": {
			s.send("email", nil, attributes{"exclude_checkbox_field_ids": fmt.Sprintf(`[%q]`, field)}),
			"The ticket field is not a checkbox", "\"Reason\"",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.shell(s.config("%s", tt.config))
			found := w.errors("plan", "-input=false")
			if len(found) != 1 || found[0].Summary != tt.summary || !strings.Contains(found[0].Detail, tt.part) {
				t.Errorf("one error expected, got %v", found)
			}
		})
	}
	if writes := s.writes(); len(writes) > 0 {
		t.Errorf("plans wrote %s", describe(writes))
	}
}

// The mark of an exclusion that is made in the same apply is the send's own tag: the
// send is not made.
func TestAMarkThatIsTheSendsOwnTagIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, attributes{"sent_tag": `"no_survey"`, "exclude_tags": "null"})))
	found := w.errors("apply", "-auto-approve", "-input=false")
	if len(found) != 1 || found[0].Summary != "The mark is this send's own sent_tag" || len(naming(found, "vip", "no_survey")) != 1 {
		t.Errorf("one error expected, got %v", found)
	}
	if _, made := s.triggers()["email"]; made {
		t.Error("the send was made")
	}
	w.configure(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"}, attributes{"sent_tag": `"surveyed"`})))
	w.apply()
	s.protects()
	w.noChanges()
}

// A version that goes up says that there is a new secret.
func TestAVersionWithoutASecretIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	hook := func(name, authentication string) func(secret string, version int) string {
		return func(secret string, version int) string {
			return webhooks.block(name, attributes{"authentication": fmt.Sprintf(authentication, secret, version)})
		}
	}
	target := func(secret string, version int) string {
		return targets.block("target", attributes{"username": `"admin/token"`, "password_wo": secret, "password_wo_version": fmt.Sprint(version)})
	}
	rows := map[string]struct {
		write func(secret string, version int) string
		at    string
	}{
		webhooks.address("basic"):   {hook("basic", `{ basic = { username = "connect", password_wo = %s, password_wo_version = %d } }`), "basic.password_wo"},
		webhooks.address("bearer"):  {hook("bearer", `{ bearer = { token_wo = %s, token_wo_version = %d } }`), "bearer.token_wo"},
		webhooks.address("api_key"): {hook("api_key", `{ api_key = { name = "X-Key", value_wo = %s, value_wo_version = %d } }`), "api_key.value_wo"},
		targets.address("target"):   {target, "password_wo_version"},
	}
	config := func(secret string, version int) string {
		var text strings.Builder
		for _, row := range rows {
			text.WriteString(row.write(secret, version))
		}
		return s.config("%s", text.String())
	}
	w := s.shell(config(`"first"`, 1))
	w.apply()
	w.configure(config("null", 1)) // the stored ones stay
	w.noChanges()
	s.forget()
	w.configure(config("null", 2))
	found := w.errors("plan", "-input=false")
	for address, row := range rows {
		i := slices.IndexFunc(found, func(each told) bool { return each.Address == address })
		if i < 0 || found[i].Summary != "A new version without a secret" || !strings.Contains(found[i].line()+found[i].Detail, row.at) {
			t.Errorf("an error at %s expected, got %v", row.at, found)
		}
	}
	if len(found) != len(rows) {
		t.Errorf("one error of each expected, got %v", found)
	}
	w.configure(config(`"second"`, 2))
	w.apply()
	writes := map[string]int{}
	for _, each := range s.writes() {
		writes[each.String()]++
	}
	for address := range rows {
		id := w.attribute(address, "id")
		if writes["PATCH /api/v2/webhooks/"+id]+writes["PUT /api/v2/targets/"+id] != 1 {
			t.Errorf("%s: one write expected, got %v", address, writes)
		}
	}
	if len(writes) != len(rows) {
		t.Errorf("one write of each expected, got %v", writes)
	}
	w.noChanges()
}

// A receiver that could not read what a send says is a warning of the plan that makes
// or changes it.
func TestAReceiverThatCannotReadThePayloadIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	rows := map[string]struct{ config, summary string }{
		webhooks.address("get"): {webhooks.block("get", attributes{"http_method": `"GET"`}), "GET requests have no body"},
		webhooks.address("xml"): {webhooks.block("xml", attributes{"request_format": `"xml"`}), "The payload of a send is JSON"},
		targets.address("get"):  {targets.block("get", attributes{"method": `"get"`}), "GET requests have no body"},
		targets.address("xml"):  {targets.block("xml", attributes{"content_type": `"application/xml"`}), "The payload of a send is JSON"},
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(row.config)
	}
	w := s.shell(s.config("%s", text.String()))
	found := w.tell("plan", "-input=false")
	for address, row := range rows {
		if i := slices.IndexFunc(found, func(each told) bool { return each.Address == address }); i < 0 || found[i].Severity != "warning" || found[i].Summary != row.summary {
			t.Errorf("%s: %q expected, got %v", address, row.summary, found)
		}
	}
	if len(found) != len(rows) {
		t.Errorf("one warning of each expected, got %v", found)
	}
	w.apply()
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("nothing changes, got %v", found)
	}
}

// Two sends of one title: the one that is made first stays, and the error of the other
// one does not ask to import what is managed already.
func TestTwoSendsOfOneTitleInOneConfiguration(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	chat := s.chatSend("chat", nil, attributes{"title": `"Survey"`, "depends_on": "[" + sender("email") + "]"})
	w := s.shell(s.config("%s", s.send("email", nil, attributes{"title": `"Survey"`})+chat))
	refused := func(says string) {
		t.Helper()
		found := w.errors("apply", "-auto-approve", "-input=false")
		if len(found) != 1 || found[0].Summary != "Two triggers with the same title" || found[0].Address != sender("chat") ||
			!strings.Contains(found[0].Detail, says) || strings.Contains(found[0].Detail, "import") {
			t.Errorf("one error of the second send with %q expected, got %v", says, found)
		}
	}
	refused("Both are new.")
	w.apply("-target=" + sender("email"))
	refused(s.id("Survey"))
	s.gets(1, 4)
	s.gets(0, 29)
}

// Values that have no meaning are refused at their attribute.
func TestValuesThatCannotBeMeantAreRefusedWhereTheyStand(t *testing.T) {
	t.Parallel()
	a := start(t)
	hook := func(authentication string) string {
		return a.config("%s", block("webhook", "hook", attributes{"name": `"hook"`, "endpoint": `"https://surveys.example.com"`, "authentication": authentication}))
	}
	w := a.shell("")
	for config, at := range map[string]string{
		hook(`{ basic = { username = "connect", password_wo = "", password_wo_version = 1 } }`):                                                                             "password_wo",
		hook(`{ bearer = { token_wo = "", token_wo_version = 1 } }`):                                                                                                        "token_wo",
		hook(`{ api_key = { name = "X-Key", value_wo = "", value_wo_version = 1 } }`):                                                                                       "value_wo",
		a.config("%s", block("http_target", "old", attributes{"title": `"old"`, "url": `"https://surveys.example.com"`, "username": `"admin/token"`, "password_wo": `""`})): "password_wo",
	} {
		w.configure(config)
		if found := w.errors("plan", "-input=false"); len(found) != 1 || !strings.Contains(found[0].line()+found[0].Detail, at) {
			t.Errorf("one error at %s expected, got %v", at, found)
		}
	}
}

// A send on closed tickets waits for days. The plan that makes it says so, once.
func TestASendOnClosedTicketsIsAWarning(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.send("late", nil, attributes{"on_status": `"closed"`})))
	found := w.tell("plan", "-input=false")
	if len(found) != 1 || found[0].Severity != "warning" || found[0].Summary != "Most tickets are closed days after they were solved" ||
		!strings.Contains(found[0].line(), "on_status") || !strings.Contains(found[0].Detail, "leave on_status out") {
		t.Errorf("one warning at on_status expected, got %v", found)
	}
	w.apply()
	id := s.solve(ticket{via: 4})
	if got := s.sentFor(id); got != 0 {
		t.Errorf("the solved ticket got %d surveys: the warning is not true", got)
	}
	s.update(id, map[string]any{"status": "closed"})
	if got := s.sentFor(id); got != 1 {
		t.Errorf("the closed ticket got %d surveys", got)
	}
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("nothing changes, got %v", found)
	}
	w.configure(s.config("%s", s.send("late", nil)))
	if found := w.tell("plan", "-input=false"); len(found) != 0 {
		t.Errorf("a send on solved tickets does not wait, got %v", found)
	}
}
