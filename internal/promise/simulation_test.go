package promise

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// terraform is a command line with one state: the small one of this process or a
// real one.
type terraform interface {
	Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result
	Apply(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result
	Import(ctx context.Context, config tfcore.Configuration, address, id string) tfcore.Result
	Objects() []tfcore.Object
	// Configure gives the provider's configuration for the next command.
	Configure(section map[string]any)
}

// simulation is a scenario as it runs.
type simulation struct {
	scenario scenario
	desk     desk
	box      *sandbox.Sandbox
	gate     *gate
	account  account
	teams    []*team
	key      string // of an administrator
	// sabotage, in tests of the model, makes a provider that breaks the promise.
	sabotage rewriting

	mu sync.Mutex // one write at a time, and what it caused is looked at before the next
	oracle
	// racing says that somebody else writes while an apply does: what is where
	// depends on who comes first.
	racing bool
	// excusable are ids that nobody can know: a run did not end, and its
	// configuration was changed before it was applied once more.
	excusable map[string]bool
	// named are the ids that a diagnostic gave an import command for.
	named map[string]bool

	telling sync.Mutex
	story   []string
	wrong   []violation
	census  map[string]int
}

// violation is a broken promise; its kind is the message without the particulars.
type violation struct{ kind, text string }

// team is a workspace and what somebody knows of it.
type team struct {
	number    int
	terraform terraform
	applied   setup           // what the last apply was about
	applying  setup           // and the one that is under way
	settled   setup           // and the last one that succeeded
	made      map[string]bool // ids
	excludes  map[string]bool // tags that an exclusion of the team may still look for
	owed      *run            // the last run, if it did not succeed
	stopped   bool            // in the end an error stands in its way that another team has to remove
}

func (s *simulation) tell(format string, args ...any) {
	s.telling.Lock()
	defer s.telling.Unlock()
	s.story = append(s.story, fmt.Sprintf(format, args...))
}

func (s *simulation) violated(format string, args ...any) {
	s.tell("VIOLATION "+format, args...)
	s.telling.Lock()
	defer s.telling.Unlock()
	s.wrong = append(s.wrong, violation{format, fmt.Sprintf(format, args...)})
}

func (s *simulation) failed() bool {
	s.telling.Lock()
	defer s.telling.Unlock()
	return len(s.wrong) > 0
}

// count counts that something happened that a search has to see.
func (s *simulation) count(what string) {
	s.telling.Lock()
	defer s.telling.Unlock()
	s.census[what]++
}

// begin makes the account of a scenario.
func begin(sc scenario, on desk, terraforms []terraform) *simulation {
	s := &simulation{
		scenario: sc, desk: on, box: sandbox.New(sandbox.Options{Mode: sc.Mode}), oracle: newOracle(),
		excusable: map[string]bool{}, named: map[string]bool{}, census: map[string]int{},
	}
	s.box.World().Client = &http.Client{Transport: deliver{s}}
	s.gate = newGate(s)
	for i, each := range terraforms {
		s.teams = append(s.teams, &team{number: i, terraform: each, made: map[string]bool{}, excludes: map[string]bool{}})
	}
	s.account = on.open(s)
	return s
}

// serve lets the sandbox answer in this process.
func (s *simulation) serve(r *http.Request) *engine.Answer {
	answer := engine.NewAnswer()
	s.box.ServeHTTP(answer, r)
	return answer
}

// deliver makes the sandbox's own calls, from the help desk to the survey backend.
type deliver struct{ s *simulation }

func (d deliver) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	d.s.box.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// call is a request of somebody with admin rights; it gives nil when it is
// refused.
func (s *simulation) call(method, path string, body any) map[string]any {
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			panic(err)
		}
	}
	request := httptest.NewRequest(method, path, &content)
	request.Header.Set("Authorization", "Bearer "+s.key)
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	s.box.ServeHTTP(recorder, request)
	if recorder.Code >= http.StatusBadRequest {
		s.tell("  %s %s of a person was refused: %d %s", method, path, recorder.Code, brief(recorder.Body.Bytes()))
		return nil
	}
	answer := map[string]any{}
	if recorder.Body.Len() > 0 {
		answer = decoded(recorder.Body.Bytes())
	}
	return answer
}

// decoded is a JSON object with its numbers as they were written.
func decoded(content []byte) map[string]any {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var object map[string]any
	_ = decoder.Decode(&object)
	return object
}

// outcome is how a command ended.
type outcome struct {
	tfcore.Result
	killed bool
	// hit is the trouble that really came.
	hit []mishap
}

// commandTime is more than any command takes, retries of an outage included.
const commandTime = 3 * time.Minute

// command runs one command of a team against the gate.
func (s *simulation) command(r run, do func(ctx context.Context, t terraform) tfcore.Result) outcome {
	ctx, kill := context.WithTimeout(context.Background(), commandTime)
	defer kill()
	opened, base := s.gate.open(r, kill)
	defer opened.close()
	t := s.teams[r.Team]
	t.terraform.Configure(s.account.provider(base))
	ended := outcome{Result: do(ctx, t.terraform)}
	ended.killed, ended.hit = ctx.Err() != nil, opened.hits()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		s.violated("%s has not ended after %s", opened.name, commandTime)
	}
	s.tell("  %s ended, killed: %v, errors: %q, broken: %q", opened.name, ended.killed, ended.Errors, ended.Broken)
	s.mu.Lock()
	for _, each := range slices.Concat(ended.Errors, ended.Warnings) {
		for _, found := range importCommand.FindAllStringSubmatch(each, -1) {
			s.named[found[1]] = true
		}
	}
	s.mu.Unlock()
	for _, each := range ended.Broken {
		s.violated("the provider breaks the protocol: %s", each)
	}
	return ended
}
