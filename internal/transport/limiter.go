package transport

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/time/rate"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// Limiter holds back the requests to one account. It knows nothing in advance:
// the vendor's headers tell it. One 429 pauses everybody until the time the
// vendor names; so does an answer that says the quota is used up. It is safe for
// concurrent use.
type Limiter struct {
	headroom *rate.Limiter // nil: no limit of our own

	mu      sync.Mutex
	until   time.Time // nobody sends before
	refused time.Time // when the vendor began to refuse; zero after an answer
	waiting int
	since   time.Time // when waiting last became 1
	waited  time.Duration
	said    bool // the warning is in the log
}

// refusedMax is how long the operations of one account wait for a vendor that refuses
// all requests, where their own time limits allow more.
const refusedMax = 10 * time.Minute

// NewLimiter makes a limiter. requestsPerMinute above 0 keeps us below that
// number in every minute, for the sake of the quota's other users; 0 means that
// only the vendor's headers count.
func NewLimiter(requestsPerMinute int) *Limiter {
	if requestsPerMinute <= 0 {
		return &Limiter{}
	}
	burst := max(1, requestsPerMinute/10)
	perMinute := requestsPerMinute
	if burst > 1 {
		perMinute -= burst // a burst and a full minute of refill still stay below
	}
	return &Limiter{headroom: rate.NewLimiter(rate.Limit(float64(perMinute)/60), burst)}
}

// Waited is for how long at least one request has been delayed so far.
func (l *Limiter) Waited() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting > 0 {
		return l.waited + time.Since(l.since)
	}
	return l.waited
}

// wait returns when the caller may send. It fails at once with a *WaitError if
// that would be after the context's deadline.
func (l *Limiter) wait(ctx context.Context) error {
	for {
		if err := l.sitOut(ctx); err != nil || l.headroom == nil {
			return err
		}
		turn := l.headroom.Reserve()
		if err := l.hold(ctx, turn.Delay(), 0, false); err != nil {
			turn.Cancel()
			return err
		}
		if l.remaining() <= 0 {
			return nil
		}
		// A pause began meanwhile. The turn is lost: whoever keeps one through a
		// pause sends together with all others who do.
	}
}

// sitOut waits until no pause is on.
func (l *Limiter) sitOut(ctx context.Context) error {
	for {
		remaining := l.remaining()
		if remaining <= 0 {
			return ctx.Err()
		}
		if err := l.hold(ctx, remaining, jitter(remaining), true); err != nil {
			return err
		}
	}
}

// remaining is what is left of a pause.
func (l *Limiter) remaining() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.until)
}

// jitter spreads those who wait, so that they do not all come back at once.
func jitter(wait time.Duration) time.Duration {
	return rand.N(min(wait/10, time.Second) + 1) //nolint:gosec // spreading load needs no secrecy
}

func (l *Limiter) hold(ctx context.Context, d, extra time.Duration, vendor bool) error {
	if err := tooLong(ctx, l.refusedFor(), d, extra, vendor); err != nil {
		return err
	}
	if d <= 0 {
		return ctx.Err()
	}
	l.enter(ctx, d, vendor)
	defer l.leave()
	return wait.For(ctx, d+extra)
}

// tooLong is an error for a wait that would last longer than the operation, and for one that
// the vendor asks for after it has refused for long. Waited is for how long it has.
func tooLong(ctx context.Context, waited, wait, extra time.Duration, vendor bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	deadline, bounded := ctx.Deadline()
	switch {
	case bounded && time.Until(deadline) < wait+extra:
		return &WaitError{Wait: wait, Left: time.Until(deadline), Waited: waited, Vendor: vendor}
	case bounded && vendor && waited+wait > refusedMax:
		return &WaitError{Wait: wait, Left: time.Until(deadline), Waited: waited, Vendor: true, Exhausted: true}
	}
	return nil
}

// refusedFor is for how long the vendor has answered nothing but "later".
func (l *Limiter) refusedFor() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused.IsZero() {
		return 0
	}
	return time.Since(l.refused)
}

func (l *Limiter) enter(ctx context.Context, wait time.Duration, vendor bool) {
	l.mu.Lock()
	if l.waiting == 0 {
		l.since = time.Now()
	}
	l.waiting++
	first := !l.said
	l.said = true
	l.mu.Unlock()

	fields := map[string]any{"wait_seconds": wait.Seconds(), "asked_by_vendor": vendor}
	if first {
		tflog.Warn(ctx, "Rate limit: requests to this account are delayed", fields)
		return
	}
	tflog.Debug(ctx, "Rate limit: waiting", fields)
}

func (l *Limiter) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting--
	if l.waiting == 0 {
		l.waited += time.Since(l.since)
	}
}

// pause lets nobody send for a while. A longer pause that is already on stays.
func (l *Limiter) pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(d); until.After(l.until) {
		l.until = until
	}
}

// observe learns from the headers of an answer.
func (l *Limiter) observe(response *http.Response, now time.Time) {
	l.mu.Lock()
	switch {
	case !throttled(response):
		l.refused = time.Time{}
	case l.refused.IsZero():
		l.refused = now
	}
	l.mu.Unlock()
	if throttled(response) || usedUp(response.Header) {
		if wait := asked(response, now); wait > 0 {
			l.pause(wait)
		}
	}
}

// usedUp reports whether the vendor says that no request is left in this window.
// Each spells the header in its own way.
func usedUp(header http.Header) bool {
	for _, name := range []string{"X-Rate-Limit-Remaining", "Ratelimit-Remaining", "X-Ratelimit-Remaining"} {
		if left, err := strconv.Atoi(strings.TrimSpace(header.Get(name))); err == nil && left <= 0 {
			return true
		}
	}
	return false
}

// asked is how long the vendor wants us to stay away: Retry-After in seconds or
// as an HTTP date, else the reset of the quota in seconds or as epoch seconds.
// 0 when the vendor says nothing. A point in time is one of the vendor's clock.
func asked(response *http.Response, now time.Time) time.Duration {
	header := response.Header
	if theirs, err := http.ParseTime(header.Get("Date")); err == nil {
		now = theirs
	}
	if after := strings.TrimSpace(header.Get("Retry-After")); after != "" {
		if wait, ok := inSeconds(after, now); ok {
			return wait
		}
		if date, err := http.ParseTime(after); err == nil {
			return max(date.Sub(now), 0)
		}
	}
	for _, name := range []string{"Ratelimit-Reset", "X-Ratelimit-Reset", "X-Rate-Limit-Reset"} {
		if wait, ok := inSeconds(header.Get(name), now); ok {
			return wait
		}
	}
	return 0
}

// epochFrom tells a point in time from a number of seconds to wait.
const epochFrom = 1_000_000_000

func inSeconds(text string, now time.Time) (time.Duration, bool) {
	number, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	switch {
	case err != nil || number < 0 || number > 1e12:
		return 0, false
	case number >= epochFrom:
		return max(time.Unix(int64(number), 0).Sub(now), 0), true
	default:
		return time.Duration(number * float64(time.Second)), true
	}
}
