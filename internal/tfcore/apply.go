package tfcore

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Apply is terraform apply -auto-approve. When the context ends, the provider is
// killed: what it was asked and had not answered is not in state.
func (w *Workspace) Apply(ctx context.Context, config Configuration, options Options) Result {
	result := Result{}
	before := w.state.clone()
	p := w.plan(ctx, config, options, &result)
	if !result.OK() {
		return result
	}
	w.mu.Lock()
	w.state = p.state
	w.mu.Unlock()
	a := &applying{plan: p, workspace: w}
	if a.session = w.open(ctx, &result); !result.OK() {
		return result
	}
	if err := walk(a.nodes()); err != nil {
		a.failed("configuration", err)
	}
	if ctx.Err() != nil && options.StateLost {
		w.mu.Lock()
		w.state = before
		w.mu.Unlock()
	}
	return result
}

// applying is a plan on its way.
type applying struct {
	*session
	plan      *plan
	workspace *Workspace
}

// nodes are the writes and deletes of the plan, in Terraform's order.
func (a *applying) nodes() map[string]*node {
	nodes := map[string]*node{}
	for key, each := range a.plan.changes {
		switch each.action {
		case Nothing:
		case Delete:
			nodes["delete "+key] = &node{run: func() bool { return a.remove(each.prior, each.deposed) }}
		case Replace:
			nodes["delete "+key] = &node{run: func() bool { return a.removeReplaced(each) }}
			nodes["write "+key] = &node{run: func() bool { return a.write(each) }}
		default:
			nodes["write "+key] = &node{run: func() bool { return a.write(each) }}
		}
	}
	after := func(later, earlier string) {
		if nodes[later] != nil && nodes[earlier] != nil {
			nodes[later].after = append(nodes[later].after, earlier)
		}
	}
	for key, each := range a.plan.changes {
		if _, configured := a.plan.config[each.address]; configured && each.action != Delete {
			for _, dependency := range a.plan.config.dependencies(each.address) {
				after("write "+key, "write "+dependency)
			}
		}
		if nodes["delete "+key] == nil {
			continue
		}
		for _, address := range slices.Concat(each.prior.dependencies, []string{each.address}) {
			a.sort(after, each, "write "+address, "delete "+key)
		}
		for otherKey, other := range a.plan.changes {
			if other == each || !a.dependsOn(other, each.address) {
				continue
			}
			after("delete "+key, "delete "+otherKey)
			a.sort(after, each, "write "+otherKey, "delete "+key)
		}
	}
	return nodes
}

// sort puts a destroy before or after a write that has to do with it.
func (a *applying) sort(after func(later, earlier string), destroyed *change, write, destroy string) {
	if destroyed.createFirst {
		after(destroy, write)
	} else {
		after(write, destroy)
	}
}

// dependsOn reports whether a change's object depends on the address, by state
// or by configuration.
func (a *applying) dependsOn(c *change, address string) bool {
	return c.prior != nil && slices.Contains(c.prior.dependencies, address) ||
		c.action != Delete && slices.Contains(a.plan.config.dependencies(c.address), address)
}

func (a *applying) current(address string) *object {
	a.workspace.mu.Lock()
	defer a.workspace.mu.Unlock()
	return a.workspace.state.current[address]
}

func (a *applying) save(address string, o *object) {
	a.workspace.mu.Lock()
	defer a.workspace.mu.Unlock()
	if a.workspace.state.current == nil {
		a.workspace.state.current = map[string]*object{}
	}
	if o == nil {
		delete(a.workspace.state.current, address)
		return
	}
	a.workspace.state.current[address] = o
}

// seen is what a reference gives while applying.
func (a *applying) seen(to reference) tftypes.Value {
	if o := a.current(to.address); o != nil {
		return attribute(o.value, to.attribute)
	}
	return tftypes.NewValue(tftypes.String, nil)
}

