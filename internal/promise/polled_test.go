package promise

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// polledSimulation is a history of a survey backend as it runs.
type polledSimulation struct {
	journal
	history   polledHistory
	terraform terraform
	box       *sandbox.Sandbox
	gate      *gate
	desks     map[string]polledDesk
	desksAt   string // where connectors find the help desks: without faults
	server    *httptest.Server
	ana       string // an agent's id in one of them
	// sabotage, in tests of the model, makes a provider that breaks the promise. With one
	// a history goes on whatever is violated: a survey leaves hours after what causes it.
	sabotage polledRewriting

	mu sync.Mutex // one write at a time, and what it caused is looked at before the next
	polledOracle
	workflows workflowOracle
	now       map[string]held
	foreign   map[string]string // content of what other people made, by id
	hand      int               // writes of people so far
	// current is the run that is under way; disturbed says that somebody changed
	// something meanwhile, unread are the ids of what the run has not read since.
	current   *polledRun
	disturbed bool
	unread    map[string]bool
	// made are the ids of what runs made; named are those that a diagnostic gave an
	// import command for; excusable are those that nobody can know: a run did not end,
	// and its configuration was changed before it was applied once more.
	made, named, excusable map[string]bool
	owed                   *polledRun // the last run, if it did not succeed
}

func (s *polledSimulation) played() polledHistory { return s.history }

// inThisProcess lets the backend reach the help desks without a network.
type inThisProcess struct{ box *sandbox.Sandbox }

func (p inThisProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	p.box.ServeHTTP(recorder, served)
	return recorder.Result(), nil
}

func beginPolled(h polledHistory, with terraform) *polledSimulation {
	s := &polledSimulation{
		history: h, terraform: with, box: sandbox.New(sandbox.Options{}), polledOracle: newPolledOracle(),
		foreign: map[string]string{}, made: map[string]bool{}, named: map[string]bool{}, excusable: map[string]bool{}, unread: map[string]bool{},
	}
	s.workflows = newWorkflowOracle()
	s.box.World().Client = &http.Client{Transport: surveyReceiver{s}}
	s.box.World().API = &http.Client{Transport: inThisProcess{s.box}}
	s.server = httptest.NewServer(s.box)
	s.desksAt, s.desks = s.server.URL, polledDesks(s)
	s.gate = newGate(s, s.box)
	s.must("", http.MethodPost, "/_sandbox/zendesk", map[string]any{"native_csat": "absent"})
	if h.hasWorkflows() {
		s.useTags()
	}
	switch {
	case h.Foreign && h.hasWorkflows():
		s.makeForeignWorkflow()
	case h.Foreign:
		s.makeForeign()
	}
	s.now = s.objects()
	return s
}

// play runs the history from beginning to end.
func (s *polledSimulation) play() {
	defer s.server.Close()
	defer s.gate.server.Close()
	for i, each := range s.history.Steps {
		s.tell("step %d: %s", i+1, each.Kind)
		switch each.Kind {
		case acts:
			s.tell("  %+v", each.Action)
			s.do(each.Action, false)
		case passes:
			s.locked(s.hours)
		case applies:
			s.apply(each.Run)
		}
		if s.over() {
			return
		}
	}
	s.settleDown()
}

func (s *polledSimulation) over() bool { return s.failed() && s.sabotage == nil }

func (s *polledSimulation) locked(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

// do lets a person do something.
func (s *polledSimulation) do(a adminAction, _ bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.look(nil)
	if !s.act(a) {
		return false
	}
	s.count("admin action: " + string(a.Do))
	s.probe("after an admin action")
	return true
}

// handle answers a request of a run.
func (s *polledSimulation) handle(_ *running, r *http.Request, body []byte) *engine.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind, id := about(r.URL.Path)
	if r.Method == http.MethodGet {
		answer := serve(s.box, r)
		for changed := range s.unread {
			if id == changed || id == "" && s.now[changed].kind == kind {
				delete(s.unread, changed)
			}
		}
		return answer
	}
	times := 1
	if s.sabotage != nil {
		body, times = s.sabotage(s, r, body)
		kind, id = about(r.URL.Path)
	}
	s.tell("  %s %s %s", r.Method, r.URL.Path, brief(body))
	answer := engine.NewAnswer()
	answer.WriteHeader(http.StatusNoContent)
	for i := range times {
		again := r.Clone(r.Context())
		again.Body = io.NopCloser(bytes.NewReader(body))
		if i > 0 {
			again.Header.Set("Idempotency-Key", fmt.Sprint(r.Header.Get("Idempotency-Key"), " ", i))
		}
		answer = serve(s.box, again)
		if made := decoded(content(answer)); answer.Status() == http.StatusCreated {
			if data := member(made, "data"); data != nil { // Kustomer's
				made = data
			}
			s.made[text(made["id"])] = true
		}
	}
	s.tell("    answered %d", answer.Status())
	before := s.now[id]
	s.look(s.current)
	if after := s.now[id]; s.unread[id] && before.content() != after.content() {
		s.violated("a write overwrites what somebody has changed and the run has not read: %s %s, %s", r.Method, kind, id)
	}
	s.probe(fmt.Sprintf("after %s %s", r.Method, r.URL.Path))
	return answer
}

