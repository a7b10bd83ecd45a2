package stellaconnect

import (
	"context"
	"fmt"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// without is a kind of object that Stella Connect's API does not have: there is none of
// it, and no request asks for one. A plan refuses the resource before.
type without[T any] struct{ noun string }

// Managed is false.
func (without[T]) Managed() bool { return false }

// Kept is false.
func (without[T]) Kept() bool { return false }

// Get fails.
func (w without[T]) Get(context.Context, string) (*T, error) {
	refused := w.refuse()
	refused.Status = http.StatusNotFound
	return nil, refused
}

// All are none.
func (without[T]) All(context.Context) ([]T, error) { return nil, nil }

// Find finds none.
func (without[T]) Find(context.Context, T) ([]T, error) { return nil, nil }

// FindNow finds none.
func (without[T]) FindNow(context.Context, T) ([]T, error) { return nil, nil }

// Create fails.
func (w without[T]) Create(context.Context, T) (*T, error) { return nil, w.refuse() }

// Update fails.
func (w without[T]) Update(context.Context, T, T) (*T, error) { return nil, w.refuse() }

// Delete fails.
func (w without[T]) Delete(context.Context, T) error { return w.refuse() }

// Hidden is empty.
func (without[T]) Hidden() []string { return nil }

// Steps are none.
func (without[T]) Steps(T, *T) []string { return nil }

// Starting is empty.
func (without[T]) Starting(T) []string { return nil }

// Ending is empty.
func (without[T]) Ending(T) []string { return nil }

func (w without[T]) refuse() *client.Error {
	return &client.Error{Message: fmt.Sprintf("Stella Connect has no API for a %s", w.noun)}
}
