package triggerdistribution

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

const (
	quietPeriod = "quiet_period_hours"
	closeAfter  = "help_desk_close_after_hours"
	writeBack   = "write_back"

	// defaultQuietHours is that of the articles; a quiet period is a year at most.
	defaultQuietHours, maxQuietHours = 48, 8760
	// answerHours is how long a customer has to answer before the help desk closes the
	// conversation, which cannot be updated from then on.
	answerHours = 48
)

var writeBackSchema = schema.SingleNestedAttribute{
	Optional: true, Computed: true,
	Default: objectdefault.StaticValue(types.ObjectValueMust(
		map[string]attr.Type{"note": types.BoolType, "custom_field": types.StringType},
		map[string]attr.Value{"note": types.BoolValue(true), "custom_field": types.StringNull()},
	)),
	MarkdownDescription: "What is written to the conversation when the customer has answered. Default: a note.",
	Attributes: map[string]schema.Attribute{
		"note": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether a note with score and comment is added. Default `true`.",
		},
		"custom_field": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The custom field that gets the score, by the key that the help desk's API uses: the attribute's name, such as `cesScoreNum`, in Kustomer, the field's `name` in Desk.com, its id in Zendesk.",
		},
	},
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "When a survey is sent, for which conversations of a connected help desk, and what is written back. The backend polls the help desk: a conversation that came in by the channel, " +
		"has the status, and was changed by nobody but the backend for the quiet period, gets one survey of a distribution, ever. No exclusion of the help desk keeps it from asking: where some customers must not be surveyed, use a send trigger or a send workflow instead.\n\n" +
		"A new one is created inactive and then activated. An interrupted apply leaves it inactive, and the next one adopts it. Another one of the same survey, or an active one of a survey of the same name, with the same connector and channel is an error: both would send.\n\n" +
		"Its first poll also finds conversations that were resolved before it was activated. It does not know whom another distribution, a send trigger, a send workflow or the help desk's own survey has asked, and asks these customers again. " +
		"`active = false` only puts that off, and a plan that activates a managed one says so. " +
		"So every attribute but `backend` changes in place, and a plan that would replace it, also by another `backend`, is refused where the backend of the new one can write distributions. Use a `moved` block where only the address changes.\n\n" +
		"Kustomer marks a conversation done when somebody marks it as spam: the distribution asks about it, too, unless the backend leaves spam out.\n\n" +
		"Nothing is sent for a conversation that is assigned to somebody who is no active agent of the backend: see `agents` of `surveytrigger_connector`.\n\n" +
		"Where the backend's API can only show distributions, this one is *verified*: the plan lists the clicks that make what is there what is declared, and an apply changes nothing.",
	Attributes: map[string]schema.Attribute{
		"survey_id": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The id of the `surveytrigger_survey` that is sent. Where the backend's API cannot write distributions, another survey is another distribution: set `active = false` in an apply of its own before, because the old one would go on sending.",
		},
		"connector_id": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The id of the `surveytrigger_connector` whose help desk is polled.",
		},
		"channel": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(survey.Channels()[0]),
			Validators:          []validator.String{stringvalidator.OneOf(survey.Channels()...)},
			MarkdownDescription: "How a conversation must have come in: " + attribute.Choices(survey.Channels()) + ", the default.",
		},
		"status": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(survey.Statuses()[0]),
			Validators:          []validator.String{stringvalidator.OneOf(survey.Statuses()...)},
			MarkdownDescription: "The status that a conversation must have: " + attribute.Choices(survey.Statuses()) + ", the default, which is \"done\" in Kustomer, \"resolved\" in Desk.com and \"solved\" in Zendesk.",
		},
		quietPeriod: schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true, Computed: true, Default: int64default.StaticInt64(defaultQuietHours),
			Validators: []validator.Int64{int64validator.Between(1, maxQuietHours)},
			MarkdownDescription: fmt.Sprintf("For how many hours nobody but the backend may have changed the conversation. Any other change restarts it. Default `%d`, at most `%d`.",
				defaultQuietHours, maxQuietHours),
		},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether surveys are sent. Default `true`.",
		},
		writeBack: writeBackSchema,
		closeAfter: schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true,
			MarkdownDescription: fmt.Sprintf("After how many hours the help desk closes a resolved conversation for good, if it does. A closed conversation cannot be updated, so the rating could not be written back: "+
				"at least `%s` + %d.", quietPeriod, answerHours),
		},
	},
}
