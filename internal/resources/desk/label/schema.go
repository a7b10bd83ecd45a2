package label

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A label of Desk.com, such as the one that marks cases of which a survey was requested. Names are unique, and differ by case. A label that exists already and is as declared is adopted; another one of the name is an error that says how to import it.\n\n" +
		"Destroying deletes the label, which takes it off all cases. To keep the mark and offer it to nobody, set `enabled = false`.\n\n" +
		"Desk.com ended on 13 March 2020: a host that does not answer gives an error that says so.",
	Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(rules.MinLabelLength)},
			MarkdownDescription: "The name, of at least two characters.",
		},
		"description": schema.StringAttribute{Optional: true, MarkdownDescription: "A description for people."},
		"types": schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType,
			Default:             setdefault.StaticValue(types.SetValueMust(types.StringType, []attr.Value{types.StringValue(rules.LabelTypes()[0])})),
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.OneOf(rules.LabelTypes()...))},
			MarkdownDescription: "What the label can mark: " + attribute.Choices(rules.LabelTypes()) + ", or both. Default: `" + rules.LabelTypes()[0] + "`.",
		},
		"color": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(rules.LabelColors()[0]),
			Validators:          []validator.String{stringvalidator.OneOf(rules.LabelColors()...)},
			MarkdownDescription: "The colour: " + attribute.Choices(rules.LabelColors()) + ". Default: `" + rules.LabelColors()[0] + "`.",
		},
		"enabled": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether agents can use the label. `false` deactivates it; cases keep it. Default `true`.",
		},
	},
}
