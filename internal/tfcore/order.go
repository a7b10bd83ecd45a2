package tfcore

import (
	"slices"
)

// work is the writes and deletes of the plan, in Terraform's order, without those
// that no target wants.
func (p *plan) work(a *applying) map[string]*node {
	nodes := map[string]*node{}
	for key, each := range p.changes {
		switch each.action {
		case Nothing:
		case Delete:
			nodes["delete "+key] = &node{run: func() bool { return a.remove(each) }}
		case Replace:
			nodes["delete "+key] = &node{run: func() bool { return a.remove(each) }}
			nodes["write "+key] = &node{run: func() bool { return a.write(each) }}
		default:
			nodes["write "+key] = &node{run: func() bool { return a.write(each) }}
		}
	}
	p.connect(nodes)
	if len(p.options.Targets) > 0 {
		p.targetWork(nodes)
	}
	return nodes
}

// connect says what each node waits for.
func (p *plan) connect(nodes map[string]*node) {
	after := func(later, earlier string) {
		if nodes[later] != nil && nodes[earlier] != nil {
			nodes[later].after = append(nodes[later].after, earlier)
		}
	}
	for key, each := range p.changes {
		if _, configured := p.config[each.address]; configured && each.action != Delete {
			for _, dependency := range p.config.dependencies(each.address) {
				after("write "+key, "write "+dependency)
			}
		}
		if nodes["delete "+key] == nil {
			continue
		}
		for _, address := range slices.Concat(p.state.dependencies(each.address), []string{each.address}) {
			sortDestroy(after, each, "write "+address, "delete "+key)
		}
		for otherKey, other := range p.changes {
			if other == each || !p.dependsOn(other, each.address) {
				continue
			}
			after("delete "+key, "delete "+otherKey)
			sortDestroy(after, each, "write "+otherKey, "delete "+key)
		}
	}
}

// sortDestroy puts a destroy before or after a write that has to do with it.
func sortDestroy(after func(later, earlier string), destroyed *change, write, destroy string) {
	if destroyed.createFirst {
		after(destroy, write)
	} else {
		after(write, destroy)
	}
}

// dependsOn reports whether a change's object depends on the address, by state
// or by configuration.
func (p *plan) dependsOn(c *change, address string) bool {
	return slices.Contains(p.state.dependencies(c.address), address) ||
		c.action != Delete && slices.Contains(p.config.dependencies(c.address), address)
}
