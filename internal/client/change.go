package client

import (
	"context"
	"errors"
	"net/http"
)

// Change sends a PUT or PATCH that is answered with the object, and keeps the
// list in step. After an empty answer the object is read.
func (l *List[T]) Change(ctx context.Context, method, id string, in any) (*T, error) {
	return l.change(ctx, id, Request{Method: method, Body: in})
}

// ChangeIf is Change for an object that is still of a version, its entity tag. The
// error where it is not satisfies [IsStale]: nothing was overwritten.
func (l *List[T]) ChangeIf(ctx context.Context, method, id, version string, in any) (*T, error) {
	return l.change(ctx, id, Request{Method: method, Body: in, Header: http.Header{"If-Match": {version}}})
}

func (l *List[T]) change(ctx context.Context, id string, request Request) (*T, error) {
	path, err := l.Kind.At(id)
	if err != nil {
		return nil, err
	}
	request.Path = path
	object, err := exchange(ctx, l.core.api, l.Kind, request)
	if errors.Is(err, errEmpty) {
		if object, err = readOne(ctx, l.core.api, l.Kind, id); err != nil {
			l.Forget()
		}
	}
	if err != nil {
		return nil, l.failed(ctx, id, err)
	}
	l.Put(*object)
	return object, nil
}

// Remove deletes an object. The error of one that is gone already satisfies
// [IsNotFound].
func (l *List[T]) Remove(ctx context.Context, id string) error {
	return l.remove(ctx, id, Request{Method: http.MethodDelete})
}

// RemoveIf is Remove for an object that is still of a version, see [List.ChangeIf].
func (l *List[T]) RemoveIf(ctx context.Context, id, version string) error {
	return l.remove(ctx, id, Request{Method: http.MethodDelete, Header: http.Header{"If-Match": {version}}})
}

func (l *List[T]) remove(ctx context.Context, id string, request Request) error {
	path, err := l.Kind.At(id)
	if err != nil {
		return err
	}
	request.Path = path
	if _, err := l.core.api.Do(ctx, request); err != nil {
		return l.failed(ctx, id, err)
	}
	l.Drop(id)
	return nil
}
