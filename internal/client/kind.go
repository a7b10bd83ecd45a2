package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// Kind is what reads and writes need to know of one kind of object.
type Kind[T any] struct {
	// Noun is for people: "trigger".
	Noun string
	// Path is that of the list, below the prefix: "/triggers".
	Path string
	// ID is never empty. Title is what people call it; several may share one.
	ID, Title func(T) string
	// Active is nil for what cannot be deactivated.
	Active func(T) bool
	// Decode reads one object as it stands in a body.
	Decode func(json.RawMessage) (T, error)
	// Form is how the vendor wraps objects and lists of this kind.
	Form Form
	// Paging is how the list is cut.
	Paging Paging
	// Sole says that the account has one object of this kind, at Path: a list of one.
	Sole bool
	// Keyed says that the vendor executes a create once for each Idempotency-Key.
	Keyed bool
}

// Form is how a vendor wraps objects in bodies.
type Form interface {
	// Wrap gives the body of a write.
	Wrap(in any) any
	// Unwrap takes the object out of an answer.
	Unwrap(body json.RawMessage) (json.RawMessage, error)
	// Page reads one page of a list.
	Page(body json.RawMessage) (Page, error)
}

// Page is one page of a list as the vendor sends it.
type Page struct {
	Items []json.RawMessage
	// Count is that of all pages; nil when the server does not tell.
	Count *int64
	// Next is the query of the next page, nil after the last one.
	Next url.Values
}

// read decodes one object, which has an id.
func (k Kind[T]) read(raw json.RawMessage) (T, error) {
	object, err := k.Decode(raw)
	if err == nil && k.ID(object) == "" {
		err = fmt.Errorf("it holds no %s with an id", k.Noun)
	}
	return object, err
}

// At is the path of one object. An id is user input (import): it is escaped, and
// one that would address something else is refused. A sole object has none.
func (k Kind[T]) At(id string) (string, error) {
	if k.Sole {
		return k.Path, nil
	}
	if id == "" || id == "." || id == ".." {
		return "", &Error{Message: fmt.Sprintf("%q is not the id of a %s", id, k.Noun)}
	}
	return k.Path + "/" + url.PathEscape(id), nil
}

// readOne gets one object by its id.
func readOne[T any](ctx context.Context, c *Connection, k Kind[T], id string) (*T, error) {
	path, err := k.At(id)
	if err != nil {
		return nil, err
	}
	return exchange(ctx, c, k, Request{Method: http.MethodGet, Path: path})
}

// exchange sends a request, its body wrapped, and decodes the object of the answer.
func exchange[T any](ctx context.Context, c *Connection, k Kind[T], request Request) (*T, error) {
	if request.Body != nil {
		request.Body = k.Form.Wrap(request.Body)
	}
	var body json.RawMessage
	if err := c.fetch(ctx, request, &body); err != nil {
		return nil, err
	}
	raw, err := k.Form.Unwrap(body)
	if err != nil {
		return nil, c.Undecodable(request.Method, request.Path, nil, err)
	}
	object, err := k.read(raw)
	if err != nil {
		return nil, c.Undecodable(request.Method, request.Path, nil, err)
	}
	return &object, nil
}
