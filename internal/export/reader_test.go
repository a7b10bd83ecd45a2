package export

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// things is a provider with one resource: a thing has the name of its id.
type things struct{ tfprotov6.ProviderServer }

var thing = &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
	{Name: "id", Type: tftypes.String, Computed: true},
	{Name: "name", Type: tftypes.String, Required: true},
	{Name: "kind", Type: tftypes.String, Optional: true, Computed: true},
}}}

func aThing(id, name, kind any) *tfprotov6.DynamicValue {
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	wire, err := tfprotov6.NewDynamicValue(thing.ValueType(), tftypes.NewValue(thing.ValueType(), map[string]tftypes.Value{"id": text(id), "name": text(name), "kind": text(kind)}))
	if err != nil {
		panic(err)
	}
	return &wire
}

func (things) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{ResourceSchemas: map[string]*tfprotov6.Schema{"thing": thing}}, nil
}

func (things) ImportResourceState(_ context.Context, r *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{ImportedResources: []*tfprotov6.ImportedResource{{State: aThing(r.ID, nil, nil)}}}, nil
}

func (things) ReadResource(_ context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	id := member(r.CurrentState, "id")
	switch id {
	case "foreign":
		return &tfprotov6.ReadResourceResponse{Diagnostics: refusal("Not a thing")}, nil
	case "gone":
		nothing, err := tfprotov6.NewDynamicValue(thing.ValueType(), tftypes.NewValue(thing.ValueType(), nil))
		return &tfprotov6.ReadResourceResponse{NewState: &nothing}, err
	case "odd":
		return &tfprotov6.ReadResourceResponse{NewState: aThing(id, id, "odd")}, nil
	}
	return &tfprotov6.ReadResourceResponse{NewState: aThing(id, id, "usual")}, nil
}

func (things) PlanResourceChange(_ context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: aThing(tftypes.UnknownValue, member(r.Config, "name"), "usual"), Diagnostics: refusal("A new thing needs a secret")}, nil
}

func (things) ValidateResourceConfig(_ context.Context, r *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if member(r.Config, "name") == "invalid" {
		return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: refusal("Not a name")}, nil
	}
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func refusal(summary string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: summary}}
}

func member(of *tfprotov6.DynamicValue, name string) (text string) {
	value, err := of.Unmarshal(thing.ValueType())
	members := map[string]tftypes.Value{}
	if err != nil || value.As(&members) != nil || members[name].As(&text) != nil {
		panic(err)
	}
	return text
}

// What the provider would refuse, on import or in a configuration, is not written: one
// such object would spoil the plan of all.
func TestAnObjectIsAdoptedOrRefused(t *testing.T) {
	r, err := newReader(t.Context(), Provider{Server: things{}, Offline: things{}})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"plain": "name = \"plain\"", "odd": "kind = \"odd\" name = \"odd\"",
		"foreign": "Not a thing", "gone": "it was deleted", "invalid": "Not a name",
	} {
		a, err := r.adopt(t.Context(), Kind{Resource: "thing"}, Object{ID: id})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			printed, err := newConfiguration().attributes(a, references{})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"id", "kind", "name"} {
				if printed[name] != "" {
					got += name + " = " + printed[name] + " "
				}
			}
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, not %s", id, got, want)
		}
	}
}
