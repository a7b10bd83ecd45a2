package promise

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// number is a number from the environment, or the given one.
func number(variable string, byDefault int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil {
		return n
	}
	return byDefault
}

const (
	// enoughBroken ends a search, unless SURVEYTRIGGER_BROKEN says otherwise: more
	// histories would tell the same.
	enoughBroken = 3
	// enoughForAll is how many histories have to show all that can happen.
	enoughForAll = 1000
)

// search plays as many histories, some at a time, from a seed on.
func search(t *testing.T, mode string, on desk, count, atOnce int, play func(history) *simulation) {
	t.Helper()
	first := uint64(1) // the same histories in every run of the tests; make promise plays new ones
	if chosen, err := strconv.ParseUint(os.Getenv("SURVEYTRIGGER_SEED"), 10, 64); err == nil {
		first = chosen
	}
	var next, played, broken atomic.Int64
	var all sync.WaitGroup
	var counting sync.Mutex
	census, kinds := map[string]int{}, map[string][]uint64{}
	enough := int64(number("SURVEYTRIGGER_BROKEN", enoughBroken))
	began := time.Now()
	for range atOnce {
		all.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= int64(count) || broken.Load() >= enough {
					return
				}
				h := writeHistory(first+uint64(i), on)
				s := play(h)
				played.Add(1)
				if s.failed() {
					broken.Add(1)
					t.Errorf("seed %d: %s", h.Seed, shorten(s, play).report())
				}
				counting.Lock()
				if s.failed() {
					kinds[s.wrong[0].kind] = append(kinds[s.wrong[0].kind], h.Seed)
				}
				for what, times := range s.census {
					census[what] += times
				}
				counting.Unlock()
			}
		})
	}
	all.Wait()
	t.Logf("%s: %d sequences with the seeds from %d on, %d with a violation, %.0f s", mode, played.Load(), first, broken.Load(), time.Since(began).Seconds())
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%s: %d times: %s: seeds %v", mode, len(kinds[kind]), kind, kinds[kind])
	}
	for _, what := range slices.Sorted(maps.Keys(census)) {
		t.Logf("%s: %7d %s", mode, census[what], what)
	}
	for _, what := range append(everything(on.offers()), on.everything()...) {
		if census[what] == 0 && played.Load() >= enoughForAll {
			t.Errorf("%s: in %d sequences there was never %s", mode, played.Load(), what)
		}
	}
}

// everything is what a long search has to see at least once, at any help desk that
// has these flavours.
func everything(has flavour) []string {
	all := []string{
		"a solve under protection", "a solve that a send covers", "a second solve of a ticket that has a sent_tag", "an empty plan",
		"an import that an error asked for", "a run was not repeated", "an empty plan without warnings", "a protection that nobody listed",
		"a ticket that is created solved", "two sends for one update", "an apply that an obstacle stops",
	}
	if has.automations {
		all = append(all, "an hour", "a survey by an automation", "a survey by an automation after another one", "a solve that an automation covers",
			"an automation that surveys more tickets", "a marked ticket that an automation leaves alone", "a surveyed ticket that an automation leaves alone")
	}
	if has.receivers {
		all = append(all, "a receiver that is replaced", "a receiver at another address", "a receiver that would go too early", "a receiver that others notify")
	}
	if has.senders {
		all = append(all, "a foreign sender is added", "a foreign sender beside an empty plan")
	}
	for _, kind := range append(engine.Kinds(), killBefore, killAfter) {
		all = append(all, "fault: "+string(kind))
	}
	return all
}

// report shows a broken history and its log.
func (s *simulation) report() string {
	data, err := json.MarshalIndent(s.history, "", " ")
	if err != nil {
		return err.Error()
	}
	var wrong []string
	for _, each := range s.wrong {
		wrong = append(wrong, each.text)
	}
	return fmt.Sprintf("%s\n%s\n%s", strings.Join(wrong, "\n"), data, strings.Join(s.log, "\n"))
}
