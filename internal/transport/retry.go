package transport

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

// policy decides whether a request is sent again.
//
//   - 429, and 503 with Retry-After: every verb, because the server says that it
//     did nothing. When it also says for how long, only the deadline ends that.
//   - 401: once, if the credential could be renewed.
//   - other 5xx, 408, network failures, and what the vendor says will pass: GET,
//     HEAD, PUT, PATCH and DELETE. PATCH is among them because ours are merges of
//     constants.
//   - POST: never, unless the connection could not be made, or the request has an
//     [IdempotencyKey].
//   - what is to be sent [Once]: never.
type policy struct{ options Options }

// IdempotencyKey is the header of a request that its server executes once, however
// often it comes with the same value.
//
// https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
const IdempotencyKey = "Idempotency-Key"

func (p *policy) check(ctx context.Context, response *http.Response, err error) (bool, error) {
	current := callOf(ctx)
	if ctx.Err() != nil {
		return false, nil //nolint:nilerr // the attempt's own error, or its response, says more than the context's
	}
	switch {
	case err != nil:
		current.failure = outcome{err: err}
		return p.failed(ctx, current, worthRepeating(err) && (p.repeatable(current) || !current.once && !Ambiguous(err))), nil
	case current.renew:
		current.renew = false
		return true, nil
	case throttled(response):
		again, err := p.throttled(ctx, current, response)
		return again && !current.once, err
	case AmbiguousStatus(response.StatusCode, response.Header):
		current.unsure = true
		current.failure = outcome{response: kept(response)} //nolint:bodyclose // its body is in memory
		return p.failed(ctx, current, p.repeatable(current)), nil
	default:
		return p.passes(response) && p.failed(ctx, current, p.repeatable(current)), nil
	}
}

// kept is an answer that can be read after its body was drained for another attempt.
func kept(response *http.Response) *http.Response {
	said, complete := response.Body.(answer)
	if !complete {
		return nil
	}
	again := *response
	again.Body = answer{bytes.NewReader(said.bytes), said.bytes}
	return &again
}

// passes reports whether a refusal is one for now only.
func (p *policy) passes(response *http.Response) bool {
	said, complete := response.Body.(answer)
	return complete && p.options.Passes != nil && response.StatusCode >= http.StatusBadRequest && p.options.Passes(response.StatusCode, said.bytes)
}

func (p *policy) repeatable(current *call) bool {
	if current.once {
		return false
	}
	switch current.method {
	case "", http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	default:
		return current.keyed || p.options.RepeatPOST
	}
}

// failed counts a failure and sets the wait before the next attempt. It gives up
// when the context would end during that wait: the caller then learns the failure
// instead of a bare "deadline exceeded".
func (p *policy) failed(ctx context.Context, current *call, repeat bool) bool {
	if !repeat || current.failures >= p.options.RetryMax {
		return false
	}
	wait := p.backoff(current.failures)
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return false
	}
	current.failures++
	current.pause = wait
	return true
}

// throttled makes everybody wait as long as the vendor asks.
func (p *policy) throttled(ctx context.Context, current *call, response *http.Response) (bool, error) {
	wait := asked(response, time.Now())
	if current.refused.IsZero() {
		current.refused = time.Now()
	}
	waited := max(p.options.Limiter.refusedFor(), time.Since(current.refused))
	if err := tooLong(ctx, waited, wait, 0, true); err != nil {
		return false, err
	}
	_, bounded := ctx.Deadline()
	if current.throttled >= p.options.ThrottleMax && !(bounded && wait > 0) {
		return false, nil
	}
	if wait <= 0 {
		p.options.Limiter.pause(p.backoff(current.throttled))
	}
	current.throttled++
	return true, nil
}

// backoff doubles from RetryWaitMin to RetryWaitMax; the upper half is random.
func (p *policy) backoff(failures int) time.Duration {
	wait := p.options.RetryWaitMin << min(failures, 16)
	wait = min(max(wait, p.options.RetryWaitMin), p.options.RetryWaitMax)
	return wait/2 + rand.N(wait/2+1) //nolint:gosec // spreading load needs no secrecy
}

// throttled reports whether the server refused for now and did nothing.
func throttled(response *http.Response) bool {
	return response.StatusCode == http.StatusTooManyRequests ||
		response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != ""
}

// worthRepeating is false for failures that the next attempt can only repeat.
func worthRepeating(err error) bool {
	var wait *WaitError
	var credential *authorizeError
	var name *net.DNSError
	switch {
	case errors.As(err, &wait), errors.As(err, &credential), errors.Is(err, errBodyTooLarge):
		return false
	case errors.As(err, &name):
		return !name.IsNotFound
	default:
		return !untrusted(err)
	}
}
