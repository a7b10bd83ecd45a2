package client

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// PostOnce sends a body to an address and never sends it again: what it asks for may
// have been done although the answer was lost. It gives the answer in one line for
// people. Root and Account of the options are those of the address.
func PostOnce(ctx context.Context, o Options, address *url.URL, body any) (string, error) {
	o.Root, o.Account = &url.URL{Scheme: address.Scheme, Host: address.Host}, address.Host
	api := Connect(o)
	answer, err := api.Do(transport.Once(ctx), Request{Method: http.MethodPost, Path: address.EscapedPath(), Body: body})
	if err != nil {
		return "", doneOnce(err, ", and nothing was repeated")
	}
	return api.shown(answer.Status, string(answer.Body)), nil
}

// FetchOnce sends a POST that creates no object, with an Idempotency-Key of its own, and
// decodes its answer into out. The transport repeats it: the server does the work of the
// key once.
func (c *Connection) FetchOnce(ctx context.Context, path string, in, out any) error {
	request := Request{Method: http.MethodPost, Path: path, Body: in, Header: http.Header{transport.IdempotencyKey: {rand.Text()}}}
	return doneOnce(c.fetch(ctx, request, out), "")
}

// doneOnce corrects the advice of an error whose request the next run does not repeat.
func doneOnce(err error, besides string) error {
	var failed *Error
	if errors.As(err, &failed) && failed.Ambiguous {
		failed.Advice = fmt.Sprintf("It is not known whether %s did what was asked for%s. Look there before you run this action again.", failed.system.Name, besides)
	}
	return err
}

// shown is an answer in one line, without secrets.
func (c *Connection) shown(status int, body string) string {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	if said := oneLine(c.Secrets.Redact(body)); said != "" {
		text += ": " + said
	}
	return text
}
