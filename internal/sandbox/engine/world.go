package engine

import (
	"fmt"
	"net/http"
	"time"
)

// Mode is how a help desk's rule engine goes on after a trigger changed the
// ticket. A vendor's documents may be readable both ways, so tests run both.
type Mode string

const (
	// Restart goes back to the first trigger after each one that fired, and
	// lets no trigger fire twice in one update.
	Restart Mode = "restart"
	// SinglePass walks the list once from top to bottom.
	SinglePass Mode = "single_pass"
)

// Modes lists every mode, the default first.
func Modes() []Mode { return []Mode{Restart, SinglePass} }

// ParseMode reads a mode as the -engine flag spells it; "" is the default.
func ParseMode(s string) (Mode, error) {
	if s == "" {
		return Restart, nil
	}
	for _, mode := range Modes() {
		if s == string(mode) {
			return mode, nil
		}
	}
	return "", fmt.Errorf("unknown engine %q: choose one of %q", s, Modes())
}

// Options are the settings of a world that only its starter can choose; a
// system's own are an argument of its New. The zero value is the default of each.
type Options struct {
	Latency time.Duration // added to each vendor request; 0 = none
	Mode    Mode          // "" = Restart
}

// World is what all systems of one sandbox share. Two worlds in one process
// know nothing of each other. All members are safe for concurrent use.
type World struct {
	Clock      *Clock
	Faults     *Faults
	Requests   *RequestLog
	Surveys    *Surveys
	Outbox     *Outbox
	Deliveries *Deliveries

	Hosts *Hosts

	Mode    Mode
	Latency time.Duration

	// Client makes the deliveries of [World.Deliver]: real HTTP to [Hosts] and to
	// anybody else, 10 s for everything, no redirect followed (a credential must not
	// travel to another host).
	Client *http.Client

	// API is for systems that poll others and write back to them: as Client, but
	// it calls [Hosts] and this machine only.
	API *http.Client
}

// callTimeout is what third parties report of webhooks (10 to 12 s); no vendor
// prints a number.
const callTimeout = 10 * time.Second

// NewWorld makes an empty world.
func NewWorld(options Options) *World {
	clock := &Clock{}
	if options.Mode == "" {
		options.Mode = Restart
	}
	hosts := &Hosts{}
	return &World{
		Clock:      clock,
		Faults:     &Faults{},
		Requests:   &RequestLog{clock: clock},
		Surveys:    &Surveys{clock: clock},
		Outbox:     &Outbox{clock: clock},
		Deliveries: newDeliveries(),
		Hosts:      hosts,
		Mode:       options.Mode,
		Latency:    options.Latency,
		Client:     callingClient(hosts.transport(anyHost)),
		API:        callingClient(hosts.transport(onlyThisMachine)),
	}
}

func callingClient(transport *http.Transport) *http.Client {
	// A reused connection that dies is retried silently by net/http in some
	// cases; a fresh one for each call keeps calls countable.
	transport.DisableKeepAlives = true
	return &http.Client{
		Timeout:   callTimeout,
		Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

// Reset forgets everything that happened. The systems are reset by whoever
// holds them; settings of the starter stay.
func (w *World) Reset() {
	w.Clock.Reset()
	w.Faults.Reset()
	w.Surveys.Reset()
	w.Outbox.Reset()
	w.Deliveries.Reset()
	w.Requests.Reset()
}
