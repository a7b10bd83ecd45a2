// Package customfield is the resource surveytrigger_desk_custom_field: a custom field of
// cases, such as the one that a survey backend writes a rating to. Desk.com's API shows
// fields and writes none: the resource is declared and verified.
package customfield

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/desk/admin"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(fields.Serve(lifecycle.Definition[*desk.Client, Model]{Name: "desk_custom_field", Schema: resourceSchema, Validate: validate}))()
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	lifecycle.Verifiable
	Label   types.String `tfsdk:"label"`
	Name    types.String `tfsdk:"name"`
	Type    types.String `tfsdk:"type"`
	Choices types.List   `tfsdk:"choices"`
	Active  types.Bool   `tfsdk:"active"`
}

var fields = admin.Kind[rules.Field, Model]{
	Noun:  desk.NounField,
	Get:   (*desk.Client).Field,
	List:  (*desk.Client).Fields,
	ID:    func(f rules.Field) string { return f.ID },
	Means: func(declared, f rules.Field) bool { return f.Label == declared.Label },
	Base:  func(m *Model) *lifecycle.Base { return &m.Base },
	Declared: func(m *Model) rules.Field {
		choices, _ := attribute.Texts(m.Choices)
		return rules.Field{Label: m.Label.ValueString(), Name: m.Name.ValueString(), Type: m.Type.ValueString(), Choices: choices, Active: m.Active.ValueBool(), OfCases: true}
	},
	Show: func(m *Model, held rules.Field) {
		m.Label, m.Name, m.Type = types.StringValue(held.Label), types.StringValue(held.Name), types.StringValue(held.Type)
		m.Choices = attribute.TextList(context.Background(), held.Choices, m.Choices)
		m.Active = types.BoolValue(held.Active)
	},
	Steps:  rules.FieldSteps,
	Ending: rules.FieldEnding,
	Title:  func(f rules.Field) string { return fmt.Sprintf("custom field %q", f.Label) },
}

func validate(_ context.Context, config *Model) error {
	if !attribute.Set(config.Type) || !attribute.Set(config.Choices) || config.Type.ValueString() == rules.TypeList {
		return nil
	}
	return lifecycle.At(path.Root("choices"), "This type has no choices", "Only a field of type %q has choices, not one of type %q. Remove \"choices\", or use that type.", rules.TypeList, config.Type.ValueString())
}
