package zendesk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

// shortly is a context that has a minute.
func shortly(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func TestAccountNames(t *testing.T) {
	for _, test := range []struct{ subdomain, endpoint, want string }{
		{"acme", "", "acme.zendesk.com"},
		{"Acme", "", "acme.zendesk.com"},
		{"ab", "", "ab.zendesk.com"},
		{"acme", "http://127.0.0.1:8089/zendesk", "acme.zendesk.com"},
		{"", "http://127.0.0.1:8089/zendesk", "127.0.0.1:8089"},
		{"", "https://Proxy.Example.com/", "proxy.example.com"},
	} {
		c, err := zendesk.New(zendesk.Config{Subdomain: test.subdomain, Endpoint: test.endpoint, Credential: zendesk.AccessToken("x")})
		noError(t, err)
		equal(t, test.subdomain+test.endpoint, c.Account(), test.want)
	}
}

func TestWrongConfigurations(t *testing.T) {
	token := zendesk.AccessToken("x")
	for want, config := range map[string]zendesk.Config{
		"no credential":                   {Subdomain: "acme"},
		"neither subdomain nor endpoint":  {Credential: token},
		"is not a subdomain":              {Subdomain: "acme.zendesk.com", Credential: token},
		"not encrypted":                   {Endpoint: "http://acme.zendesk.com", Credential: token},
		"ends in /api/v2":                 {Endpoint: "https://acme.zendesk.com/api/v2/", Credential: token},
		"does not begin with https://":    {Endpoint: "acme.zendesk.com", Credential: token},
		"holds a user name or a password": {Endpoint: "https://a:b@acme.zendesk.com", Credential: token},
	} {
		if _, err := zendesk.New(config); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", config.Endpoint, err, want)
		}
	}
}

func TestTheRootMayHaveAPath(t *testing.T) {
	a := newAccount(t)
	a.on("GET /zendesk/api/v2/triggers", says(200, triggers()))
	c := a.client(func(config *zendesk.Config) { config.Endpoint = a.URL + "/zendesk/" })
	_, err := c.Triggers(ctx())
	noError(t, err)
}

// Two configured providers are two worlds: go-zendesk's SetHeader would make
// them one.
func TestClientsShareNothing(t *testing.T) {
	a := newAccount(t)
	a.on("GET /triggers", says(200, triggers()))
	one := a.client(func(config *zendesk.Config) { config.Credential = zendesk.APIToken("me@example.com", "tok") })
	two := a.client(func(config *zendesk.Config) { config.UserAgent = "other/1" })
	for _, c := range []*zendesk.Client{one, two, one} {
		c.ForgetTriggers()
		_, err := c.Triggers(ctx())
		noError(t, err)
	}
	for i, want := range []struct{ agent, authorization string }{
		{"terraform-provider-surveytrigger/test", "Basic bWVAZXhhbXBsZS5jb20vdG9rZW46dG9r"},
		{"other/1", "Bearer t0ken"},
		{"terraform-provider-surveytrigger/test", "Basic bWVAZXhhbXBsZS5jb20vdG9rZW46dG9r"},
	} {
		equal(t, "User-Agent", a.got[i].header.Get("User-Agent"), want.agent)
		equal(t, "Authorization", strings.Join(a.got[i].header.Values("Authorization"), "|"), want.authorization)
	}
}

// grants lets an account give out tokens t1, t2, ...
func (a *account) grants(expiresIn int) {
	a.on("POST /oauth/tokens", func(w http.ResponseWriter, _ *http.Request, before int) {
		_, _ = fmt.Fprintf(w, `{"access_token":"token-%d","token_type":"bearer","scope":"read write","expires_in":%d}`, before+1, expiresIn)
	})
}

func (a *account) oauth() *zendesk.Client {
	return a.client(func(config *zendesk.Config) { config.Credential = zendesk.OAuth("cid", "csecret") })
}

// onlyFor answers 401 to every other token.
func onlyFor(tokens ...string) answer {
	return func(w http.ResponseWriter, r *http.Request, n int) {
		for _, token := range tokens {
			if r.Header.Get("Authorization") == "Bearer "+token {
				says(200, `{"webhook":{"id":"A"}}`)(w, r, n)
				return
			}
		}
		says(401, `{"error":"invalid_token"}`)(w, r, n)
	}
}

