package client

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// List is the list of one kind, read once and used by every resource. Writes
// keep it in step from the vendor's answers; only an ambiguous answer evicts it.
type List[T any] struct {
	core *Core
	// Kind is what the list holds.
	Kind Kind[T]
	// eager uses the list from the first read on. Otherwise the first object is
	// read alone, and the list from the second one on.
	eager bool

	mu     sync.Mutex
	known  *Snapshot[T] // nil until the list is read
	first  string       // the id of the first single read
	flight *flight[T]
	absent map[string]error // ids that were not found, until the list is read again
}

// Snapshot is a list at one moment. It is shared and never written to: a write
// makes the next one.
type Snapshot[T any] struct {
	// Items is the list; nobody may write into it.
	Items []T
	// Read is when the request for the list was sent, Renewed, when the one for
	// what changed last was; zero if there was none.
	Read, Renewed time.Time

	at func() map[string]int // the place of each id
}

// flight is a list request that is under way. late are the writes that were
// answered meanwhile: the list may or may not show them.
type flight[T any] struct {
	done chan struct{}
	sent time.Time
	list *Snapshot[T]
	err  error
	late []func([]T) []T
}

// NewList makes the list of a kind, to be read when it is needed: the first object
// is read alone.
func NewList[T any](core *Core, kind Kind[T]) *List[T] { return &List[T]{core: core, Kind: kind} }

// NewEagerList makes a list that is read from the first object on.
func NewEagerList[T any](core *Core, kind Kind[T]) *List[T] {
	return &List[T]{core: core, Kind: kind, eager: true}
}

func (l *List[T]) snapshot(items []T) *Snapshot[T] {
	return &Snapshot[T]{Items: slices.Clip(items), at: sync.OnceValue(func() map[string]int {
		at := make(map[string]int, len(items))
		for i, item := range items {
			at[l.Kind.ID(item)] = i
		}
		return at
	})}
}

// Find gives an object by its id.
func (s *Snapshot[T]) Find(id string) (object T, found bool) {
	at, found := s.at()[id]
	if found {
		object = s.Items[at]
	}
	return object, found
}

// Listed reports whether the list has been read.
func (l *List[T]) Listed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.known != nil
}

