package kustomer

import (
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// shownRate is what the headers say of an organization without a limit:
// Enterprise's.
const shownRate = 1000

// newLimiter makes a budget of requests a minute; 0 is no limit.
func newLimiter(perMinute int) *engine.Limiter {
	limiter := &engine.Limiter{Requests: perMinute, Window: time.Minute}
	if perMinute == 0 {
		limiter.Requests, limiter.Unlimited = shownRate, true
	}
	return limiter
}

// budgetHeader is what every answer to a known key carries. The reset is a moment,
// in seconds of the epoch; there is no Retry-After.
func budgetHeader(budget engine.Budget, now time.Time) map[string]string {
	return map[string]string{
		"x-ratelimit-limit":     strconv.Itoa(budget.Limit),
		"x-ratelimit-remaining": strconv.Itoa(budget.Left),
		"x-ratelimit-reset":     strconv.FormatInt(now.Add(budget.Resets).Unix(), 10),
	}
}

// createLimits are the budgets of messages and of notes that one key makes for
// one customer in a minute.
type createLimits struct {
	perMinute int // 0 = no limit
	budgets   map[string]*engine.Limiter
}

func (l *createLimits) exceeded(kind, keyID, customerID string) bool {
	if l.perMinute == 0 {
		return false
	}
	name := kind + " " + keyID + " " + customerID
	if l.budgets[name] == nil {
		l.budgets[name] = newLimiter(l.perMinute)
	}
	return l.budgets[name].Take(time.Now()).Exceeded
}
