package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// backendVariables are those of the sections for survey backends.
var backendVariables = []string{"NICEREPLY_ENDPOINT", "NICEREPLY_EMAIL", "NICEREPLY_API_TOKEN", "SURVEY_BACKEND_ENDPOINT", "SURVEY_BACKEND_TOKEN", "STELLA_CONNECT_ENDPOINT", "STELLA_CONNECT_API_KEY", "STELLA_CONNECT_API_SECRET"}

// configureAll gives a provider with these sections, and what it said.
func configureAll(t *testing.T, env map[string]string, sections map[string]any) (*protocol, []*tfprotov6.Diagnostic) {
	t.Helper()
	inEnvironment(t, nil)
	for _, name := range backendVariables {
		t.Setenv(name, env[name])
	}
	p := newProtocol(t)
	answer, err := p.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: p.wire(p.value(p.types[""], sections)), ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	p.must(nil, err)
	return p, answer.Diagnostics
}

func TestABackendThatIsNotConfiguredIsToldByWhoeverNeedsIt(t *testing.T) {
	for name, row := range map[string]struct {
		env      map[string]string
		sections map[string]any
		backend  string
		summary  string
		names    []string
	}{
		"Nicereply without a token": {
			map[string]string{"NICEREPLY_EMAIL": "admin@example.com"},
			nil, "nicereply", "Nicereply is not configured",
			[]string{"No complete credential is set.", "Credential: nicereply.email and nicereply.api_token (NICEREPLY_EMAIL and NICEREPLY_API_TOKEN)."},
		},
		"Nicereply's token alone": {
			nil, map[string]any{"nicereply": map[string]any{"api_token": "t"}}, "nicereply", "Nicereply is not configured", []string{"a part of it is missing"},
		},
		"no endpoint": {
			map[string]string{"SURVEY_BACKEND_TOKEN": "t"},
			nil, "survey_backend", "The survey backend is not configured",
			[]string{"No host is set.", "survey_backend.endpoint (SURVEY_BACKEND_ENDPOINT)", "survey_backend.token (SURVEY_BACKEND_TOKEN)"},
		},
		"Stella Connect without a secret": {
			map[string]string{"STELLA_CONNECT_API_KEY": "k"},
			nil, "stella_connect", "Stella Connect is not configured",
			[]string{"No complete credential is set.", "stella_connect.api_key and stella_connect.api_secret (STELLA_CONNECT_API_KEY and STELLA_CONNECT_API_SECRET)."},
		},
		"nothing": {nil, nil, "survey_backend", "The survey backend is not configured", []string{"No complete credential is set."}},
	} {
		t.Run(name, func(t *testing.T) {
			p, said := configureAll(t, row.env, row.sections)
			if len(said) != 0 {
				t.Errorf("a provider without it is in order, got %v", said)
			}
			kind, asked := "surveytrigger_survey", map[string]any{"name": "After support", "metric": "CES", "backend": row.backend}
			if row.backend == "stella_connect" {
				kind, asked = "surveytrigger_agent", map[string]any{"email": "jane@acme.example", "full_name": "Jane Doe", "backend": row.backend}
			}
			failed := errorsOf(p.plan(kind, p.value(p.types[kind], asked)))
			if len(failed) != 1 || failed[0].Summary != row.summary {
				t.Fatalf("one error expected, got %v", failed)
			}
			for _, part := range row.names {
				if !strings.Contains(failed[0].Detail, part) {
					t.Errorf("%q is not in %s", part, failed[0].Detail)
				}
			}
		})
	}
}

func TestTheAddressOfABackendIsChecked(t *testing.T) {
	for name, row := range map[string]struct {
		sections          map[string]any
		at, summary, says string
	}{
		"not encrypted": {
			map[string]any{"nicereply": map[string]any{"endpoint": "http://api.nicereply.com", "email": "e", "api_token": "t"}},
			"nicereply.endpoint", "Invalid address of the Nicereply account", "https://",
		},
		"Stella Connect's, not encrypted": {
			map[string]any{"stella_connect": map[string]any{"endpoint": "http://api.stellaconnect.net", "api_key": "k", "api_secret": "s"}},
			"stella_connect.endpoint", "Invalid address of the Stella Connect account", "https://",
		},
		"with the prefix": {
			map[string]any{"survey_backend": map[string]any{"endpoint": "https://surveys.acme.example/v1", "token": "t"}},
			"survey_backend.endpoint", "Invalid address of the survey backend account", "leave it out",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, said := configureAll(t, nil, row.sections)
			failed := errorsOf(said)
			if len(failed) != 1 || failed[0].Summary != row.summary || pathText(failed[0].Attribute) != row.at || !strings.Contains(failed[0].Detail, row.says) {
				t.Errorf("got %v", failed)
			}
		})
	}
}

// The variables alone configure both, without a request.
func TestBackendsAreConfiguredWithoutARequest(t *testing.T) {
	a := start(t)
	_, said := configureAll(t, a.env, nil)
	var all []any
	if a.send(http.MethodGet, "/_sandbox/requests", nil, &all); len(said) != 0 || len(all) != 0 {
		t.Errorf("got %v, and the requests %v", said, all)
	}
}
