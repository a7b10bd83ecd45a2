package ticketfield

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// The types of field that this resource can declare in full. Zendesk's
// "regexp" and "lookup" need further settings.
var fieldTypes = []string{typeCheckbox, "date", "decimal", "integer", "multiselect", typePartialCard, "tagger", "text", "textarea"}

const (
	typeCheckbox    = zendesk.TypeCheckbox
	typePartialCard = "partialcreditcard"
	typeTagger      = "tagger"
	typeMultiselect = "multiselect"
)

// What destroying does.
const (
	policyDeactivate = string(capability.Deactivate)
	policyDelete     = string(capability.Delete)
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A custom ticket field, such as the \"do not send\" checkbox of an exclusion. Creating adopts an *inactive* field of the " +
		"same title and type that no other resource manages; an active one is an error that says how to import it, also one that appears at the same moment.\n\n" +
		"If the address of the resource changes, use a `moved` block: otherwise the plan ends the field and creates another one of the same title, and warns.",
	Attributes: map[string]schema.Attribute{
		"type": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(fieldTypes...)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "The type: " + attribute.Choices(fieldTypes) + ". Zendesk cannot change it, so another type replaces the field.",
		},
		"title": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The title that agents see.",
		},
		"description": schema.StringAttribute{Optional: true, MarkdownDescription: "The description shown to people who fill the field in. Left out, Zendesk shows the title."},
		"tag": schema.StringAttribute{
			Optional: true, Validators: []validator.String{vocabulary.Tag()},
			MarkdownDescription: "Of a checkbox: the tag that a ticket has while it is ticked. Do not use the tag for anything else.",
		},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the field is in use. Default `true`. A plan that deactivates it names the active triggers and automations that use it.",
		},
		"options": schema.ListNestedAttribute{
			Optional:            true,
			MarkdownDescription: "The choices of a `tagger` (drop-down) or `multiselect`, in order. Removing one loses its value on every ticket; the plan warns. One that was added since the plan is not deleted: the apply is an error.",
			Validators:          []validator.List{listvalidator.NoNullValues()},
			// Needed, but not Required: the framework then refuses an element that
			// is not known yet as a whole (terraform-plugin-framework v1.19).
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name":  schema.StringAttribute{Optional: true, MarkdownDescription: "Required. The name that people see. Dynamic content stands here as its text, and is kept while that stays."},
				"value": schema.StringAttribute{Optional: true, Validators: []validator.String{vocabulary.Tag()}, MarkdownDescription: "Required. The tag that the choice adds to the ticket."},
			}},
		},
		"deletion_policy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(rules.TicketFields.EndNames()[0]),
			Validators: []validator.String{stringvalidator.OneOf(rules.TicketFields.EndNames()...)},
			MarkdownDescription: "What destroying does: `deactivate` (the default) keeps the field and its values on tickets, and creating it again adopts it; " +
				"`delete` removes both for good, and is an error of the apply while an active trigger or automation, whoever made it, uses the field.",
		},
	},
}
