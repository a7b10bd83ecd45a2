package zendesk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

func TestWhoMayCall(t *testing.T) {
	d := open(t, engine.Options{})
	basic := func(login, secret string) int {
		request, _ := http.NewRequestWithContext(t.Context(), "GET", d.url+"/api/v2/users/me.json", nil)
		request.SetBasicAuth(login, secret)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		return response.StatusCode
	}
	for _, c := range []struct {
		login, secret string
		want          int
	}{
		{zendesk.AdminEmail + "/token", zendesk.APIToken, 200},
		{zendesk.AgentEmail + "/token", zendesk.AgentAPIToken, 200},
		{zendesk.AdminEmail + "/token", "wrong", 401},
		{zendesk.AdminEmail, zendesk.APIToken, 401},
		{zendesk.NewAgentEmail + "/token", "", 401},
	} {
		if got := basic(c.login, c.secret); got != c.want {
			t.Errorf("%s with %q: got %d, want %d", c.login, c.secret, got, c.want)
		}
	}
	d.equal("me", text(d.must(200, "GET", "/users/me", ""), "user", "email"), zendesk.AdminEmail)
	d.as("nobody's").refused(401, "GET", "/triggers", "", "Couldn't authenticate you")
	d.refused(404, "GET", "/no_such_thing", "", "InvalidEndpoint")
}

// An agent works on tickets and reads rules; writing what the provider manages needs an admin.
func TestAgentsMayNotWriteRules(t *testing.T) {
	d := open(t, engine.Options{}).as(zendesk.AgentAccessToken)
	d.must(200, "GET", "/triggers", "")
	d.must(200, "GET", "/webhooks", "")
	d.ticket(`"subject":"x","comment":{"body":"y"}`)
	d.refused(403, "POST", "/triggers", `{}`, `"title":"Forbidden"`)
	d.refused(403, "PUT", "/ticket_fields/1", `{}`, `"title":"Forbidden"`)
	d.refused(403, "POST", "/trigger_categories", `{}`, `"errors":[`)
	d.refused(403, "DELETE", "/webhooks/1", ``, `"errors":[`)
}

// token asks for an access token with client credentials.
func token(d *desk, kind, body string) (int, thing) {
	d.t.Helper()
	request, _ := http.NewRequestWithContext(d.t.Context(), "POST", d.url+"/oauth/tokens", strings.NewReader(body))
	request.Header.Set("Content-Type", kind)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode, d.decode(response.Body)
}

func TestClientCredentials(t *testing.T) {
	d := open(t, engine.Options{})
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {zendesk.OAuthClientID}, "client_secret": {zendesk.OAuthClientSecret}}
	status, answer := token(d, "application/x-www-form-urlencoded", form.Encode())
	d.equal("form", []any{status, answer["token_type"], answer["expires_in"]}, []any{200, "bearer", 1800})
	d.as(text(answer, "access_token")).must(200, "GET", "/triggers", "")

	status, answer = token(d, "application/json", `{"grant_type":"client_credentials","client_id":"`+zendesk.OAuthClientID+
		`","client_secret":"`+zendesk.OAuthClientSecret+`","scope":"triggers:read","expires_in":300}`)
	d.equal("json", status, 200)
	reader := d.as(text(answer, "access_token"))
	reader.must(200, "GET", "/trigger_categories", "")
	reader.refused(403, "GET", "/webhooks", "", "insufficient_scope")
	reader.refused(403, "POST", "/triggers", "{}", "insufficient_scope")
	d.world.Clock.Advance(301 * time.Second)
	reader.refused(401, "GET", "/triggers", "", "Couldn't authenticate you")

	form.Set("client_secret", "wrong")
	status, answer = token(d, "application/x-www-form-urlencoded", form.Encode())
	d.equal("wrong client", []any{status, answer["error"]}, []any{401, "invalid_client"})
}

func TestRateLimit(t *testing.T) {
	d := openWith(t, engine.Options{}, zendesk.Options{RequestsPerMinute: 3})
	for left := 2; left >= 0; left-- {
		response, _ := d.send("GET", "/triggers", "")
		d.equal("remaining", response.Header.Get("X-Rate-Limit-Remaining"), string(rune('0'+left)))
	}
	response, answer := d.send("GET", "/triggers", "")
	if response.StatusCode != 429 || response.Header.Get("Retry-After") == "" || answer["error"] != "APIRateLimitExceeded" {
		t.Errorf("over the limit: %d %v %v", response.StatusCode, response.Header, answer)
	}
	open(t, engine.Options{}).must(200, "GET", "/triggers", "")
}
