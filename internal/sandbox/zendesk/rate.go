package zendesk

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// shownRate is what the headers say of an account without a limit: Enterprise's.
const shownRate = 700

// limiter is the account's request budget: a window of one minute of real time.
type limiter struct {
	perMinute int // 0 = no limit

	mu     sync.Mutex
	opened time.Time
	used   int
}

// admit takes one request from the budget and sets the headers that every answer carries; over the budget it gives the
// 429 to answer with.
func (l *limiter) admit(header http.Header, now time.Time) *reply {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.opened) >= time.Minute {
		l.opened, l.used = now, 0
	}
	limit := l.perMinute
	if limit == 0 {
		limit, l.used = shownRate, 0
	}
	left := limit - l.used - 1
	resets := strconv.Itoa(int(math.Ceil(time.Minute.Seconds() - now.Sub(l.opened).Seconds())))
	for name, value := range map[string]string{
		"X-Rate-Limit":           strconv.Itoa(limit),
		"X-Rate-Limit-Remaining": strconv.Itoa(max(left, 0)),
		"ratelimit-limit":        strconv.Itoa(limit),
		"ratelimit-remaining":    strconv.Itoa(max(left, 0)),
		"ratelimit-reset":        resets,
	} {
		header.Set(name, value)
	}
	if left < 0 {
		header.Set("Retry-After", resets)
		return classic(http.StatusTooManyRequests, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded")
	}
	l.used++
	return nil
}

func (l *limiter) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.opened, l.used = time.Time{}, 0
}
