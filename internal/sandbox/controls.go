package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// controls are the controls of the simulated world. Each answers JSON; every
// list is a bare array.
func (s *Sandbox) controls() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /_sandbox/surveys":               s.listSurveys,
		"POST /_sandbox/surveys/{id}/respond": s.respond,
		"GET /_sandbox/outbox":                s.listOutbox,
		"GET /_sandbox/clock":                 s.tellTime,
		"POST /_sandbox/clock/advance":        s.advance,
		"GET /_sandbox/requests":              s.listRequests,
		"DELETE /_sandbox/requests":           s.clearRequests,
		"GET /_sandbox/faults":                s.listFaults,
		"POST /_sandbox/faults":               s.addFaults,
		"DELETE /_sandbox/faults":             s.clearFaults,
		"POST /_sandbox/reset":                s.reset,
	}
}

// screenControls play the person in front of a vendor's screens.
func screenControls(system engine.Screens) map[string]http.HandlerFunc {
	path := "/_sandbox/" + system.Name()
	if named, is := system.(engine.NamedControl); is {
		path = "/_sandbox/" + named.ControlName()
	}
	show := func(w http.ResponseWriter, _ *http.Request) {
		engine.WriteJSON(w, http.StatusOK, system.Settings())
	}
	change := func(w http.ResponseWriter, r *http.Request) {
		err := system.ChangeSettings(func(into any) error { return decode(r, into) })
		if err != nil {
			engine.WriteJSON(w, http.StatusBadRequest, problem(err.Error()))
			return
		}
		show(w, r)
	}
	return map[string]http.HandlerFunc{"GET " + path: show, "POST " + path: change}
}

// mountControls serves controls by "METHOD path" and refuses other methods on
// their paths.
func (s *Sandbox) mountControls(controls map[string]http.HandlerFunc) {
	methods := map[string][]string{}
	for pattern, control := range controls {
		method, path, _ := strings.Cut(pattern, " ")
		methods[path] = append(methods[path], method)
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			s.handle("world", control, r).SendTo(w)
		})
	}
	for path, allowed := range methods {
		slices.Sort(allowed)
		s.mux.HandleFunc(path, notAllowed(allowed))
	}
}

func notAllowed(allowed []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		engine.WriteJSON(w, http.StatusMethodNotAllowed,
			problem(r.Method, r.URL.Path, "is not allowed: use", strings.Join(allowed, " or ")))
	}
}

func (s *Sandbox) notFound(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/_sandbox") {
		engine.WriteJSON(w, http.StatusNotFound, problem("no such control:", r.URL.Path))
		return
	}
	engine.WriteJSON(w, http.StatusNotFound,
		problem("no system is served here: the systems are", strings.Join(s.names(), ", ")))
}

func (s *Sandbox) names() []string {
	var names []string
	for _, system := range s.systems {
		names = append(names, system.Name())
	}
	return names
}

func (s *Sandbox) listSurveys(w http.ResponseWriter, _ *http.Request) {
	engine.WriteJSON(w, http.StatusOK, s.world.Surveys.All())
}

func (s *Sandbox) listOutbox(w http.ResponseWriter, _ *http.Request) {
	engine.WriteJSON(w, http.StatusOK, s.world.Outbox.All())
}

// listRequests takes ?system=NAME. A name that is not served is a mistake of the
// caller, not an empty log.
func (s *Sandbox) listRequests(w http.ResponseWriter, r *http.Request) {
	system := r.URL.Query().Get("system")
	if system != "" && !slices.Contains(s.names(), system) {
		engine.WriteJSON(w, http.StatusBadRequest,
			problem(fmt.Sprintf("unknown system %q: choose one of %q", system, s.names())))
		return
	}
	engine.WriteJSON(w, http.StatusOK, s.world.Requests.All(system))
}

func (s *Sandbox) clearRequests(w http.ResponseWriter, r *http.Request) {
	s.world.Requests.Reset()
	s.listRequests(w, r)
}

// respond lets the customer answer a survey, once.
func (s *Sandbox) respond(w http.ResponseWriter, r *http.Request) {
	var answer struct {
		Score   *int   `json:"score"`
		Comment string `json:"comment"`
	}
	if err := decode(r, &answer); err != nil {
		engine.WriteJSON(w, http.StatusBadRequest, problem(err.Error()))
		return
	}
	if answer.Score == nil {
		engine.WriteJSON(w, http.StatusBadRequest, problem("score is missing: want a whole number"))
		return
	}
	survey, err := s.world.Surveys.Respond(r.PathValue("id"), *answer.Score, answer.Comment)
	switch {
	case errors.Is(err, engine.ErrUnknownSurvey):
		engine.WriteJSON(w, http.StatusNotFound, problem(err.Error()))
	case errors.Is(err, engine.ErrAlreadyAnswered):
		engine.WriteJSON(w, http.StatusConflict, problem(err.Error()))
	case err != nil:
		engine.WriteJSON(w, http.StatusUnprocessableEntity, problem(err.Error()))
	default:
		engine.WriteJSON(w, http.StatusOK, survey)
	}
}

func (s *Sandbox) listFaults(w http.ResponseWriter, _ *http.Request) {
	engine.WriteJSON(w, http.StatusOK, s.world.Faults.All())
}

// addFaults appends to the script: all of the faults, or none when one is wrong.
func (s *Sandbox) addFaults(w http.ResponseWriter, r *http.Request) {
	var faults []engine.Fault
	if err := decode(r, &faults); err != nil {
		engine.WriteJSON(w, http.StatusBadRequest, problem(err.Error()))
		return
	}
	for i, fault := range faults {
		if err := fault.Validate(s.names()); err != nil {
			engine.WriteJSON(w, http.StatusBadRequest, problem(fmt.Sprintf("fault %d: %v", i, err)))
			return
		}
	}
	s.world.Faults.Add(faults...)
	s.listFaults(w, r)
}

func (s *Sandbox) clearFaults(w http.ResponseWriter, r *http.Request) {
	s.world.Faults.Reset()
	s.listFaults(w, r)
}

// reset makes everything as new: the systems, and what they share.
func (s *Sandbox) reset(w http.ResponseWriter, r *http.Request) {
	s.moving.Lock()
	defer s.moving.Unlock()
	s.world.Reset()
	for _, system := range s.systems {
		system.Reset()
	}
	s.tellTime(w, r)
}

// decode reads the one JSON value of a control's body; a misspelt member is an
// error, because a control that silently does less spoils the test that uses it.
func decode(r *http.Request, into any) error {
	if err := engine.DecodeStrictly(io.LimitReader(r.Body, maxBody), into); err != nil {
		return fmt.Errorf("body is not what this control takes: %w", err)
	}
	return nil
}
