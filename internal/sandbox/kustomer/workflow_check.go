package kustomer

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// eventName is what a workflow can start on; see guesses.go for those that never
// happen here.
var eventName = regexp.MustCompile(`^kustomer\.(` +
	`(conversation|customer|message|note|company)\.(create|update)|kobject\.[\w-]+\.(create|update)|` +
	`hooks\.(form|web|email)\.\w+\.receive|conversation\.sla\.breached|draft\.create)$`)

// stepID stands in references, whose parts are separated by dots.
var stepID = regexp.MustCompile(`^[\w-]+$`)

// errorActions are what an error case may say.
const (
	errorContinue      = "continue"
	errorRetryAction   = "retry-action"
	errorRetryWorkflow = "retry-workflow"
	errorStop          = "stop-processing"
)

var errorActions = []string{errorContinue, errorRetryWorkflow, errorRetryAction, errorStop}

// checkWorkflow is what the vendor checks when a workflow is saved.
func (c *call) checkWorkflow(r *reader, w *workflow) {
	for _, name := range slices.Sorted(maps.Keys(w.meta)) {
		switch w.meta[name].(type) {
		case map[string]any, []any:
			r.fail("meta."+name, "must be flat: neither an object nor a list")
		}
	}
	if w.trigger == nil {
		if w.enabled || len(w.steps) > 0 {
			r.fail("trigger", "is required")
		}
		return
	}
	c.checkTrigger(r, w)
	ids := []string{w.trigger.ID}
	for i, s := range w.steps {
		at := fmt.Sprintf("steps[%d]", i)
		switch {
		case !stepID.MatchString(s.ID):
			r.fail(at+".id", "must be letters, digits, _ and -")
		case slices.Contains(ids, s.ID):
			r.fail(at+".id", "%q is another step's", s.ID)
		}
		ids = append(ids, s.ID)
	}
	w.trigger.check(r, ids)
	for i, s := range w.steps {
		c.checkStep(r, fmt.Sprintf("steps[%d]", i), s, ids)
	}
	if loop := w.loop(); r.bad == nil && loop != "" {
		r.fail("steps", "hold a loop: the step %q leads back to itself", loop)
	}
}

func (c *call) checkTrigger(r *reader, w *workflow) {
	t := w.trigger
	switch {
	case !stepID.MatchString(t.ID):
		r.fail("trigger.id", "must be letters, digits, _ and -")
	case t.Callable && t.Schema == nil:
		r.fail("trigger.schema", "is required for a callable workflow")
	case t.Callable && t.EventName != "" && t.EventName != callName(w.id):
		r.fail("trigger.eventName", "must be %q", callName(w.id))
	case t.Callable:
		t.EventName = callName(w.id)
	case !eventName.MatchString(t.EventName):
		r.fail("trigger.eventName", "%q is unknown", t.EventName)
	}
}

func (t *trigger) check(r *reader, ids []string) {
	checkTransitions(r, "trigger.transitions", t.Transitions, ids)
}

func (c *call) checkStep(r *reader, at string, s step, ids []string) {
	if s.Action != "" && !isAction(s.Action) {
		r.fail(at+".action", "%q is unknown", s.Action)
	}
	checkTransitions(r, at+".transitions", s.Transitions, ids)
	for i, one := range s.ErrorCases {
		where := fmt.Sprintf("%s.errorCases[%d]", at, i)
		if op := one.Condition.Op; op != "and" && op != "or" {
			r.fail(where+".condition.op", "must be one of: and, or")
		}
		one.Condition.check(r, where+".condition")
		if !slices.Contains(errorActions, one.ErrorAction.Type) {
			r.fail(where+".errorAction.type", "must be one of: %s", strings.Join(errorActions, ", "))
		}
	}
	if id, isText := s.Params["workflowId"].(string); s.Action == scheduleAction && isText && !isDynamic(id) {
		if called := c.workflows[id]; called == nil || !called.isCallable() {
			r.fail(at+".params.workflowId", "%q is no callable workflow", id)
		}
	}
}

// checkTransitions looks at the conditions, and that each target is a step. The
// trigger is none.
func checkTransitions(r *reader, at string, all []transition, ids []string) {
	if all == nil {
		r.fail(at, "is required")
	}
	for i, t := range all {
		where := fmt.Sprintf("%s[%d]", at, i)
		if !slices.Contains(ids[1:], t.Target) {
			r.fail(where+".target", "%q is no step of the workflow", t.Target)
		}
		t.Condition.check(r, where+".condition")
	}
}

// loop gives a step that can be reached from itself, "" when there is none.
func (w *workflow) loop() string {
	done, open := map[string]bool{}, map[string]bool{}
	var visit func(id string) string
	visit = func(id string) string {
		s := w.step(id)
		switch {
		case open[id]:
			return id
		case done[id] || s == nil:
			return ""
		}
		open[id] = true
		for _, t := range s.Transitions {
			if loop := visit(t.Target); loop != "" {
				return loop
			}
		}
		open[id], done[id] = false, true
		return ""
	}
	for _, s := range w.steps {
		if loop := visit(s.ID); loop != "" {
			return loop
		}
	}
	return ""
}
