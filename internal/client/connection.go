package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// errEmpty is an answer that says nothing.
var errEmpty = errors.New("it is empty")

// Options are what [Connect] needs.
type Options struct {
	// System is the vendor, Account the account's name in logs.
	System  *System
	Account string
	// Root is what requests go to, Prefix what the paths of the API have in common
	// below it: "/api/v2". See [transport.CheckRoot].
	Root   *url.URL
	Prefix string
	// Credential is required.
	Credential Credential
	// RequestsPerMinute keeps us below that number; 0 means no limit of our own.
	RequestsPerMinute int
	// Passes recognises a refusal of which the vendor says that the next try may
	// succeed. Nil means none.
	Passes func(status int, body []byte) bool
	// UserAgent is sent with every request.
	UserAgent string
	// Base sends the requests; nil means [transport.NewBase].
	Base http.RoundTripper
}

// Connection sends requests to one account. It is safe for concurrent use.
type Connection struct {
	System *System
	Root   *url.URL
	Prefix string
	// HTTP authorizes, limits, repeats and logs.
	HTTP    *http.Client
	Limiter *transport.Limiter
	// Secrets is told what must never be shown.
	Secrets *transport.Redactor
	// Send sends one request; [Connect] sets one that writes and reads JSON.
	Send Sender

	served atomic.Bool // an answer had the API's form
}

// Request is one request to the API.
type Request struct {
	// Method is an HTTP verb. Path is below the prefix and already escaped.
	Method, Path string
	// Body is marshalled to JSON unless it is nil.
	Body any
	// Header is sent besides Content-Type, Accept and the credential. May be nil.
	Header http.Header
}

// Answer is what the server sent back, whatever its status.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Sender sends one request. Its error says that no complete answer came.
type Sender func(context.Context, Request) (*Answer, error)

// Connect makes a connection. It makes no request.
func Connect(o Options) *Connection {
	base := o.Base
	if base == nil {
		base = transport.NewBase()
	}
	c := &Connection{
		System: o.System, Root: o.Root, Prefix: o.Prefix,
		Limiter: transport.NewLimiter(o.RequestsPerMinute), Secrets: &transport.Redactor{},
	}
	c.Secrets.Add(o.Credential.Secrets()...)
	options := transport.Options{Account: o.Account, Root: o.Root, UserAgent: o.UserAgent, Secrets: c.Secrets, Base: base}
	signer := o.Credential.Signer(c.forTokens(options))
	options.Passes, options.Limiter = o.Passes, c.Limiter
	options.Authorize, options.Unauthorized = signer.Authorize, signer.Renew
	c.HTTP = transport.NewClient(options)
	c.Send = c.SendJSON
	return c
}

// forTokens is the connection that tokens are fetched through: without a
// credential, past the account's limiter and with bodies that are never logged.
func (c *Connection) forTokens(options transport.Options) *Connection {
	options.OmitBodies = true
	options.RepeatPOST = true // a second token does no harm
	plain := &Connection{System: c.System, Root: c.Root, Secrets: c.Secrets, HTTP: transport.NewClient(options)}
	plain.Send = plain.SendJSON
	return plain
}

// line is what was asked, for people.
func (c *Connection) line(method, path string) string { return method + " " + c.Prefix + path }

// Do sends one request and returns the answer if it is a 2xx. Errors are [*Error].
func (c *Connection) Do(ctx context.Context, request Request) (*Answer, error) {
	line := c.line(request.Method, request.Path)
	writes := request.Method != http.MethodGet
	ctx, unsure := transport.NoteUnsure(ctx)
	answer, err := c.Send(ctx, request)
	if err != nil {
		return nil, c.failure(line, writes && transport.Ambiguous(err), err)
	}
	if answer.Status/100 == 2 {
		return answer, nil
	}
	refused := c.Refusal(line, answer)
	refused.Ambiguous = writes && !refused.OfToken() && (unsure() || transport.AmbiguousStatus(answer.Status, answer.Header))
	return nil, refused
}

// SendJSON is the [Sender] of vendors that speak plain JSON.
func (c *Connection) SendJSON(ctx context.Context, request Request) (*Answer, error) {
	var body io.Reader
	if request.Body != nil {
		data, err := json.Marshal(request.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(data)
	}
	sent, err := http.NewRequestWithContext(ctx, request.Method, c.Root.String()+c.Prefix+request.Path, body)
	if err != nil {
		return nil, err
	}
	sent.Header.Set("Accept", "application/json")
	if body != nil {
		sent.Header.Set("Content-Type", "application/json")
	}
	for name, values := range request.Header {
		sent.Header[name] = values
	}
	response, err := c.HTTP.Do(sent)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	return &Answer{Status: response.StatusCode, Header: response.Header, Body: read}, nil
}

// Call sends one request and returns the body of a 2xx answer. path is below the
// prefix and already escaped; in is marshalled to JSON unless it is nil.
func (c *Connection) Call(ctx context.Context, method, path string, in any) ([]byte, error) {
	answer, err := c.Do(ctx, Request{Method: method, Path: path, Body: in})
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// Fetch sends a request and decodes its answer into out.
func (c *Connection) Fetch(ctx context.Context, method, path string, in, out any) error {
	return c.fetch(ctx, Request{Method: method, Path: path, Body: in}, out)
}

func (c *Connection) fetch(ctx context.Context, request Request, out any) error {
	answer, err := c.Do(ctx, request)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(answer.Body)) == 0 {
		return c.Undecodable(request.Method, request.Path, answer.Body, errEmpty)
	}
	if err := json.Unmarshal(answer.Body, out); err != nil {
		return c.Undecodable(request.Method, request.Path, answer.Body, err)
	}
	c.served.Store(true)
	return nil
}

// Undecodable is a 2xx answer that makes no sense. A write that was answered so
// may well have been done.
func (c *Connection) Undecodable(method, path string, body []byte, err error) *Error {
	title, isPage := htmlPage(body)
	if isPage {
		err = errors.New(title)
	}
	e := c.failure(c.line(method, path), method != http.MethodGet, fmt.Errorf("the answer is not what %s documents: %w", c.System.Name, err))
	e.Page, e.Foreign = isPage, isPage
	return e
}

// Failure is the error of a request that was not sent.
func (c *Connection) Failure(method, path string, err error) *Error {
	return c.failure(c.line(method, path), false, err)
}
