package zendesk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/order"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// gatherFor is how long a batch waits for further creations after the last one
// in flight was answered. Terraform starts the next resource a moment after the
// one before it; a request saved is worth the moment. A crowd is as many as
// Terraform starts at once unless told otherwise. Where the batch before was one,
// its successors are on their way, so they are given more time; when as many are
// there, nothing more will come.
const (
	crowd          = 10
	gatherFor      = 100 * time.Millisecond
	gatherCrowdFor = time.Second
)

// settling is what one process knows of an account's order.
type settling struct {
	mu         sync.Mutex // guards the rest
	creating   int
	waiting    []*waiter
	expected   int // how many the next batch will have
	gathering  *time.Timer
	declared   map[string]Declaration
	categories map[string][]string
	mentioned  map[string]bool

	categoriesRead time.Time // by a batch; guarded by the order's lock
}

type waiter struct {
	Placement
	ctx  context.Context //nolint:containedctx // the batch lives as long as one of its waiters
	done chan error
}

// Declaration is what this process knows a managed trigger will be, from its
// plan. Another trigger's checks believe it rather than the account, which may
// be about to change.
type Declaration struct {
	Active bool
	Marks  rules.Marks
	// Undecided says that a part of the marks is not known yet.
	Undecided bool
	After     []string
}

// Declare remembers what a managed trigger will be.
func (c *Client) Declare(id string, d Declaration) {
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

// RelationsFrom are the declared relations that the given triggers lead to,
// directly or by way of others.
func (c *Client) RelationsFrom(ids []string) map[string][]string {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	found := map[string][]string{}
	for queue := slices.Clone(ids); len(queue) > 0; queue = queue[1:] {
		id := queue[0]
		if d := c.settling.declared[id]; found[id] == nil && d.Active && len(d.After) > 0 {
			found[id] = d.After
			queue = append(queue, d.After...)
		}
	}
	return found
}

// FirstMention is true once for each id: for what is to be said once only.
func (c *Client) FirstMention(id string) bool {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	if c.settling.mentioned == nil {
		c.settling.mentioned = map[string]bool{}
	}
	first := !c.settling.mentioned[id]
	c.settling.mentioned[id] = true
	return first
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
	c.settling.expected = max(c.settling.expected, c.settling.creating+len(c.settling.waiting))
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
// trigger is inactive, unless [MayBeActive] says otherwise.
func (f *InFlight) Settle(ctx context.Context, p Placement) error {
	w := &waiter{Placement: p, ctx: ctx, done: make(chan error, 1)}
	f.over.Store(true)
	f.client.join(w)
	return f.client.await(w)
}

// Settle puts an existing trigger where its placement says. Nothing is sent
// when it stands right already. Errors are an [OrderError], [ErrGap] or the
// vendor's.
func (c *Client) Settle(ctx context.Context, p Placement) error {
	return c.BeginCreate().Settle(ctx, p)
}

// join ends one creation in flight. When it was the last, the batch starts: at
// once if it is a crowd and complete, else after a moment without another one.
func (c *Client) join(w *waiter) {
	s := &c.settling
	s.mu.Lock()
	defer s.mu.Unlock()
	s.creating--
	if w != nil {
		s.waiting = append(s.waiting, w)
	}
	if s.creating > 0 || len(s.waiting) == 0 {
		return
	}
	if s.gathering != nil {
		s.gathering.Stop()
	}
	s.gathering = time.AfterFunc(s.patience(), c.startBatch)
}

// patience is how long to wait for further creations. The caller holds the lock.
func (s *settling) patience() time.Duration {
	switch {
	case s.expected < crowd:
		return gatherFor
	case len(s.waiting) < s.expected:
		return gatherCrowdFor
	default:
		return 0
	}
}

// startBatch takes all that waits as soon as the order is free, unless another
// creation has begun: then that one starts the batch when it ends.
func (c *Client) startBatch() {
	release, err := c.order.whole(context.Background())
	if err != nil {
		return // there is no context that could end
	}
	defer release()
	s := &c.settling
	s.mu.Lock()
	var batch []*waiter
	if s.creating == 0 && len(s.waiting) > 0 {
		batch, s.waiting = s.waiting, nil
		s.expected = len(batch)
	}
	s.mu.Unlock()
	if len(batch) > 0 {
		c.settleBatch(batch)
	}
}

// await gives up with the waiter's context only while the batch has not begun.
// After that the outcome is worth waiting for: the batch knows the context, and
// whether the trigger was left active.
func (c *Client) await(w *waiter) error {
	select {
	case err := <-w.done:
		return err
	case <-w.ctx.Done():
	}
	s := &c.settling
	s.mu.Lock()
	at := slices.Index(s.waiting, w)
	if at >= 0 {
		s.waiting = slices.Delete(s.waiting, at, at+1)
	}
	s.mu.Unlock()
	if at >= 0 {
		return fmt.Errorf("waiting to be put in order: %w", w.ctx.Err())
	}
	return <-w.done
}

// settleBatch ends when the last of its waiters has run out of time. The caller
// holds the order.
func (c *Client) settleBatch(batch []*waiter) {
	ctx, cancel := outliving(batch)
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
	failed := c.settleAll(ctx, placements)
	for _, w := range batch {
		w.done <- failed[w.ID]
	}
}

// outliving is a context that has the latest deadline of the waiters: a request
// that is asked to wait longer than that fails at once.
func outliving(batch []*waiter) (context.Context, context.CancelFunc) {
	ctx := context.WithoutCancel(batch[0].ctx)
	var latest time.Time
	for _, w := range batch {
		deadline, limited := w.ctx.Deadline()
		if !limited {
			return context.WithCancel(ctx)
		}
		if deadline.After(latest) {
			latest = deadline
		}
	}
	return context.WithDeadline(ctx, latest)
}

// knownRelations are those of this process's plan and those that the batch
// brings along, which may be older.
func (c *Client) knownRelations(batch []Placement) []order.Relation {
	c.settling.mu.Lock()
	defer c.settling.mu.Unlock()
	known := map[string][]string{}
	for _, p := range batch {
		for _, relation := range p.Known {
			known[relation.ID] = relation.After
		}
	}
	for id, declaration := range c.settling.declared {
		delete(known, id)
		if declaration.Active && len(declaration.After) > 0 {
			known[id] = declaration.After
		}
	}
	relations := make([]order.Relation, 0, len(known))
	for id, after := range known {
		relations = append(relations, order.Relation{ID: id, After: after})
	}
	slices.SortFunc(relations, func(a, b order.Relation) int { return compareIDs(a.ID, b.ID) })
	return relations
}
