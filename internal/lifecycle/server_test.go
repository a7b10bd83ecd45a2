package lifecycle_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// client is a vendor's client as the envelope sees it.
type client struct {
	account string
	waited  time.Duration
	*claims // of the tests that have any
}

func (c client) Account() string       { return c.account }
func (c client) Waited() time.Duration { return c.waited }

// thing is the resource under test: a name, a secret, and a serial number that
// the vendor chooses.
type thing struct {
	lifecycle.Base
	Name     types.String `tfsdk:"name"`
	SecretWO types.String `tfsdk:"secret_wo"`
	Serial   types.String `tfsdk:"serial"`
}

var thingSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"name":      schema.StringAttribute{Required: true},
	"secret_wo": schema.StringAttribute{Optional: true, WriteOnly: true},
	"serial":    schema.StringAttribute{Computed: true},
}}

type definition = lifecycle.Definition[client, thing]

// server is a provider with that one resource, spoken to as a CLI does.
type server struct {
	t  *testing.T
	v6 tfprotov6.ProviderServer
	of tftypes.Object // the resource's type
}

const home = "acme.example.com"

// serve makes a configured provider.
func serve(t *testing.T, d definition) *server {
	t.Helper()
	return serveSection(t, lifecycle.Connected(client{account: home}), d)
}

func serveSection(t *testing.T, section *lifecycle.Section, d definition) *server {
	t.Helper()
	d.Name, d.Sections, d.Schema = "thing", []string{"acme"}, thingSchema
	return serveSections(t, lifecycle.Sections{"acme": section}, lifecycle.New(d))
}

func serveSections(t *testing.T, sections lifecycle.Sections, thing func() resource.Resource) *server {
	t.Helper()
	v6, err := providerserver.NewProtocol6WithError(&testProvider{sections, thing})()
	s := &server{t: t, v6: v6}
	s.must(err)
	schemas, err := v6.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	s.must(err)
	s.of = schemas.ResourceSchemas["test_thing"].ValueType().(tftypes.Object)
	_, err = v6.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: s.wire(tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{})), ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	s.must(err)
	return s
}

type testProvider struct {
	sections lifecycle.Sections
	thing    func() resource.Resource
}

func (p *testProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "test"
}
func (p *testProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (p *testProvider) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.ResourceData, resp.DataSourceData = p.sections, p.sections
}

func (p *testProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{lifecycle.NewSource(lifecycle.Source[client, struct{}]{Name: "thing", Section: "acme", Read: isBounded})}
}

// isBounded expects a time limit, without which a vendor's pause could last for
// ever.
func isBounded(ctx context.Context, _ client, _ *struct{}) error {
	if _, bounded := ctx.Deadline(); !bounded {
		return errors.New("there is no time limit")
	}
	return nil
}

func (p *testProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{p.thing}
}

func (s *server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) wire(value tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(value.Type(), value)
	s.must(err)
	return &dynamic
}

// unknown stands for a value that is not known yet.
const unknown = "(unknown)"

// object makes the resource's value; what is left out is null. An object is
// given as a map.
func (s *server) object(members map[string]any) tftypes.Value {
	s.t.Helper()
	values := map[string]tftypes.Value{}
	for name, of := range s.of.AttributeTypes {
		switch given := members[name].(type) {
		case map[string]string:
			inner := map[string]tftypes.Value{}
			for key := range of.(tftypes.Object).AttributeTypes {
				inner[key] = tftypes.NewValue(tftypes.String, nil)
				if text, ok := given[key]; ok && text == unknown {
					inner[key] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
				} else if ok {
					inner[key] = tftypes.NewValue(tftypes.String, text)
				}
			}
			values[name] = tftypes.NewValue(of, inner)
		case []string:
			texts := []tftypes.Value{}
			for _, text := range given {
				texts = append(texts, tftypes.NewValue(tftypes.String, text))
			}
			values[name] = tftypes.NewValue(of, texts)
		case string:
			if given == unknown {
				values[name] = tftypes.NewValue(of, tftypes.UnknownValue)
				continue
			}
			values[name] = tftypes.NewValue(of, given)
		default:
			values[name] = tftypes.NewValue(of, nil)
		}
	}
	return tftypes.NewValue(s.of, values)
}

func (s *server) gone() tftypes.Value { return tftypes.NewValue(s.of, nil) }

// answer is what came back of a request about one resource.
type answer struct {
	state    map[string]string // texts by attribute; nil when there is no object
	identity map[string]string // nil when there is none
	errors   []*tfprotov6.Diagnostic
	warnings []*tfprotov6.Diagnostic
}

func (s *server) answer(state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, diagnostics []*tfprotov6.Diagnostic) answer {
	s.t.Helper()
	a := answer{}
	if state != nil {
		a.state = s.texts(state, s.of)
	}
	if identity != nil && identity.IdentityData != nil {
		a.identity = s.texts(identity.IdentityData, tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "account": tftypes.String}})
	}
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityError {
			a.errors = append(a.errors, each)
		} else {
			a.warnings = append(a.warnings, each)
		}
	}
	return a
}

// texts are the known texts of an object.
func (s *server) texts(dynamic *tfprotov6.DynamicValue, of tftypes.Type) map[string]string {
	s.t.Helper()
	value, err := dynamic.Unmarshal(of)
	s.must(err)
	if value.IsNull() {
		return nil
	}
	members := map[string]tftypes.Value{}
	s.must(value.As(&members))
	texts := map[string]string{}
	for name, member := range members {
		switch {
		case !member.IsKnown():
			texts[name] = unknown
		case !member.IsNull() && member.Type().Is(tftypes.String):
			var text string
			s.must(member.As(&text))
			texts[name] = text
		case !member.IsNull() && member.Type().Is(tftypes.Set{ElementType: tftypes.String}):
			var elements []tftypes.Value
			s.must(member.As(&elements))
			texts[name] = fmt.Sprint(elements)
		}
	}
	return texts
}

func (s *server) plan(prior, config, proposed tftypes.Value) answer {
	s.t.Helper()
	got, err := s.v6.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "test_thing", PriorState: s.wire(prior), Config: s.wire(config), ProposedNewState: s.wire(proposed),
	})
	s.must(err)
	return s.answer(got.PlannedState, got.PlannedIdentity, got.Diagnostics)
}

// apply creates, updates or deletes.
func (s *server) apply(prior, config, planned tftypes.Value) answer {
	s.t.Helper()
	got, err := s.v6.ApplyResourceChange(s.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "test_thing", PriorState: s.wire(prior), Config: s.wire(config), PlannedState: s.wire(planned),
	})
	s.must(err)
	return s.answer(got.NewState, got.NewIdentity, got.Diagnostics)
}

func (s *server) read(state tftypes.Value) answer {
	s.t.Helper()
	got, err := s.v6.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "test_thing", CurrentState: s.wire(state)})
	s.must(err)
	return s.answer(got.NewState, got.NewIdentity, got.Diagnostics)
}

// lookUp reads the data source, which has no attributes.
func (s *server) lookUp() answer {
	s.t.Helper()
	got, err := s.v6.ReadDataSource(s.t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "test_thing", Config: s.wire(tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{})),
	})
	s.must(err)
	return s.answer(nil, nil, got.Diagnostics)
}
