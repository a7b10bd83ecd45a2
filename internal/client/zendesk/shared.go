package zendesk

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"sync"
	"time"

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
	known  *snapshot[T] // nil until the list is read
	first  string       // the id of the first single read
	flight *flight[T]
	absent map[string]error // ids that were not found, until the list is read again
}

// snapshot is a list at one moment. It is shared and never written to: a write
// makes the next one.
type snapshot[T any] struct {
	items []T
	at    func() map[string]int // the place of each id
	// read is when the request for the list was sent, renewed, when the one for
	// what changed last was.
	read, renewed time.Time
}

// flight is a list request that is under way. late are the writes that were
// answered meanwhile: the list may or may not show them.
type flight[T any] struct {
	done chan struct{}
	sent time.Time
	list *snapshot[T]
	err  error
	late []func([]T) []T
}

func newShared[T any](c *Client, k kind[T], list func(context.Context, *Client, kind[T]) ([]T, error)) *shared[T] {
	return &shared[T]{client: c, kind: k, list: list}
}

func (s *shared[T]) snapshot(items []T) *snapshot[T] {
	return &snapshot[T]{items: slices.Clip(items), at: sync.OnceValue(func() map[string]int {
		at := make(map[string]int, len(items))
		for i, item := range items {
			at[s.kind.id(item)] = i
		}
		return at
	})}
}

func (l *snapshot[T]) find(id string) (object T, found bool) {
	at, found := l.at()[id]
	if found {
		object = l.items[at]
	}
	return object, found
}

// listed reports whether the list has been read.
func (s *shared[T]) listed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known != nil
}

// all returns the list, reading it if need be. Nobody may write into it.
func (s *shared[T]) all(ctx context.Context) ([]T, error) {
	list, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	return list.items, nil
}

// look returns the list as it is known now, reading it if need be.
func (s *shared[T]) look(ctx context.Context) (*snapshot[T], error) {
	for {
		s.mu.Lock()
		if known := s.known; known != nil {
			s.mu.Unlock()
			return known, nil
		}
		current := s.flight
		if current == nil {
			current = s.depart()
			s.mu.Unlock()
			items, err := s.list(ctx, s.client, s.kind)
			return s.land(current, items, err, nil)
		}
		s.mu.Unlock()

		select {
		case <-ctx.Done():
			return nil, failure("GET "+apiPrefix+s.kind.path, false, ctx.Err(), s.client.secrets)
		case <-current.done:
		}
		switch {
		case current.err == nil:
			return current.list, nil
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

// depart begins a request for the list. The caller holds the lock.
func (s *shared[T]) depart() *flight[T] {
	s.flight = &flight[T]{done: make(chan struct{}), sent: time.Now()}
	return s.flight
}

// land ends it. What was only renewed is as old as before.
func (s *shared[T]) land(current *flight[T], items []T, err error, renewing *snapshot[T]) (*snapshot[T], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, write := range current.late {
		items = write(items)
	}
	if current.err = listError(err); err == nil {
		current.list = s.snapshot(items)
		current.list.read = current.sent
		if renewing != nil {
			current.list.read, current.list.renewed = renewing.read, current.sent
		}
	}
	if s.flight == current { // not forgotten meanwhile
		s.flight, s.absent = nil, nil
		s.known = current.list
	}
	close(current.done)
	return current.list, current.err
}

// renew brings a list that has been read in step with the account by one page:
// the one of what changed last.
func (s *shared[T]) renew(ctx context.Context, latest url.Values, changed func(T) string) error {
	s.mu.Lock()
	known := s.known
	if known == nil {
		s.mu.Unlock()
		return nil
	}
	current := s.depart()
	s.mu.Unlock()
	items, err := s.renewed(ctx, known, latest, changed)
	_, err = s.land(current, items, err, known)
	return err
}

// renewed is a list with that page in it. It is read anew when the page does not
// account for as many objects as there are, and when the vendor did not sort as
// asked: then anything may have changed beyond that page.
func (s *shared[T]) renewed(ctx context.Context, known *snapshot[T], latest url.Values, changed func(T) string) ([]T, error) {
	got, err := readPage(ctx, s.client, s.kind, latest)
	switch {
	case IsInvalid(err):
		return s.list(ctx, s.client, s.kind)
	case err != nil:
		return nil, err
	}
	items := slices.Clone(known.items)
	for _, item := range got.items {
		if at, listed := known.at()[s.kind.id(item)]; listed {
			items[at] = item
		} else {
			items = append(items, item)
		}
	}
	counted := got.count != nil && *got.count == int64(len(items))
	if counted && (len(got.items) == len(items) || isLatest(got.items, items, changed)) {
		return items, nil
	}
	return s.list(ctx, s.client, s.kind)
}

// isLatest reports whether a page shows what of a list was changed last: it is
// sorted so, and nothing that it leaves out is known to be later.
func isLatest[T any](page, list []T, changed func(T) string) bool {
	newestFirst := func(a, b T) int { return cmp.Compare(changed(b), changed(a)) }
	if len(page) == 0 || changed(page[len(page)-1]) == "" || !slices.IsSortedFunc(page, newestFirst) {
		return false
	}
	later := func(items []T) (n int) {
		for _, item := range items {
			if changed(item) > changed(page[len(page)-1]) {
				n++
			}
		}
		return n
	}
	return later(list) == later(page)
}

// get returns one object. One that the list lacks is asked for by id before the
// caller learns that it is gone, and once for all callers.
func (s *shared[T]) get(ctx context.Context, id string) (*T, error) {
	s.mu.Lock()
	if err := s.absent[id]; err != nil {
		s.mu.Unlock()
		return nil, err
	}
	fromList := s.eager || s.known != nil || s.first != "" && s.first != id
	if s.first == "" {
		s.first = id
	}
	s.mu.Unlock()
	if fromList {
		list, err := s.look(ctx)
		if err != nil {
			return nil, err
		}
		if object, found := list.find(id); found {
			return &object, nil
		}
	}
	object, err := readOne(ctx, s.client, s.kind, id)
	if err != nil {
		err = s.confirm(ctx, id, err)
		s.missed(id, err)
		s.noteAbsent(id, err)
		return nil, err
	}
	s.put(*object)
	return object, nil
}

// noteAbsent remembers with the list that an object is not there.
func (s *shared[T]) noteAbsent(id string, err error) {
	if !IsNotFound(err) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.absent == nil {
		s.absent = map[string]error{}
	}
	s.absent[id] = err
}

// confirm lets the list decide whether an object is gone of which a 404 without a
// word says so.
func (s *shared[T]) confirm(ctx context.Context, id string, err error) error {
	if !isWordless(err) {
		return err
	}
	list, lookErr := s.look(ctx)
	if lookErr != nil {
		return lookErr
	}
	if _, found := list.find(id); !found {
		return err
	}
	var doubted *Error
	errors.As(err, &doubted)
	doubted.foreign = true
	doubted.remedy = "The account's list still contains the object, so the answer did not come from Zendesk. Check endpoint and the proxies, then apply again."
	return doubted
}

func (s *shared[T]) find(items []T, id string) int {
	return slices.IndexFunc(items, func(item T) bool { return s.kind.id(item) == id })
}

// apply does a write to the list we have and to the one that is on its way. The
// write gets a copy, which it may change.
func (s *shared[T]) apply(write func([]T) []T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known != nil {
		read, renewed := s.known.read, s.known.renewed
		s.known = s.snapshot(write(slices.Clone(s.known.items)))
		s.known.read, s.known.renewed = read, renewed
	}
	if s.flight != nil {
		s.flight.late = append(s.flight.late, write)
	}
}

// put adds an object or replaces it.
func (s *shared[T]) put(object T) {
	s.mu.Lock()
	delete(s.absent, s.kind.id(object))
	s.mu.Unlock()
	s.apply(func(items []T) []T {
		if i := s.find(items, s.kind.id(object)); i >= 0 {
			items[i] = object
			return items
		}
		return append(items, object)
	})
}

// edit may change every object of the list, but not its id.
func (s *shared[T]) edit(write func(*T)) {
	s.apply(func(items []T) []T {
		for i := range items {
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

// failed is missed for a write, whose error it returns. A wordless 404 contradicts
// the list, which is read again.
func (s *shared[T]) failed(ctx context.Context, id string, err error) error {
	if isWordless(err) {
		s.forget()
	}
	err = s.confirm(ctx, id, err)
	s.missed(id, err)
	return err
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
	s.known, s.flight, s.absent = nil, nil, nil
}
