package sendtrigger

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

const (
	defaultStatus = "solved"
	// anyStatus is a send without a generated condition on the status.
	anyStatus = "any"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "Requests a survey from the survey backend when a ticket of certain channels gets a status.\n\n" +
		"It is created inactive, and activated by the request that puts it after every exclusion in `evaluate_after`. " +
		"It must check the mark of each of them: by `exclude_tags`, by `exclude_checkbox_field_ids`, or by a payload whose body, for every ticket, differs when the checkbox is ticked. " +
		"Those attributes alone protect only tickets that were marked in an *earlier* update; when exclusion and send both match in the solving update, " +
		"the order decides. Use both. An exclusion whose mark is in those attributes protects from this send even if it is not listed. See the guide on ordering for what is promised and what is not.",
	Attributes: trigger.Attributes(send.Attributes(map[string]schema.Attribute{
		"channel": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.OneOf(rules.ChannelSetNames()...)},
			MarkdownDescription: "Channels that belong together: `chat`; `email` (web_form, email, web_widget); `phone` (phone_call_inbound, phone_call_outbound, voicemail). " +
				"At least one of `channel` and `channels`, which are united, or `any_channel`.",
		},
		"channels": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues()},
			MarkdownDescription: "Single channels: " + attribute.Choices(rules.ChannelNames()) + ", or the decimal via id of any other channel.",
		},
		"any_channel": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "`true` for a send without a channel condition, instead of `channel` and `channels`: it surveys the tickets of every channel. " +
				"A condition on channels in another form is in `conditions`.",
		},
		"on_status": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(defaultStatus),
			Validators: []validator.String{stringvalidator.OneOf(append(rules.Statuses(), anyStatus)...)},
			MarkdownDescription: "The status that the ticket must have *changed to*: " + attribute.Choices(rules.Statuses()) + ". Default `solved`. " +
				"With `any` there is no such condition; a condition on the status in another form is in `conditions`.",
		},
		"conditions": condition.Attribute(false, "Further conditions, in Zendesk's own vocabulary. With several channels `any` is not possible: Zendesk has only one such group, and it holds the channels."),
		"sent_tag": schema.StringAttribute{
			Optional: true, Validators: []validator.String{vocabulary.Tag()},
			MarkdownDescription: "A tag that the trigger adds, and that a ticket must not have: each ticket is surveyed at most once. Left out, a ticket that is solved again is surveyed again. It is added whatever the receiver answers: where a request failed, remove the tag to survey the ticket when it is solved again. A follow-up ticket inherits the tag from the closed ticket.",
		},
		"evaluate_after": relation.EvaluateAfter("Ids of the exclusion triggers that Zendesk must evaluate before this send. They must be in the same category or in an earlier one; " +
			"within a category the provider moves as little as possible."),
	})),
}
