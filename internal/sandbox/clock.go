package sandbox

import (
	"fmt"
	"net/http"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// maxAdvance keeps a slip of the pen ("8760000h") from ticking for minutes.
const maxAdvance = 366 * 24 * time.Hour

func (s *Sandbox) tellTime(w http.ResponseWriter, _ *http.Request) {
	engine.WriteJSON(w, http.StatusOK, map[string]time.Time{"now": s.world.Clock.Now()})
}

// advance moves simulated time and answers when all that happens in it, its
// deliveries included, has happened.
func (s *Sandbox) advance(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Duration string `json:"duration"`
	}
	if err := decode(r, &body); err != nil {
		engine.WriteJSON(w, http.StatusBadRequest, problem(err.Error()))
		return
	}
	duration, err := time.ParseDuration(body.Duration)
	if err != nil || duration <= 0 || duration > maxAdvance {
		engine.WriteJSON(w, http.StatusBadRequest, problem(fmt.Sprintf(
			`duration %q: want a positive Go duration of at most %s, such as "48h" or "15m"`, body.Duration, maxAdvance)))
		return
	}
	s.moving.Lock()
	defer s.moving.Unlock()
	s.world.Clock.AdvanceInSteps(duration, func(now time.Time) {
		for _, system := range s.systems {
			system.Tick(now)
		}
	})
	s.tellTime(w, r)
}
