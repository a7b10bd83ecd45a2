package engine

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
)

// Hosts are the host names under which a world's systems find each other, as a
// person enters them in a vendor's screen: https://acme.example.com. They lead
// to the simulated systems for [World.API] and [World.Deliver] and nobody else; the
// sandbox answers under its own address as before.
type Hosts struct {
	mu     sync.Mutex
	served map[string]http.Handler // by host name, lower case
}

// Serve lets a handler answer at a host name, over https and http.
func (h *Hosts) Serve(host string, handler http.Handler) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.served == nil {
		h.served = map[string]http.Handler{}
	}
	h.served[strings.ToLower(host)] = handler
}

func (h *Hosts) handler(host string) http.Handler {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.served[strings.ToLower(host)]
}

// transport reaches the served hosts, and the others that may be called.
func (h *Hosts) transport(may func(host string) error) *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return h.dial(ctx, network, address, may, &net.Dialer{})
		},
		// net/http takes this connection for one whose TLS handshake is done.
		DialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return h.dial(ctx, network, address, may, &tls.Dialer{})
		},
	}
}

// anyHost is for deliveries: their address is the user's own.
func anyHost(string) error { return nil }

// onlyThisMachine is for pollers: the credential of a simulated account must not
// reach the real vendor.
func onlyThisMachine(host string) error {
	if !IsLoopback(host) {
		return fmt.Errorf("host %q is neither simulated nor on this machine", host)
	}
	return nil
}

// IsLoopback reports whether a host, without a port, is this machine by its name or address.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

type dialer interface {
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

func (h *Hosts) dial(ctx context.Context, network, address string, may func(host string) error, elsewhere dialer) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if handler := h.handler(host); handler != nil {
		ours, theirs := net.Pipe()
		server := &http.Server{Handler: atItsOwnRoot(handler), ReadHeaderTimeout: callTimeout}
		go func() { _ = server.Serve(&oneConn{conn: theirs}) }()
		return ours, nil
	}
	if err := may(host); err != nil {
		return nil, err
	}
	return elsewhere.DialContext(ctx, network, address)
}

// oneConn is a listener with one connection. Its end does not end what was
// accepted: the connection lives until both sides are done.
type oneConn struct{ conn net.Conn }

func (l *oneConn) Accept() (net.Conn, error) {
	if l.conn == nil {
		return nil, net.ErrClosed
	}
	conn := l.conn
	l.conn = nil
	return conn, nil
}

func (l *oneConn) Close() error { return nil }

func (l *oneConn) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

type rootKey struct{}

// atItsOwnRoot serves requests to a vendor's own host name.
func atItsOwnRoot(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), rootKey{}, "https://"+r.Host)
		handler.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Root is where the client believes a system to be, without a slash at its end;
// absolute links start with it. It is the sandbox's address and the system's
// name, unless a proxy that strips the prefix says which one it was, or the
// client used the vendor's own host name.
func Root(r *http.Request, system System) string {
	if root, ok := r.Context().Value(rootKey{}).(string); ok {
		return root
	}
	prefix := r.Header.Get("X-Forwarded-Prefix")
	if prefix == "" {
		prefix = "/" + system.Name()
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + strings.TrimSuffix(prefix, "/")
}
