package tfcore

import (
	"cmp"
	"fmt"
	"sync"
)

// byDefault is how much Terraform does at the same time.
const byDefault = 10

// node is a piece of work that waits for others.
type node struct {
	after []string
	run   func() (ok bool)
}

// walk runs each node after those that it waits for, and skips it if one of
// them failed or was skipped. Names that no node has are done already. Parallelism is
// how many run at the same time, 0 for the default.
func walk(nodes map[string]*node, parallelism int) error {
	if cycle := findCycle(nodes); cycle != "" {
		return fmt.Errorf("a cycle through %s", cycle)
	}
	type outcome struct {
		done chan struct{}
		ok   bool
	}
	outcomes := map[string]*outcome{}
	for name := range nodes {
		outcomes[name] = &outcome{done: make(chan struct{})}
	}
	slots := make(chan struct{}, cmp.Or(parallelism, byDefault))
	var all sync.WaitGroup
	for name, each := range nodes {
		own := outcomes[name]
		all.Go(func() {
			defer close(own.done)
			for _, earlier := range each.after {
				if other := outcomes[earlier]; other != nil {
					<-other.done
					if !other.ok {
						return
					}
				}
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			own.ok = each.run()
		})
	}
	all.Wait()
	return nil
}

func findCycle(nodes map[string]*node) string {
	const entered, left = 1, 2
	state := map[string]int{}
	var visit func(name string) string
	visit = func(name string) string {
		if nodes[name] == nil || state[name] == left {
			return ""
		}
		if state[name] == entered {
			return name
		}
		state[name] = entered
		for _, earlier := range nodes[name].after {
			if found := visit(earlier); found != "" {
				return found
			}
		}
		state[name] = left
		return ""
	}
	for name := range nodes {
		if found := visit(name); found != "" {
			return found
		}
	}
	return ""
}
