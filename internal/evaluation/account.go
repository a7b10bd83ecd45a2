package evaluation

import (
	"context"
	"math"

	"golang.org/x/sync/semaphore"
)

// Account is what the loop needs of a help desk's client.
type Account interface {
	// Snapshot gives triggers and categories as they are known, reading the lists
	// that are not; Triggers and Categories give one of the two.
	Snapshot(ctx context.Context) (*Snapshot, error)
	Triggers(ctx context.Context) (*Snapshot, error)
	Categories(ctx context.Context) (*Snapshot, error)
	// Listed reports whether the triggers are known, so that a snapshot of them
	// costs no request.
	Listed() bool
	// Find asks by their ids for triggers and categories that the lists lack; those
	// that exist are in the next snapshot. It reports whether any does.
	Find(ctx context.Context, triggers, categories []string) (found bool, err error)
	// Forget makes the next snapshot read the lists again.
	Forget(triggers, categories bool)
	// Renew brings the triggers up to date by one request for those that changed
	// last.
	Renew(ctx context.Context) error
	// Reread asks for one trigger by its id, whatever the list says.
	Reread(ctx context.Context, id string) (Trigger, error)
	// Place sets position, category and activity of all in one request that happens
	// as a whole or not at all, and keeps the snapshot in step with the answer.
	Place(ctx context.Context, categories []CategoryPlace, triggers []TriggerPlace) error
	// Deactivate deactivates one trigger, by a request that may be repeated.
	Deactivate(ctx context.Context, id string) error
	// Judge says what a failed write means.
	Judge(err error) Failure
}

// Failure is what is known after a write failed.
type Failure struct {
	// Retry says that another attempt may succeed, because it is not known whether
	// anything was written, or because somebody else wrote at the same time.
	Retry bool
	// Undone says that surely nothing was written.
	Undone bool
	// Gone says that the object does not exist.
	Gone bool
	// Rejected are the ids of the triggers that the vendor names.
	Rejected map[string]bool
}

// Lock is the one lock of an account's order: whoever computes positions from a
// snapshot holds all of it until they are written. Whoever deletes shifts
// numbers, but not those of another one who deletes, so it takes a share.
type Lock struct{ shares *semaphore.Weighted }

const allShares = math.MaxInt64

func newLock() Lock { return Lock{semaphore.NewWeighted(allShares)} }

// Whole waits for everybody else.
func (l Lock) Whole(ctx context.Context) (release func(), err error) { return l.take(ctx, allShares) }

// Share waits for who has the whole.
func (l Lock) Share(ctx context.Context) (release func(), err error) { return l.take(ctx, 1) }

func (l Lock) take(ctx context.Context, shares int64) (release func(), err error) {
	if err := l.shares.Acquire(ctx, shares); err != nil {
		return nil, err
	}
	return func() { l.shares.Release(shares) }, nil
}
