package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// A large account must not make planning slow: its triggers are listed once,
// a hundred at a time, and everything else takes a handful of requests.
func TestPlanningALargeAccountTakesAHandfulOfRequests(t *testing.T) {
	t.Parallel()
	a := start(t)
	const foreign = 250
	for i := range foreign {
		a.foreign(fmt.Sprintf("Foreign %d", i), nil)
	}
	w := a.process("")
	w.setenv("TF_VAR_stella_connect_test_key=test", "TF_VAR_stella_connect_production_key=production")
	w.copyExample(t, "stacks/stella-connect-zendesk", "")
	w.write("terraform.tf", "") // the stack says itself what it requires

	limit := func() int {
		triggers := int(a.call("GET", "/triggers?page=1&per_page=1", nil)["count"].(float64))
		return (triggers+99)/100 + 6
	}
	planned := func(what string, atMost int, args ...string) {
		t.Helper()
		a.forget()
		w.plan(args...)
		requests := a.requests()
		if len(requests) > atMost {
			t.Errorf("%s: %d requests instead of %d at most: %s", what, len(requests), atMost, describe(requests))
		}
		for _, each := range requests {
			if each.Method != "GET" {
				t.Errorf("%s: a plan only reads, got %v", what, each)
			}
		}
	}
	planned("the first plan", limit())
	w.apply()
	planned("a plan without changes", limit())
	planned("a plan without refresh", 0, "-refresh=false")
	w.setenv("TF_VAR_stage=production", `TF_VAR_excluded_customer_tags=["other"]`)
	planned("a plan with changes", limit())
}

// An apply reads nothing of what the plan before it has read: a change that
// leaves the order and the honoured marks alone is one request.
func TestAChangeIsOneRequestBesidesThePlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 150 {
		a.foreign(fmt.Sprintf("Foreign %d", i), nil)
	}
	const sends = 3
	config := a.manySends(sends)
	w := a.shell(config)
	w.apply()
	w.configure(strings.ReplaceAll(config, "field.do_not_send.id, {})", "field.do_not_send.id, { brand = true })"))
	a.forget()
	w.plan("-refresh=false")
	if requests := a.requests(); len(requests) != 0 {
		t.Errorf("a plan without refresh sent %s", describe(requests))
	}
	w.plan()
	planned := len(a.requests())
	a.forget()
	w.apply()
	// Before the content of sends changes the account is looked at again: one list of
	// each kind, and what changed last once more if they are not written together.
	const looks = 3 + sends
	written := 0
	for _, each := range a.requests() {
		if each.Method != "GET" {
			written++
		}
	}
	if requests := a.requests(); written != sends || len(requests) > planned+sends+looks {
		t.Errorf("%d requests to plan, then %d changes should be as many writes and at most %d looks, got %s", planned, sends, looks, describe(requests))
	}
	w.noChanges()
}
