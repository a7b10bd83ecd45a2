package tfcore

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Apply is terraform apply -auto-approve, or a saved plan that is applied. When the context ends, the provider is
// killed: what it was asked and had not answered is not in state.
func (w *Workspace) Apply(ctx context.Context, config Configuration, options Options) Result {
	result := Result{}
	p := w.plan(ctx, config, options, &result)
	if !result.OK() {
		return result
	}
	if options.Between != nil {
		options.Between()
	}
	w.perform(ctx, p, &result)
	return result
}

// perform does what was planned.
func (w *Workspace) perform(ctx context.Context, p *plan, result *Result) {
	w.mu.Lock()
	before := w.state
	w.state = p.state
	w.mu.Unlock()
	defer func() {
		if ctx.Err() != nil && p.options.StateLost {
			w.mu.Lock()
			w.state = before
			w.mu.Unlock()
		}
	}()
	a := &applying{plan: p, workspace: w}
	if a.session = w.open(ctx, result); !result.OK() {
		return
	}
	if err := walk(p.work(a), p.options.Parallelism); err != nil {
		a.failed("configuration", err)
	}
}

// applying is a plan on its way.
type applying struct {
	*session
	plan      *plan
	workspace *Workspace
}

func (a *applying) current(address string) *object {
	a.workspace.mu.Lock()
	defer a.workspace.mu.Unlock()
	return a.workspace.state.current[address]
}

func (a *applying) deposedObject(key string) *object {
	a.workspace.mu.Lock()
	defer a.workspace.mu.Unlock()
	return a.workspace.state.deposed[key]
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
	broken := contradicts(c.planned, again.planned)
	for _, name := range broken {
		a.broken(c.address, "the final plan of %s is not what was planned", name)
	}
	if again.action == Replace {
		a.broken(c.address, "the final plan replaces what was to be updated")
		return false
	}
	if len(broken) > 0 {
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
	id, _ := plain(attribute(c.prior.value, "id")).(string)
	key := c.address + " " + id
	for w.state.deposed[key] != nil { // a replacement that adopted what it should replace, and failed
		key += "'"
	}
	c.aside = key
	w.state.deposed[key] = c.prior
	delete(w.state.current, c.address)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.state.deposed, key)
		w.state.current[c.address] = c.prior
	}
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
	written := &object{
		address: planned.address, createFirst: a.plan.config.createFirst(planned.address, func(string) bool { return true }),
		dependencies: a.plan.config.dependencies(planned.address),
	}
	if a.failed(planned.address, err) {
		if prior == nil {
			return nil, false
		}
		// Without an answer the object keeps its value but not its private memory.
		written.value, written.identity = prior.value, prior.identity
		return written, false
	}
	failed := a.told(planned.address, answer.Diagnostics)
	now, err := unwire(config.Type(), answer.NewState)
	if a.failed(planned.address, err) || now.IsNull() {
		if !failed {
			a.broken(planned.address, "nothing came back")
		}
		if prior == nil {
			return nil, false
		}
		kept := *prior
		kept.dependencies = written.dependencies
		return &kept, false
	}
	if !now.IsFullyKnown() {
		a.broken(planned.address, "state holds something unknown")
	}
	if !failed {
		for _, name := range contradicts(again.planned, now) {
			a.broken(planned.address, "%s is not what was planned: %s instead of %s", name, attribute(now, name), attribute(again.planned, name))
		}
	}
	written.value, written.private, written.identity, written.tainted = now, answer.Private, answer.NewIdentity, failed && prior == nil
	return written, !failed
}

// remove deletes an object: one that is not wanted any more, the old one of a
// replacement, or a deposed one.
func (a *applying) remove(c *change) bool {
	key := c.deposed
	if c.action == Replace && c.createFirst {
		key = c.aside
	}
	o, before, private := a.current(c.address), c.before, c.private
	if key != "" {
		if o = a.deposedObject(key); o == nil {
			return a.failed(c.address, errors.New("there is no deposed object"))
		}
		// The delete of a deposed object is planned once more.
		again, ok := a.askDelete(o)
		if !ok {
			return false
		}
		before, private = again.before, again.private
	}
	if o == nil {
		return true
	}
	left, ok := a.applyDelete(o, before, private)
	a.workspace.mu.Lock()
	defer a.workspace.mu.Unlock()
	switch state := a.workspace.state; {
	case key != "" && left == nil:
		delete(state.deposed, key)
	case key != "":
		state.deposed[key] = left
	case left == nil:
		delete(state.current, c.address)
	default:
		state.current[c.address] = left
	}
	return ok
}

// applyDelete asks for a delete and gives what is left of the object.
func (a *applying) applyDelete(o *object, before tftypes.Value, private []byte) (left *object, ok bool) {
	nothing := tftypes.NewValue(o.value.Type(), nil)
	answer, err := ask(a.session, a.server.ApplyResourceChange, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeOf(o.address), Config: wire(nothing), PriorState: wire(before), PlannedState: wire(nothing), PlannedPrivate: private, PlannedIdentity: o.identity,
	})
	if a.failed(o.address, err) {
		return o, false
	}
	failed := a.told(o.address, answer.Diagnostics)
	now, err := unwire(o.value.Type(), answer.NewState)
	switch {
	case a.failed(o.address, err):
		return o, false
	case now.IsNull() && failed:
		return o, false
	case now.IsNull():
		return nil, true
	case !failed:
		a.broken(o.address, "something came back from a delete")
	}
	// What a failed delete answers is what is left. It does not remember
	// create_before_destroy.
	kept := *o
	kept.value, kept.private, kept.createFirst = now, answer.Private, false
	return &kept, false
}
