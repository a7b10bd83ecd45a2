package client

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"
)

// Credential is one complete way to authenticate. It holds no state; each
// connection has a [Signer] of its own.
type Credential interface {
	// Secrets are the texts that must never be shown.
	Secrets() []string
	// Signer prepares the writer of the Authorization header. Plain is for fetching
	// tokens: it sends no credential, and its bodies are never logged.
	Signer(plain *Connection) Signer
}

// Signer writes the Authorization header.
type Signer interface {
	Authorize(*http.Request) error
	// Renew hears of a 401 and reports whether another try makes sense.
	Renew(sent *http.Request) bool
}

// Fixed is a credential that never changes: authorize puts it on a request.
func Fixed(authorize func(*http.Request), secrets ...string) Credential {
	return fixed{authorize, secrets}
}

type fixed struct {
	put  func(*http.Request)
	hide []string
}

func (f fixed) Secrets() []string         { return f.hide }
func (f fixed) Signer(*Connection) Signer { return f }
func (f fixed) Renew(*http.Request) bool  { return false }
func (f fixed) Authorize(request *http.Request) error {
	f.put(request)
	return nil
}

// Renewed is a credential that buys tokens. A token is fetched with the first
// request, shared by all goroutines and renewed shortly before its Expiry, or when
// it is refused. A token without Expiry is kept until then.
func Renewed(fetch func(context.Context, *Connection) (*oauth2.Token, error), secrets ...string) Credential {
	return renewed{fetch, secrets}
}

type renewed struct {
	fetch func(context.Context, *Connection) (*oauth2.Token, error)
	hide  []string
}

func (r renewed) Secrets() []string               { return r.hide }
func (r renewed) Signer(plain *Connection) Signer { return &tokens{renewed: r, plain: plain} }

// tokenTimeout bounds the fetch of a token, whoever waits for it.
const tokenTimeout = time.Minute

// tokens keeps the token. oauth2.ReuseTokenSource is not used: it fetches under a
// lock that does not end with the context of the one who waits.
type tokens struct {
	renewed
	plain  *Connection
	flight singleflight.Group

	mu    sync.Mutex
	token *oauth2.Token
	until time.Time // zero: for ever
}

func (t *tokens) Authorize(request *http.Request) error {
	token, err := t.current(request.Context())
	if err != nil {
		return err
	}
	token.SetAuthHeader(request)
	return nil
}

// Renew drops the token that was refused, unless somebody has replaced it.
func (t *tokens) Renew(sent *http.Request) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token != nil && sent.Header.Get("Authorization") == t.token.Type()+" "+t.token.AccessToken {
		t.token = nil
	}
	return true
}

func (t *tokens) current(ctx context.Context) (*oauth2.Token, error) {
	if token := t.kept(); token != nil {
		return token, nil
	}
	// One fetch serves everybody who waits, so it must not end with the context
	// of the one who happened to ask first.
	result := t.flight.DoChan("", func() (any, error) {
		if token := t.kept(); token != nil {
			return token, nil // a fetch ended just now
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tokenTimeout)
		defer cancel()
		return t.renew(ctx)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case got := <-result:
		if got.Err != nil {
			return nil, got.Err
		}
		return got.Val.(*oauth2.Token), nil
	}
}

// kept is the token if it is fresh, else nil.
func (t *tokens) kept() *oauth2.Token {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == nil || !t.until.IsZero() && !time.Now().Before(t.until) {
		return nil
	}
	return t.token
}

func (t *tokens) renew(ctx context.Context) (*oauth2.Token, error) {
	token, err := t.fetch(ctx, t.plain)
	if err != nil {
		return nil, err
	}
	t.plain.Secrets.Add(token.AccessToken)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.until = token, time.Time{}
	if !token.Expiry.IsZero() {
		t.until = token.Expiry.Add(-min(time.Until(token.Expiry)/10, time.Minute))
	}
	return token, nil
}
