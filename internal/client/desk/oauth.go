package desk

import (
	"context"
	"net/http"

	"github.com/dghubble/oauth1"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// OAuth authenticates with an API application: its key and secret, and the token and
// token secret of a user. Keys and tokens are names; the secrets sign.
//
// https://datatracker.ietf.org/doc/html/rfc5849, with HMAC-SHA1.
func OAuth(key, secret, token, tokenSecret string) client.Credential {
	ctx := context.WithValue(context.Background(), oauth1.HTTPClient, &http.Client{Transport: unsent{}})
	signed := oauth1.NewConfig(key, secret).Client(ctx, oauth1.NewToken(token, tokenSecret))
	return oauth{transport: signed.Transport, secrets: []string{secret, tokenSecret}}
}

type oauth struct {
	transport http.RoundTripper
	secrets   []string
}

func (o oauth) Secrets() []string                       { return o.secrets }
func (o oauth) Signer(*client.Connection) client.Signer { return o }
func (o oauth) Renew(*http.Request) bool                { return false }

// Authorize signs each attempt again: a nonce is good for one. oauth1 signs only what it
// sends, so it sends the request to nobody.
func (o oauth) Authorize(request *http.Request) error {
	signed, err := o.transport.RoundTrip(request) //nolint:bodyclose // it has none
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", signed.Request.Header.Get("Authorization"))
	return nil
}

// unsent gives a request back instead of sending it.
type unsent struct{}

func (unsent) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{Request: request}, nil
}
