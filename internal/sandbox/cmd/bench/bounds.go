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
	boundApplyPerSend   = 1.2  // requests
	boundApplyConstant  = 40   // requests besides
	boundChangeRequests = 21   // plan and apply, one of them for the deliveries of the webhook
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
			times := c.plan.took.Seconds() / c.unrefreshed.took.Seconds()
			ratio.held = true
			ratio.add(times <= boundPlanRatio, "%.2f", times)
		}
	}
	return append([]bound{plan, ratio, apply, change, memory, b.singleBound()}, b.quotaBounds()...)
}

func (b *bench) singleBound() bound {
	single := bound{name: fmt.Sprintf("a plan of one send takes less than %.1f times the memory of an empty provider", boundSingleRatio), held: true}
	if b.empty.memory > 0 {
		times := float64(b.one.memory) / float64(b.empty.memory)
		single.add(times < boundSingleRatio, "%.2f", times)
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
