package attribute

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

const defaultKlass = "conversation"

var resourceSchema = schema.Schema{
	MarkdownDescription: "A custom attribute (custom field) of a klass of objects, such as the one that a survey backend writes a rating to, or the `doNotSendSurveyBool` of an opt-out. " +
		"Kustomer describes all attributes of a klass in one document: attributes that change together are written by one request, which sends everything that stood in the document when it was read, " +
		"and the document is read again afterwards. What others add between the reading and the writing is kept if Kustomer merges the document, which is not documented; the apply names it. " +
		"An attribute that exists already is adopted; the plan names what would change.",
	Attributes: map[string]schema.Attribute{
		"klass": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(defaultKlass),
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "The kind of objects that has the attribute: " + attribute.Choices(rules.Klasses) + ", or `kobject.` and the name of a klass of the account's own. " +
				"Default `" + defaultKlass + "`. Another klass makes another attribute.",
		},
		"name": schema.StringAttribute{
			Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "The name in the API, workflows and searches: in camel case, with a suffix that decides the type for good: " + suffixes() + ". Another name makes another attribute.",
		},
		"display_name": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "What people see. Left out, it stays as it is; Kustomer names a new attribute after `name`: `totalOrdersNum` is \"Total Orders\".",
		},
		"options": schema.ListAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.NoNullValues(), listvalidator.UniqueValues()},
			MarkdownDescription: "The values of a drop-down, in order; only for names that end in `" + rules.SuffixStr + "`. Values on objects stay when an option is removed.",
		},
		"deletion_policy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(rules.Attributes.EndNames()[0]),
			Validators: []validator.String{stringvalidator.OneOf(rules.Attributes.EndNames()...)},
			MarkdownDescription: "What destroying does. Only `keep`, the default: Kustomer's API deletes no attribute. The attribute, its options and its values on objects stay, and a survey backend that " +
				"writes to it goes on doing so. Deactivate it in Settings > Platform > Custom Attributes. Creating it again adopts it.",
		},
	},
}

// suffixes lists them for documentation.
func suffixes() (text string) {
	for i, suffix := range rules.Suffixes {
		if i > 0 {
			text += ", "
		}
		text += "`" + suffix.End + "` (" + suffix.Type + ")"
	}
	return text
}