// All returns the list, reading it if need be. Nobody may write into it.
func (l *List[T]) All(ctx context.Context) ([]T, error) {
	list, err := l.Look(ctx)
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

// Look returns the list as it is known now, reading it if need be.
func (l *List[T]) Look(ctx context.Context) (*Snapshot[T], error) {
	for {
		l.mu.Lock()
		if known := l.known; known != nil {
			l.mu.Unlock()
			return known, nil
		}
		current := l.flight
		if current == nil {
			current = l.depart()
			l.mu.Unlock()
			items, err := readAll(ctx, l.core.api, l.Kind)
			return l.land(current, items, err, nil)
		}
		l.mu.Unlock()

		select {
		case <-ctx.Done():
			return nil, l.core.api.Failure(http.MethodGet, l.Kind.Path, ctx.Err())
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
func (l *List[T]) depart() *flight[T] {
	l.flight = &flight[T]{done: make(chan struct{}), sent: time.Now()}
	return l.flight
}

// land ends it. What was only renewed is as old as before.
func (l *List[T]) land(current *flight[T], items []T, err error, renewing *Snapshot[T]) (*Snapshot[T], error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, write := range current.late {
		items = write(items)
	}
	if current.err = listError(err); err == nil {
		current.list = l.snapshot(items)
		current.list.Read = current.sent
		if renewing != nil {
			current.list.Read, current.list.Renewed = renewing.Read, current.sent
		}
	}
	if l.flight == current { // not forgotten meanwhile
		l.flight, l.absent = nil, nil
		l.known = current.list
	}
	close(current.done)
	return current.list, current.err
}

// Renew brings a list that has been read in step with the account by one page:
// the one of what changed last, which the query latest asks for. Changed is when an
// object was changed last, in a form that sorts as text.
func (l *List[T]) Renew(ctx context.Context, latest url.Values, changed func(T) string) error {
	l.mu.Lock()
	known := l.known
	if known == nil {
		l.mu.Unlock()
		return nil
	}
	current := l.depart()
	l.mu.Unlock()
	items, err := l.renewed(ctx, known, latest, changed)
	_, err = l.land(current, items, err, known)
	return err
}

// renewed is a list with that page in it. It is read again when the page does not
// account for as many objects as there are, and when the vendor did not sort as
// asked: then anything may have changed beyond that page.
func (l *List[T]) renewed(ctx context.Context, known *Snapshot[T], latest url.Values, changed func(T) string) ([]T, error) {
	got, err := readPage(ctx, l.core.api, l.Kind, latest)
	switch {
	case IsInvalid(err):
		return readAll(ctx, l.core.api, l.Kind)
	case err != nil:
		return nil, partialError(err)
	}
	items := slices.Clone(known.Items)
	for _, item := range got.items {
		if at, listed := known.at()[l.Kind.ID(item)]; listed {
			items[at] = item
		} else {
			items = append(items, item)
		}
	}
	counted := got.count != nil && *got.count == int64(len(items))
	if counted && (len(got.items) == len(items) || isLatest(got.items, items, changed)) {
		return items, nil
	}
	return readAll(ctx, l.core.api, l.Kind)
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

// Get returns one object. One that the list lacks is asked for by id before the
// caller learns that it is gone, and once for all callers.
func (l *List[T]) Get(ctx context.Context, id string) (*T, error) {
	l.mu.Lock()
	if err := l.absent[id]; err != nil {
		l.mu.Unlock()
		return nil, err
	}
	fromList := l.eager || l.known != nil || l.first != "" && l.first != id
	if l.first == "" {
		l.first = id
	}
	l.mu.Unlock()
	if fromList {
		list, err := l.Look(ctx)
		if err != nil {
			return nil, err
		}
		if object, found := list.Find(id); found {
			return &object, nil
		}
	}
	object, err := readOne(ctx, l.core.api, l.Kind, id)
	if err != nil {
		err = l.confirm(ctx, id, err)
		l.Missed(id, err)
		l.noteAbsent(id, err)
		return nil, err
	}
	l.Put(*object)
	return object, nil
}

// Reread asks for an object whatever the list says, and corrects the list.
func (l *List[T]) Reread(ctx context.Context, id string) (*T, error) {
	object, err := readOne(ctx, l.core.api, l.Kind, id)
	if err != nil {
		l.Missed(id, err)
		return nil, err
	}
	l.Put(*object)
	return object, nil
}

// noteAbsent remembers with the list that an object is not there.
func (l *List[T]) noteAbsent(id string, err error) {
	if !IsNotFound(err) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.absent == nil {
		l.absent = map[string]error{}
	}
	l.absent[id] = err
}

// confirm lets the list decide whether an object is gone of which a 404 without a
// word says so.
func (l *List[T]) confirm(ctx context.Context, id string, err error) error {
	if !isWordless(err) {
		return err
	}
	list, lookErr := l.Look(ctx)
	if lookErr != nil {
		return lookErr
	}
	if _, found := list.Find(id); !found {
		return err
	}
	var doubted *Error
	errors.As(err, &doubted)
	doubted.Foreign = true
	doubted.Advice = fmt.Sprintf("The account's list still contains the object, so the answer did not come from %s. Check endpoint and the proxies, then apply again.", l.core.api.System.Name)
	return doubted
}

func (l *List[T]) find(items []T, id string) int {
	return slices.IndexFunc(items, func(item T) bool { return l.Kind.ID(item) == id })
}

// apply does a write to the list we have and to the one that is on its way. The
// write gets a copy, which it may change.
func (l *List[T]) apply(write func([]T) []T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known != nil {
		read, renewed := l.known.Read, l.known.Renewed
		l.known = l.snapshot(write(slices.Clone(l.known.Items)))
		l.known.Read, l.known.Renewed = read, renewed
	}
	if l.flight != nil {
		l.flight.late = append(l.flight.late, write)
	}
}

// Put adds an object or replaces it.
func (l *List[T]) Put(object T) {
	l.mu.Lock()
	delete(l.absent, l.Kind.ID(object))
	l.mu.Unlock()
	l.apply(func(items []T) []T {
		if i := l.find(items, l.Kind.ID(object)); i >= 0 {
			items[i] = object
			return items
		}
		return append(items, object)
	})
}

// Edit may change every object of the list, but not its id.
func (l *List[T]) Edit(write func(*T)) {
	l.apply(func(items []T) []T {
		for i := range items {
			write(&items[i])
		}
		return items
	})
}

// Drop takes an object off the list; the next read of it asks the vendor.
func (l *List[T]) Drop(id string) {
	l.apply(func(items []T) []T {
		return slices.DeleteFunc(items, func(item T) bool { return l.Kind.ID(item) == id })
	})
}

// failed is Missed for a write, whose error it returns. A wordless 404 contradicts
// the list, which is read again.
func (l *List[T]) failed(ctx context.Context, id string, err error) error {
	if isWordless(err) {
		l.Forget()
	}
	err = l.confirm(ctx, id, err)
	l.Missed(id, err)
	return err
}

// Missed draws the conclusion from a failed request about one object.
func (l *List[T]) Missed(id string, err error) {
	switch {
	case IsNotFound(err), IsStale(err):
		l.Drop(id)
	case IsAmbiguous(err):
		l.Forget()
	}
}

// Forget makes the next read ask the vendor again, even if a list is on its way.
func (l *List[T]) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known, l.flight, l.absent = nil, nil, nil
}

// Sole returns the one object of a list of one.
func (l *List[T]) Sole(ctx context.Context) (*T, error) {
	objects, err := l.All(ctx)
	if err != nil {
		return nil, err
	}
	return &objects[0], nil
}
