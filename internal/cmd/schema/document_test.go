package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// fakeServer answers the two questions that describe asks.
type fakeServer struct {
	tfprotov6.ProviderServer
	main       *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
}

func (f fakeServer) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return f.main, nil
}

func (f fakeServer) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return f.identities, nil
}

func schemaWith(attributes ...*tfprotov6.SchemaAttribute) *tfprotov6.Schema {
	return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: attributes}}
}

// The expected JSON is written by hand after the format's documentation:
// https://developer.hashicorp.com/terraform/cli/commands/providers/schema
func TestWritePrintsEverySchemaOfAProvider(t *testing.T) {
	tags := &tfprotov6.SchemaAttribute{Name: "tags", Type: tftypes.Set{ElementType: tftypes.String}, Optional: true, Computed: true}
	secret := &tfprotov6.SchemaAttribute{
		Name: "secret_wo", Type: tftypes.String, Optional: true, Sensitive: true, WriteOnly: true,
		Description: "Never `stored` <here>.", DescriptionKind: tfprotov6.StringKindMarkdown,
	}
	server := fakeServer{
		main: &tfprotov6.GetProviderSchemaResponse{
			Provider: schemaWith(),
			ResourceSchemas: map[string]*tfprotov6.Schema{"surveytrigger_thing": {
				Version: 2,
				Block: &tfprotov6.SchemaBlock{
					Description:     "A *thing*.",
					DescriptionKind: tfprotov6.StringKindMarkdown,
					Attributes: []*tfprotov6.SchemaAttribute{
						tags, secret,
						{Name: "name", Type: tftypes.String, Required: true, Deprecated: true},
						{Name: "conditions", Optional: true, NestedType: &tfprotov6.SchemaObject{
							Nesting: tfprotov6.SchemaObjectNestingModeList,
							Attributes: []*tfprotov6.SchemaAttribute{
								{Name: "shape", Computed: true, Type: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"a": tftypes.Number}}},
							},
						}},
					},
					BlockTypes: []*tfprotov6.SchemaNestedBlock{{
						TypeName: "limits", Nesting: tfprotov6.SchemaNestedBlockNestingModeSet, MinItems: 1, MaxItems: 3,
						Block: &tfprotov6.SchemaBlock{},
					}},
				},
			}},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"surveytrigger_data": schemaWith()},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"surveytrigger_passing": schemaWith()},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"surveytrigger_thing": schemaWith(tags)},
			ActionSchemas:            map[string]*tfprotov6.ActionSchema{"surveytrigger_act": {Schema: schemaWith()}},
			Functions: map[string]*tfprotov6.Function{"render": {
				Summary: "Renders", Description: "Renders it.",
				Return: &tfprotov6.FunctionReturn{Type: tftypes.String},
				Parameters: []*tfprotov6.FunctionParameter{
					{Name: "options", Type: tftypes.DynamicPseudoType, AllowNullValue: true},
				},
				VariadicParameter: &tfprotov6.FunctionParameter{Name: "rest", Type: tftypes.Bool},
			}},
		},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"surveytrigger_thing": {
				Version: 1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "The id."},
					{Name: "account", Type: tftypes.String, OptionalForImport: true},
				},
			}},
		},
	}

	const expected = `{
	  "format_version": "1.0",
	  "provider_schemas": {"surveytrigger": {
	    "provider": {"version": 0, "block": {"description_kind": "plain"}},
	    "resource_schemas": {"surveytrigger_thing": {"version": 2, "block": {
	      "description": "A *thing*.", "description_kind": "markdown",
	      "attributes": {
	        "tags": {"type": ["set", "string"], "description_kind": "plain", "optional": true, "computed": true},
	        "secret_wo": {"type": "string", "description": "Never ` + "`stored`" + ` <here>.", "description_kind": "markdown",
	          "optional": true, "sensitive": true, "write_only": true},
	        "name": {"type": "string", "description_kind": "plain", "required": true, "deprecated": true},
	        "conditions": {"description_kind": "plain", "optional": true, "nested_type": {"nesting_mode": "list", "attributes": {
	          "shape": {"type": ["object", {"a": "number"}], "description_kind": "plain", "computed": true}
	        }}}
	      },
	      "block_types": {"limits": {"nesting_mode": "set", "min_items": 1, "max_items": 3, "block": {"description_kind": "plain"}}}
	    }}},
	    "data_source_schemas": {"surveytrigger_data": {"version": 0, "block": {"description_kind": "plain"}}},
	    "ephemeral_resource_schemas": {"surveytrigger_passing": {"version": 0, "block": {"description_kind": "plain"}}},
	    "list_resource_schemas": {"surveytrigger_thing": {"version": 0, "block": {"description_kind": "plain", "attributes": {
	      "tags": {"type": ["set", "string"], "description_kind": "plain", "optional": true, "computed": true}
	    }}}},
	    "action_schemas": {"surveytrigger_act": {"version": 0, "block": {"description_kind": "plain"}}},
	    "functions": {"render": {
	      "summary": "Renders", "description": "Renders it.", "return_type": "string",
	      "parameters": [{"name": "options", "type": "dynamic", "is_nullable": true}],
	      "variadic_parameter": {"name": "rest", "type": "bool"}
	    }},
	    "resource_identity_schemas": {"surveytrigger_thing": {"version": 1, "attributes": {
	      "id": {"type": "string", "description": "The id.", "required_for_import": true},
	      "account": {"type": "string", "optional_for_import": true}
	    }}}
	  }}
	}`

	var out strings.Builder
	if err := write(t.Context(), &out, server); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decode(t, expected), decode(t, out.String())); diff != "" {
		t.Errorf("the document differs (-expected +printed):\n%s", diff)
	}
	if !strings.Contains(out.String(), "<here>") {
		t.Error("descriptions are escaped for HTML, which makes the file hard to read")
	}
}

func TestWriteReportsWhatTheProviderRefuses(t *testing.T) {
	server := fakeServer{
		main: &tfprotov6.GetProviderSchemaResponse{Diagnostics: []*tfprotov6.Diagnostic{
			{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Harmless"},
			{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Duplicate resource", Detail: "thing is there twice."},
		}},
	}
	var out strings.Builder
	err := write(t.Context(), &out, server)
	if err == nil || !strings.Contains(err.Error(), "Duplicate resource: thing is there twice.") || strings.Contains(err.Error(), "Harmless") {
		t.Errorf("error is %v, expected the provider's error and no warning", err)
	}
	if out.Len() > 0 {
		t.Errorf("printed %q beside the error", out.String())
	}
}

func decode(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}
