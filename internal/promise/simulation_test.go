package promise

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

// tfObject is what a state tells of one object.
type tfObject = tfcore.Object

// simulation is a history as it runs.
type simulation struct {
	history history
	desk    desk
	box     *sandbox.Sandbox
	gate    *gate
	account account
	teams   []*team
	key     string // of an administrator
	// authorize adds the survey backend's credential to a delivery.
	authorize func(*http.Request)
	// sabotage, in tests of the model, makes a provider that breaks the promise.
	sabotage rewriting

	mu sync.Mutex // one write at a time, and what it caused is looked at before the next
	oracle
	// racing says that two workspaces apply at once: what is where depends on who
	// comes first. disturbed says that a person changed something in this step while
	// an apply ran.
	racing, disturbed bool
	touches           int // what people changed so far
	// unseen are surveys that a run has to find out about, by the titles of their sends.
	unseen map[string]string
	// excusable are ids that nobody can know: a run did not end, and its
	// configuration was changed before it was applied once more.
	excusable map[string]bool
	// named are the ids that a diagnostic gave an import command for or called a duplicate.
	named map[string]bool
	// titles are those of sends by their names, which of foreign ones are the same.
	titles map[string]string
	moment string // what is looked at now

	journal
}

func (s *simulation) played() history { return s.history }

// team is a workspace and what somebody knows of it.
type team struct {
	number    int
	terraform terraform
	applied   setup           // what the last apply was about
	applying  setup           // and the one that is under way
	settled   setup           // and the last one that succeeded
	made      map[string]bool // ids
	owed      *run            // the last run, if it did not succeed
	stopped   bool            // in the end an error stands in its way that another team has to remove
}

// where is the moment that is looked at.
func (s *simulation) where() string { return s.moment }

// begin makes the account of a history.
func begin(h history, on desk, terraforms []terraform) *simulation {
	s := &simulation{
		history: h, desk: on, box: sandbox.New(sandbox.Options{Mode: h.Mode}), oracle: newOracle(),
		excusable: map[string]bool{}, named: map[string]bool{}, titles: map[string]string{}, unseen: map[string]string{},
	}
	s.box.World().Client = &http.Client{Transport: deliver{s}}
	for _, each := range h.foreigners() {
		if each.Sends {
			s.titles[each.Title] = each.Title
		}
	}
	s.gate = newGate(s, s.box)
	for i, each := range terraforms {
		s.teams = append(s.teams, &team{number: i, terraform: each, made: map[string]bool{}})
	}
	s.account = on.open(s)
	return s
}

// serve lets the sandbox answer in this process.
func (s *simulation) serve(r *http.Request) *engine.Answer { return serve(s.box, r) }

// deliver makes the sandbox's own calls, from the help desk to the survey backend.
type deliver struct{ s *simulation }

// Receivers that a configuration makes have no credential there: they get it on the way.
func (d deliver) RoundTrip(r *http.Request) (*http.Response, error) {
	d.s.authorize(r)
	recorder := httptest.NewRecorder()
	d.s.box.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// call is a request of somebody with admin rights; it gives nil when it is
// refused.
func (s *simulation) call(method, path string, body any) map[string]any {
	return s.person(s.box, s.key, method, path, body)
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
	// refused says that its plan failed because of what it replaces.
	refused bool
	// hit are the faults that really came.
	hit []fault
	// obstacles are those in the account when it had ended.
	obstacles []obstacle
}

// commandTime is more than any command takes, retries of an outage included, on a busy
// machine with the race detector.
const commandTime = 10 * time.Minute

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
	s.tell("  %s ended, killed: %v, errors: %q, broken: %q, warnings: %q", opened.name, ended.killed, ended.Errors, ended.Broken, ended.Warnings)
	s.hear(ended)
	for _, each := range ended.Broken {
		s.violated("the provider breaks the protocol: %s", each)
	}
	return ended
}

// ofTwoSends is what is said of two sends that one ticket may meet.
var ofTwoSends = regexp.MustCompile(`A ticket may get two surveys|Two sends survey the same tickets|Two sends exchange tickets`)

// says reports whether a diagnostic names all these titles, which it quotes.
func says(diagnostic string, titles ...string) bool {
	return !slices.ContainsFunc(titles, func(title string) bool { return !strings.Contains(diagnostic, strconv.Quote(title)) })
}

// hear notes what a command said: ids that it gave an import command for, and
// pairs of sends that it warned of.
func (s *simulation) hear(ended outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range slices.Concat(ended.Errors, ended.Warnings) {
		for _, found := range slices.Concat(importCommand.FindAllStringSubmatch(each, -1), duplicateOf.FindAllStringSubmatch(each, -1)) {
			s.named[found[1]] = true
		}
		for name, title := range s.titles {
			for other, otherTitle := range s.titles {
				if name < other && ofTwoSends.MatchString(each) && says(each, title, otherTitle) {
					s.warned[[2]string{name, other}] = true
				}
			}
		}
	}
}