// write creates or updates, after it planned once more with all that is known
// now.
func (a *applying) write(c *change) bool {
	config := value(a.schema(c.address).of, a.plan.config[c.address].Attributes, a.seen)
	prior := c.prior
	var restore func()
	if c.action == Replace {
		restore = a.depose(c)
		prior = nil
	}
	again, ok := a.planChange(c.address, config, prior, false)
	if !ok {
		return false // the object stays deposed
	}
	for _, name := range contradicts(c.planned, again.planned) {
		a.broken(c.address, "the final plan of %s is not what was planned", name)
	}
	if again.action == Replace {
		a.broken(c.address, "the final plan replaces what was to be updated")
		return false
	}
	if again.action == Nothing {
		return true
	}
	o, ok := a.applyChange(c, again, config, prior)
	if o == nil && restore != nil {
		restore()
	} else if o != nil {
		a.save(c.address, o)
	}
	return ok
}

// depose sets the current object of a replacement aside, and gives the way back
// for when there will be no new one.
func (a *applying) depose(c *change) (restore func()) {
	if !c.createFirst {
		return nil
	}
	w := a.workspace
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state.deposed == nil {
		w.state.deposed = map[string]*object{}
	}
	key := c.deposedKey()
	w.state.deposed[key] = c.prior
	delete(w.state.current, c.address)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.state.deposed, key)
		w.state.current[c.address] = c.prior
	}
}

func (c *change) deposedKey() string {
	id, _ := plain(attribute(c.prior.value, "id")).(string)
	return c.address + " " + id
}

func (a *applying) applyChange(planned, again *change, config tftypes.Value, prior *object) (*object, bool) {
	before := tftypes.NewValue(config.Type(), nil)
	if prior != nil {
		before = prior.value
	}
	answer, err := ask(a.session, a.server.ApplyResourceChange, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeOf(planned.address), Config: wire(config), PriorState: wire(before), PlannedState: wire(again.planned),
		PlannedPrivate: again.private, PlannedIdentity: again.identity,
	})
	if a.failed(planned.address, err) {
		return nil, false
	}
	failed := a.told(planned.address, answer.Diagnostics)
	now, err := unwire(config.Type(), answer.NewState)
	if a.failed(planned.address, err) || now.IsNull() {
		if !failed {
			a.broken(planned.address, "nothing came back")
		}
		return nil, false
	}
	if !now.IsFullyKnown() {
		a.broken(planned.address, "state holds something unknown")
	}
	if !failed {
		for _, name := range contradicts(again.planned, now) {
			a.broken(planned.address, "%s is not what was planned: %s instead of %s", name, attribute(now, name), attribute(again.planned, name))
		}
	}
	return &object{
		address: planned.address, value: now, private: answer.Private, identity: answer.NewIdentity, tainted: failed && prior == nil,
		createFirst: planned.createFirst, dependencies: a.plan.config.dependencies(planned.address),
	}, !failed
}

// removeReplaced deletes the old object of a replacement.
func (a *applying) removeReplaced(c *change) bool {
	if c.createFirst {
		return a.remove(c.prior, c.deposedKey())
	}
	return a.remove(c.prior, "")
}

// remove deletes an object, the current one of its address or a deposed one.
func (a *applying) remove(o *object, deposed string) bool {
	nothing := tftypes.NewValue(o.value.Type(), nil)
	answer, err := ask(a.session, a.server.ApplyResourceChange, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeOf(o.address), Config: wire(nothing), PriorState: wire(o.value), PlannedState: wire(nothing), PlannedPrivate: o.private, PlannedIdentity: o.identity,
	})
	if a.failed(o.address, err) || a.told(o.address, answer.Diagnostics) {
		return false
	}
	a.workspace.mu.Lock()
	defer a.workspace.mu.Unlock()
	if deposed != "" {
		delete(a.workspace.state.deposed, deposed)
	} else {
		delete(a.workspace.state.current, o.address)
	}
	return true
}
