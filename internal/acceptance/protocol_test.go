package acceptance

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// protocol speaks to the provider as a CLI does: for what the CLI at hand does
// not offer yet, and for what would take it a thousand runs.
type protocol struct {
	t          *testing.T
	server     tfprotov6.ProviderServer
	types      map[string]tftypes.Type // of resources, by type name
	computed   map[string]map[string]bool
	identities map[string]tftypes.Type
}

// protocol gives a configured provider. The section is that of "zendesk".
func (a *account) protocol(section map[string]any) *protocol {
	a.t.Helper()
	p := newProtocol(a.t)
	p.configure(section)
	return p
}

// section is the provider's section for the account.
func (a *account) section() map[string]any {
	return map[string]any{"subdomain": a.env["ZENDESK_SUBDOMAIN"], "endpoint": a.env["ZENDESK_ENDPOINT"], "access_token": a.env["ZENDESK_ACCESS_TOKEN"]}
}

// newProtocol gives a provider that is not configured, as terraform validate
// has it.
func newProtocol(t *testing.T) *protocol {
	t.Helper()
	server, err := factories["surveytrigger"]()
	p := &protocol{t: t, server: server, types: map[string]tftypes.Type{}, computed: map[string]map[string]bool{}, identities: map[string]tftypes.Type{}}
	p.must(nil, err)
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(nil, err)
	p.types[""] = schemas.Provider.ValueType()
	for name, schema := range schemas.ResourceSchemas {
		p.types[name] = schema.ValueType()
		p.computed[name] = map[string]bool{}
		for _, attribute := range schema.Block.Attributes {
			p.computed[name][attribute.Name] = attribute.Computed
		}
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	p.must(nil, err)
	for name, schema := range identities.IdentitySchemas {
		p.identities[name] = schema.ValueType()
	}
	return p
}

func (p *protocol) configure(section map[string]any) {
	p.t.Helper()
	p.configureAll(map[string]any{"zendesk": section})
}

func (p *protocol) configureAll(sections map[string]any) {
	p.t.Helper()
	config := p.value(p.types[""], sections)
	answer, err := p.server.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.wire(config), ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{}})
	p.must(nil, err)
	p.must(answer.Diagnostics, nil)
}

func (p *protocol) must(diagnostics []*tfprotov6.Diagnostic, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	if failed := errorsOf(diagnostics); len(failed) > 0 {
		p.t.Fatalf("%s: %s", failed[0].Summary, failed[0].Detail)
	}
}

func errorsOf(diagnostics []*tfprotov6.Diagnostic) (failed []*tfprotov6.Diagnostic) {
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityError {
			failed = append(failed, each)
		}
	}
	return failed
}

// value makes a value of the type out of Go's maps, slices and scalars. What is
// left out is null.
func (p *protocol) value(of tftypes.Type, from any) tftypes.Value {
	p.t.Helper()
	if from == nil {
		return tftypes.NewValue(of, nil)
	}
	switch of := of.(type) {
	case tftypes.Object:
		members := map[string]tftypes.Value{}
		for name, member := range of.AttributeTypes {
			members[name] = p.value(member, from.(map[string]any)[name])
		}
		return tftypes.NewValue(of, members)
	case tftypes.Map:
		members := map[string]tftypes.Value{}
		for name, member := range from.(map[string]any) {
			members[name] = p.value(of.ElementType, member)
		}
		return tftypes.NewValue(of, members)
	case tftypes.List:
		return tftypes.NewValue(of, p.elements(of.ElementType, from))
	case tftypes.Set:
		return tftypes.NewValue(of, p.elements(of.ElementType, from))
	}
	if flag, isBool := from.(bool); isBool && of.Is(tftypes.String) { // as Terraform converts it
		from = strconv.FormatBool(flag)
	}
	return tftypes.NewValue(of, from)
}

func (p *protocol) elements(of tftypes.Type, from any) []tftypes.Value {
	elements := []tftypes.Value{}
	for _, element := range from.([]any) {
		elements = append(elements, p.value(of, element))
	}
	return elements
}

func (p *protocol) wire(value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(value.Type(), value)
	p.must(nil, err)
	return &dynamic
}

func (p *protocol) unwire(of tftypes.Type, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	value, err := dynamic.Unmarshal(of)
	p.must(nil, err)
	return value
}

