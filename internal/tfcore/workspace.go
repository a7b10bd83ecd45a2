package tfcore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Configuration is the resources of a configuration by address, type.name.
type Configuration map[string]Resource

// Resource is one resource block.
type Resource struct {
	Attributes          map[string]any
	CreateBeforeDestroy bool
}

// closure is the address and all that it depends on.
func (c Configuration) closure(address string, into map[string]bool) {
	if _, exists := c[address]; !exists || into[address] {
		return
	}
	into[address] = true
	for _, to := range references(c[address].Attributes) {
		c.closure(to, into)
	}
}

// dependencies are all that the address depends on, directly or not, sorted.
func (c Configuration) dependencies(address string) []string {
	found := map[string]bool{}
	c.closure(address, found)
	delete(found, address)
	return slices.Sorted(maps.Keys(found))
}

// Workspace is a state and the provider that it belongs to. It is used by one
// goroutine at a time.
type Workspace struct {
	// Start starts a provider process that is not configured.
	Start func() (tfprotov6.ProviderServer, error)
	// Section is the provider's configuration.
	Section map[string]any
	Schemas *Schemas

	mu    sync.Mutex
	state state
}

// state is what Terraform remembers.
type state struct {
	current map[string]*object
	deposed map[string]*object // by address and the id of the object
}

// object is one remote object in state. It is replaced, never changed.
type object struct {
	address      string
	value        tftypes.Value
	private      []byte
	identity     *tfprotov6.ResourceIdentityData
	tainted      bool
	createFirst  bool // create_before_destroy when it was last written
	dependencies []string
}

func (s state) clone() state {
	return state{current: maps.Clone(s.current), deposed: maps.Clone(s.deposed)}
}

// Object is what state tells of one remote object.
type Object struct {
	Address, ID      string
	Attributes       map[string]any
	Tainted, Deposed bool
}

// Objects are all objects in state, sorted by address.
func (w *Workspace) Objects() (objects []Object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	add := func(from map[string]*object, deposed bool) {
		for _, each := range from {
			attributes, _ := plain(each.value).(map[string]any)
			id, _ := attributes["id"].(string)
			objects = append(objects, Object{Address: each.address, ID: id, Attributes: attributes, Tainted: each.tainted, Deposed: deposed})
		}
	}
	add(w.state.current, false)
	add(w.state.deposed, true)
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.Address+a.ID, b.Address+b.ID) })
	return objects
}

// Options are those of terraform plan and terraform apply.
type Options struct {
	Destroy bool
	Targets []string // addresses
	Replace []string // addresses
	// StateLost says that the command line is killed with the provider before it
	// wrote state: a run that is killed leaves state as it was.
	StateLost bool
}

// Result is what a command did.
type Result struct {
	// Errors are the error diagnostics, each as "address: summary: detail".
	Errors []string
	// Warnings are the warnings, in the same form.
	Warnings []string
	// Broken are violations of the protocol, which Terraform reports as bugs of
	// the provider.
	Broken []string
	// Changes are what the plan would do, sorted by address.
	Changes []Change
}

// OK reports whether the command succeeded.
func (r Result) OK() bool { return len(r.Errors)+len(r.Broken) == 0 }

// Change is one line of a plan.
type Change struct {
	Address string
	Action  Action
	// Attributes are those that an update changes, sorted.
	Attributes []string
}

func (c Change) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Action, c.Address, strings.Join(c.Attributes, " ")))
}

// Action is what a plan does with a resource.
type Action string

// The actions of plans.
const (
	Nothing Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace"
	Delete  Action = "delete"
)

// errKilled is the answer of a provider that was killed.
var errKilled = errors.New("the provider was killed")

// session is one provider process.
type session struct {
	workspace *Workspace
	ctx       context.Context //nolint:containedctx // the process ends with it
	server    tfprotov6.ProviderServer

	mu     sync.Mutex
	result *Result
}

func (w *Workspace) open(ctx context.Context, result *Result) *session {
	s := &session{workspace: w, ctx: ctx, result: result}
	server, err := w.Start()
	if err != nil {
		s.failed("provider", err)
		return s
	}
	s.server = server
	config := value(w.Schemas.provider, w.Section, nil)
	answer, err := ask(s, server.ConfigureProvider, &tfprotov6.ConfigureProviderRequest{
		Config: wire(config), ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	if s.failed("provider", err) {
		return s
	}
	s.told("provider", answer.Diagnostics)
	return s
}

// ask makes one call, unless the process is killed meanwhile: then nobody learns
// the answer.
func ask[Q, A any](s *session, call func(context.Context, Q) (A, error), question Q) (answer A, err error) {
	type outcome struct {
		answer A
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		got, err := call(s.ctx, question)
		done <- outcome{got, err}
	}()
	select {
	case <-s.ctx.Done():
		return answer, errKilled
	case got := <-done:
		if s.ctx.Err() != nil {
			return answer, errKilled
		}
		return got.answer, got.err
	}
}

// failed notes an error.
func (s *session) failed(address string, err error) bool {
	if err == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Errors = append(s.result.Errors, address+": "+err.Error())
	return true
}

// told notes diagnostics and reports whether there is an error among them.
func (s *session) told(address string, diagnostics []*tfprotov6.Diagnostic) bool {
	failed := Errors(diagnostics)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, each := range failed {
		s.result.Errors = append(s.result.Errors, address+": "+each)
	}
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityWarning {
			s.result.Warnings = append(s.result.Warnings, address+": "+each.Summary+": "+each.Detail)
		}
	}
	return len(failed) > 0
}

func (s *session) broken(address, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Broken = append(s.result.Broken, address+": "+fmt.Sprintf(format, args...))
}

func typeOf(address string) string {
	kind, _, _ := strings.Cut(address, ".")
	return kind
}

func (s *session) schema(address string) resourceSchema {
	return s.workspace.Schemas.resources[typeOf(address)]
}

// read refreshes an object; nil when it is gone.
func (s *session) read(o *object) (*object, bool) {
	answer, err := ask(s, s.server.ReadResource, &tfprotov6.ReadResourceRequest{
		TypeName: typeOf(o.address), CurrentState: wire(o.value), Private: o.private, CurrentIdentity: o.identity,
	})
	if s.failed(o.address, err) || s.told(o.address, answer.Diagnostics) {
		return nil, false
	}
	now, err := unwire(o.value.Type(), answer.NewState)
	if s.failed(o.address, err) {
		return nil, false
	}
	if now.IsNull() {
		return nil, true
	}
	read := *o
	read.value, read.private = now, answer.Private
	if answer.NewIdentity != nil {
		read.identity = answer.NewIdentity
	}
	return &read, true
}

// Import is terraform import: the object becomes the address's.
func (w *Workspace) Import(ctx context.Context, address, id string) Result {
	result := Result{}
	s := w.open(ctx, &result)
	if !result.OK() {
		return result
	}
	answer, err := ask(s, s.server.ImportResourceState, &tfprotov6.ImportResourceStateRequest{TypeName: typeOf(address), ID: id})
	if s.failed(address, err) || s.told(address, answer.Diagnostics) {
		return result
	}
	of := s.schema(address).of
	one := answer.ImportedResources[0]
	imported, err := unwire(of, one.State)
	if s.failed(address, err) {
		return result
	}
	read, ok := s.read(&object{address: address, value: imported, private: one.Private, identity: one.Identity})
	if !ok {
		return result
	}
	if read == nil {
		s.failed(address, errors.New("there is no such object to import"))
		return result
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state.current == nil {
		w.state.current = map[string]*object{}
	}
	w.state.current[address] = read
	return result
}
