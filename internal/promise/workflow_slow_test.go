//go:build linux

package promise

import (
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
)

func TestThePromiseHoldsOfWorkflowsWithARealCommandLine(t *testing.T) {
	t.Parallel()
	tools := commandlinetest.Tools(t)
	play := func(h polledHistory) *polledSimulation {
		s := beginPolled(h, newRealCLI(t, tools))
		s.play()
		return s
	}
	search(t, "workflows, slow", ofWorkflows(play), number("SURVEYTRIGGER_WORKFLOW_SLOW_SEQUENCES", 1), 2)
}
