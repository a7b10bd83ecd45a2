package kustomer

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Attributes of one klass that change together are written by one request. Terraform
// starts the next resource a moment after the one before it, so a batch waits for a
// moment without another change (debounce). Where the batch before was as large as
// what Terraform starts at once unless told otherwise, its successors are on their way
// and get more time.
const (
	fullBatch    = 10
	debounce     = 100 * time.Millisecond
	debounceFull = time.Second
)

// errNotBegun says that a change ended before its batch began.
var errNotBegun = errors.New("the change was not begun")

// outcome is what became of a change.
type outcome struct {
	document  *document
	meanwhile Meanwhile
	err       error
}

// changes collects the next batch.
type changes struct {
	mu      sync.Mutex
	waiting []*waiter
	before  int // how many the last batch had
	timer   *time.Timer
	running sync.Mutex // one batch after the other; those that come meanwhile are the next
}

type waiter struct {
	AttributeInput
	ctx  context.Context //nolint:containedctx // the batch lives as long as one of its waiters
	done chan outcome
}

// join waits for the batch that the change becomes a part of. It gives up with the
// context only before that begins.
func (c *changes) join(ctx context.Context, in AttributeInput, settle func(context.Context, []AttributeInput) []outcome) outcome {
	w := &waiter{AttributeInput: in, ctx: ctx, done: make(chan outcome, 1)}
	c.mu.Lock()
	c.waiting = append(c.waiting, w)
	if c.timer != nil {
		c.timer.Stop()
	}
	delay := debounce
	if c.before >= fullBatch && len(c.waiting) < c.before {
		delay = debounceFull
	}
	c.timer = time.AfterFunc(delay, func() { c.run(settle) })
	c.mu.Unlock()

	select {
	case got := <-w.done:
		return got
	case <-ctx.Done():
	}
	c.mu.Lock()
	at := slices.Index(c.waiting, w)
	if at >= 0 {
		c.waiting = slices.Delete(c.waiting, at, at+1)
	}
	c.mu.Unlock()
	if at >= 0 {
		return outcome{err: errNotBegun}
	}
	return <-w.done
}

// run takes all that waits as soon as the batch before has ended.
func (c *changes) run(settle func(context.Context, []AttributeInput) []outcome) {
	c.running.Lock()
	defer c.running.Unlock()
	c.mu.Lock()
	batch := c.waiting
	c.waiting, c.before = nil, len(batch)
	c.mu.Unlock()
	if len(batch) == 0 {
		return
	}
	ctx, cancel := whileAnybodyWaits(batch)
	defer cancel()
	inputs := make([]AttributeInput, len(batch))
	for i, w := range batch {
		inputs[i] = w.AttributeInput
	}
	for i, got := range settle(ctx, inputs) {
		batch[i].done <- got
	}
}

// whileAnybodyWaits is a context that ends with the last of those of the waiters, and
// has the latest of their deadlines.
func whileAnybodyWaits(batch []*waiter) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(batch[0].ctx))
	var latest time.Time
	unlimited := false
	left := int64(len(batch))
	stops := make([]func() bool, 0, len(batch))
	for _, w := range batch {
		deadline, limited := w.ctx.Deadline()
		unlimited = unlimited || !limited
		if deadline.After(latest) {
			latest = deadline
		}
		stops = append(stops, context.AfterFunc(w.ctx, func() {
			if atomic.AddInt64(&left, -1) == 0 {
				cancel()
			}
		}))
	}
	end := func() {
		cancel()
		for _, stop := range stops {
			stop()
		}
	}
	if unlimited {
		return ctx, end
	}
	limited, cancelLimited := context.WithDeadline(ctx, latest)
	return limited, func() { cancelLimited(); end() }
}