// attribute gives a text attribute of an object.
func (p *protocol) attribute(object tftypes.Value, name string) (text string) {
	p.t.Helper()
	var members map[string]tftypes.Value
	p.must(nil, object.As(&members))
	if member := members[name]; member.IsKnown() && !member.IsNull() {
		p.must(nil, member.As(&text))
	}
	return text
}

// validate is what "terraform validate" asks.
func (p *protocol) validate(kind string, config tftypes.Value) []*tfprotov6.Diagnostic {
	p.t.Helper()
	answer, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: kind, Config: p.wire(config), ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	p.must(nil, err)
	return answer.Diagnostics
}

// plan plans the creation of a resource.
func (p *protocol) plan(kind string, config tftypes.Value) []*tfprotov6.Diagnostic {
	p.t.Helper()
	answer, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, Config: p.wire(config), PriorState: p.wire(tftypes.NewValue(config.Type(), nil)), ProposedNewState: p.wire(p.proposed(kind, config)),
	})
	p.must(nil, err)
	return answer.Diagnostics
}

// proposed is the configuration with computed values not known yet and no
// write-only value, as a CLI proposes it.
func (p *protocol) proposed(kind string, config tftypes.Value) tftypes.Value {
	p.t.Helper()
	proposed, err := tftypes.Transform(config, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		steps := path.Steps()
		if len(steps) == 0 {
			return value, nil
		}
		name, isName := steps[len(steps)-1].(tftypes.AttributeName)
		switch {
		case isName && len(steps) == 1 && value.IsNull() && p.computed[kind][string(name)]:
			return tftypes.NewValue(value.Type(), tftypes.UnknownValue), nil
		case isName && (name == "password_wo" || name == "token_wo" || name == "value_wo"):
			return tftypes.NewValue(value.Type(), nil), nil
		}
		return value, nil
	})
	p.must(nil, err)
	return proposed
}

// importByIdentity imports and reads, as a CLI does.
func (p *protocol) importByIdentity(kind string, identity map[string]any) (state, readIdentity tftypes.Value, failed []*tfprotov6.Diagnostic) {
	p.t.Helper()
	read, failed := p.imported(&tfprotov6.ImportResourceStateRequest{
		TypeName: kind, Identity: &tfprotov6.ResourceIdentityData{IdentityData: p.wire(p.value(p.identities[kind], identity))},
	})
	if len(failed) > 0 {
		return state, readIdentity, failed
	}
	return p.unwire(p.types[kind], read.NewState), p.unwire(p.identities[kind], read.NewIdentity.IdentityData), nil
}

// importByID is the same with an id; what does not exist has no state.
func (p *protocol) importByID(kind, id string) (state tftypes.Value, failed []*tfprotov6.Diagnostic) {
	p.t.Helper()
	read, failed := p.imported(&tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id})
	if len(failed) > 0 {
		return state, failed
	}
	return p.unwire(p.types[kind], read.NewState), nil
}

func (p *protocol) imported(request *tfprotov6.ImportResourceStateRequest) (read *tfprotov6.ReadResourceResponse, failed []*tfprotov6.Diagnostic) {
	p.t.Helper()
	imported, err := p.server.ImportResourceState(p.t.Context(), request)
	p.must(nil, err)
	if failed = errorsOf(imported.Diagnostics); len(failed) > 0 {
		return nil, failed
	}
	one := imported.ImportedResources[0]
	read, err = p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: request.TypeName, CurrentState: one.State, CurrentIdentity: one.Identity, Private: one.Private,
	})
	p.must(nil, err)
	return read, errorsOf(read.Diagnostics)
}

// pathText writes a path as a person does: conditions.all[0].value.
func pathText(path *tftypes.AttributePath) string {
	var text strings.Builder
	for _, step := range path.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			text.WriteString("." + string(step))
		case tftypes.ElementKeyInt:
			fmt.Fprintf(&text, "[%d]", step)
		case tftypes.ElementKeyString:
			fmt.Fprintf(&text, "[%q]", string(step))
		case tftypes.ElementKeyValue:
			var key string
			_ = tftypes.Value(step).As(&key)
			fmt.Fprintf(&text, "[%q]", key)
		}
	}
	return strings.TrimPrefix(text.String(), ".")
}
