package promise

import (
	"net/http"
	"runtime"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// polledRewriting changes a write and says how often it is sent.
type polledRewriting func(s *polledSimulation, r *http.Request, body []byte) (changed []byte, times int)

func playPolled(h polledHistory) *polledSimulation {
	s := beginPolled(h, smalls()[0])
	s.play()
	return s
}

// ofPolled are the histories of survey backends that poll.
func ofPolled(play func(polledHistory) *polledSimulation) histories[polledHistory, *polledSimulation] {
	all := []string{
		"a survey", "hours", "a conversation that a distribution covers", "an empty plan", "an import that an error asked for", "an apply that an orphan stops", "a run was not repeated",
	}
	for _, each := range []verb{activates, deactivates, quiets, deletes, describes, touches} {
		all = append(all, "admin action: "+string(each))
	}
	for _, kind := range append(engine.Kinds(), killBefore, killAfter) {
		all = append(all, "fault: "+string(kind))
	}
	return histories[polledHistory, *polledSimulation]{write: writePolled, play: play, shorter: shorterPolled, everything: all}
}

func TestThePromiseHoldsInRandomSequencesOfAPolledHelpDesk(t *testing.T) {
	t.Parallel()
	search(t, "polled, fast", ofPolled(playPolled), number("SURVEYTRIGGER_POLLED_SEQUENCES", 20), 16*runtime.GOMAXPROCS(0))
}
