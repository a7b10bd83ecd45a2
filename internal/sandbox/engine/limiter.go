package engine

import (
	"sync"
	"time"
)

// Limiter is a budget of requests in a window of real time. The window opens
// with the first request after the end of the one before.
type Limiter struct {
	Requests  int // in one window
	Window    time.Duration
	Unlimited bool // the budget is shown and never used up

	mu     sync.Mutex
	opened time.Time
	used   int
}

// Budget is what a vendor's headers tell after a request.
type Budget struct {
	Limit, Left int
	Resets      time.Duration // until the window ends
	Exceeded    bool          // the request is over the budget and did not count
}

// Take takes one request from the budget.
func (l *Limiter) Take(now time.Time) Budget {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.opened) >= l.Window {
		l.opened, l.used = now, 0
	}
	budget := Budget{Limit: l.Requests, Resets: l.Window - now.Sub(l.opened), Exceeded: l.used >= l.Requests}
	if !budget.Exceeded {
		budget.Left = l.Requests - l.used - 1
	}
	if !budget.Exceeded && !l.Unlimited {
		l.used++
	}
	return budget
}

// Reset opens a new window with the next request.
func (l *Limiter) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.opened, l.used = time.Time{}, 0
}
