package zendesk

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The credentials of a fresh account. They open nothing but this simulation.
const (
	Subdomain         = "sandbox-acme"
	OAuthClientID     = "surveytrigger_sandbox"
	OAuthClientSecret = "sandbox-zendesk-oauth-client-secret"
	AccessToken       = "sandbox-zendesk-admin-access-token"
	APIToken          = "sandbox-zendesk-admin-api-token"
	AdminEmail        = "admin@example.com"

	// The agent may read and work on tickets; it may not write webhooks, ticket fields, triggers and categories.
	AgentEmail       = "ana.agent@example.com"
	AgentAccessToken = "sandbox-zendesk-agent-access-token"
	AgentAPIToken    = "sandbox-zendesk-agent-api-token"

	// NewAgentEmail is an agent without an approved profile in Stella Connect; it has no credential here.
	NewAgentEmail = "noah.new@example.com"
)

// accessToken is a bearer token; one without an end lives as long as the account.
type accessToken struct {
	user   *user
	scopes []string
	ends   time.Time
}

func (c *call) authenticate() *reply {
	authorization := c.request.Header.Get("Authorization")
	if token, bearer := strings.CutPrefix(authorization, "Bearer "); bearer {
		return c.authenticateBearer(token)
	}
	login, secret, ok := c.request.BasicAuth()
	email, withToken := strings.CutSuffix(login, "/token")
	if !ok || !withToken {
		return unauthenticated()
	}
	c.actor = c.userByEmail(email)
	if c.actor == nil || c.apiTokens[c.actor.ID] == "" || c.apiTokens[c.actor.ID] != secret {
		return unauthenticated()
	}
	return nil
}

func (c *call) authenticateBearer(token string) *reply {
	known, ok := c.accessTokens[token]
	if !ok || known.user.Deleted || (!known.ends.IsZero() && !c.now().Before(known.ends)) {
		return unauthenticated()
	}
	if !known.covers(c.request) {
		return classic(http.StatusForbidden, "insufficient_scope", "The access token does not have the scope that this request needs")
	}
	c.actor = known.user
	return nil
}

// covers tells whether the scopes allow a request: read or write, plainly or of the resource. There is no scope of its
// own for ticket fields; that categories go with triggers is unverified, see the reference, section 2.11.
func (t accessToken) covers(r *http.Request) bool {
	need := "write"
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		need = "read"
	}
	resource, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/v2/"), "/")
	if resource == "trigger_categories" {
		resource = "triggers"
	}
	for _, scope := range t.scopes {
		if scope == need || scope == resource+":"+need || scope == "unrestricted" {
			return true
		}
	}
	return false
}

const (
	shortestToken = 300 * time.Second
	longestToken  = 172800 * time.Second
	ordinaryToken = 30 * time.Minute // for clients created after 30 April 2026
)

// issueToken serves POST /oauth/tokens: the client credentials grant, JSON or form. The token acts as the admin to whom
// the client belongs; there is no refresh token.
func (s *System) issueToken(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.grant(grantRequest(r)).Write(w)
}

func grantRequest(r *http.Request) map[string]string {
	body, _ := io.ReadAll(r.Body)
	asked := map[string]string{}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/x-www-form-urlencoded" {
		form, _ := url.ParseQuery(string(body))
		for name := range form {
			asked[name] = form.Get(name)
		}
		return asked
	}
	var inner members
	_ = json.Unmarshal(body, &inner)
	for name := range inner {
		asked[name] = inner.Text(name)
	}
	return asked
}

func (a *account) grant(asked map[string]string) *reply {
	refuse := func(status int, code, why string) *reply {
		return answer(status, object{"error": code, "error_description": why})
	}
	if asked["grant_type"] != "client_credentials" {
		return refuse(http.StatusBadRequest, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server.")
	}
	if asked["client_id"] != OAuthClientID || asked["client_secret"] != OAuthClientSecret {
		return refuse(http.StatusUnauthorized, "invalid_client", "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.")
	}
	life := ordinaryToken
	if asked["expires_in"] != "" {
		seconds, err := strconv.Atoi(asked["expires_in"])
		life = time.Duration(seconds) * time.Second
		if err != nil || life < shortestToken || life > longestToken {
			return refuse(http.StatusBadRequest, "invalid_request", "expires_in must be between 300 and 172800 seconds")
		}
	}
	scope := asked["scope"]
	if scope == "" {
		scope = "read write"
	}
	token := rand.Text()
	a.accessTokens[token] = accessToken{a.userByEmail(AdminEmail), strings.Fields(scope), a.now().Add(life)}
	return answer(http.StatusOK, object{
		"access_token": token, "token_type": "bearer", "scope": scope, "expires_in": int(life.Seconds()),
	})
}
