package main

import (
	"fmt"
	"time"
)

// What the product is built for.
const (
	boundSends   = 1000
	boundLatency = 100 * time.Millisecond

	boundPlanRequests   = 17
	boundPlanRatio      = 1.5  // of the plan without refresh
	boundPlanFloor      = 3.6  // of the plan of as many terraform_data
	boundFloor          = 3.0  // of that without refresh
	boundIdle           = 1.15 // of that with a provider that does nothing
	boundApplyFloor     = 3.2  // of the apply of as many terraform_data
	boundApplyPerSend   = 1.2  // requests
	boundApplyConstant  = 40   // requests besides
	boundChangeRequests = 21   // plan and apply, one of them for the deliveries of the webhook
	boundChangeApply    = 10   // of them by the apply: no list, which takes 50 requests
	boundOvershoot      = 0.05 // of the quota's own bound
	boundMemory         = 150 << 20
	boundSingleRatio    = 1.5 // of an empty provider's memory
)

// bound is one promise. Without said it was not measured.
type bound struct {
	name string
	said string
	held bool
	// timed bounds depend on the machine: they do not decide the exit code.
	timed bool
}

func (b *bench) bounds() []bound {
	plan := bound{name: fmt.Sprintf("a plan of %d sends takes at most %d requests", boundSends, boundPlanRequests), held: true}
	ratio := bound{name: fmt.Sprintf("at %s it takes at most %.1f times as long as without refresh", boundLatency, boundPlanRatio), timed: true}
	apply := bound{name: fmt.Sprintf("applying %d sends takes at most %.1f requests each, and at most %d besides", boundSends, boundApplyPerSend, boundApplyConstant), held: true}
	change := bound{name: fmt.Sprintf("changing one of %d sends takes at most %d requests, plan and apply together", boundSends, boundChangeRequests), held: true}
	memory := bound{name: fmt.Sprintf("%d sends take less than %d MB of the provider's memory", boundSends, boundMemory>>20), held: true}
	for _, c := range b.courses {
		if c.sends != boundSends {
			continue
		}
		plan.add(c.plan.requests <= boundPlanRequests, "%d", c.plan.requests)
		constant := float64(c.apply.requests) - boundApplyPerSend*boundSends
		apply.add(constant <= boundApplyConstant, "%d = %.1f x %d %+.0f", c.apply.requests, boundApplyPerSend, boundSends, constant)
		change.add(c.change.requests <= boundChangeRequests, "%d", c.change.requests)
		if c.memory() > 0 {
			memory.add(c.memory() < boundMemory, "%s", megabytes(c.memory()))
		}
		if c.latency == boundLatency {
			ratio.held = true
			ratio.add(times(c.plan, c.unrefreshed) <= boundPlanRatio, "%.2f", times(c.plan, c.unrefreshed))
		}
	}
	all := append([]bound{plan, ratio}, b.floorBounds()...)
	all = append(all, apply, change, b.crowdedBound(), memory, b.singleBound())
	return append(all, b.quotaBounds()...)
}

// floorBounds compare with what the command line takes anyway.
func (b *bench) floorBounds() (bounds []bound) {
	builtIn, idle := b.builtIns[boundSends], b.idles[boundSends]
	for _, each := range []struct {
		command, floor string
		most           float64
		of             func(course) figures
		to             course
	}{
		{"a plan", "with terraform_data", boundPlanFloor, func(c course) figures { return c.plan }, builtIn},
		{"a plan without refresh", "with terraform_data", boundFloor, func(c course) figures { return c.unrefreshed }, builtIn},
		{"a plan without refresh", "with a provider that does nothing", boundIdle, func(c course) figures { return c.unrefreshed }, idle},
		{"an apply", "with terraform_data", boundApplyFloor, func(c course) figures { return c.apply }, builtIn},
	} {
		one := bound{name: fmt.Sprintf("%s of %d sends at %s takes at most %.2f times as long as %s", each.command, boundSends, boundLatency, each.most, each.floor), held: true, timed: true}
		for _, c := range b.courses {
			if c.sends == boundSends && c.latency == boundLatency && each.of(each.to).took > 0 {
				taken := times(each.of(c), each.of(each.to))
				one.add(taken <= each.most, "%.2f", taken)
			}
		}
		bounds = append(bounds, one)
	}
	return bounds
}

// crowdedBound is for an account where a list takes many requests.
func (b *bench) crowdedBound() bound {
	change := bound{name: fmt.Sprintf("changing a send among triggers of other people takes at most %d requests more than a plan", boundChangeApply), held: true}
	if c := b.crowded; c != nil {
		more := c.change.requests - c.plan.requests
		change.add(more <= boundChangeApply, "%d", more)
	}
	return change
}

func (b *bench) singleBound() bound {
	single := bound{name: fmt.Sprintf("a plan of one send takes less than %.1f times the memory of an empty provider", boundSingleRatio), held: true}
	if b.empty.memory > 0 {
		more := float64(b.one.memory) / float64(b.empty.memory)
		single.add(more < boundSingleRatio, "%.2f", more)
	}
	return single
}

func (b *bench) quotaBounds() []bound {
	errors := bound{name: "no 429 becomes an error", held: true}
	total := bound{name: fmt.Sprintf("at a quota the total is within %.0f %% of the quota's own bound", boundOvershoot*100), held: true, timed: true}
	if c := b.limited; c != nil {
		errors.add(c.failed == nil, "%d were answered 429, %d errors", c.apply.refused, count(c.failed != nil))
		if least := ideal(c.apply.requests, b.settings.rate); least > 0 && c.failed == nil {
			over := overshoot(*c, b.settings.rate)
			total.add(over <= boundOvershoot, "%.1f %% over %s", over*100, least)
		}
	}
	return []bound{errors, total}
}

func overshoot(c course, rate int) float64 {
	return c.apply.took.Seconds()/ideal(c.apply.requests, rate).Seconds() - 1
}

// add is one more measurement, which must hold too.
func (b *bound) add(holds bool, format string, args ...any) {
	if b.said != "" {
		b.said += "; "
	}
	b.said += fmt.Sprintf(format, args...)
	b.held = b.held && holds
}

// memory is the most that any command took.
func (c course) memory() int64 {
	return max(c.apply.memory, c.plan.memory, c.unrefreshed.memory, c.change.memory)
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
