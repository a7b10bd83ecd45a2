package tfcore

import (
	"context"
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

	mu      sync.Mutex
	state   state // refreshed
	changes map[string]*change
	planned map[string]tftypes.Value // what references see
}

// change is the planned change of one object.
type change struct {
	address     string
	action      Action
	prior       *object
	planned     tftypes.Value
	private     []byte
	identity    *tfprotov6.ResourceIdentityData
	createFirst bool
	deposed     string // the key of the deposed object that is deleted
}

func (w *Workspace) plan(ctx context.Context, config Configuration, options Options, result *Result) *plan {
	p := &plan{config: config, options: options, state: w.state.clone(), changes: map[string]*change{}, planned: map[string]tftypes.Value{}}
	if p.session = w.open(ctx, result); !result.OK() {
		return p
	}
	nodes := map[string]*node{}
	wanted := p.wanted()
	if !options.Destroy {
		for address, resource := range config {
			if wanted(address) {
				nodes[address] = &node{after: references(resource.Attributes), run: func() bool { return p.planResource(address) }}
			}
		}
	}
	for address, o := range p.state.current {
		if _, configured := config[address]; (!configured || options.Destroy) && wanted(address) {
			nodes[address] = &node{run: func() bool { return p.planDelete(o, "") }}
		}
	}
	for key, left := range p.state.deposed {
		if wanted(left.address) {
			nodes["deposed "+key] = &node{run: func() bool { return p.planDelete(left, key) }}
		}
	}
	if err := walk(nodes); err != nil {
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

// wanted is true for the addresses that the targets leave: these and what they
// depend on, or what depends on them if all that is to end.
func (p *plan) wanted() func(address string) bool {
	targets := map[string]bool{}
	for _, target := range p.options.Targets {
		if !p.options.Destroy {
			p.config.closure(target, targets)
		}
		targets[target] = true
	}
	return func(address string) bool {
		o := p.state.current[address]
		return len(targets) == 0 || targets[address] || p.options.Destroy && o != nil &&
			slices.ContainsFunc(o.dependencies, func(dependency string) bool { return targets[dependency] })
	}
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
	// Refreshing forgets no dependency: what an object was made with orders its end.
	o.dependencies = slices.Concat(o.dependencies, p.config.dependencies(address))
	slices.Sort(o.dependencies)
	o.dependencies = slices.Compact(o.dependencies)
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
// have too.
func (p *plan) createFirst(address string) bool {
	for other, resource := range p.config {
		if resource.CreateBeforeDestroy && (other == address || slices.Contains(p.config.dependencies(other), address)) {
			return true
		}
	}
	return false
}

// planChange validates and plans one resource with what is known of it now.
func (s *session) planChange(address string, config tftypes.Value, prior *object, replace bool) (*change, bool) {
	valid, err := ask(s, s.server.ValidateResourceConfig, &tfprotov6.ValidateResourceConfigRequest{TypeName: typeOf(address), Config: wire(config)})
	if s.failed(address, err) || s.told(address, valid.Diagnostics) {
		return nil, false
	}
	nothing := tftypes.NewValue(config.Type(), nil)
	if prior == nil || prior.tainted || replace {
		made, _, ok := s.planOne(address, config, nothing, nil)
		if !ok {
			return nil, false
		}
		made.action, made.prior = Create, prior
		if prior != nil {
			made.action = Replace
		}
		return made, true
	}
	made, replaces, ok := s.planOne(address, config, prior.value, prior)
	switch {
	case !ok:
		return nil, false
	case replaces:
		return s.planChange(address, config, prior, true)
	case made.planned.Equal(prior.value):
		made.action = Nothing
	default:
		made.action = Update
	}
	made.prior = prior
	return made, true
}

func (s *session) planOne(address string, config, from tftypes.Value, prior *object) (made *change, replaces, ok bool) {
	question := &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeOf(address), Config: wire(config), PriorState: wire(from), ProposedNewState: wire(s.schema(address).proposed(config, from)),
	}
	if prior != nil {
		question.PriorPrivate, question.PriorIdentity = prior.private, prior.identity
	}
	answer, err := ask(s, s.server.PlanResourceChange, question)
	if s.failed(address, err) || s.told(address, answer.Diagnostics) {
		return nil, false, false
	}
	planned, err := unwire(config.Type(), answer.PlannedState)
	if s.failed(address, err) {
		return nil, false, false
	}
	for _, name := range contradicts(config, planned) {
		if !attribute(config, name).IsNull() {
			s.broken(address, "planned %s is not what the configuration says", name)
		}
	}
	return &change{address: address, planned: planned, private: answer.PlannedPrivate, identity: answer.PlannedIdentity}, len(answer.RequiresReplace) > 0, true
}

// planDelete plans the end of an object that may be gone already.
func (p *plan) planDelete(o *object, deposed string) bool {
	address := o.address
	read, ok := p.refresh(o)
	if !ok {
		return false
	}
	if read == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if deposed != "" {
			delete(p.state.deposed, deposed)
		} else {
			delete(p.state.current, address)
		}
		return true
	}
	nothing := tftypes.NewValue(read.value.Type(), nil)
	answer, err := ask(p.session, p.server.PlanResourceChange, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeOf(address), Config: wire(nothing), PriorState: wire(read.value), ProposedNewState: wire(nothing), PriorPrivate: read.private, PriorIdentity: read.identity,
	})
	if p.failed(address, err) || p.told(address, answer.Diagnostics) {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if deposed == "" {
		p.state.current[address] = read
		p.changes[address] = &change{address: address, action: Delete, prior: read, createFirst: read.createFirst}
	} else {
		p.state.deposed[deposed] = read
		p.changes["deposed "+deposed] = &change{address: address, action: Delete, prior: read, deposed: deposed, createFirst: true}
	}
	return true
}
