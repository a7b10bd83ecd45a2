package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Defaults of [Options].
const (
	defaultRetryMax       = 5
	defaultThrottleMax    = 20
	defaultRetryWaitMin   = 500 * time.Millisecond
	defaultRetryWaitMax   = 30 * time.Second
	defaultAttemptTimeout = 2 * time.Minute
	defaultBodyMax        = 64 << 20
)

// Options configures one client. The zero value of every member but Root is usable.
type Options struct {
	// Account names the account in logs, for example "acme.example.com".
	Account string
	// Root is what requests go to. Only requests with its scheme, host and
	// port are authorized. See [CheckRoot].
	Root *url.URL
	// UserAgent replaces whatever a library sets.
	UserAgent string
	// Limiter is shared by all clients of one account; nil means one of its own.
	Limiter *Limiter
	// Authorize puts the credential on a request. It is called for every
	// attempt and may fetch a token; its error ends the call.
	Authorize func(*http.Request) error
	// Unauthorized hears of a 401 with the request as it was sent. When it
	// returns true the call is tried once more. May be nil.
	Unauthorized func(*http.Request) bool
	// Passes recognises a refusal of which the vendor says that the next try may
	// succeed, and that it did nothing. May be nil.
	Passes func(status int, body []byte) bool
	// Secrets is told what must never be logged; nil means an empty one.
	Secrets *Redactor
	// OmitBodies keeps request and response bodies out of the log altogether.
	OmitBodies bool
	// RepeatPOST treats POST as idempotent. Only for requests whose repetition
	// leaves nothing behind, such as fetching a token.
	RepeatPOST bool
	// Base sends the requests; nil means [NewBase].
	Base http.RoundTripper

	// RetryMax is how often a failed idempotent request is repeated (5), with
	// a jittered exponential wait between RetryWaitMin (0.5 s) and RetryWaitMax
	// (30 s). ThrottleMax is the same for 429 and 503 with Retry-After (20), unless
	// the vendor says how long to wait and the context has a deadline.
	RetryMax, ThrottleMax      int
	RetryWaitMin, RetryWaitMax time.Duration
	// AttemptTimeout bounds one attempt including its body (2 minutes).
	AttemptTimeout time.Duration
	// BodyMax bounds a response body in bytes, after it was unpacked (64 MiB). Of
	// a refusal only the first MiB is read.
	BodyMax int64
}

// NewBase returns an http.Transport that keeps enough idle connections for
// Terraform's parallelism (http.DefaultTransport keeps two per host) and speaks
// TLS 1.2 or newer.
func NewBase() *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          128,
		MaxIdleConnsPerHost:   32,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   15 * time.Second,
		ResponseHeaderTimeout: 90 * time.Second,
		ExpectContinueTimeout: time.Second,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

