package nicereply

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// readOnly are objects that only a person can write, in Nicereply's screens.
type readOnly[T any] struct {
	noun string
	// never are the attributes that no answer has.
	never  []string
	unseen *unseen
}

// Managed is false: the resource is verified.
func (readOnly[T]) Managed() bool { return false }

// Kept is false: there is no Delete.
func (readOnly[T]) Kept() bool { return false }

// Hidden are the attributes that the API does not show, or that an answer so far did
// not have.
func (r readOnly[T]) Hidden() []string { return r.unseen.with(r.never...) }

// Starting is empty: the steps of what a person makes include it.
func (readOnly[T]) Starting(T) []string { return nil }

// Create fails.
func (r readOnly[T]) Create(context.Context, T) (*T, error) { return nil, r.refuse() }

// Update fails.
func (r readOnly[T]) Update(context.Context, T, T) (*T, error) { return nil, r.refuse() }

// Delete fails.
func (r readOnly[T]) Delete(context.Context, T) error { return r.refuse() }

func (r readOnly[T]) refuse() error {
	return &client.Error{Message: fmt.Sprintf("Nicereply's API cannot write a %s", r.noun), Advice: "Change it in Nicereply's screens."}
}

// missing is the error for an object that is not there, or is no longer what is meant.
func (r readOnly[T]) missing(id, why string) error {
	return &client.Error{Status: http.StatusNotFound, Message: fmt.Sprintf("the %s %s %s", r.noun, id, why)}
}

// listed are objects that are read together.
type listed[T any] struct {
	readOnly[T]
	list *client.List[T]
	// means reports whether a declaration without an id could mean an object.
	means func(declared, object T) bool
}

// newListed makes a store of a kind.
func newListed[T any](core *client.Core, kind client.Kind[T], unseen *unseen, means func(declared, object T) bool, never ...string) listed[T] {
	kind.Form, kind.Paging = form{}, client.Paging{First: page(1)}
	return listed[T]{readOnly[T]{kind.Noun, never, unseen}, client.NewList(core, kind), means}
}

// Get looks in the shared list: it is read whole, with few requests, and integrations
// cannot be read otherwise.
func (l listed[T]) Get(ctx context.Context, id string) (*T, error) {
	list, err := l.list.Look(ctx)
	if err != nil {
		return nil, err
	}
	if object, found := list.Find(id); found {
		return &object, nil
	}
	return nil, l.missing(id, "is not in the account")
}

// All is the shared list.
func (l listed[T]) All(ctx context.Context) ([]T, error) { return l.list.All(ctx) }

// Find looks in the shared list.
func (l listed[T]) Find(ctx context.Context, declared T) ([]T, error) {
	all, err := l.list.All(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(each T) bool { return !l.means(declared, each) }), nil
}

// FindNow reads the list again.
func (l listed[T]) FindNow(ctx context.Context, declared T) ([]T, error) {
	l.list.Forget()
	return l.Find(ctx, declared)
}

// known is an object of the list if that has been read, without a request.
func (l listed[T]) known(id string) (object T) {
	if !l.list.Listed() {
		return object
	}
	list, err := l.list.Look(context.Background())
	if err != nil {
		return object
	}
	object, _ = list.Find(id)
	return object
}

var (
	_ survey.Store[survey.Connector]    = connectors{}
	_ survey.Store[survey.Survey]       = surveys{}
	_ survey.Store[survey.Distribution] = distributions{}
	_ survey.Store[survey.Agent]        = agents{}
)
