package client

import (
	"context"
	"sync"
)

// KeyedLock is a set of locks, one a key, that give up with the context. The
// zero value is ready.
type KeyedLock struct {
	mu    sync.Mutex
	locks map[string]chan struct{}
}

// Lock waits for the key's lock. Its error is that of the context.
func (l *KeyedLock) Lock(ctx context.Context, key string) (release func(), err error) {
	l.mu.Lock()
	held := l.locks[key]
	if held == nil {
		if l.locks == nil {
			l.locks = map[string]chan struct{}{}
		}
		held = make(chan struct{}, 1)
		l.locks[key] = held
	}
	l.mu.Unlock()
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
