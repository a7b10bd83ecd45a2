package promise

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// gate stands between the providers and what they configure. It knows which run a
// request belongs to, makes a fault at the request that the history names, and
// lets the model look at the account after every write.
type gate struct {
	s      behind
	box    *sandbox.Sandbox
	server *httptest.Server

	mu      sync.Mutex
	running map[string]*running
}

// behind is the simulation behind a gate.
type behind interface {
	tell(format string, args ...any)
	count(what string)
	// do lets a person do something while a run is under way, and reports whether it
	// was possible.
	do(a adminAction, meanwhile bool) bool
	// handle answers a request of a run. Writes come one at a time, each with a look
	// at what the account does to customers from then on.
	handle(from *running, r *http.Request, body []byte) *engine.Answer
}

// running is one command on its way.
type running struct {
	name string
	run  run
	kill func()

	mu    sync.Mutex
	count int
	dead  bool
	hit   []fault
	// made are the ids of what the run created.
	made map[string]bool
}

func newGate(s behind, box *sandbox.Sandbox) *gate {
	g := &gate{s: s, box: box, running: map[string]*running{}}
	g.server = httptest.NewServer(g)
	return g
}

// open lets a run in. The sandbox is at its URL until close.
func (g *gate) open(r run, kill func()) (*running, string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	opened := &running{name: fmt.Sprintf("run%d", len(g.running)+1), run: r, kill: kill, made: map[string]bool{}}
	g.running[opened.name] = opened
	return opened, g.server.URL + "/" + opened.name
}

// close refuses whatever a run still sends: a process that has ended sends
// nothing.
func (r *running) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dead = true
}

// hits are the faults that the run really met.
func (r *running) hits() []fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.hit)
}

func (r *running) meet(f fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hit = append(r.hit, f)
}

// next counts a request and gives its number and the fault that it meets.
func (r *running) next() (number int, met fault, hit bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dead {
		panic(http.ErrAbortHandler)
	}
	r.count++
	for _, each := range r.run.Faults {
		if each.At <= r.count && r.count < each.At+max(each.Times, 1) {
			return r.count, each, true
		}
	}
	return r.count, fault{}, false
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	g.mu.Lock()
	from := g.running[name]
	g.mu.Unlock()
	if from == nil {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	inner := r.Clone(r.Context())
	inner.URL.Path = strings.TrimPrefix(r.URL.Path, "/"+name)
	handle := func() *engine.Answer { return g.s.handle(from, inner, body) }
	number, met, hit := from.next()
	if !hit {
		handle().SendTo(w)
		return
	}
	g.s.tell("  %s request %d (%s %s): %+v", from.name, number, r.Method, inner.URL.Path, met)
	if met.Kind == actionThen {
		if g.s.do(met.Action, true) {
			from.meet(met)
		}
		handle().SendTo(w)
		return
	}
	from.meet(met)
	g.s.count("fault: " + string(met.Kind))
	switch met.Kind {
	case killAfter:
		handle()
		fallthrough
	case killBefore:
		from.close()
		from.kill()
		panic(http.ErrAbortHandler)
	default:
		soon := 0.05
		sent := engine.Fault{Kind: met.Kind, RetryAfter: &soon}
		if met.Unsaid {
			sent.RetryAfter = nil
		}
		system, _, _ := strings.Cut(inner.URL.Path[1:], "/")
		sent.Serve(w, r, g.box.System(system), handle, func(int) {})
	}
}

func (s *simulation) handle(from *running, r *http.Request, body []byte) *engine.Answer {
	if r.Method == http.MethodGet {
		answer := s.serve(r)
		s.account.read(from, r, answer)
		return answer
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	times, meant := 1, body
	if s.sabotage != nil {
		body, times = s.sabotage(r.Method, r.URL.Path, body)
	}
	s.tell("  %s %s %s %s", from.name, r.Method, r.URL.Path, brief(body))
	s.account.asked(from, r, body)
	answer := engine.NewAnswer()
	answer.WriteHeader(http.StatusNoContent)
	for range times {
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer = s.serve(r)
	}
	s.tell("    answered %d", answer.Status())
	s.account.wrote(from, r, answer)
	s.probe(fmt.Sprintf("after %s %s", r.Method, r.URL.Path))
	if !bytes.Equal(meant, body) {
		return believed(answer, meant)
	}
	return answer
}

// believed is the answer to a write as if what was meant had been stored: a provider that
// writes the wrong rule does not notice.
func believed(answer *engine.Answer, meant []byte) *engine.Answer {
	told, sent := decoded(content(answer)), decoded(meant)
	for _, rule := range []string{"trigger", "automation"} {
		is, was := member(told, rule), member(sent, rule)
		for _, name := range []string{"conditions", "actions"} {
			if is != nil && was[name] != nil {
				is[name] = was[name]
			}
		}
	}
	text, err := json.Marshal(told)
	if err != nil || len(told) == 0 {
		return answer
	}
	again := engine.NewAnswer()
	again.Header().Set("Content-Type", "application/json; charset=utf-8")
	again.WriteHeader(answer.Status())
	_, _ = again.Write(text)
	return again
}

func brief(body []byte) string {
	if len(body) > 400 {
		return string(body[:400]) + "..."
	}
	return string(body)
}

func content(answer *engine.Answer) []byte {
	recorder := httptest.NewRecorder()
	answer.SendTo(recorder)
	return recorder.Body.Bytes()
}