// look reads the backend again. By is the run that has written; nil is a person.
func (s *polledSimulation) look(by *polledRun) {
	was := s.now
	s.now = s.objects()
	for id, content := range s.foreign {
		if now := s.now[id]; now.content() != content {
			s.violated("something foreign was changed: %s is %s and was %s", id, now.content(), content)
		}
	}
	s.noteWritten(was, by)
	for id, each := range s.now {
		if each.kind == distributionKind && each.body["active"] == true {
			s.worked[id] = true
		}
	}
	for id, each := range was {
		if _, there := s.now[id]; there || !s.worked[id] {
			continue // one that was never active has asked nobody
		}
		name := text(was[text(each.body["survey_id"])].body["name"])
		if !s.forgotten[name] && (by == nil || by.Options.Destroy || by.Config.distribution(name) == nil) {
			delete(s.asked, name)
		}
	}
}

// changedByHand lets what the backend has now be what is allowed of a name, after a
// person has changed it.
func (s *polledSimulation) changedByHand(name string) {
	delete(s.due, name)
	if s.current != nil {
		s.disturbed = true
	} else {
		delete(s.may, name)
	}
	for _, each := range s.now {
		if each.kind == distributionKind && s.nameOf(each) == name {
			s.allow(name, s.termsOf(each))
		}
	}
	for _, each := range s.orphans() { // state is lost, and a person pauses what an apply would refuse to double
		if each.kind == distributionKind && s.nameOf(each) == name && each.body["active"] == false {
			s.forgotten[name] = true
		}
	}
}

// command runs one command against the gate.
func (s *polledSimulation) command(r polledRun, do func(ctx context.Context, config tfcore.Configuration) tfcore.Result) outcome {
	ctx, kill := context.WithTimeout(context.Background(), commandTime)
	defer kill()
	opened, base := s.gate.open(run{Options: r.Options, Faults: r.Faults}, kill)
	defer opened.close()
	s.terraform.Configure(s.section(base))
	ended := outcome{Result: do(ctx, r.Config.resources(s.desks))}
	ended.killed, ended.hit = ctx.Err() != nil, opened.hits()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		s.violated("a run has not ended after %s", commandTime)
	}
	s.tell("  ended, killed: %v, errors: %q, broken: %q, warnings: %q", ended.killed, ended.Errors, ended.Broken, ended.Warnings)
	for _, each := range slices.Concat(ended.Errors, ended.Warnings) {
		for _, found := range importCommand.FindAllStringSubmatch(each, -1) {
			s.named[found[1]] = true
		}
	}
	for _, each := range ended.Broken {
		s.violated("the provider breaks the protocol: %s", each)
	}
	return ended
}

