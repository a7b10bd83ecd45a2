package promise

import (
	"slices"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

const (
	// shortenFor bounds the search for a shorter history.
	shortenFor = 3 * time.Minute
	// shortenTries is how often a history may fail to break before it counts as
	// whole: what goes on at once goes on in another order each time.
	shortenTries = 3
)

// shorten leaves out of a broken history what it does not need, as long as it
// breaks in the same way.
func shorten[H any, S simulated[H]](broken S, of histories[H, S]) S {
	until := time.Now().Add(time.Duration(number("SURVEYTRIGGER_SHORTEN", int(shortenFor.Seconds()))) * time.Second)
	for {
		shorter, found := shorterOne(broken, of, until)
		if !found {
			return broken
		}
		broken = shorter
	}
}

func shorterOne[H any, S simulated[H]](broken S, of histories[H, S], until time.Time) (shorter S, found bool) {
	kind := broken.told().wrong[0].kind
	for _, candidate := range of.shorter(broken.played()) {
		for range shortenTries {
			if time.Now().After(until) {
				return shorter, false
			}
			if s := of.play(candidate); s.told().failed() && s.told().wrong[0].kind == kind {
				return s, true
			}
		}
	}
	return shorter, false
}

// shorterThan gives every history that lacks one thing.
func shorterThan(h history) (shorter []history) {
	with := func(change func(*history)) {
		copied := copyOf(h)
		change(&copied)
		shorter = append(shorter, copied)
	}
	for i := len(h.Steps) - 1; i >= 0; i-- {
		with(func(h *history) { h.Steps = slices.Delete(h.Steps, i, i+1) })
	}
	for i, each := range h.Steps {
		if each.Also != nil {
			with(func(h *history) { h.Steps[i].Also = nil })
			with(func(h *history) { h.Steps[i].Run, h.Steps[i].Also = *each.Also, nil })
			shorterRun(*each.Also, func(r run) { with(func(h *history) { h.Steps[i].Also = &r }) })
		}
		shorterRun(each.Run, func(r run) { with(func(h *history) { h.Steps[i].Run = r }) })
	}
	for i := range h.Start.Foreign {
		with(func(h *history) { h.Start.Foreign = slices.Delete(h.Start.Foreign, i, i+1) })
	}
	if len(h.Start.Categories) > 0 {
		with(func(h *history) {
			h.Start.Categories = nil
			for i := range h.Start.Foreign {
				h.Start.Foreign[i].Category = ""
			}
		})
	}
	if h.Start.Crowd > 0 {
		with(func(h *history) { h.Start.Crowd = 0 })
	}
	for name := range h.Start.Settings {
		with(func(h *history) { delete(h.Start.Settings, name) })
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
	if !r.plain() || r.Options.StateLost || r.Options.Parallelism > 0 {
		with(func(r *run) { r.Options = tfcore.Options{} })
	}
	for at, each := range r.Faults {
		with(func(r *run) { r.Faults = slices.Delete(r.Faults, at, at+1) })
		if each.Times > 1 {
			with(func(r *run) { r.Faults[at].Times = 1 })
		}
	}
	for at := range r.Config.Sends {
		with(func(r *run) { r.Config.Sends = slices.Delete(r.Config.Sends, at, at+1) })
	}
	for _, each := range r.Config.Exclusions {
		with(func(r *run) { r.Config.forgetExclusion(each.Name) })
	}
	for at := range r.Config.Automations {
		with(func(r *run) { r.Config.Automations = slices.Delete(r.Config.Automations, at, at+1) })
	}
	for at := range r.Config.Receivers {
		with(func(r *run) { r.Config.Receivers = slices.Delete(r.Config.Receivers, at, at+1) })
	}
}
