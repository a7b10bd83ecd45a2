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

// createFirst reports whether the address or what depends on it has
// create_before_destroy, among the addresses that have a say.
func (c Configuration) createFirst(address string, hasSay func(string) bool) bool {
	for other, resource := range c {
		if resource.CreateBeforeDestroy && hasSay(other) && (other == address || slices.Contains(c.dependencies(other), address)) {
			return true
		}
	}
	return false
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

func (s state) empty() bool { return len(s.current)+len(s.deposed) == 0 }

// dependencies are what Terraform remembers that the address depends on. The
// current object has the say for deposed ones.
func (s state) dependencies(address string) []string {
	if o := s.current[address]; o != nil {
		return o.dependencies
	}
	return nil
}

// manages reports whether the address has an object, if only a deposed one.
func (s state) manages(address string) bool {
	for _, left := range s.deposed {
		if left.address == address {
			return true
		}
	}
	return s.current[address] != nil
}

// Object is what state tells of one remote object.
type Object struct {
	Address, ID      string
	Attributes       map[string]any
	Tainted, Deposed bool
	// Private is the private memory, CreateFirst create_before_destroy when state was
	// written, Dependencies what was depended on then, sorted.
	Private      []byte   `json:"-"`
	CreateFirst  bool     `json:"-"`
	Dependencies []string `json:"-"`
}

// Objects are all objects in state, sorted by address.
func (w *Workspace) Objects() (objects []Object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	add := func(from map[string]*object, deposed bool) {
		for _, each := range from {
			attributes, _ := plain(each.value).(map[string]any)
			id, _ := attributes["id"].(string)
			objects = append(objects, Object{
				Address: each.address, ID: id, Attributes: attributes, Tainted: each.tainted, Deposed: deposed,
				Private: each.private, CreateFirst: each.createFirst, Dependencies: each.dependencies,
			})
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
	// NoRefresh is -refresh=false: the plan is about what state says. Parallelism is
	// -parallelism, 0 for the default.
	NoRefresh   bool
	Parallelism int
	// Between is called when an apply has planned and has not begun.
	Between func() `json:"-"`
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

// Import is terraform import: the object becomes that of an address that has none.
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
	if len(answer.ImportedResources) == 0 {
		s.broken(address, "nothing was imported")
		return result
	}
	if w.state.manages(address) {
		s.told(address, []*tfprotov6.Diagnostic{{
			Severity: tfprotov6.DiagnosticSeverityError, Summary: "Resource already managed by Terraform",
			Detail: "To import to this address you must first remove the existing object from the state.",
		}})
		return result
	}
	one := answer.ImportedResources[0]
	imported, err := unwire(s.schema(address).of, one.State)
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