func TestOneTokenServesAll(t *testing.T) {
	a := newAccount(t)
	a.grants(3600)
	a.on("GET /webhooks/A", onlyFor("token-1"))
	c := a.oauth()
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := c.Webhook(ctx(), "A"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var sent map[string]string
	noError(t, json.Unmarshal([]byte(a.sent("POST /oauth/tokens")), &sent))
	want := map[string]string{"grant_type": "client_credentials", "client_id": "cid", "client_secret": "csecret", "scope": "read write"}
	equal(t, "grant", fmt.Sprint(sent), fmt.Sprint(want))
	for _, r := range a.got {
		if strings.HasSuffix(r.line, "/oauth/tokens") && r.header.Get("Authorization") != "" {
			t.Error("the token request was authorized")
		}
	}
}

func TestARevokedTokenIsReplacedOnce(t *testing.T) {
	a := newAccount(t)
	a.grants(3600)
	a.on("GET /webhooks/A", onlyFor("token-2"))
	c := a.oauth()
	_, err := c.Webhook(ctx(), "A")
	noError(t, err)
	a.on("GET /webhooks/A", onlyFor())
	_, err = c.Webhook(ctx(), "A")
	equal(t, "unauthorized", zendesk.IsUnauthorized(err), true)
	equal(t, "tokens", a.count("POST /oauth/tokens"), 3)
	equal(t, "requests", a.count("GET /webhooks/A"), 4)
}

func TestATokenThatEndsIsReplacedBeforehand(t *testing.T) {
	a := newAccount(t)
	a.on("POST /oauth/tokens", first(
		says(200, `{"access_token":"token-1","expires_in":0.000001}`),
		says(200, `{"access_token":"token-2","expires_in":"3600"}`)))
	a.on("GET /webhooks/A", first(onlyFor("token-1"), onlyFor("token-2")))
	c := a.oauth()
	for range 3 {
		_, err := c.Webhook(ctx(), "A")
		noError(t, err)
	}
	equal(t, "tokens", a.count("POST /oauth/tokens"), 2)
	equal(t, "no request was refused", a.count("GET"), 3)
}

func TestNoTokenIsGiven(t *testing.T) {
	for name, test := range map[string]struct {
		answer      answer
		accountWide bool
	}{
		"wrong secret": {says(401, `{"error":"invalid_client","error_description":"Client authentication failed: csecret"}`), true},
		"wrong grant":  {says(400, `{"error":"unauthorized_client"}`), true},
		"no token":     {says(200, `{}`), false},
		"not here":     {says(404, `{"error":"not found"}`), true},
		"no route":     {says(404, ``), true},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t)
			a.on("POST /oauth/tokens", test.answer)
			c := a.oauth()
			_, err := c.CreateTrigger(ctx(), input("x"))
			e := asError(t, err)
			for _, err := range []error{err, c.DeleteTrigger(ctx(), "1"), c.DeleteCategory(ctx(), "1")} {
				equal(t, "something is gone", zendesk.IsNotFound(err), false)
			}
			_, err = c.Category(ctx(), "1")
			equal(t, "a category is gone", zendesk.IsNotFound(err) || zendesk.IsNoCategories(err), false)
			equal(t, "request", e.RequestLine, "POST /oauth/tokens")
			equal(t, "account wide", zendesk.IsAccountWide(err), test.accountWide)
			equal(t, "ambiguous", zendesk.IsAmbiguous(err), false)
			equal(t, "requests beside the token's", len(a.lines()), a.count("POST /oauth/tokens"))
			if strings.Contains(e.Error(), "csecret") {
				t.Errorf("the error shows the secret: %v", e)
			}
			if test.accountWide && !strings.Contains(e.Remedy(), "client_credentials") {
				t.Errorf("remedy %q", e.Remedy())
			}
		})
	}
}

// The token's fetch is repeated like a read, and does not end with the one who
// happened to ask first.
func TestTheTokenRequestIsRobust(t *testing.T) {
	a := newAccount(t)
	asked, release := make(chan struct{}), make(chan struct{})
	a.on("POST /oauth/tokens", first(drop, func(w http.ResponseWriter, r *http.Request, n int) {
		close(asked)
		<-release
		says(200, `{"access_token":"token-1","expires_in":3600}`)(w, r, n)
	}))
	a.on("GET /webhooks/A", onlyFor("token-1"))
	c := a.oauth()
	impatient, cancel := context.WithCancel(ctx())
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := c.Webhook(impatient, "A"); err == nil {
			t.Error("the impatient one got an answer")
		}
	})
	<-asked
	cancel()
	group.Go(func() {
		if _, err := c.Webhook(ctx(), "A"); err != nil {
			t.Error(err)
		}
	})
	close(release)
	group.Wait()
	equal(t, "token requests", a.count("POST /oauth/tokens"), 2)
}
