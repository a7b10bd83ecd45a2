package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// shownRate is what the headers say of a site without a limit: the most that the
// vendor gave any.
const shownRate = 300

// newLimiter makes the site's budget of requests a minute; 0 is no limit.
func newLimiter(perMinute int) *engine.Limiter {
	limiter := &engine.Limiter{Requests: perMinute, Window: time.Minute}
	if perMinute == 0 {
		limiter.Requests, limiter.Unlimited = shownRate, true
	}
	return limiter
}

// standardHeader is what every answer carries. The reset is in seconds from now; there
// is no Retry-After.
func standardHeader(budget engine.Budget) map[string]string {
	return map[string]string{
		"X-AppVersion":           "15.99",
		"Vary":                   "X-AppVersion",
		"X-Rate-Limit-Limit":     strconv.Itoa(budget.Limit),
		"X-Rate-Limit-Remaining": strconv.Itoa(budget.Left),
		"X-Rate-Limit-Reset":     strconv.Itoa(int(math.Ceil(budget.Resets.Seconds()))),
	}
}

// tagged gives an answer its ETag, and answers 304 where the client has it already.
func (c *call) tagged(r *reply) *reply {
	if r.Body == nil || r.Status >= 300 {
		return r
	}
	encoded, err := json.Marshal(r.Body)
	if err != nil {
		panic("sandbox answer is not JSON: " + err.Error())
	}
	sum := sha256.Sum256(encoded)
	tag := fmt.Sprintf("%q", hex.EncodeToString(sum[:16]))
	if c.method == http.MethodGet && c.request.Header.Get("If-None-Match") == tag {
		r = &reply{Status: http.StatusNotModified}
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Set("ETag", tag)
	return r
}
