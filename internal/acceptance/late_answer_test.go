package acceptance

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// lateKinds are the kinds whose duplicates would be active at once.
var lateKinds = []subject{webhooks, targets, categories, checkboxes}

var checkboxes = subject{
	kind: "ticket_field", label: "title", path: "/ticket_fields", object: "ticket_field", base: attributes{"type": `"checkbox"`},
}

// named are the ids of what has the label, the earlier ones first.
func (a *account) named(s subject, label string) (ids []string) {
	a.t.Helper()
	many := s.object + "s"
	if s.kind == "trigger_category" {
		many = "trigger_categories"
	}
	for _, each := range a.list(s.path, many) {
		if each[s.label] == label {
			ids = append(ids, number(each["id"]))
		}
	}
	return ids
}

// executedLate drops the next create at once and executes it some seconds later.
func (a *account) executedLate(s subject, seconds float64) {
	a.t.Helper()
	a.fault(engine.Fault{System: "zendesk", Method: "POST", Path: "/api/v2" + s.path, Kind: "drop_after_commit", Times: 1, CommitAfter: seconds})
}

// A create whose answer was lost is sent again. Zendesk executes the first one all the
// same, while the provider still looks: the apply names both, and so does each plan
// until one of them is gone.
func TestACreateThatIsExecutedTwiceIsNamedByTheApply(t *testing.T) {
	t.Parallel()
	for _, kind := range lateKinds {
		t.Run(kind.kind, func(t *testing.T) {
			t.Parallel()
			var a *account
			var w *workspace
			var warnings []told
			for try := 1; a == nil || len(a.named(kind, "twice")) == 1; try++ {
				if try > 5 { // a slow machine may let the provider find it before it is sent again
					t.Fatal("it was never executed twice")
				}
				a = start(t)
				w = a.shell(a.provider() + kind.block("twice"))
				a.executedLate(kind, 2.5)
				warnings = w.warnings("apply", "-auto-approve", "-input=false")
			}
			a.expectTwo(w, kind, warnings)
			duplicate := a.expectTwo(w, kind, w.warnings("plan", "-input=false"))
			a.call("DELETE", kind.path+"/"+duplicate, nil)
			if found := w.tell("plan", "-input=false"); len(found) != 0 {
				t.Errorf("there is one only: %v", found)
			}
			w.noChanges()
		})
	}
}

// Zendesk executes it when the apply has ended: the next plan names both.
func TestACreateThatIsExecutedAfterTheApplyIsNamedByTheNextPlan(t *testing.T) {
	t.Parallel()
	for _, kind := range lateKinds {
		t.Run(kind.kind, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			w := a.shell(a.provider() + kind.block("twice"))
			a.executedLate(kind, 10)
			began := time.Now()
			w.apply()
			if len(a.named(kind, "twice")) != 1 {
				t.Fatalf("the apply took %s: it was executed meanwhile", time.Since(began))
			}
			w.noChanges()
			for len(a.named(kind, "twice")) == 1 {
				time.Sleep(100 * time.Millisecond)
			}
			a.expectTwo(w, kind, w.warnings("plan", "-input=false"))
		})
	}
}

// expectTwo expects one warning that names both objects, and gives the one that
// nobody manages.
func (a *account) expectTwo(w *workspace, kind subject, warnings []told) (duplicate string) {
	a.t.Helper()
	own := w.attribute(kind.address("twice"), "id")
	ids := a.named(kind, "twice")
	others := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == own })
	if len(ids) != 2 || len(others) != 1 {
		a.t.Fatalf("%s and another one expected, got %v", own, ids)
	}
	if len(warnings) != 1 || !strings.HasSuffix(warnings[0].Summary, others[0]+" is a duplicate") || !strings.Contains(warnings[0].Detail, own) ||
		!strings.HasPrefix(warnings[0].line(), kind.label) {
		a.t.Errorf("one warning that names %s and %s expected, got %v", own, others[0], warnings)
	}
	return others[0]
}

// Of a send that is created twice, none survives that nobody manages and that sends.
func TestASendThatIsCreatedTwiceSurveysOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zendesk(map[string]any{"native_csat": "absent"})
	w := s.shell(s.config("%s", s.send("email", nil)))
	s.executedLate(subject{path: "/triggers"}, 6)
	w.try("apply", "-auto-approve", "-input=false")
	for len(s.titled("email")) < 2 {
		time.Sleep(100 * time.Millisecond)
	}
	if sent := s.sentFor(s.solve(ticket{via: 4})); sent > 1 {
		t.Errorf("%d surveys", sent)
	}
	w.apply()
	s.gets(1, 4)
	w.noChanges()
}
