package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/twolisten"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// Options are the settings of a sandbox; the zero value is the default of each.
type Options struct {
	Latency time.Duration // added to each vendor request; 0 = none
	Mode    engine.Mode   // "" = engine.Restart
	Zendesk zendesk.Options
}

// Sandbox serves all simulated systems of one world.
type Sandbox struct {
	world   *engine.World
	systems []engine.System
	mux     *http.ServeMux
	log     *slog.Logger

	// moving is held while time advances or the world starts again: each must
	// see the other finished. Vendor requests never take it, because ticks
	// make them.
	moving sync.Mutex
}

// New makes a fresh sandbox. It is ready at once and holds no resource that
// must be closed.
func New(options Options) *Sandbox {
	world := engine.NewWorld(engine.Options{Latency: options.Latency, Mode: options.Mode})
	s := &Sandbox{world: world, mux: http.NewServeMux(), log: slog.Default()}
	s.mount(zendesk.New(world, options.Zendesk))
	s.mount(kustomer.New(world))
	s.mount(desk.New(world))
	s.mount(stellaconnect.New(world))
	s.mount(twolisten.New(world))
	s.mount(nicereply.New(world, appDirectory()))
	s.mount(backend.New(world, helpDesks()))
	s.mountControls(s.controls())
	s.mux.HandleFunc("/", s.notFound)
	return s
}

// World is the shared state behind the systems, for tests in this process that
// want more than the controls tell.
func (s *Sandbox) World() *engine.World { return s.world }

// System gives a system by its name, nil when there is none, to tests that script
// trouble of their own.
func (s *Sandbox) System(name string) engine.System {
	at := slices.IndexFunc(s.systems, func(system engine.System) bool { return system.Name() == name })
	if at < 0 {
		return nil
	}
	return s.systems[at]
}

// ServeHTTP serves the vendors and the controls.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle lets a handler write its whole answer before the client sees any of
// it, so that a panic costs one clean 500 and not the process.
func (s *Sandbox) handle(who string, handler http.Handler, r *http.Request) (answer *engine.Answer) {
	answer = engine.NewAnswer()
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		s.log.Error("sandbox: a handler panicked", "who", who, "method", r.Method,
			"path", r.URL.Path, "panic", cause, "stack", string(debug.Stack()))
		answer = engine.NewAnswer()
		engine.WriteJSON(answer, http.StatusInternalServerError,
			problem("the simulated", who, "panicked: the sandbox's log says where"))
	}()
	handler.ServeHTTP(answer, r)
	return answer
}

// problem is the error shape of the sandbox itself, never of a vendor.
func problem(words ...string) map[string]string {
	return map[string]string{"error": strings.Join(words, " ")}
}

// Environment gives the variables of all systems for a sandbox that is reached
// at a base URL (no slash at its end), sorted by name.
func (s *Sandbox) Environment(base string) []engine.Variable {
	var variables []engine.Variable
	for _, system := range s.systems {
		variables = append(variables, system.Environment(base+"/"+system.Name())...)
	}
	slices.SortFunc(variables, func(a, b engine.Variable) int { return cmp.Compare(a.Name, b.Name) })
	return variables
}

// Start serves a new sandbox on an address ("127.0.0.1:0" picks a free port)
// and gives its base URL. Stop ends it: what is being answered gets five
// seconds. Stop may be called more than once.
func Start(listen string, options Options) (url string, stop func(), err error) {
	return New(options).Listen(listen)
}

// Listen is [Start] for a sandbox that exists already.
func (s *Sandbox) Listen(listen string) (url string, stop func(), err error) {
	var listening net.ListenConfig
	listener, err := listening.Listen(context.Background(), "tcp", listen)
	if err != nil {
		return "", nil, fmt.Errorf("sandbox: %w", err)
	}
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("sandbox stopped serving", "error", err)
		}
	}()
	return baseURL(listener.Addr()), sync.OnceFunc(func() { shutDown(server, served) }), nil
}

func shutDown(server *http.Server, served <-chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // it was asked nicely
	}
	<-served
}

// baseURL is an address that a client on this machine can use: one that listens
// everywhere is reached over loopback.
func baseURL(address net.Addr) string {
	host, port, err := net.SplitHostPort(address.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