// NewClient builds the stack. The client it returns is safe for concurrent use.
// Every error it gives wraps a [*SendError], except that of endless redirects.
func NewClient(options Options) *http.Client {
	options = options.withDefaults()
	retrying := retryablehttp.NewClient()
	retrying.Logger = nil
	retrying.HTTPClient = &http.Client{
		Transport:     &attempt{options: options},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	retrying.RetryMax = math.MaxInt // the policy counts each kind itself
	retrying.CheckRetry = (&policy{options: options}).check
	retrying.Backoff = noBackoff
	retrying.ErrorHandler = keepBody
	return &http.Client{
		Transport:     &stack{options: options, inner: &retryablehttp.RoundTripper{Client: retrying}},
		CheckRedirect: checkRedirect,
	}
}

func (o Options) withDefaults() Options {
	if o.Limiter == nil {
		o.Limiter = NewLimiter(0)
	}
	if o.Secrets == nil {
		o.Secrets = &Redactor{}
	}
	if o.Base == nil {
		o.Base = NewBase()
	}
	o.RetryMax = or(o.RetryMax, defaultRetryMax)
	o.ThrottleMax = or(o.ThrottleMax, defaultThrottleMax)
	o.RetryWaitMin = or(o.RetryWaitMin, defaultRetryWaitMin)
	o.RetryWaitMax = or(o.RetryWaitMax, defaultRetryWaitMax)
	o.AttemptTimeout = or(o.AttemptTimeout, defaultAttemptTimeout)
	o.BodyMax = or(o.BodyMax, defaultBodyMax)
	return o
}

func or[T ~int | ~int64](value, fallback T) T {
	if value == 0 {
		return fallback
	}
	return value
}

// noBackoff: the attempt itself waits, because only there the context is known
// and the wait can be shared with everybody else.
func noBackoff(time.Duration, time.Duration, int, *http.Response) time.Duration { return 0 }

// keepBody hands on the last response with its body, so that the vendor's own
// words survive the retries.
func keepBody(response *http.Response, err error, attempts int) (*http.Response, error) {
	if err == nil {
		return retryablehttp.PassthroughErrorHandler(response, nil, attempts)
	}
	if response != nil {
		_ = response.Body.Close()
	}
	return nil, err
}

// call is what the attempts of one request know of each other. Attempts run one
// after the other, so it needs no lock.
type call struct {
	method    string
	keyed     bool // it has an idempotency key
	once      bool // it is never sent again
	attempts  int
	failures  int           // attempts that failed for other reasons than a throttle
	throttled int           // attempts that were told to come back later
	refused   time.Time     // when the first of them was
	renewed   bool          // the credential was renewed after a 401
	renew     bool          // ... and the request is to be tried again
	pause     time.Duration // to wait before the next attempt
	unsure    bool          // an attempt may have been processed without a full answer
	failure   outcome       // how the last attempt failed that ended before the time was up
}

// outcome is an answer that said that the server failed, or the error of none.
type outcome struct {
	response *http.Response
	err      error
}

type (
	callKey   struct{}
	onceKey   struct{}
	unsureKey struct{}
)

// NoteUnsure gives the context for one request, and a report that is true after
// an answer if an earlier attempt may have been processed: the answer is about the
// last one.
func NoteUnsure(ctx context.Context) (context.Context, func() bool) {
	unsure := new(bool)
	return context.WithValue(ctx, unsureKey{}, unsure), func() bool { return *unsure }
}

// Once gives the context for a request that is not to be sent again, whatever its verb:
// its body says what was read just before, and that gets old. A 429 still holds back
// the requests after it.
func Once(ctx context.Context) context.Context { return context.WithValue(ctx, onceKey{}, true) }

func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{}
}

// stack is the outermost RoundTripper.
type stack struct {
	options Options
	inner   http.RoundTripper
}

// RoundTrip sends one request, with as many attempts as the policy allows.
func (s *stack) RoundTrip(request *http.Request) (*http.Response, error) {
	current := &call{method: request.Method, keyed: request.Header.Get(IdempotencyKey) != "", once: request.Context().Value(onceKey{}) != nil}
	ctx := context.WithValue(request.Context(), callKey{}, current)
	unsure, wanted := ctx.Value(unsureKey{}).(*bool)
	// A request for a token has a context that comes from this one.
	response, err := s.inner.RoundTrip(request.WithContext(context.WithValue(ctx, unsureKey{}, nil)))
	if failed := current.failure; failed != (outcome{}) && err != nil && errors.Is(request.Context().Err(), context.DeadlineExceeded) {
		// Time ran out while the request was sent again: how it failed before says more.
		response, err = failed.response, failed.err
	}
	if err == nil {
		if wanted {
			*unsure = current.unsure
		}
		return response, nil
	}
	var inner *SendError
	if errors.As(err, &inner) {
		err = inner.err
	}
	return nil, &SendError{Unsure: current.unsure, Attempts: current.attempts, err: err, redact: s.options.Secrets}
}

func closeBody(body io.Closer) {
	if body != nil {
		_ = body.Close()
	}
}
