package promise

import (
	"encoding/json"
	"net/http"
	"strings"
)

// worseWorkflowProviders break the promise, each in a way that a wrong survey shows.
func worseWorkflowProviders() map[string]worsePolled {
	return map[string]worsePolled{
		"a workflow does not look at the opt-out": {
			write: rewriteSteps("decide", withoutTransition("opted-out")), seen: "for an excluded conversation", survey: true, in: &optedOutWorkflow,
		},
		"a workflow does not look at its exclusions": {
			write: rewriteSteps("decide", withoutTransition("excluded")), seen: "for an excluded conversation", survey: true, in: &excludingWorkflow,
		},
		"an exclusion is gone while a workflow changes": {
			write: openFirst, seen: "for an excluded conversation", survey: true, in: &changedWorkflow,
		},
		"a conversation is not marked": {
			write: rewriteSteps("mark", func(step map[string]any) { delete(member(step, "params"), "custom") }), seen: "got a second request", survey: true, in: &oneWorkflow,
		},
		"a workflow is created twice and enabled": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, id := about(r.URL.Path); r.Method == http.MethodPost && kind == workflowKind && id == "" {
					return []byte(strings.Replace(string(body), `"enabled":false`, `"enabled":true`, 1)), 2
				}
				return body, 1
			},
			seen: "without its key", survey: true, in: &oneWorkflow,
		},
		"a workflow is disabled too late": {
			write: rewritePolled(http.MethodPut, workflowKind, `"enabled":false`, `"enabled":true`), seen: "from a disabled workflow", survey: true, in: &disabledWorkflow,
		},
		"nothing is enabled": {
			write: rewritePolled(http.MethodPut, workflowKind, `"enabled":true`, `"enabled":false`), seen: "although nothing speaks against it", survey: true, in: &oneWorkflow,
		},
		"the header with the key is lost": {
			write: rewriteSteps("request", func(step map[string]any) { member(step, "params")["headers"] = map[string]any{} }), seen: "without its key", survey: true, in: &oneWorkflow,
		},
		"a key is empty": {
			write: rewritePolled(http.MethodPost, variableKind, oneKey.key(), " "), seen: "without its key", survey: true, in: &oneWorkflow,
		},
		"a key is not changed": {
			write: rewritePolled(http.MethodPost, variableKind, "key of send1, 2", "key of send1, 1"), seen: "with a key that is not in force", survey: true, in: &rotatedKey,
		},
		"a workflow that is destroyed stays enabled": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if strings.TrimSpace(string(body)) == `{"enabled":false}` {
					return body, 0
				}
				return body, 1
			},
			seen: "that nobody declares", survey: true, in: &removedWorkflow,
		},
		"a delay is too short": {
			write: rewriteSteps("schedule", func(step map[string]any) { member(member(step, "params"), "runAt")["value"] = 1 }), seen: "before its delay was over", survey: true, in: &delayedWorkflow,
		},
		"after the delay nothing is checked again": {
			write: rewriteSteps("decide", func(step map[string]any) {
				for _, each := range members(step, "transitions") {
					if each["target"] == "mark" {
						each["condition"] = map[string]any{"op": "true", "values": []any{true}}
					}
				}
			}), seen: "that no workflow covers", survey: true, in: &delayedWorkflow,
		},
		"nobody has to be assigned": {
			write: rewriteSteps("customer", func(step map[string]any) {
				for _, each := range members(step, "transitions") {
					each["target"], each["condition"] = "decide", map[string]any{"op": "true", "values": []any{true}}
				}
			}), seen: "that no workflow covers", survey: true, in: &oneWorkflow,
		},
		"a workflow stands beside another one": {
			write: func(s *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, id := about(r.URL.Path); r.Method == http.MethodPost && kind == workflowKind && id == "" {
					return body, 2
				}
				return body, 1
			},
			seen: "there is an orphan", in: &oneWorkflow,
		},
		"a variable is left": {
			write: func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, _ := about(r.URL.Path); r.Method == http.MethodDelete && kind == variableKind {
					return body, 0
				}
				return body, 1
			},
			seen: "a variable that nothing reads", in: &movedKey,
		},
		"another workflow is changed": {
			write: func(s *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
				if kind, id := about(r.URL.Path); r.Method == http.MethodPut && kind == workflowKind && s.foreign[id] == "" {
					for other := range s.foreign {
						if s.now[other].kind == workflowKind {
							r.URL.Path = kustomerAPI + "/" + workflowKind + "/" + other
						}
					}
				}
				return body, 1
			},
			seen: "something foreign was changed", in: &foreignWorkflow,
		},
		"a description is not written": {
			write: rewritePolled(http.MethodPut, workflowKind, "note 1", "another"), seen: "something is left to do", in: &changedWorkflow,
		},
	}
}

