package customfield

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A custom field of cases in Desk.com, such as the one that a survey backend writes a rating to. Desk.com's API shows custom fields and writes none: the resource is *verified*. " +
		"A plan compares and lists the clicks in Admin that are missing; an apply changes nothing, and fails while something differs. It does not manage custom fields of customers.\n\n" +
		"Desk.com ended on 13 March 2020: a host that does not answer gives an error that says so.",
	Attributes: map[string]schema.Attribute{
		"label": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "What people see, and by what the field is found.",
		},
		"name": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "The key in the `custom_fields` of a case, which `write_back.custom_field` of a `surveytrigger_trigger_distribution` names.",
		},
		"type": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(rules.FieldTypes()...)},
			MarkdownDescription: "What the field holds: " + attribute.Choices(rules.FieldTypes()) + ".",
		},
		"choices": schema.ListAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues()},
			MarkdownDescription: "The choices of a `list`, in order. Left out, any are right.",
		},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether cases have the field: a rating that is written to an inactive one does not appear. Default `true`.",
		},
	},
}
