package engine

import (
	"sync"
	"time"
)

// Step is the grain of simulated time: pollers look every 15 minutes, and
// automations, which run hourly, at each fourth step.
const Step = 15 * time.Minute

// Clock tells simulated time. It starts at the real now and moves with real
// time plus every advance, so two events never share an instant by accident.
type Clock struct {
	mu       sync.Mutex
	advanced time.Duration
	pending  time.Duration // advanced since the last tick, always below Step
}

// Now is the simulated time, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Round(0) drops the monotonic reading: simulated times are compared with
	// each other after they went through JSON, where it does not survive.
	return time.Now().UTC().Round(0).Add(c.advanced)
}

// Advance moves simulated time forward by d and runs nothing. A d of zero or
// less does nothing: simulated time never goes back, except by a reset.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance(d)
}

func (c *Clock) advance(d time.Duration) {
	if d > 0 {
		c.advanced += d
	}
}

// AdvanceInSteps moves simulated time forward by d and calls tick each time a
// whole [Step] has been advanced. Advances add up: three times five minutes tick
// once. Real time moves the clock but never ticks, so that what runs by itself
// runs exactly when a person or a test asks for it.
//
// Callers run one advance at a time.
func (c *Clock) AdvanceInSteps(d time.Duration, tick func(now time.Time)) {
	for d > 0 {
		moved, due := c.towardsTick(d)
		d -= moved
		if due {
			tick(c.Now())
		}
	}
}

func (c *Clock) towardsTick(d time.Duration) (moved time.Duration, due bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	moved = min(d, Step-c.pending)
	c.advance(moved)
	c.pending += moved
	if c.pending < Step {
		return moved, false
	}
	c.pending = 0
	return moved, true
}

// Reset puts the clock back to the real now.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanced, c.pending = 0, 0
}
