package zendesk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// gatherFor is how long a batch waits for further creations after the last one
// in flight was answered. Terraform starts the next resource a moment after the
// one before it; a request saved is worth the moment.
const gatherFor = 25 * time.Millisecond

// settling is one account's ordering in this process: one batch at a time.
type settling struct {
	batch sync.Mutex // held while a batch is computed, written and verified

	mu         sync.Mutex // guards the rest
	creating   int
	waiting    []*waiter
	declared   map[string]Declaration
	categories map[string][]string
	claimed    map[string]bool // ids of rules that resources of this process manage
}

type waiter struct {
	Placement
	ctx  context.Context //nolint:containedctx // the batch lives as long as one of its waiters
	done chan error
}

// Declare remembers what a managed trigger will be.
func (c *Client) Declare(id string, d Declaration) {
	c.Claim(id)
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	if c.settling.declared == nil {
		c.settling.declared = map[string]Declaration{}
	}
	c.settling.declared[id] = d
}

// Declared returns what was declared of a trigger.
func (c *Client) Declared(id string) (Declaration, bool) {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	d, known := c.settling.declared[id]
	return d, known
}

// InFlight is a creation that others wait for, so that all triggers that are
// created together are switched on by one request.
type InFlight struct {
	client *Client
	over   atomic.Bool
}

// BeginCreate announces a creation. The caller ends it with Settle or Abandon.
func (c *Client) BeginCreate() *InFlight {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	c.settling.creating++
	return &InFlight{client: c}
}

// Abandon ends a creation that came to nothing. After Settle it does nothing.
func (f *InFlight) Abandon() {
	if f.over.CompareAndSwap(false, true) {
		f.client.join(nil)
	}
}

// Settle puts the new trigger where its placement says and switches it on,
// together with all others that are created at this time. On an error the
// trigger is inactive.
func (f *InFlight) Settle(ctx context.Context, p Placement) error {
	w := &waiter{Placement: p, ctx: ctx, done: make(chan error, 1)}
	f.over.Store(true)
	f.client.join(w)
	return f.client.await(w)
}

// Settle puts an existing trigger where its placement says. Nothing is sent
// when it stands right already. Errors are an [OrderError] or the vendor's.
func (c *Client) Settle(ctx context.Context, p Placement) error {
	return c.BeginCreate().Settle(ctx, p)
}

// join ends one creation in flight. When it was the last, the batch starts after
// a moment.
func (c *Client) join(w *waiter) {
	s := &c.settling
	s.mu.Lock()
	defer s.mu.Unlock()
	s.creating--
	if w != nil {
		s.waiting = append(s.waiting, w)
	}
	if s.creating == 0 && len(s.waiting) > 0 {
		time.AfterFunc(gatherFor, c.startBatch)
	}
}

// startBatch takes all that waits, unless another creation has begun: then that
// one starts the batch when it ends.
func (c *Client) startBatch() {
	s := &c.settling
	s.mu.Lock()
	var batch []*waiter
	if s.creating == 0 {
		batch, s.waiting = s.waiting, nil
	}
	s.mu.Unlock()
	if len(batch) > 0 {
		c.settleBatch(batch)
	}
}

func (c *Client) await(w *waiter) error {
	select {
	case err := <-w.done:
		return err
	case <-w.ctx.Done():
	}
	s := &c.settling
	s.mu.Lock()
	s.waiting = slices.DeleteFunc(s.waiting, func(other *waiter) bool { return other == w })
	s.mu.Unlock()
	select {
	case err := <-w.done:
		return err
	default:
		return fmt.Errorf("waiting to be put in order: %w", w.ctx.Err())
	}
}

func (c *Client) settleBatch(batch []*waiter) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(batch[0].ctx))
	defer cancel()
	var left atomic.Int64
	left.Store(int64(len(batch)))
	placements := make([]Placement, 0, len(batch))
	for _, w := range batch {
		placements = append(placements, w.Placement)
		defer context.AfterFunc(w.ctx, func() {
			if left.Add(-1) == 0 {
				cancel()
			}
		})()
	}
	c.settling.batch.Lock()
	defer c.settling.batch.Unlock()
	failed := c.settleAll(ctx, placements)
	for _, w := range batch {
		w.done <- failed[w.ID]
	}
}
