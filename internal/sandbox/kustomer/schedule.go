package kustomer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// scheduleAction starts a callable workflow later.
const scheduleAction = "kustomer.app.scheduler.schedule-workflow"

// scheduledRuns is how many scheduled workflows of an organization run in one
// [engine.Step] of 15 minutes; the others wait for the next.
const scheduledRuns = 1000

// planned is a scheduled run of a callable workflow.
type planned struct {
	due        time.Time
	workflowID string
	inputs     map[string]any
	ticket     string
	chain      int
}

// schedule takes {workflowId, runAt: {type: "relative", value}, inputs}.
func schedule(_ context.Context, r *run, params map[string]any) (any, error) {
	id, err := required(params, "workflowId")
	if err != nil {
		return nil, err
	}
	runAt, _ := params["runAt"].(map[string]any)
	after, isNumber := castNumber(runAt["value"])
	if runAt["type"] != "relative" || !isNumber || after < 0 {
		return nil, errors.New(`params.runAt must be {"type": "relative", "value": <number>}: the sandbox simulates no other`)
	}
	inputs, _ := params["inputs"].(map[string]any)
	r.locked(func() {
		called := r.org.workflows[id]
		if called == nil || !called.isCallable() {
			err = fmt.Errorf("params.workflowId: %q is no callable workflow", id)
			return
		}
		r.org.agenda = append(r.org.agenda, planned{
			due: r.org.now().Add(time.Duration(after * float64(scheduleUnit))), workflowID: id, inputs: inputs,
			ticket: r.startedBy.ticket, chain: r.startedBy.chain,
		})
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"workflowId": id}, nil
}

// dueRuns takes the runs that are due, the earliest first, from the agenda.
func (s *System) dueRuns(org *account) []*run {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.SortStableFunc(org.agenda, func(a, b planned) int { return a.due.Compare(b.due) })
	due := 0
	for due < min(len(org.agenda), scheduledRuns) && !org.now().Before(org.agenda[due].due) {
		due++
	}
	var runs []*run
	for _, one := range org.agenda[:due] {
		if w := org.workflows[one.workflowID]; w.isCallable() && (w.enabled || disabledIsCalled) {
			by := event{name: callName(w.id), data: one.inputs, ticket: one.ticket, chain: one.chain}
			runs = append(runs, s.newRun(org, w, by, one.inputs))
		}
	}
	org.agenda = slices.Clone(org.agenda[due:])
	return runs
}

// missingInput names an input that the schema of a callable workflow requires and
// that was not given, "" when there is none.
func (r *run) missingInput() string {
	if !r.workflow.isCallable() {
		return ""
	}
	names, _ := r.workflow.trigger.Schema["required"].([]any)
	inputs, _ := r.input.(map[string]any)
	for _, name := range names {
		if inputs[textOf(name)] == nil {
			return textOf(name)
		}
	}
	return ""
}
