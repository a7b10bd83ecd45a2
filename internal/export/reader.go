package export

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// reader is a command line's side of the provider protocol.
type reader struct {
	Provider
	block   *tfprotov6.Schema
	schemas map[string]*tfprotov6.Schema
}

func newReader(ctx context.Context, provider Provider) (*reader, error) {
	schemas, err := provider.Server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	r := &reader{Provider: provider, block: schemas.Provider, schemas: schemas.ResourceSchemas}
	return r, failed(schemas.Diagnostics)
}

// configure configures the provider: the environment, a section's endpoint if there is
// one, and no look at what webhooks delivered, which an export has no use for.
func (r *reader) configure(ctx context.Context, section, endpoint string) error {
	given := map[string]map[string]string{"checks": {"failed_deliveries": "off"}}
	if endpoint != "" {
		given[section] = map[string]string{"endpoint": endpoint}
	}
	block := r.block.ValueType().(tftypes.Object)
	members := map[string]tftypes.Value{}
	for name, of := range block.AttributeTypes {
		members[name] = texts(of, given[name])
	}
	config, err := tfprotov6.NewDynamicValue(block, tftypes.NewValue(block, members))
	if err != nil {
		return err
	}
	answer, err := r.Server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
		Config: &config, ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	if err != nil {
		return err
	}
	return failed(answer.Diagnostics)
}

// texts is an object with these members and no other; null without any.
func texts(of tftypes.Type, given map[string]string) tftypes.Value {
	object, isObject := of.(tftypes.Object)
	if !isObject || given == nil {
		return tftypes.NewValue(of, nil)
	}
	members := map[string]tftypes.Value{}
	for name, member := range object.AttributeTypes {
		members[name] = tftypes.NewValue(member, nil)
		if text, set := given[name]; set {
			members[name] = tftypes.NewValue(member, text)
		}
	}
	return tftypes.NewValue(object, members)
}

// adopted is an object as the provider reads it after an import.
type adopted struct {
	Object
	kind Kind
	name string // of the resource in the configuration
	// config is what a configuration has to say to change nothing. Members that it need
	// not have are null.
	config   tftypes.Value
	state    map[string]tftypes.Value
	schema   *tfprotov6.Schema
	warnings []*tfprotov6.Diagnostic
}

func (a *adopted) address() string { return a.kind.Resource + "." + a.name }

// adopt imports and reads an object. What a resource refuses is an error.
func (r *reader) adopt(ctx context.Context, kind Kind, object Object) (*adopted, error) {
	imported, err := r.Server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: kind.Resource, ID: object.ID})
	if err == nil {
		err = failed(imported.Diagnostics)
	}
	if err != nil {
		return nil, err
	}
	one := imported.ImportedResources[0]
	read, err := r.Server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: kind.Resource, CurrentState: one.State, CurrentIdentity: one.Identity, Private: one.Private,
	})
	if err == nil {
		err = failed(read.Diagnostics)
	}
	if err != nil {
		return nil, err
	}
	a := &adopted{Object: object, kind: kind, schema: r.schemas[kind.Resource], warnings: read.Diagnostics}
	state, err := read.NewState.Unmarshal(a.schema.ValueType())
	switch {
	case err != nil:
		return nil, err
	case state.IsNull():
		return nil, fmt.Errorf("it was deleted while the account was read")
	}
	if err := state.As(&a.state); err != nil {
		return nil, err
	}
	return a, r.configured(ctx, a)
}

// configured fills in the configuration: what can be configured, without defaults. It is
// an error if the resource would refuse it.
func (r *reader) configured(ctx context.Context, a *adopted) error {
	wanted := map[string]tftypes.Value{}
	for _, attribute := range a.schema.Block.Attributes {
		wanted[attribute.Name] = a.state[attribute.Name]
		if !attribute.Required && !attribute.Optional || attribute.WriteOnly {
			wanted[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		}
	}
	defaults, err := r.defaults(ctx, a, wanted)
	if err != nil {
		return err
	}
	for _, attribute := range a.schema.Block.Attributes {
		value, defaulted := defaults[attribute.Name]
		if defaulted && (value.IsFullyKnown() && value.Equal(wanted[attribute.Name]) || empty(wanted[attribute.Name])) {
			wanted[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		}
	}
	a.config = tftypes.NewValue(a.schema.ValueType(), wanted)
	config, err := tfprotov6.NewDynamicValue(a.schema.ValueType(), a.config)
	if err != nil {
		return err
	}
	valid, err := r.Offline.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: a.kind.Resource, Config: &config, ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		return err
	}
	return failed(valid.Diagnostics)
}

// empty: an attribute that the provider fills in stays empty where it is left out.
func empty(value tftypes.Value) bool {
	var elements []tftypes.Value
	return !value.IsNull() && value.IsKnown() && value.As(&elements) == nil && len(elements) == 0
}

// defaults are the values that attributes get which a configuration leaves out, as far
// as they are known without the account: the plan of a new object has them.
func (r *reader) defaults(ctx context.Context, a *adopted, wanted map[string]tftypes.Value) (map[string]tftypes.Value, error) {
	config, proposed, left := map[string]tftypes.Value{}, map[string]tftypes.Value{}, map[string]tftypes.Value{}
	for _, attribute := range a.schema.Block.Attributes {
		config[attribute.Name], proposed[attribute.Name] = wanted[attribute.Name], wanted[attribute.Name]
		if attribute.Computed {
			config[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
			proposed[attribute.Name] = tftypes.NewValue(attribute.ValueType(), tftypes.UnknownValue)
		}
	}
	of := a.schema.ValueType()
	var request tfprotov6.PlanResourceChangeRequest
	request.TypeName = a.kind.Resource
	for at, value := range map[**tfprotov6.DynamicValue]tftypes.Value{
		&request.Config: tftypes.NewValue(of, config), &request.ProposedNewState: tftypes.NewValue(of, proposed), &request.PriorState: tftypes.NewValue(of, nil),
	} {
		wire, err := tfprotov6.NewDynamicValue(of, value)
		if err != nil {
			return nil, err
		}
		*at = &wire
	}
	// A new object may be refused, for want of a secret for example: the plan says all the
	// same what the defaults are.
	answer, err := r.Offline.PlanResourceChange(ctx, &request)
	if err != nil || answer.PlannedState == nil {
		return nil, err
	}
	planned, err := answer.PlannedState.Unmarshal(of)
	if err != nil || planned.IsNull() {
		return nil, err
	}
	var all map[string]tftypes.Value
	err = planned.As(&all)
	for _, attribute := range a.schema.Block.Attributes {
		if attribute.Computed && attribute.Optional {
			left[attribute.Name] = all[attribute.Name]
		}
	}
	return left, err
}

// failed is the first error among diagnostics.
func failed(diagnostics []*tfprotov6.Diagnostic) error {
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", each.Summary, strings.ReplaceAll(each.Detail, "\n\n", " "))
		}
	}
	return nil
}
