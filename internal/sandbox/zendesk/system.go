package zendesk

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// System is one simulated Zendesk account and its API.
type System struct {
	world   *engine.World
	mux     *http.ServeMux
	limiter *limiter

	mu      sync.Mutex // guards account and everything below it
	account *account
	ticks   int // of the simulated hour that has begun
}

// New makes an account with the seeded contents.
func New(world *engine.World) *System {
	s := &System{world: world, limiter: &limiter{perMinute: world.ZendeskRate}, mux: http.NewServeMux()}
	s.account = newAccount(world, 0)
	s.routes()
	return s
}

// Name is "zendesk": the path prefix and the name in the request log.
func (s *System) Name() string { return "zendesk" }

// Reset brings back the seeded account and the default [Settings]; access tokens from client credentials are gone.
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account, s.ticks = newAccount(s.world, 0), 0
	s.limiter.reset()
}

// Environment names the account and its credentials as the provider block's variables; root is this system's own.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "ZENDESK_SUBDOMAIN", Value: Subdomain},
		{Name: "ZENDESK_ENDPOINT", Value: root},
		{Name: "ZENDESK_OAUTH_CLIENT_ID", Value: OAuthClientID},
		{Name: "ZENDESK_OAUTH_CLIENT_SECRET", Value: OAuthClientSecret},
		{Name: "ZENDESK_ACCESS_TOKEN", Value: AccessToken},
		{Name: "ZENDESK_EMAIL", Value: AdminEmail},
		{Name: "ZENDESK_API_TOKEN", Value: APIToken},
		{Name: "ZENDESK_REQUESTS_PER_MINUTE", Value: ""},
	}
}

// access is what a call demands of its caller.
type access int

const (
	agents     access = iota // any agent or admin
	admins                   // admins; others get the classic 403
	listAdmins               // admins; others get the 403 of the endpoints with a list of errors
)

// call is one authenticated request. The account is locked while its handler runs.
type call struct {
	*account
	request    *http.Request
	body       []byte
	actor      *user
	root       string     // external root of this system, without a slash at its end
	deliveries []delivery // calls to make once the account is released
}

type handler func(*call) *reply

// ServeHTTP takes a request with the prefix stripped. Paths work with and without ".json".
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if refusal := s.limiter.admit(w.Header(), time.Now()); refusal != nil {
		refusal.write(w)
		return
	}
	if path, cut := strings.CutSuffix(r.URL.Path, ".json"); cut {
		r = r.Clone(r.Context())
		r.URL.Path, r.URL.RawPath = path, ""
	}
	s.mux.ServeHTTP(w, r)
}

// on routes a pattern of http.ServeMux, relative to /api/v2.
func (s *System) on(pattern string, who access, handle handler) {
	method, path, _ := strings.Cut(pattern, " ")
	s.mux.HandleFunc(method+" /api/v2"+path, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			classic(http.StatusBadRequest, "BadRequest", err.Error()).write(w)
			return
		}
		c := &call{request: r, body: body, root: externalRoot(r)}
		result := s.handle(c, who, handle)
		for _, d := range c.deliveries {
			d.deliver(r.Context(), s)
		}
		if result.afterwards != nil {
			result = result.afterwards()
		}
		result.write(w)
	})
}

func (s *System) handle(c *call, who access, handle handler) *reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.account = s.account
	if refusal := c.authenticate(); refusal != nil {
		return refusal
	}
	if who != agents && c.actor.Role != "admin" {
		if who == listAdmins {
			return listForbidden()
		}
		return forbidden()
	}
	return handle(c)
}

// externalRoot is where the client believes this system to be. Whoever strips the prefix may say which one it was.
func externalRoot(r *http.Request) string {
	prefix := r.Header.Get("X-Forwarded-Prefix")
	if prefix == "" {
		prefix = "/zendesk"
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + strings.TrimSuffix(prefix, "/")
}

// link is the absolute address of a path under /api/v2.
func (c *call) link(path string) string { return c.root + "/api/v2" + path }

func (c *call) id() int64 { return idOf(c.request.PathValue("id")) }

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }
