package backend

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"

// The verbs of a kind for its routes: under the lock, and in the wire form W.

func listed[S, W any](s *System, k *kind[S], limit *contract.Limit, cursor *contract.Cursor, wire func(*object[S]) W, match func(*object[S]) bool) ([]W, nextCursor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page, next, err := k.page(limit, cursor, match)
	data := make([]W, 0, len(page))
	for _, o := range page {
		data = append(data, wire(o))
	}
	return data, next, err
}

func created[S, W any](s *System, k *kind[S], body any, wire func(*object[S]) W) (answer W, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := k.create(s.world.Clock, body)
	if err != nil {
		return answer, err
	}
	return wire(o), nil
}

func read[S, W any](s *System, k *kind[S], id string, wire func(*object[S]) W) (answer W, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := k.get(id)
	if err != nil {
		return answer, err
	}
	return wire(o), nil
}

func updated[S, W any](s *System, k *kind[S], id, ifMatch string, patch any, wire func(*object[S]) W) (answer W, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := k.update(s.world.Clock, id, ifMatch, patch)
	if err != nil {
		return answer, err
	}
	return wire(o), nil
}

func removed[S any](s *System, k *kind[S], id, ifMatch string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return k.remove(id, ifMatch)
}

// is tells whether a value passes a filter; nil lets everything pass.
func is[T comparable](filter *T, value T) bool { return filter == nil || *filter == value }
