package transport

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// loggedBody bounds a body in the log, in bytes.
const loggedBody = 16 << 10

// entry is one attempt in the request log. Headers are never logged: the
// credential is one of them.
type entry struct {
	options Options
	fields  map[string]any
	request []byte
	started time.Time
}

func (a *attempt) startEntry(request *http.Request, number int) *entry {
	e := &entry{options: a.options, started: time.Now(), fields: map[string]any{
		"account": a.options.Account,
		"method":  request.Method,
		"path":    a.options.Secrets.Redact(request.URL.RequestURI()),
		"attempt": number,
	}}
	if request.GetBody != nil && !a.options.OmitBodies {
		if body, err := request.GetBody(); err == nil {
			e.request, _ = io.ReadAll(io.LimitReader(body, a.options.BodyMax))
			closeBody(body)
		}
	}
	return e
}

func (e *entry) failed(ctx context.Context, err error) {
	e.fields["error"] = err.Error()
	e.fields["duration_ms"] = time.Since(e.started).Milliseconds()
	tflog.Debug(ctx, "HTTP request failed", e.fields)
	e.bodies(ctx, nil)
}

func (e *entry) answered(ctx context.Context, response *http.Response) {
	e.fields["status"] = response.StatusCode
	e.fields["duration_ms"] = time.Since(e.started).Milliseconds()
	tflog.Debug(ctx, "HTTP request", e.fields)
	if body, ok := response.Body.(answer); ok {
		e.bodies(ctx, body.bytes)
	}
}

func (e *entry) bodies(ctx context.Context, received []byte) {
	if e.options.OmitBodies {
		return
	}
	tflog.Trace(ctx, "HTTP bodies", e.fields, map[string]any{
		"request_body":  lazyBody{e.request, e.options.Secrets},
		"response_body": lazyBody{received, e.options.Secrets},
	})
}

// lazyBody is redacted only if the log really prints it: a list of a thousand
// triggers is not parsed twice for a log that is off.
type lazyBody struct {
	body    []byte
	secrets *Redactor
}

// String gives the redacted body for a log of lines.
func (b lazyBody) String() string { return b.secrets.RedactBody(b.body, loggedBody) }

// MarshalText gives the redacted body for a log of JSON objects.
func (b lazyBody) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// Debug logs what a client decided.
func Debug(ctx context.Context, message string, fields map[string]any) {
	tflog.Debug(ctx, message, fields)
}
