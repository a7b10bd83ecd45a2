package evaluation

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// Changes that are under way together are written as one batch: a request for
// each would cost the quota, and the order of one depends on the others.
// Terraform starts the next resource a moment after the one before it, so a batch
// waits for a moment without another one (debounce). A full batch is as many as
// Terraform starts at once unless told otherwise; where the batch before was one,
// its successors are on their way and get more time. A creation that hangs does
// not hold back those that are finished: maxWait ends the wait.
const (
	fullBatch    = 10
	debounce     = 100 * time.Millisecond
	debounceFull = time.Second
	maxWait      = 10 * time.Second
)

// queue collects the next batch. The reconciler's mutex guards it.
type queue struct {
	underWay int // changes that were announced and have not joined
	waiting  []*waiter
	since    time.Time // of the first that waits
	expected int       // how many the next batch will have
	timer    *time.Timer
}

type waiter struct {
	Placement
	ctx  context.Context //nolint:containedctx // the batch lives as long as one of its waiters
	done chan error
}

// Change is a change that others wait for, so that all that are under way
// together are written by one request.
type Change struct {
	reconciler *Reconciler
	over       atomic.Bool
}

// Begin announces a change. The caller ends it with Settle or Abandon.
func (r *Reconciler) Begin() *Change {
	r.mu.Lock()
	defer r.mu.Unlock()
	q := &r.queue
	q.underWay++
	q.expected = max(q.expected, q.underWay+len(q.waiting))
	return &Change{reconciler: r}
}

// Abandon ends a change that came to nothing. After Settle it does nothing.
func (c *Change) Abandon() {
	if c.over.CompareAndSwap(false, true) {
		c.reconciler.join(nil)
	}
}

// Settle puts the trigger where its placement says and activates it, together
// with all others that are under way. On an error a new trigger is inactive,
// unless [MayBeActive] says otherwise. Errors are an [OrderError], a [GoneError],
// one of Check or the vendor's.
func (c *Change) Settle(ctx context.Context, p Placement) error {
	w := &waiter{Placement: p, ctx: ctx, done: make(chan error, 1)}
	c.over.Store(true)
	c.reconciler.join(w)
	return c.reconciler.await(w)
}

// Settle is Begin and Settle at once. Nothing is sent when all stands right.
func (r *Reconciler) Settle(ctx context.Context, p Placement) error {
	return r.Begin().Settle(ctx, p)
}

// join ends one change under way, and sets the time at which the batch starts.
func (r *Reconciler) join(w *waiter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	q := &r.queue
	q.underWay--
	if w != nil {
		if len(q.waiting) == 0 {
			q.since = time.Now()
		}
		q.waiting = append(q.waiting, w)
	}
	if len(q.waiting) > 0 {
		r.schedule()
	}
}

// schedule is for who holds the mutex.
func (r *Reconciler) schedule() {
	if r.queue.timer != nil {
		r.queue.timer.Stop()
	}
	r.queue.timer = time.AfterFunc(r.queue.delay(), r.startBatch)
}

// delay is how long to wait for further changes.
func (q *queue) delay() time.Duration {
	rest := max(0, maxWait-time.Since(q.since))
	switch {
	case q.underWay > 0:
		return rest
	case q.expected < fullBatch:
		return min(rest, debounce)
	case len(q.waiting) < q.expected:
		return min(rest, debounceFull)
	default:
		return 0
	}
}

// startBatch takes all that waits as soon as the order is free.
func (r *Reconciler) startBatch() {
	release, err := r.Lock.Whole(context.Background())
	if err != nil {
		return // there is no context that could end
	}
	defer release()
	r.mu.Lock()
	q := &r.queue
	var batch []*waiter
	switch {
	case len(q.waiting) == 0:
	case q.underWay > 0 && time.Since(q.since) < maxWait:
		r.schedule()
	default:
		batch, q.waiting = q.waiting, nil
		q.expected = len(batch) + q.underWay
	}
	r.mu.Unlock()
	if len(batch) > 0 {
		r.settle(batch)
	}
}

// await gives up with the waiter's context only while the batch has not begun.
// After that the outcome is worth waiting for: the batch knows the context, and
// whether the trigger was left active.
func (r *Reconciler) await(w *waiter) error {
	select {
	case err := <-w.done:
		return err
	case <-w.ctx.Done():
	}
	r.mu.Lock()
	at := slices.Index(r.queue.waiting, w)
	if at >= 0 {
		r.queue.waiting = slices.Delete(r.queue.waiting, at, at+1)
	}
	r.mu.Unlock()
	if at >= 0 {
		return fmt.Errorf("waiting to be put in order: %w", w.ctx.Err())
	}
	return <-w.done
}

// settle ends when the last of its waiters has run out of time. The caller holds
// the lock.
func (r *Reconciler) settle(batch []*waiter) {
	ctx, cancel := withDeadline(batch)
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
	failed := r.run(ctx, placements)
	for _, w := range batch {
		w.done <- failed[w.ID]
	}
}

// withDeadline is a context that has the latest deadline of the waiters: a
// request that is asked to wait longer than that fails at once.
func withDeadline(batch []*waiter) (context.Context, context.CancelFunc) {
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
