// Package label is the resource surveytrigger_desk_label: a label that marks cases in
// Desk.com, such as the one that says that a survey was sent.
package label

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*desk.Client, Model]{
		Name:     "desk_label",
		Sections: []string{desk.Section},
		Object:   desk.NounLabel,
		Schema:   resourceSchema,
		Plan:     plan,
		Create:   create,
		Read:     read,
		Update:   update,
		Delete:   remove,
	})()
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Types       types.Set    `tfsdk:"types"`
	Color       types.String `tfsdk:"color"`
	Enabled     types.Bool   `tfsdk:"enabled"`
}

// declared is the label of a model whose values are known, without its id.
func (m *Model) declared() rules.Label {
	marks, _ := attribute.Texts(m.Types)
	slices.Sort(marks)
	return rules.Label{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), Types: marks, Color: m.Color.ValueString(), Enabled: m.Enabled.ValueBool(),
	}
}

// isSame reports that a label is as declared.
func isSame(declared, held rules.Label) bool {
	return held.Name == declared.Name && held.Description == declared.Description && slices.Equal(held.Types, declared.Types) &&
		held.Color == declared.Color && held.Enabled == declared.Enabled
}

func read(ctx context.Context, client *desk.Client, state *Model, _ *lifecycle.Notes) error {
	held, err := client.Label(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	state.Name, state.Color, state.Enabled = types.StringValue(held.Name), types.StringValue(held.Color), types.BoolValue(held.Enabled)
	state.Description = attribute.Text(held.Description, state.Description)
	state.Types, _ = types.SetValueFrom(ctx, types.StringType, held.Types)
	return nil
}

// update sends what changed, or nothing.
func update(ctx context.Context, client *desk.Client, c *lifecycle.Change[Model]) error {
	plan, state := c.Plan, c.State
	in := desk.LabelInput{
		Name:        attribute.Changed(plan.Name, state.Name),
		Description: attribute.Changed(plan.Description, state.Description),
		Color:       attribute.Changed(plan.Color, state.Color),
	}
	if !plan.Enabled.Equal(state.Enabled) {
		in.Enabled = plan.Enabled.ValueBoolPointer()
	}
	if !plan.Types.Equal(state.Types) {
		marks := plan.declared().Types
		in.Types = &marks
	}
	if in == (desk.LabelInput{}) {
		return nil // timeouts, for example
	}
	_, err := client.UpdateLabel(ctx, plan.ID.ValueString(), in)
	return err
}

func remove(ctx context.Context, client *desk.Client, state *Model, _ *lifecycle.Notes) error {
	id := state.ID.ValueString()
	if !client.BeginDelete(desk.NounLabel, id) {
		return nil // its replacement has it
	}
	return client.DeleteLabel(ctx, id)
}
