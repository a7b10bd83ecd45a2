package stellaconnect

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Backend is the system's name in the list of survey decisions.
const Backend engine.Backend = "stella_connect"

// System is the simulated Stella Connect.
type System struct {
	world *engine.World
	mux   *http.ServeMux

	mu       sync.Mutex
	account  account
	lastSent map[suppressionKey]time.Time
}

var (
	_ engine.Hosted  = (*System)(nil)
	_ engine.Screens = (*System)(nil)
)

// New makes a Stella Connect with the seeded account in the world.
func New(world *engine.World) *System {
	s := &System{world: world, mux: http.NewServeMux()}
	s.Reset()
	s.mux.HandleFunc("POST /v1/auth", s.receive(basicKey))
	s.mux.HandleFunc("POST /v1/requests", s.receive(headerKey))
	s.manageEmployees()
	return s
}

// Name is the system's path prefix.
func (s *System) Name() string { return "stellaconnect" }

// ServeHTTP speaks the vendor's API.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Hosts is the vendor's own address, which survey requests of a help desk name.
func (s *System) Hosts() []string { return []string{"api.stellaconnect.net"} }

// Reset brings back the seeded account.
func (s *System) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account = seededAccount()
	s.lastSent = map[suppressionKey]time.Time{}
}

// Tick does nothing: Stella Connect only reacts to requests. The delay that a
// client success manager can set is not simulated.
func (s *System) Tick(time.Time) {}

// Environment gives the host and credentials. User management works with the
// production key and the secret.
func (s *System) Environment(root string) []engine.Variable {
	return []engine.Variable{
		{Name: "STELLA_CONNECT_ENDPOINT", Value: root},
		{Name: "STELLA_CONNECT_API_KEY", Value: ProductionKey},
		{Name: "STELLA_CONNECT_API_SECRET", Value: APISecret},
		{Name: "STELLA_CONNECT_TEST_KEY", Value: TestKey},
		{Name: "STELLA_CONNECT_PRODUCTION_KEY", Value: ProductionKey},
	}
}

// basicKey: the variant for help desks takes the key as the password. The article
// for Zendesk says user "connect", the one for Desk.com "stellaconnect": the
// name does not matter.
func basicKey(r *http.Request) string {
	_, key, _ := r.BasicAuth()
	return key
}

func headerKey(r *http.Request) string { return r.Header.Get("X-Api-Key") }

// whose says whether a key is known and whether it is the test key.
func whose(key string) (test, known bool) {
	if subtle.ConstantTimeCompare([]byte(key), []byte(TestKey)) == 1 {
		return true, true
	}
	return false, subtle.ConstantTimeCompare([]byte(key), []byte(ProductionKey)) == 1
}

// receive takes a survey request. A wrong key is 403 here, not 401, and makes no
// decision; an accepted body is echoed; there is no id in the answer.
func (s *System) receive(keyOf func(*http.Request) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		test, known := whose(keyOf(r))
		if !known {
			refuse(w, http.StatusForbidden, "Forbidden")
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			refuse(w, http.StatusBadRequest, "body cannot be read: "+err.Error())
			return
		}
		ticketID := s.world.Deliveries.TicketOf(r.Header)
		status, reason := s.decide(body, test, ticketID)
		if status != http.StatusOK {
			refuse(w, status, reason)
			return
		}
		engine.WriteJSON(w, status, json.RawMessage(body))
	}
}

// Refuse answers with a scripted 429 or 500.
func (s *System) Refuse(w http.ResponseWriter, status int) {
	refuse(w, status, http.StatusText(status))
}

// Settings gives the settings that have no API at the vendor.
func (s *System) Settings() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.shown()
}

// ChangeSettings sets what a person sets in the vendor's screens: see [Settings].
func (s *System) ChangeSettings(decode func(into any) error) error {
	var wanted change
	if err := decode(&wanted); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account.apply(wanted)
}
