package transport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// vendor is a server that answers the nth request (from 1) as the test says and
// remembers what it got.
type vendor struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
}

type received struct {
	method, path, body string
	header             http.Header
}

func newVendor(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *vendor {
	t.Helper()
	v := &vendor{}
	v.Server = httptest.NewServer(v.handler(answer))
	t.Cleanup(v.Close)
	return v
}

func newTLSVendor(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *vendor {
	t.Helper()
	v := &vendor{}
	v.Server = httptest.NewTLSServer(v.handler(answer))
	t.Cleanup(v.Close)
	return v
}

func (v *vendor) handler(answer func(w http.ResponseWriter, r *http.Request, n int)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		v.mu.Lock()
		v.requests = append(v.requests, received{r.Method, r.URL.Path, string(body), r.Header.Clone()})
		n := len(v.requests)
		v.mu.Unlock()
		answer(w, r, n)
	}
}

func (v *vendor) got() []received {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]received(nil), v.requests...)
}

func (v *vendor) root(t *testing.T) *url.URL {
	t.Helper()
	root, err := transport.CheckRoot(v.URL)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// client retries fast, so that a test takes no time.
func (v *vendor) client(t *testing.T, change ...func(*transport.Options)) *http.Client {
	t.Helper()
	options := transport.Options{
		Account: "acme", Root: v.root(t), UserAgent: "terraform-provider-surveytrigger/test",
		RetryWaitMin: time.Millisecond, RetryWaitMax: 5 * time.Millisecond,
	}
	for _, c := range change {
		c(&options)
	}
	return transport.NewClient(options)
}

// do sends one request and returns status and body.
func do(t *testing.T, ctx context.Context, client *http.Client, method, address, body string) (int, string, error) { //nolint:revive // t first
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer), nil
}

// drop closes the connection without an answer.
func drop(w http.ResponseWriter) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

// breakOff promises more than it sends.
func breakOff(w http.ResponseWriter) {
	w.Header().Set("Content-Length", "1000")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, `{"trig`)
}

func asSendError(t *testing.T, err error) *transport.SendError {
	t.Helper()
	var sent *transport.SendError
	if !errors.As(err, &sent) {
		t.Fatalf("%v (%T) is no *SendError", err, err)
	}
	return sent
}
