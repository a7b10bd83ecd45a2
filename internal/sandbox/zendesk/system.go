package zendesk

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// System is one simulated Zendesk account and its API.
type System struct {
	world   *engine.World
	mux     *http.ServeMux
	limiter *engine.Limiter

	mu      sync.Mutex // guards account and everything below it
	account *account
	ticks   int // of the simulated hour that has begun
}

// Options are what only the starter of a sandbox can choose; the zero value is the default of each. What a person may
// change later is in [Settings].
type Options struct {
	RequestsPerMinute int // 0 = no limit
}

// New makes an account with the seeded contents.
func New(world *engine.World, options Options) *System {
	s := &System{world: world, limiter: newLimiter(options.RequestsPerMinute), mux: http.NewServeMux()}
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
	s.limiter.Reset()
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

// Hosts is the account's address for those who poll it.
func (s *System) Hosts() []string { return []string{Subdomain + ".zendesk.com"} }

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	if status == http.StatusTooManyRequests {
		tooManyRequests().Write(w)
		return
	}
	classic(status, "InternalServerError", "scripted by the sandbox").Write(w)
}

// IsSecret finds an API key: a webhook's is sent as {"authentication": {"type": "api_key", "data": {"name", "value"}}}.
func (s *System) IsSecret(_ *http.Request, path []string) bool {
	return len(path) >= 3 && slices.Equal(path[len(path)-3:], []string{"authentication", "data", "value"})
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

	// afterwards, when set, is run once the account is released and gives the answer: the test of a webhook has to call
	// somebody first.
	afterwards func() *reply
}

type handler func(*call) *reply

// ServeHTTP takes a request with the prefix stripped. Paths work with and without ".json".
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	budget := s.limiter.Take(time.Now())
	showBudget(w.Header(), budget)
	if budget.Exceeded {
		tooManyRequests().Write(w)
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
			classic(http.StatusBadRequest, "BadRequest", err.Error()).Write(w)
			return
		}
		c := &call{request: r, body: body, root: engine.Root(r, s)}
		result := s.handle(c, who, handle)
		for _, d := range c.deliveries {
			d.deliver(r.Context(), s)
		}
		if c.afterwards != nil {
			result = c.afterwards()
		}
		result.Write(w)
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

// link is the absolute address of a path under /api/v2.
func (c *call) link(path string) string { return c.root + "/api/v2" + path }

func (c *call) id() int64 { return idOf(c.request.PathValue("id")) }

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }
