package promise

import (
	"runtime"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// ofWorkflows are the histories of workflows that request surveys.
func ofWorkflows(play func(polledHistory) *polledSimulation) histories[polledHistory, *polledSimulation] {
	all := []string{
		"a request", "hours", "a conversation that a workflow covers", "an excluded conversation that a workflow leaves alone",
		"a surveyed conversation that is done again", "a waiting conversation that is reopened", "an empty plan", "a run was not repeated",
	}
	for _, each := range []verb{activates, deactivates, opens, strips, describes, renames, touches} {
		all = append(all, "admin action: "+string(each))
	}
	for _, kind := range append(engine.Kinds(), killBefore, killAfter) {
		all = append(all, "fault: "+string(kind))
	}
	return histories[polledHistory, *polledSimulation]{write: writeWorkflows, play: play, shorter: shorterPolled, everything: all}
}

func TestThePromiseHoldsInRandomSequencesOfWorkflows(t *testing.T) {
	t.Parallel()
	search(t, "workflows, fast", ofWorkflows(playPolled), number("SURVEYTRIGGER_WORKFLOW_SEQUENCES", 20), 16*runtime.GOMAXPROCS(0))
}

// Where only the provider is killed, Terraform forgets its private state: which headers
// are secret is read again. A killed destroy has deleted the key.
func TestAWorkflowThatAKillLeavesHalfwayIsFinished(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]polledSetup{
		"update": sends(func(w *workflowOf) { w.OptOut = true }), "another key": sends(func(w *workflowOf) { w.Header, w.Version = "x-survey-key", 2 }), "destroy": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for at := 1; at <= 10; at++ {
				last := next
				if len(last.Workflows) == 0 {
					last = sends(plainly)
				}
				s := playPolled(polledHistory{Steps: []polledStep{
					appliedPolled(sends(plainly)), appliedPolled(next, fault{At: at, Kind: killAfter}), appliedPolled(last), dueNow,
				}})
				if s.failed() {
					t.Errorf("a kill at the request %d: %s", at, s.report(s.history))
				}
			}
		})
	}
}
