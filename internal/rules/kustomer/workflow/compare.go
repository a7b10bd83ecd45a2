package workflow

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
)

// Differences names what a workflow has that is not as it would be written. Titles of
// steps, versions of apps, and the order of the steps have no effect and are left out.
func Differences(wanted, has Document) (found []string) {
	if wanted.Name != has.Name {
		found = append(found, fmt.Sprintf("the name is %q", has.Name))
	}
	if !reflect.DeepEqual(triggerOf(wanted), triggerOf(has)) {
		found = append(found, "the trigger is different")
	}
	for _, step := range wanted.Steps {
		other, exists := has.Step(step.ID)
		if !exists {
			found = append(found, fmt.Sprintf("the step %q is missing", step.ID))
			continue
		}
		found = append(found, stepDifferences(step, other)...)
	}
	for _, step := range has.Steps {
		if _, exists := wanted.Step(step.ID); !exists {
			found = append(found, fmt.Sprintf("the step %q was added", step.ID))
		}
	}
	return found
}

func stepDifferences(wanted, has Step) (found []string) {
	differs := func(what string) { found = append(found, fmt.Sprintf("%s of the step %q", what, wanted.ID)) }
	if wanted.Action != has.Action {
		differs(fmt.Sprintf("the action (%q)", has.Action))
	}
	left, right := members(wanted.Params), members(has.Params)
	names := slices.Sorted(maps.Keys(left))
	for _, name := range slices.Sorted(maps.Keys(right)) {
		if _, known := left[name]; !known {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if !reflect.DeepEqual(left[name], right[name]) {
			differs("the parameter " + name)
		}
	}
	if !reflect.DeepEqual(transitionsOf(wanted.Transitions), transitionsOf(has.Transitions)) {
		differs("the transitions")
	}
	if !reflect.DeepEqual(errorCasesOf(wanted), errorCasesOf(has)) {
		differs("the error handling")
	}
	return found
}

// triggerOf is what of a trigger has an effect. The event of a callable workflow is
// the server's.
func triggerOf(d Document) any {
	if d.Trigger == nil {
		return nil
	}
	trigger, event := *d.Trigger, d.Trigger.EventName
	if trigger.Callable {
		event = ""
	}
	return []any{trigger.ID, event, trigger.Callable, members(trigger.Schema), transitionsOf(trigger.Transitions)}
}

func transitionsOf(all []Transition) []any {
	bare := make([]any, len(all))
	for i, transition := range all {
		bare[i] = []any{transition.Target, plain(transition.Condition)}
	}
	return bare
}

func errorCasesOf(s Step) any {
	if len(s.ErrorCases) == 0 {
		return nil
	}
	return plain(s.ErrorCases)
}

func members(of map[string]any) map[string]any {
	all, _ := plain(of).(map[string]any)
	return all
}

// plain is a value as JSON reads it.
func plain(value any) (read any) {
	text, err := json.Marshal(value)
	if err != nil || json.Unmarshal(text, &read) != nil {
		return nil
	}
	return read
}

var anyVariable = regexp.MustCompile(`\{\{\{variables\.[^{}]*\}\}\}`)

// Equal reports whether two workflows of the same name do the same, but for the ids of
// variables, the id of the workflow that is called, and whether they are enabled.
func Equal(a, b Document) bool {
	return described(a.Description) == described(b.Description) && len(Differences(a.aside(), b.aside())) == 0
}

// aside is the workflow without these ids.
func (d Document) aside() (bare Document) {
	text, err := json.Marshal(d)
	if err != nil {
		return d
	}
	text = anyVariable.ReplaceAll(text, []byte(variable("")))
	if json.Unmarshal(text, &bare) != nil {
		return d
	}
	for _, step := range bare.Steps {
		if step.ID == stepSchedule && step.Params["workflowId"] != nil {
			step.Params["workflowId"] = ""
		}
	}
	return bare
}
