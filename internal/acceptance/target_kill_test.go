//go:build unix

package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// Names of webhooks and titles of targets may repeat, so one that an interrupted
// apply left behind is no error. The next apply names it, without a request more,
// and the way that it shows makes it the only one.
func TestAnApplyNamesTheTargetThatAnInterruptedOneMayHaveLeft(t *testing.T) {
	t.Parallel()
	for _, kind := range []subject{webhooks, targets} {
		t.Run(kind.kind, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			ids := func() (found []string) {
				for _, each := range a.list(kind.path, kind.object+"s") {
					found = append(found, number(each["id"]))
				}
				return found
			}
			w := a.shell(a.config("%s", kind.block("hook")))
			w.killedOnce(func() bool { return len(ids()) == 1 }, "/api/v2"+kind.path)
			left := ids()[0]

			a.forget()
			warnings := w.warnings("apply", "-auto-approve", "-input=false")
			if sent := a.requests(); len(sent) != 2 || sent[0].String() != "GET /api/v2"+kind.path || sent[1].String() != "POST /api/v2"+kind.path {
				t.Errorf("a create lists and creates, no more, got %s", describe(sent))
			}
			made := w.attribute(kind.address("hook"), "id")
			if len(warnings) != 1 || warnings[0].Summary != "The "+kind.object+" "+left+" existed already" || warnings[0].line() != kind.label+` = "hook"` ||
				!strings.Contains(warnings[0].Detail, "the new one ("+made+")") || !strings.Contains(warnings[0].Detail, "terraform import <address> "+left) {
				t.Fatalf("the orphan %s is not named: %v", left, warnings)
			}

			w.run("state", "rm", kind.address("hook"))
			w.run("import", "-input=false", "-no-color", kind.address("hook"), left)
			w.apply()
			a.call(http.MethodDelete, kind.path+"/"+made, nil)
			if now := ids(); len(now) != 1 || now[0] != left {
				t.Errorf("%s alone expected, got %v", left, now)
			}
			w.noChanges()
		})
	}
}

// Terraform prints only the first of several warnings with one summary, and none
// of these must be lost.
func TestAnApplyPrintsEveryTargetThatMayBeLeft(t *testing.T) {
	t.Parallel()
	a := start(t)
	config := a.config("%s", webhooks.block("one")+webhooks.block("two"))
	for range 2 {
		a.shell(config).apply()
	}
	earlier := a.list("/webhooks", "webhooks")
	printed := a.shell(config).run("apply", "-auto-approve", "-input=false", "-no-color")
	for _, each := range earlier {
		if command := "terraform import <address> " + number(each["id"]); len(earlier) != 4 || strings.Count(printed, command) != 1 {
			t.Errorf("%q is not printed once: %s", command, printed)
		}
	}
}

// One of the same name that makes another call, or that no trigger can notify, is
// no orphan; nor is what the same apply makes or replaces.
func TestWhatOnlySharesANameIsNoOrphan(t *testing.T) {
	t.Parallel()
	a := start(t)
	webhook := func(changes map[string]any) {
		object := map[string]any{
			"name": "Survey", "endpoint": "https://surveys.example.com/hook", "http_method": "POST", "request_format": "json", "status": "active",
			"subscriptions": []string{"conditional_ticket_events"},
		}
		for member, value := range changes {
			object[member] = value
		}
		a.call(http.MethodPost, "/webhooks", map[string]any{"webhook": object})
	}
	webhook(map[string]any{"endpoint": "https://elsewhere.example.com"})
	webhook(map[string]any{"http_method": "PUT"})
	webhook(map[string]any{"subscriptions": []string{"zen:event-type:user.created"}})
	for _, changes := range []map[string]any{
		{"target_url": "https://elsewhere.example.com", "method": "post"},
		{"target_url": "https://surveys.example.com/zd", "method": "put"},
	} {
		changes["title"], changes["type"], changes["content_type"] = "Survey", "http_target", "application/json"
		a.call(http.MethodPost, "/targets", map[string]any{"target": changes})
	}
	config := a.provider() + webhooks.block("replaced")
	for _, name := range []string{"one", "two", "three"} {
		config += webhooks.block(name, attributes{"name": `"Survey"`}) + targets.block(name, attributes{"title": `"Survey"`})
	}
	w := a.shell(config)
	a.forget()
	if warnings := w.warnings("apply", "-auto-approve", "-input=false"); len(warnings) != 0 {
		t.Errorf("none of them is an orphan: %v", warnings)
	}
	lists := 0
	for _, each := range a.requests() {
		if each.Method == http.MethodGet {
			lists++
		}
	}
	if lists != 2 {
		t.Errorf("one list of each kind expected, got %s", describe(a.requests()))
	}
	if warnings := w.warnings("apply", "-auto-approve", "-input=false", "-replace="+webhooks.address("replaced")); len(warnings) != 0 {
		t.Errorf("what is deleted first is no orphan: %v", warnings)
	}
}
