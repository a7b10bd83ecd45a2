package send

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
)

// Attributes adds the attributes of the message to those of one resource.
func Attributes(own map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"webhook_id": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ExactlyOneOf(path.MatchRoot("webhook_id"), path.MatchRoot("target_id"))},
			MarkdownDescription: "The id of the webhook to notify. Exactly one of `webhook_id` and `target_id`.",
		},
		"target_id": schema.StringAttribute{
			Optional: true, Validators: []validator.String{vocabulary.ID()},
			MarkdownDescription: "The id of the legacy HTTP target to notify, in accounts that still have one.",
		},
		"payload": schema.StringAttribute{
			Required: true, PlanModifiers: []planmodifier.String{attribute.KeepSame("white space that JSON ignores is no difference", liquid.Same)},
			MarkdownDescription: "The body, a Liquid template that renders to JSON: see the functions `stella_connect_payload` and `survey_payload`. It is rendered against sample tickets when planning; what can break the JSON is an error, and so is a misspelled placeholder, " +
				"or a warning while the payload stays as it is. White space that JSON ignores is not a difference; nor is the order of keys, if all Liquid is inside JSON strings. " +
				"Other placeholders that Zendesk does not document are reported as the provider's `checks.placeholders` says.",
		},
		"exclude_tags": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(vocabulary.Tag())},
			MarkdownDescription: "Tags that the ticket must not have: the marks of exclusions. A marked ticket causes no request at all.",
		},
		"exclude_checkbox_field_ids": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(vocabulary.ID())},
			MarkdownDescription: "Ids of checkbox ticket fields that must not be ticked: the marks of exclusions. A marked ticket causes no request at all; to report it to the backend instead, use a payload whose body depends on the checkbox. It is written with the operator that the account offers.",
		},
	}
	maps.Copy(attributes, own)
	return attributes
}
