package kustomer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// later makes a callable workflow that asks again whether the conversation is done,
// and one that schedules it.
func (d *desk) later(minutes int, steps ...string) (callable, scheduler string) {
	d.t.Helper()
	callable = d.workflow("callable", `{"id":"1","callable":true,"schema":{"properties":{"id":{"type":"string"}},"required":["id"]},"transitions":`+then("talk")+`}`,
		append([]string{`{"id":"talk","action":"kustomer.conversation.find-by-id","params":{"id":"/#steps.1.id"},"transitions":[
			{"target":"post","condition":{"op":"eq","values":["/#steps.talk.status","done"]}}]}`}, steps...)...)
	scheduler = d.workflow("scheduler", onDone("later"), step("later", "kustomer.app.scheduler.schedule-workflow",
		fmt.Sprintf(`{"workflowId":%q,"runAt":{"type":"relative","value":%d},"inputs":{"id":"/#steps.1.id"}}`, callable, minutes), ""))
	return callable, scheduler
}

func (d *desk) advance(by time.Duration) {
	d.world.Clock.AdvanceInSteps(by, d.system.Tick)
}

func TestAScheduledWorkflowRunsWhenItIsDue(t *testing.T) {
	d := open(t)
	seen := receive(t)
	d.later(120, seen.posted("post", `{"id":"/#steps.talk.id"}`, ""))
	customer := d.customer("carla@customer.example")
	talk, reopened := d.conversation(customer, "email"), d.conversation(customer, "email")
	d.done(talk)
	d.done(reopened)
	d.advance(105 * time.Minute)
	d.equal("calls before", seen.paths(), []string{})
	d.must(200, "PATCH", "/conversations/"+reopened, `{"status":"open"}`)
	d.advance(30 * time.Minute)
	d.equal("body", seen.last(t).body, `{"id":"`+talk+`"}`)
	d.advance(24 * time.Hour)
	d.equal("calls", len(seen.paths()), 1)
}

// A callable workflow runs as it is when it is due, and not when it is disabled then.
func TestACallableWorkflowThatChanged(t *testing.T) {
	d := open(t)
	seen := receive(t)
	callable, _ := d.later(60, seen.posted("post", `{}`, ""))
	customer := d.customer("carla@customer.example")
	d.done(d.conversation(customer, "email"))
	d.must(200, "PUT", "/workflows/"+callable, `{"enabled":false}`)
	d.advance(2 * time.Hour)
	d.must(200, "PUT", "/workflows/"+callable, `{"enabled":true}`)
	d.advance(2 * time.Hour)
	d.equal("calls", len(seen.paths()), 0)
	d.done(d.conversation(customer, "email"))
	d.advance(2 * time.Hour)
	d.equal("calls when enabled", len(seen.paths()), 1)
}

func TestAScheduleThatCannotBe(t *testing.T) {
	d := open(t)
	callable, scheduler := d.later(60, `{"id":"post","transitions":[]}`)
	schedule := func(params string) string {
		d.must(200, "PUT", "/workflows/"+scheduler, `{"steps":[`+step("later", "kustomer.app.scheduler.schedule-workflow", params, "")+`]}`)
		before := len(d.errors(scheduler)) + len(d.errors(callable))
		d.done(d.conversation(d.customer(fmt.Sprintf("c%d@customer.example", before)), "email"))
		d.advance(time.Hour)
		said := append(d.errors(scheduler), d.errors(callable)...)
		if len(said) != before+1 {
			t.Fatalf("params %s: %d failed runs, want one more than %d", params, len(said), before)
		}
		return strings.Join(said, "\n")
	}
	for params, want := range map[string]string{
		`{"workflowId":"/#steps.1.id","runAt":{"type":"relative","value":5}}`:         "is no callable workflow",
		`{"workflowId":"` + callable + `","runAt":{"type":"absolute","value":5}}`:     "params.runAt must be",
		`{"workflowId":"` + callable + `","runAt":{"type":"relative"}}`:               "params.runAt must be",
		`{"workflowId":"` + callable + `","runAt":{"type":"relative","value":5}}`:     "the input id is required",
		`{"runAt":{"type":"relative","value":5},"inputs":{"id":"/#steps.1.nothing"}}`: "params.workflowId is required",
	} {
		if said := schedule(params); !strings.Contains(said, want) {
			t.Errorf("params %s: failed runs say %s, want %q", params, said, want)
		}
	}
}

// An organization has 1,000 scheduled runs in 15 minutes; the others wait.
func TestScheduledRunsWait(t *testing.T) {
	d := open(t)
	d.later(0, noteStep("post", "asked"))
	talk := d.conversation(d.customer("carla@customer.example"), "email")
	for range 1001 {
		d.must(200, "PATCH", "/conversations/"+talk, `{"status":"open"}`)
		d.done(talk)
	}
	count := func() any {
		return attribute(d.must(200, "GET", "/conversations/"+talk, ""), "noteCount")
	}
	d.advance(15 * time.Minute)
	d.equal("notes", count(), 1000)
	d.advance(15 * time.Minute)
	d.equal("notes later", count(), 1001)
}
