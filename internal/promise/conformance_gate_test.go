//go:build linux

package promise

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// requestFault is a fault at one write of a command, or at all writes from then
// on.
type requestFault struct {
	kind   engine.Kind // killBefore, killAfter or rejected; "" is none
	method string      // of the writes that count; "" is any
	nth    int         // the first of them that is hit, counted from 0
}

// rejected answers 422, which no provider tries again, to a write and those of its
// kind that follow.
const rejected engine.Kind = "rejected"

// conformanceGate stands between a provider and an account. Each command has a
// path of its own: a process that was killed reaches nothing any more, even where
// it is a part of this process.
type conformanceGate struct {
	box    *sandbox.Sandbox
	server *httptest.Server

	mu      sync.Mutex
	command int // the one that is running
	fault   requestFault
	kill    func()
	count   int
	wasHit  bool
	dead    bool
}

func newConformanceGate(t *testing.T, box *sandbox.Sandbox) *conformanceGate {
	t.Helper()
	g := &conformanceGate{box: box}
	g.server = httptest.NewServer(g)
	t.Cleanup(g.server.Close)
	return g
}

// open begins a command. The account is at the URL until it ends.
func (g *conformanceGate) open(fault requestFault, kill func()) (base string, end func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.command++
	g.fault, g.kill, g.count, g.wasHit, g.dead = fault, kill, 0, false, false
	return fmt.Sprintf("%s/%d", g.server.URL, g.command), func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.dead = true
	}
}

func (g *conformanceGate) hit() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.wasHit
}

// next gives the fault that a request meets.
func (g *conformanceGate) next(prefix, method string) engine.Kind {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.dead || prefix != fmt.Sprint(g.command) {
		panic(http.ErrAbortHandler)
	}
	if g.fault.kind == "" || method == http.MethodGet || g.fault.method != "" && method != g.fault.method {
		return ""
	}
	g.count++
	if g.count <= g.fault.nth {
		return ""
	}
	g.wasHit = true
	g.dead = g.fault.kind != rejected
	return g.fault.kind
}

func (g *conformanceGate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	prefix, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.Body = "/"+path, io.NopCloser(bytes.NewReader(body))
	switch g.next(prefix, r.Method) {
	case "":
		g.box.ServeHTTP(w, inner)
	case rejected:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, `{"error": "RecordInvalid", "description": "Record validation errors", "details": {"base": [{"description": "refused by a test"}]}}`)
	case killAfter:
		g.box.ServeHTTP(httptest.NewRecorder(), inner)
		fallthrough
	default:
		g.kill()
		// No answer and no end of the connection reaches the provider as long as it
		// lives.
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
		panic(http.ErrAbortHandler)
	}
}
