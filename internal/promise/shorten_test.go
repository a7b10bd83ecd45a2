package promise

import (
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

const (
	// shortenFor bounds the search for a shorter story.
	shortenFor = 3 * time.Minute
	// shortenTries is how often a story may fail to break before it counts as
	// whole: what goes on at once goes on in another order each time.
	shortenTries = 3
)

// shorten leaves out of a broken scenario what it does not need, as long as it
// breaks in the same way.
func shorten(broken *simulation, play func(scenario) *simulation) *simulation {
	until := time.Now().Add(time.Duration(number("SURVEYTRIGGER_SHORTEN", int(shortenFor.Seconds()))) * time.Second)
	for {
		shorter := shorterOne(broken, play, until)
		if shorter == nil {
			return broken
		}
		broken = shorter
	}
}

func shorterOne(broken *simulation, play func(scenario) *simulation, until time.Time) *simulation {
	kind := broken.wrong[0].kind
	for _, candidate := range shorterThan(broken.scenario) {
		for range shortenTries {
			if time.Now().After(until) {
				return nil
			}
			if s := play(candidate); s.failed() && s.wrong[0].kind == kind {
				return s
			}
		}
	}
	return nil
}

// shorterThan gives every scenario that lacks one thing.
func shorterThan(sc scenario) (shorter []scenario) {
	with := func(change func(*scenario)) {
		copied := copyOf(sc)
		change(&copied)
		shorter = append(shorter, copied)
	}
	for i := len(sc.Steps) - 1; i >= 0; i-- {
		with(func(s *scenario) { s.Steps = slices.Delete(s.Steps, i, i+1) })
	}
	for i, each := range sc.Steps {
		if each.Also != nil {
			with(func(s *scenario) { s.Steps[i].Also = nil })
			with(func(s *scenario) { s.Steps[i].Run, s.Steps[i].Also = *each.Also, nil })
			shorterRun(*each.Also, func(r run) { with(func(s *scenario) { s.Steps[i].Also = &r }) })
		}
		shorterRun(each.Run, func(r run) { with(func(s *scenario) { s.Steps[i].Run = r }) })
	}
	for i := range sc.Start.Foreign {
		with(func(s *scenario) { s.Start.Foreign = slices.Delete(s.Start.Foreign, i, i+1) })
	}
	if len(sc.Start.Categories) > 0 {
		with(func(s *scenario) {
			s.Start.Categories = nil
			for i := range s.Start.Foreign {
				s.Start.Foreign[i].Category = ""
			}
		})
	}
	if sc.Start.Crowd > 0 {
		with(func(s *scenario) { s.Start.Crowd = 0 })
	}
	for name := range sc.Start.Settings {
		with(func(s *scenario) { delete(s.Start.Settings, name) })
	}
	return shorter
}

// shorterRun gives every run that lacks one thing.
func shorterRun(r run, give func(run)) {
	with := func(change func(*run)) {
		copied := copyOf(r)
		change(&copied)
		give(copied)
	}
	if !r.plain() || r.Options.StateLost {
		with(func(r *run) { r.Options = tfcore.Options{} })
	}
	for at, each := range r.Troubles {
		with(func(r *run) { r.Troubles = slices.Delete(r.Troubles, at, at+1) })
		if each.Times > 1 {
			with(func(r *run) { r.Troubles[at].Times = 1 })
		}
	}
	for at := range r.Config.Sends {
		with(func(r *run) { r.Config.Sends = slices.Delete(r.Config.Sends, at, at+1) })
	}
	for _, each := range r.Config.Exclusions {
		with(func(r *run) { r.Config.forgetExclusion(each.Name) })
	}
}
