package exclusiontrigger

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "Marks the tickets whose customers must not be surveyed. A send trigger checks its mark and lists it in `evaluate_after`; " +
		"from the end of that apply on the exclusion is in force for that send. It also protects from sends that do not list it but check its mark in their conditions, unless `protects` is `listed`: see the guide on ordering.\n\n" +
		"Every attribute changes in place. Renaming the *address* of the resource, `-replace` and taint destroy it first unless it has " +
		"`lifecycle { create_before_destroy = true }`: always give it that. Several exclusions from a list need `for_each`: with `count`, an element that is removed gives each exclusion behind it the tickets of the next one, and between the writes nothing excludes these. To change `mark` without a gap, let the sends check both marks first, " +
		"and stop checking the old one only when no ticket with it can be surveyed any more: see \"Change a mark safely\" in the guide on ordering.",
	Attributes: trigger.Attributes(map[string]schema.Attribute{
		"conditions": condition.Attribute(true, "Which tickets are excluded, in Zendesk's own vocabulary. At least one condition."),
		"mark":       markSchema,
		"protects": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(protectsAll), Validators: []validator.String{stringvalidator.OneOf(protectsAll, protectsListed)},
			MarkdownDescription: "From which sends it protects: `all`, every active send of the account that checks its mark in its conditions, listed or not, managed or not; " +
				"or `listed`, only those that name it in their `evaluate_after`. A send that only reports the checkbox in its payload has to list it in any case. Default `all`.",
		},
		"in_force": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether it is active, leaves its mark, and is evaluated before every send that it protects from, whether no trigger in between removes the mark, and whether the ticket fields that it ticks and checks exist and are active. " +
				"`true` if there is no such send. It alone never causes a difference in a plan: what an apply cannot repair is a warning. " +
				"A send from which it protects only because the send lists it is not counted: one that only reports the checkbox in its payload, and with `protects = \"listed\"` every send. `order_satisfied` of that send says whether the order is right.",
		},
		"evaluate_after": relation.EvaluateAfter("Ids of triggers that Zendesk must evaluate before this exclusion, for example one that sets a tag that its conditions check. " +
			"They must be in the same category or in an earlier one."),
	}),
}

var markSchema = schema.SingleNestedAttribute{
	Required:            true,
	MarkdownDescription: "What an excluded ticket gets: at least one of `checkbox_field_id` and `tag`.",
	Attributes: map[string]schema.Attribute{
		"checkbox_field_id": schema.StringAttribute{
			Optional: true, Validators: []validator.String{vocabulary.ID(), stringvalidator.AtLeastOneOf(path.MatchRoot("mark").AtName("tag"))},
			MarkdownDescription: "The id of a checkbox ticket field to tick, such as \"do not send\".",
		},
		"tag": schema.StringAttribute{
			Optional: true, Validators: []validator.String{vocabulary.Tag()},
			MarkdownDescription: "A tag to add, in lower case and without spaces.",
		},
		"extra_tags": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{attribute.NoNulls(), setvalidator.ValueStringsAre(vocabulary.Tag())},
			MarkdownDescription: "Further tags to add. A send that checks one of them checks the mark of this exclusion.",
		},
	},
}
