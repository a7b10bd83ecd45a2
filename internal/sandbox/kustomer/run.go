package kustomer

import (
	"context"
	"fmt"
)

// run is one run of a workflow. It holds no lock between its steps and during
// calls of other systems, which may call back.
type run struct {
	system    *System
	org       *account
	workflow  *workflow
	startedBy event
	input     any // the output of the trigger
	variables map[string]string

	steps   map[string]any // outputs
	order   []object       // what was done, for the record of a failure
	caused  []event
	attempt int
}

// react runs the workflows that events start, and those that start on what these
// do, and returns when all of them have ended.
func (s *System) react(ctx context.Context, org *account, events []event) {
	for ; len(events) > 0; events = events[1:] {
		for _, started := range s.startedBy(org, events[0]) {
			events = append(events, started.execute(ctx)...)
		}
	}
}

// startedBy gives a run of each enabled workflow that starts on an event.
func (s *System) startedBy(org *account, happened event) []*run {
	s.mu.Lock()
	defer s.mu.Unlock()
	var runs []*run
	for _, w := range byID(org.workflows) {
		if w.startsOn(happened.name) {
			runs = append(runs, s.newRun(org, w, happened, happened.output()))
		}
	}
	return runs
}

func (s *System) newRun(org *account, w *workflow, by event, input any) *run {
	return &run{system: s, org: org, workflow: w, startedBy: by, input: input, variables: org.variablesOf(w.id)}
}

// failure is why a step, and with it a run, failed.
type failure struct {
	step, message string
	again         bool // the whole run is tried again
}

// execute runs the workflow to its end and gives the events that it caused.
func (r *run) execute(ctx context.Context) []event {
	for r.attempt = 1; ; r.attempt++ {
		r.steps, r.order = map[string]any{r.workflow.trigger.ID: r.input}, nil
		failed := r.walk(ctx)
		if failed == nil {
			return r.caused
		}
		again := failed.again && r.attempt < maxAttempts
		r.locked(func() { r.org.failed(r, *failed, again) })
		if !again {
			return r.caused
		}
	}
}

// walk goes from step to step until no transition holds.
func (r *run) walk(ctx context.Context) *failure {
	if r.startedBy.chain >= longestChain {
		return &failure{message: fmt.Sprintf("stopped: %d workflows have started one another", longestChain)}
	}
	if name := r.missingInput(); name != "" {
		return &failure{message: "the input " + name + " is required"}
	}
	from, transitions := r.workflow.trigger.ID, r.workflow.trigger.Transitions
	for {
		next, err := r.next(transitions)
		switch {
		case err != nil:
			return &failure{step: from, message: err.Error()}
		case next == nil:
			return nil
		}
		goesOn, failed := r.perform(ctx, next)
		if failed != nil || !goesOn {
			return failed
		}
		from, transitions = next.ID, next.Transitions
	}
}

// next gives the target of the first transition that holds.
func (r *run) next(transitions []transition) (*step, error) {
	for _, t := range transitions {
		holds, err := r.scope().holds(t.Condition)
		if err != nil {
			return nil, err
		}
		if holds {
			return r.workflow.step(t.Target), nil
		}
	}
	return nil, nil
}

func (r *run) scope() scope { return scope{r.steps, r.variables} }

// perform does one step, as often as its error cases ask for.
func (r *run) perform(ctx context.Context, s *step) (goesOn bool, failed *failure) {
	for attempt := 1; ; attempt++ {
		output, err := r.act(ctx, s)
		if err == nil {
			r.steps[s.ID] = output
			return true, nil
		}
		r.steps[s.ID] = map[string]any{"error": map[string]any{"message": err.Error()}}
		then, broken := r.errorAction(s)
		if broken != nil {
			err, then = broken, ""
		}
		switch {
		case then == errorContinue:
			return true, nil
		case then == errorStop:
			return false, nil
		case then != errorRetryAction || attempt == maxAttempts:
			return false, &failure{step: s.ID, message: err.Error(), again: then == errorRetryWorkflow}
		}
	}
}

// errorAction is what the first error case that holds says, "" when none does.
func (r *run) errorAction(s *step) (string, error) {
	for _, one := range s.ErrorCases {
		holds, err := r.scope().holds(one.Condition)
		if err != nil {
			return "", err
		}
		if holds {
			return one.ErrorAction.Type, nil
		}
	}
	return "", nil
}

// act resolves the params of a step and calls its action. A step without one does
// nothing.
func (r *run) act(ctx context.Context, s *step) (output any, err error) {
	params := map[string]any{}
	if s.Params != nil {
		resolved, err := r.scope().resolve(s.Params)
		if err != nil {
			return nil, err
		}
		params = resolved.(map[string]any)
	}
	output = map[string]any{}
	if does := actions[s.Action]; does != nil {
		output, err = does(ctx, r, params)
	} else if s.Action != "" {
		err = fmt.Errorf("the sandbox does not simulate the action %s", s.Action)
	}
	done := object{"id": s.ID, "action": s.Action, "input": params, "output": output}
	if err != nil {
		done["error"] = err.Error()
	}
	r.order = append(r.order, done)
	return output, err
}

// locked changes the organization. What follows from the change is the run's.
func (r *run) locked(change func()) {
	r.system.mu.Lock()
	defer r.system.mu.Unlock()
	r.org.chain = r.startedBy.chain + 1
	change()
	r.org.chain = 0
	r.caused = append(r.caused, r.org.takeEvents()...)
}
