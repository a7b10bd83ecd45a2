package tfcore

import "slices"

// target gives the names of the nodes that the targets leave: these and what
// comes before them. What is configured comes after what it depends on, and what
// is deleted after what depends on it and is deleted too. Only what is not
// configured any more is in no order yet: it is planned if it is a target itself.
func (p *plan) target() map[string]bool {
	if len(p.options.Targets) == 0 {
		return nil
	}
	wanted, deleted := map[string]bool{}, map[string][]string{} // names of nodes by address
	if p.options.Destroy {
		for address := range p.state.current {
			deleted[address] = append(deleted[address], address)
		}
	}
	for key, o := range p.state.deposed {
		deleted[o.address] = append(deleted[o.address], "deposed "+key)
	}
	var remove func(address string)
	remove = func(address string) {
		for _, name := range deleted[address] {
			wanted[name] = true
		}
		for other, names := range deleted {
			if !wanted[names[0]] && slices.Contains(p.state.dependencies(other), address) {
				remove(other)
			}
		}
	}
	for _, target := range p.options.Targets {
		if !p.options.Destroy {
			p.config.closure(target, wanted)
			wanted[target] = true
		}
		if len(deleted[target]) > 0 {
			remove(target)
		}
	}
	return wanted
}

// targetWork leaves the nodes of the targets and those that they wait for. So the
// old object of a dependency that is replaced with create_before_destroy stays
// deposed: nothing waits for its destroy.
func (p *plan) targetWork(nodes map[string]*node) {
	wanted := map[string]bool{}
	var want func(name string)
	want = func(name string) {
		if nodes[name] == nil || wanted[name] {
			return
		}
		wanted[name] = true
		for _, earlier := range nodes[name].after {
			want(earlier)
		}
	}
	for key, each := range p.changes {
		if slices.Contains(p.options.Targets, each.address) {
			want("write " + key)
			want("delete " + key)
		}
	}
	for _, target := range p.options.Targets {
		if !p.options.Destroy {
			for _, dependency := range p.config.dependencies(target) {
				want("write " + dependency)
			}
		}
	}
	for name := range nodes {
		if !wanted[name] {
			delete(nodes, name)
		}
	}
}
