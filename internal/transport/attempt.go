package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// refusalMax bounds the body of an answer that is an error, in bytes.
const refusalMax = 1 << 20

var errBodyTooLarge = errors.New("the answer is larger than this client accepts")

// authorizeError is a credential that could not be obtained. Nothing was sent.
type authorizeError struct{ err error }

func (e *authorizeError) Error() string { return e.err.Error() }
func (e *authorizeError) Unwrap() error { return e.err }

// attempt sends a request once.
type attempt struct{ options Options }

// RoundTrip waits for its turn, authorizes, sends, and reads the whole body: a
// body that breaks off is a failed attempt, not a surprise in a JSON decoder.
func (a *attempt) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	current := callOf(ctx)
	current.attempts++
	if err := a.ready(ctx, current); err != nil {
		closeBody(request.Body)
		return nil, &SendError{err: err, redact: a.options.Secrets}
	}

	ctx, cancel := context.WithTimeoutCause(ctx, a.options.AttemptTimeout,
		fmt.Errorf("no complete answer within %s", a.options.AttemptTimeout))
	defer cancel()
	var seen connectionTrace
	out := request.Clone(httptrace.WithClientTrace(ctx, seen.hooks()))
	if err := a.dress(out); err != nil {
		closeBody(request.Body)
		return nil, &SendError{err: &authorizeError{err}, redact: a.options.Secrets}
	}

	entry := a.startEntry(request, current.attempts)
	response, err := a.send(out)
	if err != nil {
		err = withCause(ctx, err)
		unsure := !seen.neverSent() && !neverConnected(err)
		current.unsure = current.unsure || unsure
		failure := &SendError{Unsure: unsure, err: err, redact: a.options.Secrets}
		entry.failed(request.Context(), failure)
		return nil, failure
	}
	entry.answered(request.Context(), response)
	a.options.Limiter.observe(response, time.Now())
	if response.StatusCode == http.StatusUnauthorized && !current.renewed && a.options.Unauthorized != nil && a.home(out) {
		current.renewed = true
		current.renew = a.options.Unauthorized(out)
	}
	return response, nil
}

// ready waits out the pause after a failure and then the account's limiter.
func (a *attempt) ready(ctx context.Context, current *call) error {
	pause := current.pause
	current.pause = 0
	if err := wait.For(ctx, pause); err != nil {
		return err
	}
	return a.options.Limiter.wait(ctx)
}

// dress sets the headers that are ours. The credential goes to the configured
// root and nowhere else, whatever a redirect or a link in an answer says.
func (a *attempt) dress(request *http.Request) error {
	if a.options.UserAgent != "" {
		request.Header.Set("User-Agent", a.options.UserAgent)
	}
	if request.Header.Get("Accept") == "" {
		request.Header.Set("Accept", "application/json")
	}
	if a.options.Authorize == nil || !a.home(request) {
		return nil
	}
	return a.options.Authorize(request)
}

func (a *attempt) home(request *http.Request) bool {
	root := a.options.Root
	return root != nil && request.URL.Scheme == root.Scheme && request.URL.Host == root.Host
}

// send replaces the body by one that is complete and in memory.
func (a *attempt) send(request *http.Request) (*http.Response, error) {
	response, err := a.options.Base.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer closeBody(response.Body)
	refused, limit := response.StatusCode >= http.StatusBadRequest, a.options.BodyMax
	if refused {
		limit = min(limit, refusalMax)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	switch tooLarge := int64(len(body)) > limit; {
	case err != nil:
		return nil, fmt.Errorf("the answer (%s) broke off after %d bytes: %w", response.Status, len(body), err)
	case tooLarge && refused:
		body = body[:limit] // its beginning says enough
	case tooLarge:
		return nil, fmt.Errorf("%w: more than %d bytes", errBodyTooLarge, limit)
	}
	response.Body = answer{bytes.NewReader(body), body}
	return response, nil
}

// answer is a body in memory.
type answer struct {
	*bytes.Reader
	bytes []byte
}

func (answer) Close() error { return nil }

// withCause names the attempt's own time limit instead of "deadline exceeded".
func withCause(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	if ctx.Err() == nil || errors.Is(cause, ctx.Err()) {
		return err
	}
	return fmt.Errorf("%w: %w", cause, err)
}

// connectionTrace knows whether a connection was asked for and whether one was
// got. net/http calls the hooks from several goroutines.
type connectionTrace struct{ asked, got atomic.Bool }

func (t *connectionTrace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.got.Store(true) },
	}
}

func (t *connectionTrace) neverSent() bool { return t.asked.Load() && !t.got.Load() }
