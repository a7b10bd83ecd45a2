package lifecycle_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// served is a thing that either of two sections can serve.
type served struct {
	thing
	lifecycle.Served
}

// serveTwo makes a provider with the sections acme and other.
func serveTwo(t *testing.T, acme, other *lifecycle.Section, asked *[]string) *server {
	t.Helper()
	note := func(verb string, c client) { *asked = append(*asked, verb+" "+c.account) }
	return serveSections(t, lifecycle.Sections{"acme": acme, "other": other}, lifecycle.New(lifecycle.Definition[client, served]{
		Name: "thing", Sections: []string{"acme", "other"}, Schema: thingSchema,
		Create: func(_ context.Context, client client, c *lifecycle.Creation[served]) error {
			note("create", client)
			c.Plan.Serial = c.Plan.Name
			c.Created("7")
			return nil
		},
		Read: func(_ context.Context, client client, _ *served, _ *lifecycle.Notes) error {
			note("read", client)
			return nil
		},
		Delete: func(_ context.Context, client client, _ *served, _ *lifecycle.Notes) error {
			note("delete", client)
			return nil
		},
	}))
}

func TestABackendIsChosenByName(t *testing.T) {
	connected := func(account string) *lifecycle.Section { return lifecycle.Connected(client{account: account}) }
	missing := lifecycle.Problem{Summary: "Not configured", Detail: "No token.", Remedy: "Set ACME_TOKEN."}
	absent := lifecycle.Problem{Summary: "Not configured", Detail: "No key.", Remedy: "Set OTHER_KEY."}
	for name, row := range map[string]struct {
		acme, other *lifecycle.Section
		backend     any // what the configuration says
		planned     string
		fails       string
		asked       string
	}{
		"named":                   {connected("a"), connected("b"), "other", "other", "", "create b"},
		"the only one configured": {lifecycle.Absent(missing), connected("b"), nil, "other", "", "create b"},
		"none configured":         {lifecycle.Absent(missing), lifecycle.Absent(absent), nil, "", "acme: No token. Set ACME_TOKEN.\n\nother: No key. Set OTHER_KEY.", ""},
		"two configured":          {connected("a"), connected("b"), nil, "", `Set backend to "acme" or "other"`, ""},
		"named but absent":        {lifecycle.Absent(missing), connected("b"), "acme", "", "Set ACME_TOKEN.", ""},
		"not known yet":           {connected("a"), connected("b"), unknown, unknown, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			s := serveTwo(t, row.acme, row.other, &asked)
			config := s.object(map[string]any{"name": "x", "backend": row.backend})
			proposed := map[string]any{"name": "x", "backend": row.backend, "id": unknown, "account": unknown, "serial": unknown}
			if row.backend == nil {
				proposed["backend"] = unknown
			}
			got := s.plan(s.gone(), config, s.object(proposed))
			if row.fails != "" {
				if len(got.errors) != 1 || !strings.Contains(got.errors[0].Detail, row.fails) {
					t.Fatalf("planned with %v instead of an error with %q", got.errors, row.fails)
				}
				return
			}
			if len(got.errors) > 0 || got.state["backend"] != row.planned {
				t.Fatalf("planned the backend %q with %v", got.state["backend"], got.errors)
			}
			if row.planned == unknown {
				return
			}
			proposed["backend"] = row.planned
			made := s.apply(s.gone(), config, s.object(proposed))
			if made.state["backend"] != row.planned || strings.Join(asked, ", ") != row.asked {
				t.Errorf("created with %q: %v, %v", made.state["backend"], asked, made.errors)
			}
		})
	}
}

// A resource stays with the backend that made it, also after a second one was
// configured and while its own is left out.
func TestAResourceKeepsItsBackend(t *testing.T) {
	var asked []string
	s := serveTwo(t, lifecycle.Connected(client{account: "a"}), lifecycle.Connected(client{account: "b"}), &asked)
	state := s.object(map[string]any{"id": "7", "name": "x", "serial": "x", "backend": "other", "account": "b"})
	if got := s.read(state); len(got.errors) > 0 || got.state["backend"] != "other" {
		t.Errorf("read %v with %v", got.state, got.errors)
	}
	config := s.object(map[string]any{"name": "x"})
	if got := s.plan(state, config, state); len(got.errors) > 0 || got.state["backend"] != "other" {
		t.Errorf("planned %v with %v", got.state, got.errors)
	}
	s.apply(state, tftypes.NewValue(s.of, nil), s.gone())
	if got := strings.Join(asked, ", "); got != "read b, delete b" {
		t.Errorf("asked %s", got)
	}
}

// Where several backends are configured, the account of an identity tells which one
// an object is imported from; an id alone does not.
func TestAnImportNeedsTheAccountWhereTwoBackendsAreConfigured(t *testing.T) {
	var asked []string
	s := serveTwo(t, lifecycle.Connected(client{account: "a"}), lifecycle.Connected(client{account: "b"}), &asked)
	of := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "account": tftypes.String}}
	got, err := s.v6.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: "test_thing",
		Identity: &tfprotov6.ResourceIdentityData{IdentityData: s.wire(tftypes.NewValue(of, map[string]tftypes.Value{
			"id": tftypes.NewValue(tftypes.String, "7"), "account": tftypes.NewValue(tftypes.String, "b"),
		}))},
	})
	s.must(err)
	if len(got.Diagnostics) > 0 || len(got.ImportedResources) != 1 || s.texts(got.ImportedResources[0].State, s.of)["backend"] != "other" {
		t.Errorf("imported %v with %v", got.ImportedResources, got.Diagnostics)
	}
	got, err = s.v6.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "test_thing", ID: "7"})
	s.must(err)
	if len(got.Diagnostics) != 1 || !strings.Contains(got.Diagnostics[0].Detail, "give the identity with its account") {
		t.Errorf("imported by id alone with %v", got.Diagnostics)
	}
	if len(asked) > 0 {
		t.Errorf("asked %v", asked)
	}
}
