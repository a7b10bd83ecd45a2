package promise

import (
	"maps"
	"os"
	"slices"
	"strconv"
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

// simulated is a history of a kind that was played.
type simulated[H any] interface {
	told() *journal
	played() H
}

// histories are of one kind: how one is made from a seed, played and shortened, and
// what a long search has to see at least once.
type histories[H any, S simulated[H]] struct {
	write      func(seed uint64) H
	play       func(H) S
	shorter    func(H) []H
	everything []string
}

// search plays as many histories, some at a time, from a seed on.
func search[H any, S simulated[H]](t *testing.T, mode string, of histories[H, S], count, atOnce int) {
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
				seed := first + uint64(i)
				s := of.play(of.write(seed))
				told := s.told()
				played.Add(1)
				if told.failed() {
					broken.Add(1)
					short := shorten(s, of)
					t.Errorf("seed %d: %s", seed, short.told().report(short.played()))
				}
				counting.Lock()
				if told.failed() {
					kinds[told.wrong[0].kind] = append(kinds[told.wrong[0].kind], seed)
				}
				for what, times := range told.census {
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
	for _, what := range of.everything {
		if census[what] == 0 && played.Load() >= enoughForAll {
			t.Errorf("%s: in %d sequences there was never %s", mode, played.Load(), what)
		}
	}
}

// ofDesk are the histories of a help desk.
func ofDesk(on desk, play func(history) *simulation) histories[history, *simulation] {
	return histories[history, *simulation]{
		write: func(seed uint64) history { return writeHistory(seed, on) }, play: play, shorter: shorterThan,
		everything: append(everything(on.offers()), on.everything()...),
	}
}

// everything is what a long search has to see at least once, at any help desk that
// has these flavours.
func everything(has flavour) []string {
	all := []string{
		"a solve under protection", "a solve that a send covers", "a second solve of a ticket that has a sent_tag", "an empty plan",
		"an import that an error asked for", "a run was not repeated", "an empty plan without warnings", "a protection that nobody listed",
		"a ticket that is created solved", "two sends for one update", "an apply that an obstacle stops", "the second team applies alone",
		"an apply without refresh", "an apply of one thing at a time",
		"a solve of a ticket that has a mark", "a protection from a send that is replaced",
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
