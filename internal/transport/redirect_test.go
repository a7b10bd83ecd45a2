package transport_test

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// A redirect may lead anywhere. Within the root's own host reads follow it; the
// credential, and what a write says, go nowhere else.
func TestRedirects(t *testing.T) {
	var location string
	var code int
	home := newTLSVendor(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.URL.Path == "/go" {
			w.Header().Set("Location", location)
			w.WriteHeader(code)
		}
	})
	var elsewhere atomic.Int64
	foreign := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
	encrypted, plain := httptest.NewTLSServer(foreign), httptest.NewServer(foreign)
	t.Cleanup(encrypted.Close)
	t.Cleanup(plain.Close)

	base := transport.NewBase()
	trusted := x509.NewCertPool()
	trusted.AddCert(home.Certificate())
	base.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: trusted, ServerName: "example.com"}
	base.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		server := encrypted
		switch _, port, _ := net.SplitHostPort(address); {
		case address == "acme.example.com:443":
			server = home.Server
		case port == "80":
			server = plain
		}
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, server.Listener.Addr().String())
	}
	client := home.client(t, bearer("t0ken"), func(o *transport.Options) {
		root, err := transport.CheckRoot("https://acme.example.com")
		if err != nil {
			t.Fatal(err)
		}
		o.Root, o.Base = root, base
	})

	for _, to := range []string{
		"/there", "https://acme.example.com/there",
		"https://acme.example.com:8443/there", "https://acme.example.com.example.net/there", "https://evil.acme.example.com/there",
		"https://example.com/there", "//elsewhere.example.net/there", "https://acme.example.com@elsewhere.example.net/there", "http://acme.example.com/there",
	} {
		for _, code = range []int{301, 302, 303, 307, 308} {
			for _, method := range strings.Fields(allVerbs) {
				location = to
				before := len(home.got())
				status, _, err := do(t, t.Context(), client, method, "https://acme.example.com/go", `{"password":"s3cr3t"}`)
				if err != nil {
					t.Fatalf("%s %d to %s: %v", method, code, to, err)
				}
				sent := home.got()[before:]
				followed := (method == http.MethodGet || method == http.MethodHead) && (to == "/there" || to == "https://acme.example.com/there")
				switch {
				case followed && (status != http.StatusOK || len(sent) != 2 || sent[1].path != "/there" || sent[1].header.Get("Authorization") != "Bearer t0ken"):
					t.Errorf("%s %d to %s is followed with the credential, got %d after %v", method, code, to, status, sent)
				case !followed && (status != code || len(sent) != 1):
					t.Errorf("%s %d to %s is handed to the caller, got %d after %v", method, code, to, status, sent)
				}
				if n := elsewhere.Load(); n != 0 {
					t.Fatalf("%s %d to %s: %d requests went to another host", method, code, to, n)
				}
			}
		}
	}
}

func TestRedirectsWithoutEndEnd(t *testing.T) {
	v := newVendor(t, func(w http.ResponseWriter, r *http.Request, n int) {
		http.Redirect(w, r, fmt.Sprintf("/%d", n), http.StatusFound)
	})
	_, _, err := do(t, t.Context(), v.client(t), http.MethodGet, v.URL, "")
	if err == nil || !strings.Contains(err.Error(), "redirects") || len(v.got()) > 10 {
		t.Errorf("%v after %d requests", err, len(v.got()))
	}
}

// A server that never stops is cut off, whatever it streams and however small it
// packed it. Of a refusal the beginning is told.
func TestAnAnswerWithoutEndIsCutOff(t *testing.T) {
	for name, row := range map[string]struct {
		status   int
		compress bool
		words    string // in the error, or in the body of a refusal
	}{
		"JSON":            {http.StatusOK, false, "the answer is larger than this client accepts: more than 2097152 bytes"},
		"packed JSON":     {http.StatusOK, true, "the answer is larger than this client accepts: more than 2097152 bytes"},
		"a refusal":       {http.StatusUnprocessableEntity, false, "no no no"},
		"packed refusal":  {http.StatusUnprocessableEntity, true, "no no no"},
		"trouble of POST": {http.StatusInternalServerError, false, "no no no"},
	} {
		t.Run(name, func(t *testing.T) {
			var streamed atomic.Int64
			ended := make(chan struct{})
			v := newVendor(t, func(w http.ResponseWriter, r *http.Request, _ int) {
				defer close(ended)
				out := &counted{w, &streamed}
				if row.compress && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
					w.Header().Set("Content-Encoding", "gzip")
					w.WriteHeader(row.status)
					stream(gzip.NewWriter(out))
					return
				}
				w.WriteHeader(row.status)
				stream(out)
			})
			client := v.client(t, func(o *transport.Options) { o.BodyMax = 2 << 20 })
			status, body, err := do(t, t.Context(), client, http.MethodPost, v.URL, "{}")
			<-ended
			if row.status == http.StatusOK {
				if err == nil || !strings.Contains(err.Error(), row.words) {
					t.Errorf("got %d, %v", status, err)
				}
			} else if err != nil || status != row.status || !strings.HasPrefix(body, row.words) || len(body) > 1<<20 {
				t.Errorf("got %d with %d bytes, %v", status, len(body), err)
			}
			if n := streamed.Load(); n > 32<<20 { // what was on its way when the line was cut
				t.Errorf("%d bytes were read", n)
			}
		})
	}
}

// stream writes until nobody takes it any more.
func stream(w io.Writer) {
	chunk := []byte(strings.Repeat("no ", 10_000))
	for {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

// counted counts what was written.
type counted struct {
	io.Writer
	n *atomic.Int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n.Add(int64(n))
	return n, err
}
