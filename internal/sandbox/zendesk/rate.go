package zendesk

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// shownRate is what the headers say of an account without a limit: Enterprise's.
const shownRate = 700

// newLimiter makes the account's request budget; 0 is no limit.
func newLimiter(perMinute int) *engine.Limiter {
	limiter := &engine.Limiter{Requests: perMinute, Window: time.Minute}
	if perMinute == 0 {
		limiter.Requests, limiter.Unlimited = shownRate, true
	}
	return limiter
}

// showBudget sets the headers that every answer carries.
func showBudget(header http.Header, budget engine.Budget) {
	limit, left := strconv.Itoa(budget.Limit), strconv.Itoa(budget.Left)
	resets := strconv.Itoa(int(math.Ceil(budget.Resets.Seconds())))
	header.Set("X-Rate-Limit", limit)
	header.Set("X-Rate-Limit-Remaining", left)
	header.Set("ratelimit-limit", limit)
	header.Set("ratelimit-remaining", left)
	header.Set("ratelimit-reset", resets)
	if budget.Exceeded {
		header.Set("Retry-After", resets)
	}
}
