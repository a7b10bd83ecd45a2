package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/stellaconnect"
)

// vendor is the smallest system: it remembers what it was asked and told.
type vendor struct {
	world *engine.World
	url   string // of the sandbox, to call other systems

	mu    sync.Mutex
	seen  []string
	ticks []time.Time
}

func (v *vendor) Name() string { return "vendor" }

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	v.seen = append(v.seen, r.Method+" "+r.URL.Path)
	v.mu.Unlock()
	switch r.URL.Path {
	case "/panic":
		_, _ = io.WriteString(w, "half an answer")
		panic("a mistake in the simulation")
	case "/deliver":
		v.deliver()
	}
	w.Header().Set("X-Vendor", "yes")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, `{"said":"0123456789"}`)
}

// deliver does what a help desk does when a trigger fires.
func (v *vendor) deliver() {
	const body = `{"channel":"email","employee":{"email":"ana.agent@example.com"},"customer":{"email":"carl@example.net"}}`
	v.world.Deliver(context.Background(), engine.Delivery{TicketID: "35", Build: func(ctx context.Context) (*http.Request, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.url+"/stellaconnect/v1/auth", strings.NewReader(body))
		if err == nil {
			req.SetBasicAuth("connect", stellaconnect.ProductionKey)
		}
		return req, err
	}})
}

func (v *vendor) Reset() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen, v.ticks = nil, nil
}

func (v *vendor) Environment(root string) []engine.Variable {
	return []engine.Variable{{Name: "A_VENDOR", Value: root}}
}

func (v *vendor) Refuse(w http.ResponseWriter, status int) {
	engine.WriteJSON(w, status, map[string]int{"vendor_says": status})
}

// IsSecret: the secret of a thing is called value.
func (v *vendor) IsSecret(r *http.Request, path []string) bool {
	return r.URL.Path == "/api/v2/things.json" && slices.Equal(path, []string{"authentication", "data", "value"})
}

func (v *vendor) Tick(now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.ticks = append(v.ticks, now)
}

func (v *vendor) asked() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.seen)
}

// town is a served sandbox with one more system in it and somebody who calls.
type town struct {
	t       *testing.T
	url     string
	sandbox *Sandbox
	vendor  *vendor
	log     *logBook
	client  *http.Client
}

// logBook is a log that a test can read while the sandbox writes it.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func newTown(t *testing.T, options Options) *town {
	t.Helper()
	sandbox, log := New(options), &logBook{}
	sandbox.log = slog.New(slog.NewTextHandler(log, nil))
	v := &vendor{world: sandbox.World()}
	sandbox.mount(v)
	url, stop, err := sandbox.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	v.url = url
	// A fresh connection for each request: net/http would repeat a GET by
	// itself when a reused one is dropped.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return &town{t: t, url: url, sandbox: sandbox, vendor: v, log: log, client: client}
}

// try sends a request whose connection may be dropped.
func (n *town) try(method, path, body string) (*http.Response, error) {
	n.t.Helper()
	req, err := http.NewRequest(method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := n.client.Do(req)
	if err == nil {
		n.t.Cleanup(func() { _ = resp.Body.Close() })
	}
	return resp, err
}

// do sends a request and wants a status; it gives the body.
func (n *town) do(method, path, body string, status int) string {
	n.t.Helper()
	resp, err := n.try(method, path, body)
	if err != nil {
		n.t.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		n.t.Fatal(err)
	}
	if resp.StatusCode != status {
		n.t.Fatalf("%s %s: status %d, want %d: %s", method, path, resp.StatusCode, status, text)
	}
	return string(text)
}

// read decodes the answer of a GET.
func (n *town) read(path string, into any) {
	n.t.Helper()
	if err := json.Unmarshal([]byte(n.do("GET", path, "", 200)), into); err != nil {
		n.t.Fatalf("GET %s: %v", path, err)
	}
}

func (n *town) requests(system string) (log []engine.Request) {
	n.t.Helper()
	n.read("/_sandbox/requests?system="+system, &log)
	return log
}

func (n *town) surveys() (surveys []engine.Survey) {
	n.t.Helper()
	n.read("/_sandbox/surveys", &surveys)
	return surveys
}

func TestStartServesUntilStopped(t *testing.T) {
	url, stop, err := Start("127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(url + "/_sandbox/surveys")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("a started sandbox answers %v, %v", resp, err)
	}
	_ = resp.Body.Close()
	if _, _, err := Start(strings.TrimPrefix(url, "http://"), Options{}); err == nil {
		t.Error("two sandboxes share an address")
	}
	stop()
	stop()
	if resp, err := http.Get(url + "/_sandbox/surveys"); err == nil {
		_ = resp.Body.Close()
		t.Error("a stopped sandbox still answers")
	}
}

func TestASandboxThatListensEverywhereIsReachedOverLoopback(t *testing.T) {
	url, stop, err := Start(":0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Errorf("url %q, want one on 127.0.0.1", url)
	}
}

func TestTwoSandboxesAreTwoWorlds(t *testing.T) {
	one, other := newTown(t, Options{}), newTown(t, Options{})
	one.do("POST", "/vendor/deliver", "", 201)
	if len(one.surveys()) != 1 || len(other.surveys()) != 0 {
		t.Errorf("surveys: %d here, %d there, want 1 and 0", len(one.surveys()), len(other.surveys()))
	}
}

func TestEnvironmentNamesEachSystemsRoot(t *testing.T) {
	n := newTown(t, Options{})
	got := map[string]string{}
	for _, variable := range n.sandbox.Environment("http://127.0.0.1:8089") {
		got[variable.Name] = variable.Value
	}
	for name, want := range map[string]string{
		"A_VENDOR":                      "http://127.0.0.1:8089/vendor",
		"NICEREPLY_ENDPOINT":            "http://127.0.0.1:8089/nicereply",
		"NICEREPLY_EMAIL":               nicereply.AdminEmail,
		"NICEREPLY_API_TOKEN":           nicereply.APIToken,
		"SURVEY_BACKEND_ENDPOINT":       "http://127.0.0.1:8089/backend",
		"SURVEY_BACKEND_TOKEN":          backend.Token,
		"STELLA_CONNECT_ENDPOINT":       "http://127.0.0.1:8089/stellaconnect",
		"STELLA_CONNECT_TEST_KEY":       stellaconnect.TestKey,
		"STELLA_CONNECT_PRODUCTION_KEY": stellaconnect.ProductionKey,
		"STELLA_CONNECT_API_KEY":        stellaconnect.ProductionKey,
		"STELLA_CONNECT_API_SECRET":     stellaconnect.APISecret,
	} {
		if got[name] != want {
			t.Errorf("%s=%q, want %q", name, got[name], want)
		}
	}
}
