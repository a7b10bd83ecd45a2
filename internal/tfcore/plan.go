package tfcore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plan is terraform plan: it changes neither state nor anything else.
func (w *Workspace) Plan(ctx context.Context, config Configuration, options Options) Result {
	result := Result{}
	w.plan(ctx, config, options, &result)
	return result
}

// plan is a plan in the making and when made.
type plan struct {
	*session
	config  Configuration
	options Options
	wanted  map[string]bool // nodes that the targets leave; nil without targets

	mu      sync.Mutex
	state   state // refreshed
	changes map[string]*change
	planned map[string]tftypes.Value // what references see
}

// change is the planned change of one object.
type change struct {
	address string
	action  Action
	prior   *object // as refreshed
	// before is what a delete tells the provider of the object.
	before      tftypes.Value
	planned     tftypes.Value
	private     []byte
	identity    *tfprotov6.ResourceIdentityData
	createFirst bool
	deposed     string // the key of the deposed object that is deleted
	aside       string // the key of the object that the replacement set aside
}

// plan plans. A plan to destroy follows a normal one, which refreshes state, and
// fails if that one does.
func (w *Workspace) plan(ctx context.Context, config Configuration, options Options, result *Result) *plan {
	from := w.state.clone()
	if options.Destroy && !from.empty() {
		first, refreshing := Result{}, options
		refreshing.Destroy = false
		p := w.planWalk(ctx, from, config, refreshing, &first)
		if !first.OK() {
			*result = first
			return p
		}
		from = p.state
	}
	p := w.planWalk(ctx, from, config, options, result)
	if result.OK() {
		if cycle := findCycle(p.work(nil)); cycle != "" {
			p.failed("configuration", fmt.Errorf("a cycle through %s", cycle))
		}
	}
	return p
}

func (w *Workspace) planWalk(ctx context.Context, from state, config Configuration, options Options, result *Result) *plan {
	p := &plan{config: config, options: options, state: from, changes: map[string]*change{}, planned: map[string]tftypes.Value{}}
	if p.session = w.open(ctx, result); !result.OK() {
		return p
	}
	p.wanted = p.target()
	nodes := p.nodes()
	for name := range nodes {
		if p.wanted != nil && !p.wanted[name] {
			delete(nodes, name)
		}
	}
	if err := walk(nodes, options.Parallelism); err != nil {
		p.failed("configuration", err)
	}
	for _, each := range p.changes {
		if each.action != Nothing {
			line := Change{Address: each.address, Action: each.action}
			if each.action == Update {
				line.Attributes = differing(each.prior.value, each.planned)
			}
			result.Changes = append(result.Changes, line)
		}
	}
	slices.SortFunc(result.Changes, func(a, b Change) int { return strings.Compare(a.String(), b.String()) })
	return p
}

// nodes are all resources of the configuration and all objects that are to be deleted,
// by the names of changes.
func (p *plan) nodes() map[string]*node {
	nodes := map[string]*node{}
	if !p.options.Destroy {
		for address, resource := range p.config {
			nodes[address] = &node{after: references(resource.Attributes), run: func() bool { return p.planResource(address) }}
		}
	}
	for address, o := range p.state.current {
		if _, configured := p.config[address]; p.options.Destroy {
			nodes[address] = &node{run: func() bool { return p.planDelete(o) }}
		} else if !configured {
			nodes[address] = &node{run: func() bool { return p.planOrphan(o) }}
		}
	}
	for key, o := range p.state.deposed {
		nodes["deposed "+key] = &node{run: func() bool { return p.planDeposed(o, key) }}
	}
	return nodes
}

func differing(prior, planned tftypes.Value) (names []string) {
	for name := range planned.Type().(tftypes.Object).AttributeTypes {
		if !attribute(prior, name).Equal(attribute(planned, name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// refresh takes an object out of state and reads it; nil when it is gone.
func (p *plan) refresh(o *object) (*object, bool) {
	recalled, ok := p.recall(o)
	if !ok {
		return nil, false
	}
	return p.reread(recalled)
}

// reread reads what was taken out of state, unless the plan is about what state says.
func (p *plan) reread(recalled *object) (*object, bool) {
	if p.options.NoRefresh {
		kept := *recalled
		return &kept, true
	}
	return p.read(recalled)
}

func (p *plan) lookup(address string) *object {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.current[address]
}

func (p *plan) refreshed(address string, o *object) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if o == nil {
		delete(p.state.current, address)
		return
	}
	// A refresh keeps the dependencies that the object was written with: they order its
	// delete.
	if !p.options.NoRefresh {
		o.dependencies = slices.Concat(o.dependencies, p.config.dependencies(address))
		slices.Sort(o.dependencies)
		o.dependencies = slices.Compact(o.dependencies)
	}
	o.createFirst = p.createFirst(address)
	p.state.current[address] = o
}

// seen is what a reference gives while planning.
func (p *plan) seen(to reference) tftypes.Value {
	p.mu.Lock()
	defer p.mu.Unlock()
	planned, known := p.planned[to.address]
	if !known {
		return tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}
	return attribute(planned, to.attribute)
}

func (p *plan) planResource(address string) bool {
	prior := p.lookup(address)
	if prior != nil {
		read, ok := p.refresh(prior)
		if !ok {
			return false
		}
		p.refreshed(address, read)
		prior = read
	}
	config := value(p.schema(address).of, p.config[address].Attributes, p.seen)
	made, ok := p.planChange(address, config, prior, slices.Contains(p.options.Replace, address))
	if !ok {
		return false
	}
	made.createFirst = p.createFirst(address)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes[address], p.planned[address] = made, made.planned
	if made.action == Nothing {
		settled := *prior // no destroy waits for what it no longer depends on
		settled.dependencies = p.config.dependencies(address)
		p.state.current[address] = &settled
	}
	return true
}

// createFirst is create_before_destroy, which what a resource depends on has to
// have too. Resources that no target wants have no say.
func (p *plan) createFirst(address string) bool {
	return p.config.createFirst(address, func(other string) bool { return p.wanted == nil || p.wanted[other] })
}
