package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// document is the output of `terraform providers schema -json` as
// hashicorp/terraform-json v0.27 reads it. The names are that format's own.
type document struct {
	FormatVersion   string              `json:"format_version"`
	ProviderSchemas map[string]*schemas `json:"provider_schemas"`
}

type schemas struct {
	Provider           *schema                    `json:"provider,omitempty"`
	Resources          map[string]*schema         `json:"resource_schemas,omitempty"`
	DataSources        map[string]*schema         `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]*schema         `json:"ephemeral_resource_schemas,omitempty"`
	Actions            map[string]*schema         `json:"action_schemas,omitempty"`
	Functions          map[string]*function       `json:"functions,omitempty"`
	ResourceIdentities map[string]*identitySchema `json:"resource_identity_schemas,omitempty"`
	ListResources      map[string]*schema         `json:"list_resource_schemas,omitempty"`
}

type schema struct {
	Version int64  `json:"version"`
	Block   *block `json:"block,omitempty"`
}

type block struct {
	Attributes      map[string]*attribute   `json:"attributes,omitempty"`
	BlockTypes      map[string]*nestedBlock `json:"block_types,omitempty"`
	Description     string                  `json:"description,omitempty"`
	DescriptionKind string                  `json:"description_kind,omitempty"`
	Deprecated      bool                    `json:"deprecated,omitempty"`
}

type nestedBlock struct {
	NestingMode string `json:"nesting_mode,omitempty"`
	Block       *block `json:"block,omitempty"`
	MinItems    int64  `json:"min_items,omitempty"`
	MaxItems    int64  `json:"max_items,omitempty"`
}

// attribute has either a Type, which encodes itself the way go-cty does, or a NestedType.
type attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	NestedType      *nestedType  `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

type nestedType struct {
	Attributes  map[string]*attribute `json:"attributes,omitempty"`
	NestingMode string                `json:"nesting_mode,omitempty"`
}

type identitySchema struct {
	Version    int64                         `json:"version"`
	Attributes map[string]*identityAttribute `json:"attributes,omitempty"`
}

type identityAttribute struct {
	Type              tftypes.Type `json:"type,omitempty"`
	Description       string       `json:"description,omitempty"`
	RequiredForImport bool         `json:"required_for_import,omitempty"`
	OptionalForImport bool         `json:"optional_for_import,omitempty"`
}

type function struct {
	Description        string       `json:"description,omitempty"`
	Summary            string       `json:"summary,omitempty"`
	DeprecationMessage string       `json:"deprecation_message,omitempty"`
	ReturnType         tftypes.Type `json:"return_type"`
	Parameters         []*parameter `json:"parameters,omitempty"`
	VariadicParameter  *parameter   `json:"variadic_parameter,omitempty"`
}

type parameter struct {
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	IsNullable  bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

// describe asks a provider server for all that it can describe of itself. An
// error diagnostic from the provider is an error.
func describe(ctx context.Context, server tfprotov6.ProviderServer) (*document, error) {
	main, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err == nil {
		err = failure(main.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the provider's schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err == nil {
		err = failure(identities.Diagnostics)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the resources' identity schemas: %w", err)
	}
	return &document{
		FormatVersion: "1.0",
		ProviderSchemas: map[string]*schemas{providerName: {
			Provider:           schemaOf(main.Provider),
			Resources:          each(main.ResourceSchemas, schemaOf),
			DataSources:        each(main.DataSourceSchemas, schemaOf),
			EphemeralResources: each(main.EphemeralResourceSchemas, schemaOf),
			Actions:            each(main.ActionSchemas, func(a *tfprotov6.ActionSchema) *schema { return schemaOf(a.Schema) }),
			Functions:          each(main.Functions, functionOf),
			ResourceIdentities: each(identities.IdentitySchemas, identityOf),
			ListResources:      each(main.ListResourceSchemas, schemaOf),
		}},
	}, nil
}

func failure(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

func each[From, To any](in map[string]From, convert func(From) To) map[string]To {
	out := make(map[string]To, len(in))
	for name, from := range in {
		out[name] = convert(from)
	}
	return out
}

func schemaOf(s *tfprotov6.Schema) *schema {
	if s == nil {
		return nil
	}
	return &schema{Version: s.Version, Block: blockOf(s.Block)}
}

func blockOf(b *tfprotov6.SchemaBlock) *block {
	out := &block{
		Attributes:      attributesOf(b.Attributes),
		BlockTypes:      make(map[string]*nestedBlock, len(b.BlockTypes)),
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, nested := range b.BlockTypes {
		out.BlockTypes[nested.TypeName] = &nestedBlock{
			NestingMode: mode(nested.Nesting),
			Block:       blockOf(nested.Block),
			MinItems:    nested.MinItems,
			MaxItems:    nested.MaxItems,
		}
	}
	return out
}

func attributesOf(in []*tfprotov6.SchemaAttribute) map[string]*attribute {
	out := make(map[string]*attribute, len(in))
	for _, a := range in {
		converted := &attribute{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: kind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			converted.NestedType = &nestedType{
				Attributes:  attributesOf(a.NestedType.Attributes),
				NestingMode: mode(a.NestedType.Nesting),
			}
		}
		out[a.Name] = converted
	}
	return out
}

func identityOf(in *tfprotov6.ResourceIdentitySchema) *identitySchema {
	out := &identitySchema{Version: in.Version, Attributes: make(map[string]*identityAttribute, len(in.IdentityAttributes))}
	for _, a := range in.IdentityAttributes {
		out.Attributes[a.Name] = &identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

func functionOf(in *tfprotov6.Function) *function {
	out := &function{
		Description:        in.Description,
		Summary:            in.Summary,
		DeprecationMessage: in.DeprecationMessage,
		ReturnType:         in.Return.Type,
	}
	for _, p := range in.Parameters {
		out.Parameters = append(out.Parameters, parameterOf(p))
	}
	if in.VariadicParameter != nil {
		out.VariadicParameter = parameterOf(in.VariadicParameter)
	}
	return out
}

func parameterOf(in *tfprotov6.FunctionParameter) *parameter {
	return &parameter{Name: in.Name, Description: in.Description, IsNullable: in.AllowNullValue, Type: in.Type}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

// mode takes a nesting mode of a block or of an attribute: the protocol names
// them SINGLE, LIST, SET, MAP and GROUP, the document in lower case.
func mode(m fmt.Stringer) string {
	return strings.ToLower(m.String())
}
