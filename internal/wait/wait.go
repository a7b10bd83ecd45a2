// Package wait pauses, unless a context ends first.
package wait

import (
	"context"
	"math/rand/v2"
	"time"
)

// For waits for d.
func For(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// About waits for half of d and a random part of the other half, so that those who
// failed together do not come back together.
func About(ctx context.Context, d time.Duration) error {
	return For(ctx, d/2+rand.N(d/2)) //nolint:gosec // spreading load needs no secrecy
}
