package zendesk

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// shared is the list of one kind, read once and used by every resource. Writes
// keep it in step from the vendor's answers; only an ambiguous answer evicts it.
type shared[T any] struct {
	client *Client
	kind   kind[T]
	list   func(context.Context, *Client, kind[T]) ([]T, error)
	// eager uses the list from the first read on. Otherwise the first object is
	// read alone, and the list from the second one on.
	eager bool

	mu     sync.Mutex
	loaded bool
	items  []T
	first  string // the id of the first single read
	flight *flight[T]
}

// flight is a list request that is under way. late are the writes that were
// answered meanwhile: the list may or may not show them.
type flight[T any] struct {
	done  chan struct{}
	items []T
	err   error
	late  []func([]T) []T
}

func newShared[T any](c *Client, k kind[T], list func(context.Context, *Client, kind[T]) ([]T, error)) *shared[T] {
	return &shared[T]{client: c, kind: k, list: list}
}

// all returns the list, reading it if need be.
func (s *shared[T]) all(ctx context.Context) ([]T, error) {
	for {
		s.mu.Lock()
		if s.loaded {
			items := slices.Clone(s.items)
			s.mu.Unlock()
			return items, nil
		}
		current := s.flight
		if current == nil {
			current = &flight[T]{done: make(chan struct{})}
			s.flight = current
			s.mu.Unlock()
			return s.load(ctx, current)
		}
		s.mu.Unlock()

		select {
		case <-ctx.Done():
			return nil, failure("GET "+apiPrefix+s.kind.path, false, ctx.Err(), s.client.secrets)
		case <-current.done:
		}
		switch {
		case current.err == nil:
			return slices.Clone(current.items), nil
		case !outOfTime(current.err) || ctx.Err() != nil:
			return nil, current.err
		}
		// The one who asked ran out of time; we have not. Ask ourselves.
	}
}

func outOfTime(err error) bool {
	var wait *transport.WaitError
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &wait)
}

func (s *shared[T]) load(ctx context.Context, current *flight[T]) ([]T, error) {
	items, err := s.list(ctx, s.client, s.kind)

	s.mu.Lock()
	defer s.mu.Unlock()
	for _, write := range current.late {
		items = write(items)
	}
	current.items, current.err = slices.Clone(items), err
	if s.flight == current { // not forgotten meanwhile
		s.flight = nil
		s.loaded = err == nil
		s.items = items
	}
	close(current.done)
	return slices.Clone(items), err
}

// get returns one object. One that the list lacks is asked for by id before the
// caller learns that it is gone.
func (s *shared[T]) get(ctx context.Context, id string) (*T, error) {
	s.mu.Lock()
	fromList := s.eager || s.loaded || s.first != "" && s.first != id
	if s.first == "" {
		s.first = id
	}
	s.mu.Unlock()
	if fromList {
		items, err := s.all(ctx)
		if err != nil {
			return nil, err
		}
		if i := s.find(items, id); i >= 0 {
			return &items[i], nil
		}
	}
	object, err := readOne(ctx, s.client, s.kind, id)
	if err != nil {
		s.missed(id, err)
		return nil, err
	}
	s.put(*object)
	return object, nil
}

func (s *shared[T]) find(items []T, id string) int {
	return slices.IndexFunc(items, func(item T) bool { return s.kind.id(item) == id })
}

// apply does a write to the list we have and to the one that is on its way.
func (s *shared[T]) apply(write func([]T) []T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loaded {
		s.items = write(s.items)
	}
	if s.flight != nil {
		s.flight.late = append(s.flight.late, write)
	}
}

// put adds an object or replaces it.
func (s *shared[T]) put(object T) {
	s.apply(func(items []T) []T {
		if i := s.find(items, s.kind.id(object)); i >= 0 {
			items[i] = object
			return items
		}
		return append(items, object)
	})
}

// edit changes an object that is in the list.
func (s *shared[T]) edit(id string, write func(*T)) {
	s.apply(func(items []T) []T {
		if i := s.find(items, id); i >= 0 {
			write(&items[i])
		}
		return items
	})
}

// remove takes an object off the list; the next read of it asks the vendor.
func (s *shared[T]) remove(id string) {
	s.apply(func(items []T) []T {
		return slices.DeleteFunc(items, func(item T) bool { return s.kind.id(item) == id })
	})
}

// missed draws the conclusion from a failed request about one object.
func (s *shared[T]) missed(id string, err error) {
	switch {
	case IsNotFound(err):
		s.remove(id)
	case IsAmbiguous(err):
		s.forget()
	}
}

// forget makes the next read ask the vendor again, even if a list is on its way.
func (s *shared[T]) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loaded, s.items, s.flight = false, nil, nil
}
