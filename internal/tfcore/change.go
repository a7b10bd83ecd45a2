package tfcore

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planChange validates and plans one resource with what is known of it now.
func (s *session) planChange(address string, config tftypes.Value, prior *object, replace bool) (*change, bool) {
	valid, err := ask(s, s.server.ValidateResourceConfig, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeOf(address), Config: wire(config), ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if s.failed(address, err) || s.told(address, valid.Diagnostics) {
		return nil, false
	}
	nothing := &object{address: address, value: tftypes.NewValue(config.Type(), nil)}
	if prior == nil || prior.tainted {
		made, _, ok := s.planOne(config, nothing)
		if !ok {
			return nil, false
		}
		made.action = Create
		if prior != nil {
			made.action, made.before = Replace, prior.value
		}
		made.prior = prior
		return made, true
	}
	made, replaces, ok := s.planOne(config, prior)
	switch {
	case !ok:
		return nil, false
	case replaces || replace:
		// The new object is planned with the private memory that the old one would
		// have had.
		nothing.private = made.private
		if made, _, ok = s.planOne(config, nothing); !ok {
			return nil, false
		}
		made.action = Replace
	case made.planned.Equal(prior.value):
		made.action = Nothing
	default:
		made.action = Update
	}
	made.prior, made.before = prior, prior.value
	return made, true
}

// planOne asks for the plan that makes an object be as configured, and whether
// that needs another object.
func (s *session) planOne(config tftypes.Value, from *object) (made *change, replaces, ok bool) {
	address := from.address
	kept := s.schema(address).kept(config)
	answer, err := ask(s, s.server.PlanResourceChange, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeOf(address), Config: wire(config), PriorState: wire(from.value), ProposedNewState: wire(s.schema(address).proposed(kept, from.value)),
		PriorPrivate: from.private, PriorIdentity: from.identity,
	})
	if s.failed(address, err) || s.told(address, answer.Diagnostics) {
		return nil, false, false
	}
	planned, err := unwire(config.Type(), answer.PlannedState)
	if s.failed(address, err) {
		return nil, false, false
	}
	for _, name := range contradicts(kept, planned) {
		if !attribute(kept, name).IsNull() {
			s.broken(address, "planned %s is not what the configuration says", name)
		}
	}
	replaces = slices.ContainsFunc(answer.RequiresReplace, func(path *tftypes.AttributePath) bool { return differsAt(path, from.value, planned) })
	return &change{address: address, planned: planned, private: answer.PlannedPrivate, identity: answer.PlannedIdentity}, replaces, true
}

// differsAt reports whether two values differ at a path: a provider may name
// paths that do not change.
func differsAt(path *tftypes.AttributePath, prior, planned tftypes.Value) bool {
	before, _, errBefore := tftypes.WalkAttributePath(prior, path)
	after, _, errAfter := tftypes.WalkAttributePath(planned, path)
	if errBefore != nil || errAfter != nil {
		return (errBefore == nil) != (errAfter == nil)
	}
	was, isValue := before.(tftypes.Value)
	is, areValues := after.(tftypes.Value)
	return !isValue || !areValues || !was.Equal(is)
}

// planOrphan plans the delete of an object that is not configured any more. Terraform
// asks for the plan before it refreshes: the delete is told of the object as state
// had it.
func (p *plan) planOrphan(o *object) bool {
	recalled, ok := p.recall(o)
	if !ok {
		return false
	}
	made, ok := p.askDelete(recalled)
	if !ok {
		return false
	}
	read, ok := p.reread(recalled)
	if !ok {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if read == nil {
		delete(p.state.current, o.address)
		return true
	}
	p.state.current[o.address] = read
	made.prior, made.createFirst = read, read.createFirst
	p.changes[o.address] = made
	return true
}

// planDelete plans the delete of an object in a destroy: it has been refreshed.
func (p *plan) planDelete(o *object) bool {
	made, ok := p.askDelete(o)
	if !ok {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes[o.address] = made
	return true
}

// planDeposed plans the delete of a deposed object.
func (p *plan) planDeposed(o *object, key string) bool {
	read, ok := o, true
	if !p.options.Destroy {
		read, ok = p.refresh(o)
	}
	if !ok {
		return false
	}
	p.mu.Lock()
	if read == nil {
		delete(p.state.deposed, key)
	} else {
		p.state.deposed[key] = read
	}
	p.mu.Unlock()
	if read == nil {
		return true
	}
	made, ok := p.askDelete(read)
	if !ok {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	made.deposed, made.createFirst = key, true
	p.changes["deposed "+key] = made
	return true
}

// askDelete asks for the plan of a delete.
func (s *session) askDelete(o *object) (*change, bool) {
	nothing := tftypes.NewValue(o.value.Type(), nil)
	answer, err := ask(s, s.server.PlanResourceChange, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeOf(o.address), Config: wire(nothing), PriorState: wire(o.value), ProposedNewState: wire(nothing), PriorPrivate: o.private, PriorIdentity: o.identity,
	})
	if s.failed(o.address, err) || s.told(o.address, answer.Diagnostics) {
		return nil, false
	}
	return &change{
		address: o.address, action: Delete, prior: o, before: o.value, planned: nothing,
		private: answer.PlannedPrivate, identity: o.identity, createFirst: o.createFirst,
	}, true
}
