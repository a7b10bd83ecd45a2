package nicereply

import (
	"crypto/subtle"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Backend is the system's name in the list of survey decisions.
const Backend engine.Backend = "nicereply"

// The credential of the simulated account: the e-mail of the person who logs in, and the API token of the account.
const (
	AdminEmail = "admin@example.com"
	APIToken   = "sandbox-nicereply-api-token"
)

// HelpDesk is an app of Nicereply's app directory, with the credential that a person enters who connects it here.
type HelpDesk struct {
	API        polling.HelpDesk
	Credential polling.Credential
}

// System is the simulated Nicereply.
type System struct {
	world     *engine.World
	helpDesks map[polling.Kind]HelpDesk
	mux       *http.ServeMux
	poller    *polling.Poller

	mu      sync.Mutex
	account *account
}

var _ engine.Screens = (*System)(nil)

// New makes a Nicereply account that can connect these help desks and has connected none.
func New(world *engine.World, helpDesks map[polling.Kind]HelpDesk) *System {
	s := &System{world: world, helpDesks: helpDesks, mux: http.NewServeMux(), account: newAccount(world)}
	apis := map[polling.Kind]polling.HelpDesk{}
	for kind, helpDesk := range helpDesks {
		apis[kind] = helpDesk.API
	}
	s.poller = polling.New(world, polling.Options{
		Backend: Backend, System: s.Name(), Title: "Nicereply", Declarations: declarations{s}, HelpDesks: apis,
	})
	s.routes()
	return s
}

// RestartPoller ends the process that scans the help desks and starts it again, for tests. Nothing else may happen
// meanwhile.
func (s *System) RestartPoller() { s.poller = polling.New(s.world, s.poller.Options) }

// Name is the system's path prefix.
func (s *System) Name() string { return "nicereply" }

// ServeHTTP speaks the vendor's API.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Reset brings back the seeded account.
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account = newAccount(s.world)
	s.poller.Ledger.Forget()
}

// Environment gives the host and the credential.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "NICEREPLY_ENDPOINT", Value: root},
		{Name: "NICEREPLY_EMAIL", Value: AdminEmail},
		{Name: "NICEREPLY_API_TOKEN", Value: APIToken},
	}
}

// Tick scans the connected help desks.
func (s *System) Tick(time.Time) { s.poller.Poll() }

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	problem(status, http.StatusText(status), nil).Write(w)
}

// call is one authenticated request. The account is locked while its handler runs.
type call struct {
	*account
	request   *http.Request
	body      []byte
	responses []polling.Response // all of them, oldest first
}

func (c *call) id() string { return c.request.PathValue("id") }

type handler func(*call) *engine.Reply

func (s *System) on(pattern string, handle handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		s.answer(r, handle).Write(w)
	})
}

func (s *System) answer(r *http.Request, handle handler) *engine.Reply {
	if !isAuthentic(r) {
		return unauthenticated()
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return problem(http.StatusBadRequest, err.Error(), nil)
	}
	responses := s.poller.Responses()
	s.mu.Lock()
	defer s.mu.Unlock()
	return handle(&call{account: s.account, request: r, body: body, responses: responses})
}

func isAuthentic(r *http.Request) bool {
	email, token, ok := r.BasicAuth()
	return ok && email == AdminEmail && subtle.ConstantTimeCompare([]byte(token), []byte(APIToken)) == 1
}

// routes is the API, without a version in its paths.
func (s *System) routes() {
	s.on("GET /surveys", (*call).listSurveys)
	s.on("GET /surveys/{id}", (*call).showSurvey)
	s.on("GET /surveys/{id}/distribution", (*call).showDistribution)
	s.on("GET /surveys/{id}/responses", (*call).listSurveyResponses)
	s.on("GET /integrations", (*call).listIntegrations)
	s.on("GET /feedback-objects", (*call).listAgents)
	s.on("POST /feedback-objects", (*call).postAgent)
	s.on("GET /feedback-objects/{id}", (*call).showAgent)
	s.on("GET /feedback-objects/{id}/responses", (*call).listAgentResponses)
	s.on("GET /feedback-object-groups", (*call).listGroups)
	s.on("GET /feedback-object-groups/{id}", (*call).showGroup)
	s.on("GET /feedback-object-groups/{id}/responses", (*call).showGroup)
	s.on("GET /users", (*call).listUsers)
	s.on("GET /users/{id}", (*call).showUser)
	s.on("GET /tags", (*call).listTags)
	s.on("POST /tags", (*call).postTag)
	s.on("GET /tags/{id}", (*call).showTag)
	s.on("GET /rating-values", (*call).listRatingValues)
	s.on("GET /customers", (*call).listCustomers)
	s.on("GET /customers/{id}", (*call).showCustomer)
	s.on("GET /responses", (*call).listResponses)
	s.on("GET /responses/{id}", (*call).showResponse)
	s.on("POST /responses/{id}/tags/{tag}", (*call).tagResponse)
	s.on("DELETE /responses/{id}/tags/{tag}", (*call).untagResponse)
	s.mux.HandleFunc("/", s.refuseUnrouted)
}
