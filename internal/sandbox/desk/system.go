package desk

import (
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// System is the simulated Desk.com with one site.
type System struct {
	world *engine.World
	mux   *http.ServeMux

	mu       sync.Mutex // guards everything below
	settings Settings
	site     *account
}

var (
	_ engine.Hosted  = (*System)(nil)
	_ engine.Screens = (*System)(nil)
)

// New makes a Desk.com with the seeded site.
func New(world *engine.World) *System {
	s := &System{world: world, mux: http.NewServeMux()}
	s.Reset()
	s.routes()
	return s
}

// Name is "desk": the path prefix and the name in the request log.
func (s *System) Name() string { return "desk" }

// Reset brings back the seeded site and the default [Settings].
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = DefaultSettings()
	s.site = newAccount(s.world)
}

// Environment names the site and the API application as the provider block's
// variables; root is this system's own.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "DESK_SUBDOMAIN", Value: Subdomain},
		{Name: "DESK_ENDPOINT", Value: root},
		{Name: "DESK_CONSUMER_KEY", Value: ConsumerKey},
		{Name: "DESK_CONSUMER_SECRET", Value: ConsumerSecret},
		{Name: "DESK_ACCESS_TOKEN", Value: AccessToken},
		{Name: "DESK_ACCESS_TOKEN_SECRET", Value: AccessTokenSecret},
	}
}

// Hosts is the host of the site: its screens and its API share it.
func (s *System) Hosts() []string { return []string{Subdomain + ".desk.com"} }

// Tick runs the time rule.
func (s *System) Tick(time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.site.closeResolved(s.settings.CloseResolvedAfterHours)
}

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	refusal := internalError
	if status == http.StatusTooManyRequests {
		refusal = tooManyRequests
	}
	refusal.reply().Write(w)
}

// ServeHTTP takes a request with the prefix stripped.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// call is one authenticated request. The site is locked while its handler runs.
type call struct {
	*account
	request *http.Request
	root    string // as the client sees this system
	method  string // that is meant
	body    []byte
	user    *user
}

type handler func(*call) *reply

// methods are what can be done with a path.
type methods map[string]handler

// on routes a path, relative to /api/v2.
func (s *System) on(path string, allowed methods) {
	s.mux.HandleFunc("/api/v2"+path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, allowed) })
}

func (s *System) serve(w http.ResponseWriter, r *http.Request, allowed methods) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		badRequest.reply().Write(w)
		return
	}
	c := &call{request: r, root: engine.Root(r, s), method: meantMethod(r), body: body}
	header, result := s.handle(c, allowed)
	for name, value := range header {
		w.Header().Set(name, value)
	}
	result.Write(w)
}

// handle gives the answer, and the headers that every answer has.
func (s *System) handle(c *call, allowed methods) (map[string]string, *reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.account = s.site
	budget := c.limiter.Take(time.Now())
	header := standardHeader(budget)
	if budget.Exceeded {
		return header, tooManyRequests.reply()
	}
	if refused := c.authenticate(); refused != "" {
		return header, s.settings.unauthorized(refused).reply()
	}
	return header, c.tagged(c.selected(c.answer(allowed)))
}

func (c *call) answer(allowed methods) *reply {
	handle := allowed[c.method]
	switch {
	case allowed == nil:
		return notFound.reply()
	case handle == nil:
		return methodNotAllowed.reply()
	case len(c.body) > 0 && !isJSON(c.request.Header.Get("Content-Type")):
		return unsupportedMediaType.reply()
	}
	return handle(c)
}

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }
