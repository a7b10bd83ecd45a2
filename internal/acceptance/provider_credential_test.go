package acceptance

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// gate stands in front of an account. It notes how requests authenticate, and
// may answer them itself.
type gate struct {
	account http.Handler
	url     string

	mu     sync.Mutex
	seen   []string // "POST /oauth/tokens" or the Authorization of another request
	answer http.HandlerFunc
}

// gate opens one; answer may be nil.
func (a *account) gate(answer http.HandlerFunc) *gate {
	a.t.Helper()
	target, err := url.Parse(a.url)
	if err != nil {
		a.t.Fatal(err)
	}
	g := &gate{answer: answer}
	g.account = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target); r.Out.Host = r.In.Host }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		if line := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/zendesk"); line == "POST /oauth/tokens" {
			g.seen = append(g.seen, line)
		} else {
			g.seen = append(g.seen, r.Header.Get("Authorization"))
		}
		g.mu.Unlock()
		if g.answer != nil {
			g.answer(w, r)
			return
		}
		g.account.ServeHTTP(w, r)
	}))
	a.t.Cleanup(server.Close)
	g.url = server.URL + "/zendesk"
	return g
}

// lacking is a gate to an account that answers some requests otherwise, or does not have what
// they ask for. A key is a verb and how a path below /api/v2 begins.
func (a *account) lacking(answers map[string]http.HandlerFunc) *gate {
	a.t.Helper()
	g := a.gate(nil)
	g.answer = func(w http.ResponseWriter, r *http.Request) {
		_, path, _ := strings.Cut(r.URL.Path, "/api/v2")
		for begin, answer := range answers {
			if strings.HasPrefix(r.Method+" "+path, begin) {
				answer(w, r)
				return
			}
		}
		g.account.ServeHTTP(w, r)
	}
	return g
}

// authorizations are what was seen, without repetitions.
func (g *gate) authorizations() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Compact(slices.Clone(g.seen))
}

// inEnvironment sets these variables of the section and unsets all others.
func inEnvironment(t *testing.T, variables map[string]string) {
	t.Helper()
	for _, name := range []string{"SUBDOMAIN", "ENDPOINT", "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "ACCESS_TOKEN", "EMAIL", "API_TOKEN", "REQUESTS_PER_MINUTE"} {
		t.Setenv("ZENDESK_"+name, variables["ZENDESK_"+name])
	}
}

func (p *protocol) tryConfigure(section map[string]any) []*tfprotov6.Diagnostic {
	p.t.Helper()
	config := map[string]any{}
	if section != nil {
		config["zendesk"] = section
	}
	answer, err := p.server.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: p.wire(p.value(p.types[""], config)), ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	p.must(nil, err)
	return answer.Diagnostics
}

func TestOneCredentialIsPicked(t *testing.T) {
	a := start(t)
	webhook := a.hookByHand()
	oauth := map[string]any{"client_id": a.env["ZENDESK_OAUTH_CLIENT_ID"], "client_secret": a.env["ZENDESK_OAUTH_CLIENT_SECRET"]}
	const (
		byOAuth    = "oauth"
		byToken    = "Bearer sandbox-zendesk-admin-access-token"
		byAPIToken = "Basic YWRtaW5AZXhhbXBsZS5jb20vdG9rZW46c2FuZGJveC16ZW5kZXNrLWFkbWluLWFwaS10b2tlbg==" // admin@example.com/token:…
	)
	without := func(names ...string) map[string]string {
		left := map[string]string{}
		for name, value := range a.env {
			if !slices.Contains(names, name) {
				left[name] = value
			}
		}
		return left
	}
	for name, row := range map[string]struct {
		env     map[string]string
		section map[string]any
		by      string
		warns   bool
	}{
		"OAuth of the environment comes first": {a.env, nil, byOAuth, false},
		"then its access token":                {without("ZENDESK_OAUTH_CLIENT_SECRET"), nil, byToken, false},
		"an empty variable is not set":         {merge(a.env, "ZENDESK_OAUTH_CLIENT_ID", ""), map[string]any{}, byToken, false},
		"then its API token, with a warning":   {without("ZENDESK_OAUTH_CLIENT_ID", "ZENDESK_ACCESS_TOKEN"), nil, byAPIToken, true},
		"an access token here beats all of it": {a.env, map[string]any{"access_token": a.env["ZENDESK_ACCESS_TOKEN"]}, byToken, false},
		"an API token here beats all of it":    {a.env, map[string]any{"email": a.env["ZENDESK_EMAIL"], "api_token": a.env["ZENDESK_API_TOKEN"]}, byAPIToken, true},
		"OAuth here":                           {without("ZENDESK_OAUTH_CLIENT_ID", "ZENDESK_OAUTH_CLIENT_SECRET"), map[string]any{"oauth": oauth}, byOAuth, false},
		"one half here, the other there":       {a.env, map[string]any{"api_token": a.env["ZENDESK_API_TOKEN"]}, byAPIToken, true},
		"a secret from the environment":        {a.env, map[string]any{"oauth": map[string]any{"client_id": oauth["client_id"]}}, byOAuth, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := a.gate(nil)
			inEnvironment(t, merge(row.env, "ZENDESK_ENDPOINT", g.url))
			p := newProtocol(t)
			diagnostics := p.tryConfigure(row.section)
			p.must(diagnostics, nil)
			if len(g.authorizations()) != 0 {
				t.Error("configuring sends no request")
			}
			if warned := len(diagnostics) == 1 && diagnostics[0].Summary == "API tokens end on 2027-04-30"; warned != row.warns || len(diagnostics) > 1 {
				t.Errorf("a warning of the API token: %v, got %v", row.warns, diagnostics)
			}
			state, _, failed := p.importByIdentity("surveytrigger_zendesk_webhook", map[string]any{"id": webhook, "account": "sandbox-acme.zendesk.com"})
			if len(failed) > 0 || p.attribute(state, "name") != "Hook" {
				t.Fatalf("the account cannot be read: %v", failed)
			}
			seen := g.authorizations()
			if row.by == byOAuth {
				if len(seen) != 2 || seen[0] != "POST /oauth/tokens" || !strings.HasPrefix(seen[1], "Bearer ") || seen[1] == byToken {
					t.Errorf("a token of the grant expected, got %q", seen)
				}
			} else if !slices.Equal(seen, []string{row.by}) {
				t.Errorf("expected %q, got %q", row.by, seen)
			}
		})
	}
}

// A subdomain names the account of an endpoint where both are set in the same place.
func TestStateNamesNoAccountThatWasNotAsked(t *testing.T) {
	a := start(t)
	webhook := a.hookByHand()
	root, err := url.Parse(a.env["ZENDESK_ENDPOINT"])
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		subdomain, endpoint string // of the environment
		section             map[string]any
		account             string
	}{
		"both here":                      {"elsewhere", "https://elsewhere.example.com", map[string]any{"subdomain": "sandbox-acme", "endpoint": a.env["ZENDESK_ENDPOINT"]}, "sandbox-acme.zendesk.com"},
		"both in the environment":        {"sandbox-acme", a.env["ZENDESK_ENDPOINT"], nil, "sandbox-acme.zendesk.com"},
		"the endpoint of an environment": {"", a.env["ZENDESK_ENDPOINT"], map[string]any{"subdomain": "production"}, root.Host},
		"another subdomain there":        {"staging", a.env["ZENDESK_ENDPOINT"], map[string]any{"subdomain": "production"}, root.Host},
		"the endpoint here":              {"production", "", map[string]any{"endpoint": a.env["ZENDESK_ENDPOINT"]}, root.Host},
	} {
		t.Run(name, func(t *testing.T) {
			inEnvironment(t, map[string]string{"ZENDESK_SUBDOMAIN": row.subdomain, "ZENDESK_ENDPOINT": row.endpoint, "ZENDESK_ACCESS_TOKEN": a.env["ZENDESK_ACCESS_TOKEN"]})
			p := newProtocol(t)
			p.must(p.tryConfigure(row.section), nil)
			state, _, failed := p.importByIdentity("surveytrigger_zendesk_webhook", map[string]any{"id": webhook})
			if len(failed) != 0 || p.attribute(state, "account") != row.account {
				t.Errorf("expected %s, got %s and %v", row.account, p.attribute(state, "account"), failed)
			}
		})
	}
}

func merge(variables map[string]string, name, value string) map[string]string {
	all := map[string]string{}
	for key, each := range variables {
		all[key] = each
	}
	all[name] = value
	return all
}

func TestWhatIsWrongWithTheSectionIsSaidOnce(t *testing.T) {
	for name, row := range map[string]struct {
		env      map[string]string
		section  map[string]any
		at, says string
		names    []string
	}{
		"two credentials":      {nil, map[string]any{"subdomain": "acme", "access_token": "a", "email": "e", "api_token": "t"}, "zendesk", "Several credentials for Zendesk", []string{"access_token and email with api_token", "Set only one of them"}},
		"a plain address":      {nil, map[string]any{"endpoint": "http://acme.example.com", "access_token": "a"}, "zendesk.endpoint", "Invalid address of the Zendesk account", []string{"https://"}},
		"an address with path": {map[string]string{"ZENDESK_ENDPOINT": "https://acme.zendesk.com/api/v2", "ZENDESK_ACCESS_TOKEN": "a"}, nil, "zendesk.endpoint", "Invalid address of the Zendesk account", []string{"leave it out"}},
		"no subdomain":         {nil, map[string]any{"subdomain": "acme.zendesk.com", "access_token": "a"}, "zendesk.subdomain", "Invalid address of the Zendesk account", []string{`write "acme"`}},
		"no number":            {map[string]string{"ZENDESK_REQUESTS_PER_MINUTE": "many"}, nil, "zendesk.requests_per_minute", "Invalid requests_per_minute", []string{"ZENDESK_REQUESTS_PER_MINUTE", `"many"`, "unset"}},
	} {
		t.Run(name, func(t *testing.T) {
			inEnvironment(t, row.env)
			failed := errorsOf(newProtocol(t).tryConfigure(row.section))
			if len(failed) != 1 || failed[0].Summary != row.says || pathText(failed[0].Attribute) != row.at || len(row.says) >= 60 {
				t.Fatalf("expected %q at %s, got %v", row.says, row.at, failed)
			}
			for _, part := range row.names {
				if !strings.Contains(failed[0].Detail, part) {
					t.Errorf("%q is not in %s", part, failed[0].Detail)
				}
			}
		})
	}
}

func TestAnIncompleteSectionIsToldByWhoeverNeedsIt(t *testing.T) {
	for name, row := range map[string]struct {
		env     map[string]string
		section map[string]any
		names   string
	}{
		"nothing at all":       {nil, nil, "No complete credential is set."},
		"a host alone":         {map[string]string{"ZENDESK_SUBDOMAIN": "acme"}, nil, "No complete credential is set."},
		"a credential alone":   {map[string]string{"ZENDESK_ACCESS_TOKEN": "a"}, map[string]any{}, "No host is set."},
		"half a credential":    {map[string]string{"ZENDESK_SUBDOMAIN": "acme", "ZENDESK_ACCESS_TOKEN": "a"}, map[string]any{"email": "e"}, "The section sets email with api_token, but a part of it is missing or empty."},
		"an empty credential":  {map[string]string{"ZENDESK_SUBDOMAIN": "acme", "ZENDESK_OAUTH_CLIENT_ID": "a", "ZENDESK_OAUTH_CLIENT_SECRET": "a"}, map[string]any{"access_token": ""}, "The section sets access_token, but a part of it is missing or empty."},
		"half an OAuth client": {map[string]string{"ZENDESK_SUBDOMAIN": "acme"}, map[string]any{"oauth": map[string]any{"client_id": "a"}}, "The section sets oauth, but a part of it is missing or empty."},
	} {
		t.Run(name, func(t *testing.T) {
			inEnvironment(t, row.env)
			p := newProtocol(t)
			if diagnostics := p.tryConfigure(row.section); len(diagnostics) != 0 {
				t.Errorf("a provider without Zendesk is in order, got %v", diagnostics)
			}
			const kind = "surveytrigger_zendesk_webhook"
			failed := errorsOf(p.plan(kind, p.value(p.types[kind], hook(nil))))
			if len(failed) != 1 || failed[0].Summary != "Zendesk is not configured" {
				t.Fatalf("one error expected, got %v", failed)
			}
			for _, part := range []string{
				row.names, "zendesk.subdomain (ZENDESK_SUBDOMAIN)", "zendesk.endpoint (ZENDESK_ENDPOINT)", "zendesk.oauth (ZENDESK_OAUTH_CLIENT_ID and ZENDESK_OAUTH_CLIENT_SECRET)",
				"zendesk.access_token (ZENDESK_ACCESS_TOKEN)", "zendesk.email and zendesk.api_token (ZENDESK_EMAIL and ZENDESK_API_TOKEN)",
			} {
				if !strings.Contains(failed[0].Detail, part) {
					t.Errorf("%q is not in %s", part, failed[0].Detail)
				}
			}
		})
	}
}

// A scheduled plan needs no credential that can write.
func TestAPlanNeedsOnlyTheScopeRead(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := a.shell(a.provider() + grownConfig())
	w.apply()
	var issued struct {
		AccessToken string `json:"access_token"`
	}
	a.send(http.MethodPost, "/zendesk/oauth/tokens", map[string]any{
		"grant_type": "client_credentials", "client_id": a.env["ZENDESK_OAUTH_CLIENT_ID"], "client_secret": a.env["ZENDESK_OAUTH_CLIENT_SECRET"], "scope": "read",
	}, &issued)
	reading := strings.Replace(a.provider(), a.env["ZENDESK_ACCESS_TOKEN"], issued.AccessToken, 1) + grownConfig()
	w.configure(reading)
	w.noChanges()
	a.drag("VIP", map[string]any{"active": false})
	if changes := w.changes(); len(changes) == 0 {
		t.Error("the plan does not see what was changed outside Terraform")
	}
	if refused := w.errors("apply", "-auto-approve", "-input=false"); len(refused) != 1 || !strings.Contains(refused[0].Detail, "scopes read and write") {
		t.Errorf("an apply needs the scope write, got %v", refused)
	}
}
