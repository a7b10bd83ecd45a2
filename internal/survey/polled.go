package survey

import (
	"slices"
	"sync"
)

// Polled is which survey backends ask the customers of one account of a help desk by
// themselves, as far as a run plans it, so that it can be reported beside a send that asks
// them, too: once, at whichever of the two is planned later. The zero value is ready.
type Polled struct {
	mu       sync.Mutex
	backends []string
	reported bool
}

// By notes a backend, and gives the sends beside it that are to be reported, if any.
func (p *Polled) By(backend string, sends []string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.backends, backend) {
		p.backends = append(p.backends, backend)
	}
	if p.reported {
		return nil
	}
	p.reported = len(sends) > 0
	return sends
}

// Beside gives the backends that are to be reported beside a send, if any.
func (p *Polled) Beside() (backends []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reported {
		return nil
	}
	p.reported = len(p.backends) > 0
	return slices.Clone(p.backends)
}