// apply runs one terraform apply. One that fails needs a reason: a fault, a person who
// changed something meanwhile, or an object that an earlier run left.
func (s *polledSimulation) apply(r polledRun) outcome {
	s.tell("  applies %+v with %+v", r.Config, r.Options)
	s.locked(func() {
		s.current, s.disturbed, s.unread = &r, false, map[string]bool{}
		s.allowAll(r.Config)
		s.workflows.begin(r.Config)
		s.known()
		s.look(nil)
	})
	replaced, forgets := s.replaces(r)
	ended := s.command(r, func(ctx context.Context, config tfcore.Configuration) tfcore.Result {
		return s.terraform.Apply(ctx, config, r.Options)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = nil
	s.known()
	switch {
	case ended.killed, s.disturbed:
	case forgets && ended.OK():
		s.violated("a distribution is replaced, and the new one knows nobody whom the old one has asked")
	case replaced && !ended.OK():
		s.count("a replacement that is refused")
		if s.owed != nil { // it is left out from now on
			s.owed.Options.Replace = nil
		}
		ended.refused = true
		return ended // by the plan, which makes nothing
	}
	s.remember(r, ended)
	if ended.killed {
		return ended
	}
	if !ended.OK() {
		faulty := slices.ContainsFunc(ended.hit, func(f fault) bool { return !f.harmless() })
		switch {
		case faulty, s.disturbed:
		case len(s.orphans()) > 0:
			s.count("an apply that an orphan stops")
		default:
			s.violated("an apply fails though nothing is in its way: %q", ended.Errors)
		}
		return ended
	}
	if len(r.Options.Targets) > 0 || s.disturbed {
		return ended
	}
	if s.activationUnanswered(ended) {
		s.count("an activation that got no answer")
		return ended
	}
	s.conclude(r)
	return ended
}

// attempts is how often the provider sends a request that gets no answer, at least.
const attempts = 4

// activationUnanswered reports whether a run met so many faults in a row that no attempt
// of one of its requests was answered. An activation like that is no error: Terraform
// would replace the distribution.
func (s *polledSimulation) activationUnanswered(ended outcome) bool {
	lost := slices.DeleteFunc(slices.Clone(ended.hit), func(f fault) bool { return f.harmless() })
	return len(lost) >= attempts
}

// replaces reports whether a run replaces a distribution that the backend has, and
// whether that one may have asked somebody. One that is tainted is not known to be
// replaced.
func (s *polledSimulation) replaces(r polledRun) (some, forgets bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.terraform.Objects() {
		if slices.Contains(r.Options.Replace, o.Address) && s.now[o.ID].kind == distributionKind && !r.Options.Destroy {
			some, forgets = true, forgets || s.worked[o.ID] && !o.Tainted
		}
	}
	return some, forgets
}

// conclude puts in force what a run ordered that succeeded.
func (s *polledSimulation) conclude(r polledRun) {
	s.may, s.due = map[string][]terms{}, map[string]terms{}
	s.concludeWorkflows(r)
	for _, each := range s.orphans() { // those that nobody knows go on
		if each.kind == distributionKind && s.excusable[each.id] {
			s.allow(s.nameOf(each), s.termsOf(each))
		}
	}
	if r.Options.Destroy {
		return
	}
	for _, each := range r.Config.Distributions {
		s.allow(each.Name, each.terms())
		if !each.Off {
			s.due[each.Name] = each.terms()
		}
	}
	s.mu.Unlock() // the gate takes it
	defer s.mu.Lock()
	s.nothingLeft(r)
}

// nothingLeft expects an empty plan.
func (s *polledSimulation) nothingLeft(r polledRun) {
	plan := s.command(polledRun{Config: r.Config}, func(ctx context.Context, config tfcore.Configuration) tfcore.Result {
		return s.terraform.Plan(ctx, config, tfcore.Options{})
	})
	s.count("an empty plan")
	if !plan.OK() || len(plan.Changes) > 0 {
		s.violated("after an apply that succeeded something is left to do: %v %q", plan.Changes, plan.Errors)
	}
}

// remember notes what is lost for good: what a run made that did not succeed, if it is
// not applied once more.
func (s *polledSimulation) remember(r polledRun, ended outcome) {
	again := s.owed != nil && reflect.DeepEqual(s.owed.Config, r.Config) && slices.Equal(s.owed.Options.Replace, r.Options.Replace) && !r.Options.Destroy && len(r.Options.Targets) == 0
	if s.owed != nil && !again {
		for _, each := range s.orphans() {
			s.excusable[each.id] = true
		}
		s.count("a run was not repeated")
	}
	switch {
	case ended.killed || !ended.OK():
		s.owed = &r
	case again || r.plain() || r.Options.Destroy:
		s.owed = nil
	}
}

// orphans are the objects that runs made and state does not have.
func (s *polledSimulation) orphans() (found []held) {
	inState := map[string]bool{}
	for _, each := range s.terraform.Objects() {
		inState[each.ID] = true
		inState[text(each.Attributes["callable_id"])] = true
	}
	for id, each := range s.now {
		if s.made[id] && !inState[id] && !s.belongs(each, inState) {
			found = append(found, each)
		}
	}
	return found
}
