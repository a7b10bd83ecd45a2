package ticketfield

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Type           types.String `tfsdk:"type"`
	Title          types.String `tfsdk:"title"`
	Description    types.String `tfsdk:"description"`
	Tag            types.String `tfsdk:"tag"`
	Active         types.Bool   `tfsdk:"active"`
	Options        types.List   `tfsdk:"options"`
	DeletionPolicy types.String `tfsdk:"deletion_policy"`
}

// Option is one choice of a drop-down.
type Option struct {
	Name  types.String `tfsdk:"name"`
	Value types.String `tfsdk:"value"`
}

var optionType = types.ObjectType{AttrTypes: map[string]attr.Type{"name": types.StringType, "value": types.StringType}}

// optionsOf is nil when the list is null or not known yet.
func optionsOf(ctx context.Context, list types.List) []Option {
	if list.IsNull() || list.IsUnknown() {
		return nil
	}
	var options []Option
	for _, element := range list.Elements() {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		if option, _ := attribute.FromObject[Option](ctx, object); option != nil {
			options = append(options, *option)
		}
	}
	return options
}

func wireOptions(ctx context.Context, list types.List) *[]zendesk.FieldOption {
	if list.IsNull() {
		return nil
	}
	wire := []zendesk.FieldOption{}
	for _, option := range optionsOf(ctx, list) {
		wire = append(wire, zendesk.FieldOption{Name: option.Name.ValueString(), Value: option.Value.ValueString()})
	}
	return &wire
}

// showDescription takes the title for none: Zendesk describes a field by its title when it is created without a
// description, and keeps that when the title changes. Recorded by zenpy's tests, 2023.
func (m *Model) showDescription(field *zendesk.TicketField) {
	byTitle := field.Description == field.Title || field.Description == m.Title.ValueString()
	if m.Description.IsNull() && byTitle {
		return
	}
	m.Description = attribute.Text(field.Description, m.Description)
}

// show fills the model in from what Zendesk returned.
func (m *Model) show(ctx context.Context, field *zendesk.TicketField) {
	m.ID = types.StringValue(field.ID)
	m.Type = types.StringValue(field.Type)
	m.showDescription(field)
	m.Title = types.StringValue(field.Title)
	m.Tag = attribute.Text(field.Tag, m.Tag)
	m.Active = types.BoolValue(field.Active)
	if m.DeletionPolicy.IsNull() {
		m.DeletionPolicy = types.StringValue(policyDeactivate)
	}
	if len(field.Options) == 0 && len(m.Options.Elements()) == 0 && !m.Options.IsUnknown() {
		return
	}
	options := make([]Option, 0, len(field.Options))
	for _, option := range field.Options {
		options = append(options, Option{Name: types.StringValue(option.Name), Value: types.StringValue(option.Value)})
	}
	m.Options, _ = types.ListValueFrom(ctx, optionType, options)
}