// rewriteSteps changes a step of the workflows that are written.
func rewriteSteps(id string, change func(step map[string]any)) polledRewriting {
	return func(_ *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
		sent := decoded(body)
		if kind, _ := about(r.URL.Path); kind != workflowKind || sent["steps"] == nil {
			return body, 1
		}
		for _, step := range members(sent, "steps") {
			if step["id"] == id {
				change(step)
			}
		}
		changed, err := json.Marshal(sent)
		if err != nil {
			panic(err)
		}
		return changed, 1
	}
}

// withoutTransition leaves the transitions to a step out.
func withoutTransition(target string) func(step map[string]any) {
	return func(step map[string]any) {
		var left []any
		for _, each := range members(step, "transitions") {
			if each["target"] != target {
				left = append(left, each)
			}
		}
		step["transitions"] = left
	}
}

// openFirst writes a workflow without its exclusions before it writes the whole.
func openFirst(s *polledSimulation, r *http.Request, body []byte) ([]byte, int) {
	if kind, id := about(r.URL.Path); r.Method == http.MethodPut && kind == workflowKind && s.now[id].body["enabled"] == true {
		first := inEditor(opens, s.now[id])
		polledKustomer{s}.call(http.MethodPut, "/"+workflowKind+"/"+id, first)
		for _, kind := range talkKinds {
			s.converse(kind)
		}
	}
	return body, 1
}

var oneKey = workflowOf{Name: "send1", Mark: "surveySentBool", Header: "x-api-key", Version: 1}

// sends is a configuration with one workflow.
func sends(change func(*workflowOf)) polledSetup {
	made := copyOf(oneKey)
	change(&made)
	return polledSetup{Workflows: []workflowOf{made}}
}

func plainly(*workflowOf) {}

func excluding(w *workflowOf) {
	w.OptOut, w.Excludes = true, []string{"employee", "free", "urgent", "vip"}
}

func excludingNoted(w *workflowOf) {
	excluding(w)
	w.Note = "note 1"
}

var (
	oneWorkflow       = polledHistory{Steps: []polledStep{appliedPolled(sends(plainly)), dueNow}}
	foreignWorkflow   = polledHistory{Foreign: true, Steps: oneWorkflow.Steps}
	optedOutWorkflow  = polledHistory{Steps: []polledStep{appliedPolled(sends(func(w *workflowOf) { w.OptOut = true })), dueNow}}
	excludingWorkflow = polledHistory{Steps: []polledStep{appliedPolled(sends(func(w *workflowOf) { w.Excludes = []string{"urgent"} })), dueNow}}
	changedWorkflow   = polledHistory{Steps: []polledStep{appliedPolled(sends(excluding)), appliedPolled(sends(excludingNoted)), dueNow}}
	disabledWorkflow  = polledHistory{Steps: []polledStep{appliedPolled(sends(plainly)), appliedPolled(sends(func(w *workflowOf) { w.Off = true })), dueNow}}
	rotatedKey        = polledHistory{Steps: []polledStep{appliedPolled(sends(plainly)), appliedPolled(sends(func(w *workflowOf) { w.Version = 2 })), dueNow}}
	movedKey          = polledHistory{Steps: []polledStep{appliedPolled(sends(plainly)), appliedPolled(sends(func(w *workflowOf) { w.Header, w.Version = "x-survey-key", 2 })), dueNow}}
	removedWorkflow   = polledHistory{Steps: []polledStep{appliedPolled(sends(plainly)), appliedPolled(polledSetup{}), dueNow}}
	delayedWorkflow   = polledHistory{Steps: []polledStep{appliedPolled(sends(func(w *workflowOf) { w.Delay = longestDelay })), dueNow}}
)
