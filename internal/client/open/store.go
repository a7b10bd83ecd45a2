package open

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// kind is one kind of object of the contract.
type kind[T any] struct {
	noun, path string
	decode     func(json.RawMessage) (T, error)
	id         func(T) string
	// version is the entity tag.
	version func(T) string
	// title is what people call it.
	title func(T) string
	// means reports whether a declaration without an id could mean an object.
	means func(declared, object T) bool
	// create is the body that makes the object.
	create func(declared T) any
	// patch is the body that makes of prior what is declared; nil when nothing differs.
	patch func(prior, declared T) any
	// shown is what an answer shows of a declaration. Nil means all of it.
	shown func(declared T) T
}

// decoder reads an object from a W, which is the object as the contract has it.
func decoder[T, W any](read func(W) T) func(json.RawMessage) (T, error) {
	return func(raw json.RawMessage) (T, error) {
		var object W
		err := json.Unmarshal(raw, &object)
		return read(object), err
	}
}

// store is a kind in one account.
type store[T any] struct {
	kind[T]
	list *client.List[T]
}

// newStore reads the list from the first object on: a list that is not found is an error,
// and no object looks deleted because the endpoint is wrong.
func newStore[T any](core *client.Core, k kind[T]) store[T] {
	return store[T]{kind: k, list: client.NewEagerList(core, client.Kind[T]{
		Noun: k.noun, Path: k.path, ID: k.id, Title: k.title, Form: form{}, Keyed: true,
		Decode: k.tagged, Paging: client.Paging{First: page("")},
	})}
}

// tagged decodes an object, which has an entity tag: without it nothing could be changed
// on the condition that nobody else has changed it. A list has no other place for it.
func (k kind[T]) tagged(raw json.RawMessage) (T, error) {
	object, err := k.decode(raw)
	if err == nil && k.version(object) == "" {
		err = fmt.Errorf("its %s has no etag, which is required beside the header ETag", k.noun)
	}
	return object, err
}

// form is how the contract wraps objects: not at all, and lists in pages.
type form struct{}

// Wrap gives the object itself.
func (form) Wrap(in any) any { return in }

// Unwrap gives the object itself.
func (form) Unwrap(body json.RawMessage) (json.RawMessage, error) { return body, nil }

// Page reads data and next_cursor.
func (form) Page(body json.RawMessage) (client.Page, error) {
	var wire struct {
		Data json.RawMessage `json:"data"`
		Next *string         `json:"next_cursor"`
	}
	var next client.Page
	if err := json.Unmarshal(body, &wire); err != nil {
		return next, err
	}
	if wire.Next != nil && *wire.Next != "" {
		next.Next = page(*wire.Next)
	}
	return next, client.DecodeMember(wire.Data, &next.Items)
}

// page asks for a page as large as the contract has them.
func page(cursor string) url.Values {
	query := url.Values{"limit": {"100"}}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	return query
}

// Managed is true: the contract is made for it.
func (store[T]) Managed() bool { return true }

// Kept is false: Delete deletes.
func (store[T]) Kept() bool { return false }

// Get reads one object from the shared list.
func (s store[T]) Get(ctx context.Context, id string) (*T, error) { return s.list.Get(ctx, id) }

// All is the shared list.
func (s store[T]) All(ctx context.Context) ([]T, error) { return s.list.All(ctx) }

// Find looks in the shared list.
func (s store[T]) Find(ctx context.Context, declared T) ([]T, error) {
	all, err := s.list.All(ctx)
	if err != nil {
		return nil, err
	}
	var found []T
	for _, each := range all {
		if s.means(declared, each) {
			found = append(found, each)
		}
	}
	return found, nil
}

// FindNow reads the list again.
func (s store[T]) FindNow(ctx context.Context, declared T) ([]T, error) {
	s.list.Forget()
	return s.Find(ctx, declared)
}

// Create sends a create once, see [client.List.Create].
func (s store[T]) Create(ctx context.Context, declared T) (*T, error) {
	expected := declared
	if s.shown != nil {
		expected = s.shown(declared)
	}
	same := func(object T) bool { return s.means(expected, object) && s.patch(object, expected) == nil }
	return s.list.Create(ctx, s.title(declared), same, s.create(declared))
}

// Update sends the members that differ, on the condition that the object is still as
// it was read. It sends nothing when none does.
func (s store[T]) Update(ctx context.Context, prior, declared T) (*T, error) {
	patch := s.patch(prior, declared)
	if patch == nil {
		return &prior, nil
	}
	return s.list.ChangeIf(ctx, http.MethodPatch, s.id(prior), s.version(prior), patch)
}

// Delete removes the object if it is still as it was read.
func (s store[T]) Delete(ctx context.Context, prior T) error {
	return s.list.RemoveIf(ctx, s.id(prior), s.version(prior))
}

// Hidden is empty: the contract shows everything but secrets, whose fingerprint it shows.
func (store[T]) Hidden() []string { return nil }

// Steps are none.
func (store[T]) Steps(T, *T) []string { return nil }

// Starting is empty.
func (store[T]) Starting(T) []string { return nil }

// Ending is empty.
func (store[T]) Ending(T) []string { return nil }
