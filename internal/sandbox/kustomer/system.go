package kustomer

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// System is the simulated Kustomer with its organizations.
type System struct {
	world *engine.World
	mux   *http.ServeMux

	mu       sync.Mutex // guards everything below
	settings Settings
	orgs     map[string]*account // by name
}

var (
	_ engine.Hosted  = (*System)(nil)
	_ engine.Screens = (*System)(nil)
	_ engine.Secrets = (*System)(nil)
)

// New makes a Kustomer with the seeded organizations.
func New(world *engine.World) *System {
	s := &System{world: world, mux: http.NewServeMux()}
	s.Reset()
	s.routes()
	return s
}

// Name is "kustomer": the path prefix and the name in the request log.
func (s *System) Name() string { return "kustomer" }

// Reset brings back the seeded organizations, their keys and the default
// [Settings].
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = DefaultSettings()
	s.orgs = map[string]*account{}
	for _, name := range []string{Subdomain, OtherSubdomain} {
		s.orgs[name] = newAccount(s.world, &s.settings, name)
	}
}

// Environment names the organization and its keys as the provider block's
// variables; root is this system's own.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "KUSTOMER_SUBDOMAIN", Value: Subdomain},
		{Name: "KUSTOMER_ENDPOINT", Value: root},
		{Name: "KUSTOMER_API_KEY", Value: APIKey},
		{Name: "KUSTOMER_CONNECTOR_API_KEY", Value: ConnectorAPIKey},
		{Name: "KUSTOMER_LIMITED_API_KEY", Value: LimitedAPIKey},
		{Name: "KUSTOMER_REQUESTS_PER_MINUTE", Value: ""},
	}
}

// regionHost answers for every organization of the region; the key tells which.
const (
	apiDomain  = ".api.kustomerapp.com"
	regionHost = "api.kustomerapp.com"
)

// Hosts are the API hosts of the organizations, and the region's.
func (s *System) Hosts() []string {
	return []string{Subdomain + apiDomain, OtherSubdomain + apiDomain, regionHost}
}

// Tick sends the organizations' own surveys, and runs the scheduled workflows, that
// have become due.
func (s *System) Tick(time.Time) {
	for _, org := range s.organizations() {
		for _, due := range s.dueRuns(org) {
			s.react(context.Background(), org, due.execute(context.Background()))
		}
	}
}

// organizations gives those there are, their own surveys sent.
func (s *System) organizations() []*account {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := byID(s.orgs)
	for _, org := range all {
		org.sendDueSurveys()
	}
	return all
}

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	refusal := internalError
	if status == http.StatusTooManyRequests {
		refusal = tooManyRequests
	}
	engine.WriteJSON(w, status, refusal.plain())
}

// call is one authenticated request. The organization is locked while its
// handler runs.
type call struct {
	*account
	request *http.Request
	body    []byte
	key     *apiKey
}

type handler func(*call) *reply

// ServeHTTP takes a request with the prefix stripped.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// on routes a pattern of [http.ServeMux], relative to /v1, for keys that hold one
// of the roles.
func (s *System) on(pattern string, needed roles, handle handler) {
	method, path, _ := strings.Cut(pattern, " ")
	s.mux.HandleFunc(method+" /v1"+path, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			engine.WriteJSON(w, http.StatusBadRequest, badRequest(err.Error()).plain())
			return
		}
		c := &call{request: r, body: body}
		header, result, events := s.handle(c, needed, handle)
		s.react(r.Context(), c.account, events)
		for name, value := range header {
			w.Header().Set(name, value)
		}
		result.Write(w)
	})
}

// handle gives the answer, the headers of the request budget, and what happened.
func (s *System) handle(c *call, needed roles, handle handler) (map[string]string, *reply, []event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if refusal := s.authenticate(c); refusal != nil {
		return nil, c.shaped(refusal.reply(), s.settings), nil
	}
	budget := c.limiter.Take(now)
	result := tooManyRequests.reply()
	if !budget.Exceeded {
		result = c.answer(needed, handle)
	}
	return budgetHeader(budget, now), c.shaped(result, s.settings), c.takeEvents()
}

func (c *call) answer(needed roles, handle handler) *reply {
	if !needed.heldBy(c.key) {
		return forbidden.reply()
	}
	if len(c.body) > 0 && !isJSON(c.request.Header.Get("Content-Type")) {
		return unsupportedMediaType.reply()
	}
	return handle(c)
}

func (c *call) id() string { return c.request.PathValue("id") }

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }
