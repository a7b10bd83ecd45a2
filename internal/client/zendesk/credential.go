package zendesk

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	gz "github.com/nukosuke/go-zendesk/zendesk"
	"golang.org/x/sync/singleflight"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/transport"
)

// Credential is one complete way to authenticate: [OAuth], [AccessToken] or
// [APIToken]. It holds no state; each client keeps its own token.
type Credential interface {
	// secrets are the texts that must never be shown.
	secrets() []string
	// signer prepares the writer of the Authorization header.
	signer(root *url.URL, options transport.Options) signer
}

// signer writes the Authorization header.
type signer interface {
	authorize(*http.Request) error
	// renew hears of a 401 and reports whether another try makes sense.
	renew(sent *http.Request) bool
}

// AccessToken authenticates with an OAuth access token that the user holds.
func AccessToken(token string) Credential {
	return fixed{gz.NewBearerTokenCredential(token), []string{token}}
}

// APIToken authenticates as email/token with an API token. Zendesk ends API
// tokens on 2027-04-30.
func APIToken(email, token string) Credential {
	pair := email + "/token:" + token
	return fixed{gz.NewAPITokenCredential(email, token), []string{token, base64.StdEncoding.EncodeToString([]byte(pair))}}
}

// fixed is a credential that never changes.
type fixed struct {
	credential gz.Credential
	hide       []string
}

func (f fixed) secrets() []string                         { return f.hide }
func (f fixed) signer(*url.URL, transport.Options) signer { return f }
func (f fixed) renew(*http.Request) bool                  { return false }
func (f fixed) authorize(request *http.Request) error {
	if f.credential.Bearer() {
		request.Header.Set("Authorization", "Bearer "+f.credential.Secret())
	} else {
		request.SetBasicAuth(f.credential.Email(), f.credential.Secret())
	}
	return nil
}

// OAuth authenticates with the client credentials grant of a confidential OAuth
// client. The token is fetched with the first request, shared by all goroutines
// and renewed shortly before it ends.
//
// https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
func OAuth(clientID, clientSecret string) Credential {
	return grant{clientID, clientSecret}
}

type grant struct{ id, secret string }

func (g grant) secrets() []string { return []string{g.secret} }

func (g grant) signer(root *url.URL, options transport.Options) signer {
	options.OmitBodies = true
	options.RepeatPOST = true // a second token does no harm
	return &tokens{grant: g, root: root, secrets: options.Secrets, http: transport.NewClient(options)}
}

const (
	// tokenTimeout bounds the fetch of a token, whoever waits for it.
	tokenTimeout = time.Minute
	// tokenLife is assumed when the answer does not tell: the default of clients
	// created after 2026-04-30.
	tokenLife = 30 * time.Minute
	// tokenLifeMax is the longest that can be asked for.
	tokenLifeMax = 172_800 * time.Second
	tokenPath    = "/oauth/tokens"
	// tokenBodyMax bounds the body of the answer in bytes.
	tokenBodyMax = 1 << 20
)

// tokens fetches and keeps the access token. Its requests have a client of their
// own: they do not pass the account's limiter and their bodies are never logged.
type tokens struct {
	grant   grant
	root    *url.URL
	http    *http.Client
	secrets *transport.Redactor
	flight  singleflight.Group

	mu    sync.Mutex
	token string
	until time.Time
}

func (t *tokens) authorize(request *http.Request) error {
	token, err := t.current(request.Context())
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return nil
}

// renew drops the token that was refused, unless somebody has replaced it.
func (t *tokens) renew(sent *http.Request) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if sent.Header.Get("Authorization") == "Bearer "+t.token {
		t.token = ""
	}
	return true
}

func (t *tokens) current(ctx context.Context) (string, error) {
	if token, fresh := t.kept(); fresh {
		return token, nil
	}
	// One fetch serves everybody who waits, so it must not end with the context
	// of the one who happened to ask first.
	result := t.flight.DoChan("", func() (any, error) {
		if token, fresh := t.kept(); fresh {
			return token, nil // a fetch ended just now
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tokenTimeout)
		defer cancel()
		return t.fetch(ctx)
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-result:
		if got.Err != nil {
			return "", got.Err
		}
		return got.Val.(string), nil
	}
}

func (t *tokens) kept() (token string, fresh bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.token, t.token != "" && time.Now().Before(t.until)
}

func (t *tokens) fetch(ctx context.Context) (string, error) {
	body, err := json.Marshal(map[string]string{
		"grant_type": "client_credentials", "client_id": t.grant.id, "client_secret": t.grant.secret, "scope": "read write",
	})
	if err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.root.String()+tokenPath, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	line := "POST " + tokenPath
	response, err := t.http.Do(request)
	if err != nil {
		return "", failure(line, false, err, t.secrets)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, tokenBodyMax))
	if err != nil {
		return "", failure(line, false, err, t.secrets)
	}
	if response.StatusCode/100 != 2 {
		return "", refusal(line, response.StatusCode, response.Header, answer, t.secrets)
	}
	return t.keep(line, answer)
}

func (t *tokens) keep(line string, answer []byte) (string, error) {
	var got struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   text   `json:"expires_in"` // seconds
	}
	if err := json.Unmarshal(answer, &got); err != nil || got.AccessToken == "" {
		return "", failure(line, false, fmt.Errorf("the answer holds no access_token: %w", errors.Join(err, errUnexpected)), t.secrets)
	}
	t.secrets.Add(got.AccessToken)
	life := tokenLife
	if seconds, err := strconv.ParseFloat(string(got.ExpiresIn), 64); err == nil && seconds > 0 {
		life = time.Duration(min(seconds, tokenLifeMax.Seconds()) * float64(time.Second))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token = got.AccessToken
	t.until = time.Now().Add(life - min(life/10, time.Minute))
	return t.token, nil
}
