package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// SendError is a request that got no complete answer.
type SendError struct {
	// Unsure is true when at least one attempt may have been processed.
	Unsure bool
	// Attempts is how many times the request was sent or tried to be sent.
	Attempts int

	err    error
	redact *Redactor
}

// Error gives the cause, without any secret.
func (e *SendError) Error() string {
	text := e.redact.Redact(e.err.Error())
	if e.Attempts > 1 {
		text += fmt.Sprintf(" (after %d attempts)", e.Attempts)
	}
	return text
}

// Unwrap gives the cause as it came from the network. Print the SendError, not
// its cause: only the former is redacted.
func (e *SendError) Unwrap() error { return e.err }

// WaitError says that the next request may only be sent after the operation's
// time limit. Nothing was sent, or what was sent was refused.
type WaitError struct {
	// Wait is how long the vendor, or requests_per_minute, asks to wait.
	Wait time.Duration
	// Left is how long the operation may still take.
	Left time.Duration
	// Waited is for how long the vendor has refused requests by then.
	Waited time.Duration
	// Exhausted is true when all operations together have waited as long as they may,
	// so that any other one would fail alike.
	Exhausted bool
	// Vendor is true when the vendor asked, false for requests_per_minute.
	Vendor bool
}

func (e *WaitError) Error() string {
	who := "the vendor asks"
	if !e.Vendor {
		who = "requests_per_minute asks"
	}
	limit := "this operation's time limit ends in " + seconds(e.Left).String()
	if e.Exhausted {
		limit = fmt.Sprintf("no operation waits longer than %s", refusedMax)
	}
	text := fmt.Sprintf("%s to wait %s before the next request, but %s", who, seconds(e.Wait), limit)
	if waited := seconds(e.Waited); waited > 0 {
		text = fmt.Sprintf("requests have been refused for %s; %s", waited, text)
	}
	return text
}

func seconds(d time.Duration) time.Duration { return max(d.Round(time.Second), 0) }

// Ambiguous reports whether the request behind an error may have been processed
// although no complete answer came. Refused connections, unknown hosts, failed
// TLS handshakes and requests that were never sent are not ambiguous; a dropped
// connection, a timeout and a truncated answer are. An error that did not come
// from this package counts as ambiguous: better to look once too often.
func Ambiguous(err error) bool {
	if err == nil {
		return false
	}
	var sent *SendError
	if errors.As(err, &sent) {
		return sent.Unsure
	}
	var wait *WaitError
	return !errors.As(err, &wait)
}

// AmbiguousStatus reports whether a request that was answered with this status
// may have been processed all the same: 408 and the 5xx, except 501 and a 503
// that names a time to come back.
func AmbiguousStatus(status int, header http.Header) bool {
	switch {
	case status == http.StatusRequestTimeout:
		return true
	case status < 500 || status == http.StatusNotImplemented:
		return false
	case status == http.StatusServiceUnavailable:
		return header.Get("Retry-After") == ""
	default:
		return true
	}
}

// Unreachable reports whether the host could not be talked to at all: unknown
// name, refused connection, failed TLS handshake.
func Unreachable(err error) bool { return err != nil && neverConnected(err) }

// neverConnected is true for errors that prove that no request left.
func neverConnected(err error) bool {
	var dial *net.OpError
	if errors.As(err, &dial) && (dial.Op == "dial" || dial.Op == "proxyconnect") {
		return true
	}
	var name *net.DNSError
	return errors.As(err, &name) || untrusted(err)
}

// untrusted is true when the TLS handshake ended in a refusal that a second try
// would only repeat.
func untrusted(err error) bool {
	var record tls.RecordHeaderError
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	return errors.As(err, &record) || errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &hostname)
}
