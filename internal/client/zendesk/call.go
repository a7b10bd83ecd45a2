package zendesk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	gz "github.com/nukosuke/go-zendesk/zendesk"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// errUnexpected is an answer that is not what the documentation says, errEmpty one
// that says nothing.
var (
	errUnexpected = errors.New("the answer is not what Zendesk documents")
	errEmpty      = errors.New("it is empty")
)

// call sends one request and returns the body of a 2xx answer. path is below
// /api/v2 and already escaped; in is marshalled to JSON unless it is nil.
func (c *Client) call(ctx context.Context, method, path string, in any) ([]byte, error) {
	line := method + " " + apiPrefix + path
	ctx, unsure := transport.NoteUnsure(ctx)
	var body []byte
	var err error
	switch method {
	case http.MethodGet:
		body, err = c.raw.Get(ctx, path)
	case http.MethodPost:
		body, err = c.raw.Post(ctx, path, in)
	case http.MethodPut:
		body, err = c.raw.Put(ctx, path, in)
	case http.MethodDelete:
		err = c.raw.Delete(ctx, path)
	case http.MethodPatch:
		body, err = c.patch(ctx, path, in)
	}
	var answered gz.Error // a value type: a pointer target never matches
	switch {
	case err == nil:
		return body, nil
	case !errors.As(err, &answered):
		return nil, failure(line, method != http.MethodGet && transport.Ambiguous(err), err, c.secrets)
	}
	if body, err = io.ReadAll(answered.Body()); err != nil {
		return nil, failure(line, method != http.MethodGet, err, c.secrets)
	}
	if answered.Status()/100 == 2 {
		return body, nil // go-zendesk refuses 200 for DELETE, 202 for PUT and so on
	}
	refused := refusal(line, answered.Status(), answered.Headers(), body, c.secrets)
	refused.ambiguous = method != http.MethodGet && (unsure() || transport.AmbiguousStatus(answered.Status(), answered.Headers()))
	return nil, refused
}

// patch is the verb that go-zendesk does not export.
func (c *Client) patch(ctx context.Context, path string, in any) ([]byte, error) {
	data, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPatch, c.root.String()+apiPrefix+path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		return nil, gz.NewError(body, response)
	}
	return body, nil
}

// fetch sends a request and decodes its answer into out.
func (c *Client) fetch(ctx context.Context, method, path string, in, out any) error {
	body, err := c.call(ctx, method, path, in)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return c.undecodable(method, path, body, errEmpty)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return c.undecodable(method, path, body, err)
	}
	return nil
}

// undecodable is a 2xx answer that makes no sense. A write that was answered so
// may well have been done.
func (c *Client) undecodable(method, path string, body []byte, err error) *Error {
	title, isPage := htmlPage(body)
	if isPage {
		err = errors.New(title)
	}
	e := failure(method+" "+apiPrefix+path, method != http.MethodGet, fmt.Errorf("%w: %w", errUnexpected, err), c.secrets)
	e.html, e.foreign = isPage, isPage
	return e
}

// kind is what the generic reads and writes need to know of an API area.
type kind[T any] struct {
	noun   string // for people: "trigger"
	path   string // below /api/v2: "/triggers"
	many   string // the list's member in an envelope: "triggers"
	one    string // the object's member in an envelope: "trigger"
	id     func(T) string
	title  func(T) string
	active func(T) bool // of rules
	decode func(json.RawMessage) (T, error)
}

// read decodes one object, which has an id.
func (k kind[T]) read(raw json.RawMessage) (T, error) {
	object, err := k.decode(raw)
	if err == nil && k.id(object) == "" {
		err = fmt.Errorf("it holds no %s with an id", k.one)
	}
	return object, err
}

// at is the path of one object. An id is user input (import): it is escaped, and
// one that would address something else is refused.
func (k kind[T]) at(id string) (string, error) {
	if id == "" || id == "." || id == ".." {
		return "", &Error{Message: fmt.Sprintf("%q is not the id of a %s", id, k.noun)}
	}
	return k.path + "/" + url.PathEscape(id), nil
}

// readOne gets one object by its id.
func readOne[T any](ctx context.Context, c *Client, k kind[T], id string) (*T, error) {
	path, err := k.at(id)
	if err != nil {
		return nil, err
	}
	return exchange(ctx, c, k, http.MethodGet, path, nil)
}

// exchange sends {one: in} and decodes {one: object} from the answer.
func exchange[T any](ctx context.Context, c *Client, k kind[T], method, path string, in any) (*T, error) {
	var request any
	if in != nil {
		request = map[string]any{k.one: in}
	}
	var envelope map[string]json.RawMessage
	if err := c.fetch(ctx, method, path, request, &envelope); err != nil {
		return nil, err
	}
	object, err := k.read(envelope[k.one])
	if err != nil {
		return nil, c.undecodable(method, path, nil, err)
	}
	return &object, nil
}

// change sends a PUT or PATCH that is answered with the object, and keeps the
// shared list in step. After an empty answer the object is read.
func change[T any](ctx context.Context, c *Client, list *shared[T], method, id string, in any) (*T, error) {
	path, err := list.kind.at(id)
	if err != nil {
		return nil, err
	}
	object, err := exchange(ctx, c, list.kind, method, path, in)
	if errors.Is(err, errEmpty) {
		if object, err = readOne(ctx, c, list.kind, id); err != nil {
			list.forget()
		}
	}
	if err != nil {
		return nil, list.failed(ctx, id, err)
	}
	list.put(*object)
	return object, nil
}

// remove deletes an object. The error of one that is gone already satisfies
// [IsNotFound].
func remove[T any](ctx context.Context, c *Client, list *shared[T], id string) error {
	path, err := list.kind.at(id)
	if err != nil {
		return err
	}
	if _, err := c.call(ctx, http.MethodDelete, path, nil); err != nil {
		return list.failed(ctx, id, err)
	}
	list.remove(id)
	return nil
}
