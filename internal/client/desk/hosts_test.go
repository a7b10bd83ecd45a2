package desk_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"
)

// unresolved is a network in which no name is known.
type unresolved struct{}

func (unresolved) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, &net.DNSError{Err: "no such host", Name: r.URL.Hostname(), IsNotFound: true}
}

// withTimeout is as long as an operation may take: short for a host that never answers.
func withTimeout(t *testing.T, name string) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), map[bool]time.Duration{true: time.Second, false: 30 * time.Second}[name == "hangs"])
}

func mustTimeout(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	t.Cleanup(cancel)
	return ctx
}
