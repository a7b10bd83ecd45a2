package promise

import (
	"slices"
	"time"
)

const (
	// shortenFor bounds the search for a shorter story.
	shortenFor = 90 * time.Second
	// shortenTries is how often a story may fail to break before it counts as
	// whole: what goes on at once goes on in another order each time.
	shortenTries = 3
)

// shorten leaves out of a broken scenario what it does not need, as long as it
// still breaks.
func shorten(broken *simulation, play func(scenario) *simulation) *simulation {
	until := time.Now().Add(shortenFor)
	for {
		shorter := func() *simulation {
			for _, candidate := range shorterThan(broken.scenario) {
				for range shortenTries {
					if time.Now().After(until) {
						return nil
					}
					if s := play(candidate); s.failed() {
						return s
					}
				}
			}
			return nil
		}()
		if shorter == nil {
			return broken
		}
		broken = shorter
	}
}

// shorterThan gives every scenario that lacks one thing.
func shorterThan(sc scenario) (shorter []scenario) {
	with := func(change func(*scenario)) {
		copied := sc
		copied.Steps = slices.Clone(sc.Steps)
		change(&copied)
		shorter = append(shorter, copied)
	}
	for i := len(sc.Steps) - 1; i >= 0; i-- {
		with(func(s *scenario) { s.Steps = slices.Delete(s.Steps, i, i+1) })
	}
	for i, each := range sc.Steps {
		if each.Also != nil {
			with(func(s *scenario) { s.Steps[i].Also = nil })
		}
		for at := range each.Run.Troubles {
			with(func(s *scenario) {
				s.Steps[i].Run.Troubles = slices.Delete(slices.Clone(each.Run.Troubles), at, at+1)
			})
		}
		for at := range each.Run.Config.Sends {
			with(func(s *scenario) {
				s.Steps[i].Run.Config.Sends = slices.Delete(slices.Clone(each.Run.Config.Sends), at, at+1)
			})
		}
	}
	if len(sc.Foreign) > 0 {
		with(func(s *scenario) { s.Foreign = nil })
	}
	for name := range sc.Settings {
		with(func(s *scenario) {
			s.Settings = map[string]any{}
			for other, value := range sc.Settings {
				if other != name {
					s.Settings[other] = value
				}
			}
		})
	}
	return shorter
}
