package workflow

import "encoding/json"

// Document is a workflow as Kustomer's API has it, without the members that only the
// server writes.
//
// https://developer.kustomer.com/docs/workflows/workflow-json
type Document struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Enabled     bool     `json:"enabled"`
	Trigger     *Trigger `json:"trigger,omitempty"`
	Steps       []Step   `json:"steps"`
}

// Trigger starts a workflow: an event, or another workflow.
type Trigger struct {
	ID          string         `json:"id"`
	EventName   string         `json:"eventName,omitempty"`
	AppVersion  string         `json:"appVersion,omitempty"`
	Callable    bool           `json:"callable,omitempty"`
	Schema      map[string]any `json:"schema,omitempty"`
	Meta        map[string]any `json:"meta,omitempty"`
	Transitions []Transition   `json:"transitions"`
}

// Step calls an action, or none, and says what comes next.
type Step struct {
	ID          string         `json:"id"`
	Action      string         `json:"action,omitempty"`
	Params      map[string]any `json:"params,omitempty"`
	AppVersion  string         `json:"appVersion,omitempty"`
	Meta        map[string]any `json:"meta,omitempty"`
	Transitions []Transition   `json:"transitions"`
	ErrorCases  []ErrorCase    `json:"errorCases,omitempty"`
}

// Transition leads to a step. The first one whose condition holds is taken.
type Transition struct {
	Target    string         `json:"target"`
	Condition Condition      `json:"condition"`
	Meta      map[string]any `json:"meta,omitempty"`
}

// Condition compares values, or holds other conditions.
type Condition struct {
	Op     string `json:"op"`
	Values []any  `json:"values"`
}

// ErrorCase says what follows a step that failed.
type ErrorCase struct {
	Condition   Condition   `json:"condition"`
	ErrorAction ErrorAction `json:"errorAction"`
}

// ErrorAction is one of Kustomer's.
type ErrorAction struct {
	Type string `json:"type"`
}

// Step finds a step by its id.
func (d Document) Step(id string) (found Step, exists bool) {
	for _, step := range d.Steps {
		if step.ID == id {
			return step, true
		}
	}
	return Step{}, false
}

// to finds the transition that leads to a step.
func to(target string, all []Transition) (found Transition, exists bool) {
	for _, transition := range all {
		if transition.Target == target {
			return transition, true
		}
	}
	return Transition{}, false
}

// inner are the conditions that stand among the values of a group.
func (c Condition) inner() (all []Condition) {
	for _, value := range c.Values {
		if condition, is := value.(Condition); is {
			all = append(all, condition)
			continue
		}
		var condition Condition
		if text, err := json.Marshal(value); err == nil && json.Unmarshal(text, &condition) == nil {
			all = append(all, condition)
		}
	}
	return all
}

// value is one of the values, nil where there is none.
func (c Condition) value(at int) any {
	if at >= len(c.Values) {
		return nil
	}
	return c.Values[at]
}

func group(op string, conditions ...Condition) Condition {
	values := make([]any, len(conditions))
	for i, condition := range conditions {
		values[i] = condition
	}
	return Condition{Op: op, Values: values}
}

func compare(op string, values ...any) Condition { return Condition{Op: op, Values: values} }

// always holds.
func always() Condition { return compare("true", true) }
