package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// maxBody is far above what any vendor takes (Zendesk: 65 KB a rule) and keeps
// a runaway client from filling the memory.
const maxBody = 8 << 20

// mount serves a system under its name and, if it has any, its screens under
// /_sandbox and its host names for the systems that call it.
func (s *Sandbox) mount(system engine.System) {
	prefix, vendor := "/"+system.Name(), s.vendor(system)
	s.systems = append(s.systems, system)
	s.mux.Handle(prefix+"/", http.StripPrefix(prefix, vendor))
	if screens, ok := system.(engine.Screens); ok {
		s.mountControls(screenControls(screens))
	}
	if hosted, ok := system.(engine.Hosted); ok {
		for _, host := range hosted.Hosts() {
			s.world.Hosts.Serve(host, vendor)
		}
	}
}

// vendor is what happens to a request on its way to a system: it is logged,
// delayed, spoiled by the first scripted fault that matches, or answered.
func (s *Sandbox) vendor(system engine.System) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			engine.WriteJSON(w, http.StatusBadRequest, problem("body cannot be read: "+err.Error()))
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		// The log and the faults keep the path as the client sent it; a system
		// may change the request while it routes it.
		method, path := r.Method, r.URL.EscapedPath()
		status := s.world.Requests.Begin(engine.Request{
			System: system.Name(),
			Method: method,
			Path:   path,
			Query:  engine.RedactQuery(r.URL.RawQuery),
			Body:   engine.RedactBody(system, r, body),
		})
		engine.Pause(r, s.world.Latency)
		// A vendor finishes what it began, whether or not the client still waits.
		kept := r.WithContext(context.WithoutCancel(r.Context()))
		handle := func() *engine.Answer { return s.handle(system.Name(), system, kept) }
		if fault, hit := s.world.Faults.Take(system.Name(), method, path); hit {
			fault.Serve(w, r, system, handle, status)
			return
		}
		answer := handle()
		status(answer.Status())
		answer.SendTo(w)
	})
}
