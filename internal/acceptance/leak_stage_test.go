package acceptance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// solving has tickets solved while something is done and each answer to a write
// is held back, so that there are tickets in every state in between. It expects
// what [traffic.stop] expects.
func (s *stage) solving(during func(...string), channels ...int) {
	s.t.Helper()
	wait := 0.15
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		s.fault(engine.Fault{System: "zendesk", Method: method, Path: "/api/v2/trigger*", Kind: engine.Slow, Times: 60, RetryAfter: &wait})
	}
	flow := s.traffic(channels...)
	during()
	flow.stop()
	s.account.send(http.MethodDelete, "/_sandbox/faults", nil, nil)
}

// gets expects how many surveys a ticket of a channel with these tags gets.
func (s *stage) gets(want, via int, tags ...string) {
	s.t.Helper()
	if got := s.sentFor(s.solve(ticket{via: via, tags: tags})); got != want {
		s.t.Errorf("a ticket of channel %d with the tags %q got %d surveys instead of %d", via, tags, got, want)
	}
}

// setter makes a trigger by hand that adds a tag to the tickets with another tag
// when they are solved, and gives its id.
func (s *stage) setter(title, of, adds string) (id string) {
	s.t.Helper()
	return s.account.foreign(title, map[string]any{
		"conditions": when(condition("status", "value", "solved"), condition("current_tags", "includes", of)),
		"actions":    []any{map[string]any{"field": "current_tags", "value": adds}},
	})
}

// setting is an exclusion that adds a tag to the tickets with another tag when
// they are solved, and that no send honours.
func setting(of, adds string) attributes {
	return attributes{"conditions": solvedWith(of), "mark": fmt.Sprintf("{ tag = %q }", adds)}
}

// solvedWithAny are conditions that match when a ticket with one of the tags is
// solved.
func solvedWithAny(tags ...string) attributes {
	return attributes{"conditions": solvedWith(strings.Join(tags, " "))}
}

// follows is an evaluate_after of HCL expressions.
func follows(ids ...string) attributes {
	return attributes{"evaluate_after": "[" + strings.Join(ids, ", ") + "]"}
}

// chatSend is [stage.send] for chats.
func (s *stage) chatSend(name string, after []string, layers ...attributes) string {
	return s.send(name, after, append([]attributes{{"channels": `["chat"]`}}, layers...)...)
}

// naming are the diagnostics that name each of the titles.
func naming(all []told, titles ...string) []told {
	return slices.DeleteFunc(slices.Clone(all), func(each told) bool {
		return slices.ContainsFunc(titles, func(title string) bool {
			return !strings.Contains(each.Summary+"\n"+each.Detail, fmt.Sprintf("%q", title))
		})
	})
}

// warned plans, which has to succeed, and gives the warnings that name each of
// the titles.
func (w *workspace) warned(titles ...string) []told {
	w.account.t.Helper()
	all := w.tell("plan", "-input=false")
	for _, each := range all {
		if each.Severity == "error" {
			w.account.t.Errorf("the plan fails: %v", each)
		}
	}
	return naming(slices.DeleteFunc(all, func(each told) bool { return each.Severity != "warning" }), titles...)
}

// warns expects that a plan succeeds and that one of its warnings names all of
// the titles.
func (w *workspace) warns(titles ...string) {
	w.account.t.Helper()
	if len(w.warned(titles...)) == 0 {
		w.account.t.Errorf("no warning of the plan names %q", titles)
	}
}

// quiet expects that a plan has nothing to do and that no warning names all of the
// titles.
func (w *workspace) quiet(titles ...string) {
	w.account.t.Helper()
	output, nothing := w.try("plan", "-json", "-input=false", "-detailed-exitcode")
	if found := naming(warningsAmong(toldIn(output)), titles...); !nothing || len(found) != 0 {
		w.account.t.Errorf("nothing to do and nothing to warn of expected, got %v in %s", found, output)
	}
}

// silent expects that a plan succeeds and that no warning names all of the titles.
func (w *workspace) silent(titles ...string) {
	w.account.t.Helper()
	if found := w.warned(titles...); len(found) != 0 {
		w.account.t.Errorf("nothing to warn of expected, got %v", found)
	}
}

// refused expects that a command fails and that an error names all of the titles.
func (w *workspace) refused(titles []string, args ...string) {
	w.account.t.Helper()
	if told := w.errors(append(args, "-input=false")...); len(naming(told, titles...)) == 0 {
		w.account.t.Errorf("no error names %q: %v", titles, told)
	}
}

// green applies, which has to succeed with or without warnings, and gives those.
func (w *workspace) green() (warnings []told) {
	w.account.t.Helper()
	warnings = w.tell("apply", "-auto-approve", "-input=false")
	for _, each := range warnings {
		if each.Severity == "error" {
			w.account.t.Errorf("the apply fails: %v", each)
		}
	}
	return warnings
}

// planRepairs leaves a plan in test.plan and expects that these resources and no
// others change, in place, in order_satisfied from false to true. An exclusion's
// in_force may change with it.
func (w *workspace) planRepairs(addresses ...string) {
	w.account.t.Helper()
	var repaired []string
	for _, each := range w.plan().ResourceChanges {
		if each.Change.Actions.NoOp() {
			continue
		}
		repaired = append(repaired, each.Address)
		before, _ := each.Change.Before.(map[string]any)
		after, _ := each.Change.After.(map[string]any)
		others := slices.DeleteFunc(changed(each.Change), func(name string) bool { return name == "order_satisfied" || name == "in_force" })
		if !each.Change.Actions.Update() || before["order_satisfied"] != false || after["order_satisfied"] != true || len(others) > 0 {
			w.account.t.Errorf("%s: %v of %v, order_satisfied %v -> %v", each.Address, each.Change.Actions, changed(each.Change), before["order_satisfied"], after["order_satisfied"])
		}
	}
	slices.Sort(addresses)
	if slices.Sort(repaired); !slices.Equal(repaired, addresses) {
		w.account.t.Errorf("the plan repairs %q instead of %q", repaired, addresses)
	}
}

// applyPlan applies test.plan, which has to succeed.
func (w *workspace) applyPlan() {
	w.account.t.Helper()
	w.run("apply", "-input=false", "-no-color", "test.plan")
}

// active expects that a trigger is, or is not, active.
func (s *stage) active(title string, want bool) {
	s.t.Helper()
	if got := s.triggers()[title]["active"]; got != want {
		s.t.Errorf("active of %q is %v", title, got)
	}
}

// neverWritten expects that no request since the last forget that moves or
// changes something names one of these triggers.
func (s *stage) neverWritten(ids ...string) {
	s.t.Helper()
	for _, each := range s.ownWrites() {
		if i := slices.IndexFunc(ids, func(id string) bool { return strings.Contains(each.Path+string(each.Body), id) }); i >= 0 {
			s.t.Errorf("%s is in %v %s", ids[i], each, each.Body)
		}
	}
}

// ownWrites are the writes since the last forget without those to tickets, which
// are customers and agents.
func (s *stage) ownWrites() []request {
	s.t.Helper()
	return slices.DeleteFunc(s.writes(), func(r request) bool { return strings.Contains(r.Path, "/tickets") })
}
