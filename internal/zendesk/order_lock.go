package zendesk

import (
	"context"
	"math"

	"golang.org/x/sync/semaphore"
)

// orderLock is the one lock of an account's order: whoever computes positions from
// a list holds all of it until they are written. Whoever deletes shifts numbers,
// but not those of another one who deletes, so it takes a share.
type orderLock struct{ shares *semaphore.Weighted }

const allShares = math.MaxInt64

func newOrderLock() orderLock { return orderLock{semaphore.NewWeighted(allShares)} }

// whole waits for everybody else.
func (l orderLock) whole(ctx context.Context) (release func(), err error) {
	return l.take(ctx, allShares)
}

// share waits for who has the whole.
func (l orderLock) share(ctx context.Context) (release func(), err error) { return l.take(ctx, 1) }

func (l orderLock) take(ctx context.Context, shares int64) (release func(), err error) {
	if err := l.shares.Acquire(ctx, shares); err != nil {
		return nil, err
	}
	return func() { l.shares.Release(shares) }, nil
}
