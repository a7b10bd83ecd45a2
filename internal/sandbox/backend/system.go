package backend

import (
	"context"
	"crypto/rand"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Token is the credential of the simulated account.
const Token = "survey-backend-token-3e9a70c5"

// System is the simulated survey backend.
type System struct {
	world *engine.World
	mux   *http.ServeMux

	fingerprintKey []byte

	mu            sync.Mutex
	connectors    kind[connector]
	surveys       kind[survey]
	distributions kind[distribution]
	agents        kind[agent]
	invited       map[string]time.Time // by agent
	imported      map[string]bool      // agents that a connector made
	keeper        *onceKeeper

	ledger polling.Ledger
	poller *polling.Poller
}

var (
	_ engine.System                  = (*System)(nil)
	_ contract.StrictServerInterface = (*System)(nil)
	_ polling.Declarations           = (*System)(nil)
)

// New makes a survey backend with the seeded agents in the world, which polls
// these help desks.
func New(world *engine.World, helpDesks map[polling.Kind]polling.HelpDesk) *System {
	s := &System{world: world, fingerprintKey: []byte(rand.Text())}
	s.mux = s.routes()
	s.poller = polling.New(world, polling.Options{
		Backend: Backend, System: s.Name(), Title: "Survey backend", Declarations: s, Ledger: &s.ledger,
		HelpDesks: helpDesks,
	})
	s.Reset()
	return s
}

// Name is the system's path prefix.
func (s *System) Name() string { return "backend" }

// Reset brings back the seeded agents and nothing else.
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connectors = kind[connector]{name: contract.ReferenceKindConnector, rules: s.connectorRules()}
	s.surveys = kind[survey]{name: contract.ReferenceKindSurvey, rules: s.surveyRules()}
	s.distributions = kind[distribution]{name: contract.ReferenceKindTriggerDistribution, rules: s.distributionRules()}
	s.agents = kind[agent]{name: contract.ReferenceKindAgent, rules: s.agentRules()}
	s.invited, s.imported = map[string]time.Time{}, map[string]bool{}
	s.keeper = &onceKeeper{kept: map[onceKey]*keptAnswer{}}
	s.ledger.Forget()
	s.seedAgents()
}

// once is the current keeper's middleware.
func (s *System) once(next contract.StrictHandlerFunc, operation string) contract.StrictHandlerFunc {
	return func(ctx context.Context, w http.ResponseWriter, r *http.Request, request any) (any, error) {
		s.mu.Lock()
		keeper := s.keeper
		s.mu.Unlock()
		return keeper.wrap(next, operation)(ctx, w, r, request)
	}
}

// Environment gives the root and the token.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "SURVEY_BACKEND_ENDPOINT", Value: root},
		{Name: "SURVEY_BACKEND_TOKEN", Value: Token},
	}
}

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	code := contract.ProblemCodeServerError
	if status == http.StatusTooManyRequests {
		code = contract.ProblemCodeTooManyRequests
	}
	writeProblem(w, refuse(status, code, "%s.", http.StatusText(status)))
}

// seedAgents makes the people of the other systems known. They were invited long
// ago, if at all: a fresh world has no e-mails.
func (s *System) seedAgents() {
	for _, seeded := range []agent{
		{Email: "ana.agent@example.com", FullName: "Ana Agent", Active: true},
		{Email: "noah.new@example.com", FullName: "Noah New"},
	} {
		s.agents.rules.complete(&seeded)
		if seeded.Active {
			s.invited["agent_"+strconv.Itoa(s.agents.made+1)] = s.world.Clock.Now()
		}
		s.agents.add(s.world.Clock, seeded)
	}
}
