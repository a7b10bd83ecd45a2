package twolisten

import (
	"crypto/subtle"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// The credential of the simulated account, as the article has it put together:
// the e-mail of an administrator with "/token" behind it, and a token of the API.
const (
	User  = "admin@example.com/token"
	Token = "two-listen-api-token-7d20c4b1"
)

// The reason for which no survey is sent, besides a body that cannot be read.
const reasonNobody = "no e-mail address in the body"

// Backend is the system's name in the list of survey decisions.
const Backend engine.Backend = "two_listen"

// System is the simulated 2listen. It holds nothing but its settings: what it decided is
// in the world.
type System struct {
	world *engine.World
	mux   *http.ServeMux

	mu       sync.Mutex
	settings Settings
}

var _ engine.NamedControl = (*System)(nil)

// New makes a 2listen in the world.
func New(world *engine.World) *System {
	s := &System{world: world, mux: http.NewServeMux(), settings: freshSettings()}
	s.mux.HandleFunc("POST /{survey}", s.ask)
	return s
}

// Name is the system's path prefix.
func (s *System) Name() string { return "twolisten" }

// ServeHTTP serves the address of each survey.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Reset makes the settings as new.
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings = freshSettings()
}

// Tick does nothing: 2listen only reacts to requests.
func (s *System) Tick(time.Time) {}

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	answer(w, status, http.StatusText(status))
}

// Environment gives the address of one survey and the credential.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "TWO_LISTEN_URL", Value: root + "/survey-1"},
		{Name: "TWO_LISTEN_USER", Value: User},
		{Name: "TWO_LISTEN_TOKEN", Value: Token},
	}
}

// ask takes one customer for a survey. A wrong credential makes no decision.
func (s *System) ask(w http.ResponseWriter, r *http.Request) {
	if !isKnown(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="2listen"`)
		answer(w, http.StatusUnauthorized, "unauthorized")
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		answer(w, http.StatusBadRequest, "body cannot be read: "+err.Error())
		return
	}
	settings := s.current()
	email, err := customerOf(body)
	decision := engine.Survey{
		Backend:       Backend,
		CustomerEmail: email,
		TicketID:      s.world.Deliveries.TicketOf(r.Header),
		Metric:        settings.Metric,
		Outcome:       engine.NotSent,
	}
	switch {
	case err != nil:
		decision.Reason = err.Error()
		s.world.Surveys.Add(decision)
		answer(w, notJSONStatus, decision.Reason)
	case email == "":
		decision.Reason = reasonNobody
		s.world.Surveys.Add(decision)
		if settings.WithoutAddress == Refused {
			answer(w, refusedStatus, reasonNobody)
			return
		}
		answer(w, http.StatusOK, "ok")
	default:
		decision.Outcome = engine.Sent
		s.send(s.world.Surveys.Add(decision), r.PathValue("survey"))
		answer(w, http.StatusOK, "ok")
	}
}

// isKnown compares the credential; an e-mail address has no capitals of its own.
func isKnown(r *http.Request) bool {
	user, token, _ := r.BasicAuth()
	same := subtle.ConstantTimeCompare([]byte(token), []byte(Token)) == 1
	return strings.EqualFold(user, User) && same
}

func (s *System) send(survey engine.Survey, name string) {
	s.world.Outbox.Add(engine.Email{
		Kind:     engine.SurveyEmail,
		From:     s.Name(),
		To:       survey.CustomerEmail,
		Subject:  "Conte como foi o atendimento",
		Body:     "Responda à pesquisa " + name + ".",
		SurveyID: survey.ID,
		TicketID: survey.TicketID,
	})
}
