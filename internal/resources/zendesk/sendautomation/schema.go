package sendautomation

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// can is what Zendesk lets an automation do.
var can = rules.AutomationRules

// untilDefault is how many hours after hours_since_solved the survey is given up.
const untilDefault = 24

var resourceSchema = schema.Schema{
	MarkdownDescription: "Requests a survey from the survey backend when a ticket has been solved for some hours. The customer has time to reopen it: a ticket that is reopened " +
		"is not surveyed, and the hours start again when it is solved again.\n\n" +
		"Zendesk runs automations once an hour and counts whole hours, so with `hours_since_solved = 2` the survey leaves between two and three hours after the ticket was solved. " +
		"The hours count from when the ticket was *solved*, not from its last update: a tag or note that is added later does not delay the survey. " +
		"Note Zendesk's own automation that closes tickets (by default four days after solving): closed tickets are not surveyed.\n\n" +
		"Exclusions mark a ticket when it is created or updated, which is before the automation looks at it, so `exclude_tags` and `exclude_checkbox_field_ids` are enough here and there is no `evaluate_after`. " +
		"Tickets that were solved before an exclusion was applied have no mark: the plan says so. " +
		"An automation has no channel: it sees tickets of every channel, also follow-ups, imported tickets and child tickets of side conversations, see the guide on ordering.",
	Attributes: send.Attributes(map[string]schema.Attribute{
		"title": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The title in the admin screen.",
		},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the automation runs. Default `true`. It is always created inactive and then activated.",
		},
		"hours_since_solved": schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true, Validators: []validator.Int64{int64validator.Between(can.MinHours, can.MaxHours)},
			MarkdownDescription: fmt.Sprintf("For how many whole hours the ticket must have been solved, from %d to %d: Zendesk closes tickets after 28 days. ", can.MinHours, can.MaxHours) +
				"Required, except for an imported automation that counts hours in another form: its conditions on status and hours are in `conditions`.",
		},
		"until_hours": schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true, Computed: true, PlanModifiers: []planmodifier.Int64{defaultUntil{}}, Validators: []validator.Int64{int64validator.Between(0, can.MaxHours+untilDefault)},
			MarkdownDescription: "The maximum number of whole hours since the ticket was solved: a ticket that was solved earlier is not surveyed, " +
				"so that a first apply, or one that activates the automation again, does not survey old tickets. Default `hours_since_solved` + 24; `0` for no bound, and the plan that creates or activates the automation warns. " +
				"Zendesk acts on at most 1,000 tickets in an hourly run and leaves out accounts to which nobody has signed in for 14 days: tickets that are not reached before the bound are not surveyed.",
		},
		"sent_tag": schema.StringAttribute{
			Optional: true, Validators: []validator.String{vocabulary.Tag()},
			MarkdownDescription: "A tag that the automation adds, and that a ticket must not have: each ticket is surveyed at most once. After a change of this tag, tickets that were surveyed before " +
				"would be surveyed again: list the old tag in `former_sent_tags`. Required, except for an imported automation that is limited to one survey in another way.",
		},
		"former_sent_tags": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(vocabulary.Tag())},
			MarkdownDescription: "Earlier values of `sent_tag`, which a ticket must not have either. `[]` means that tickets with an earlier tag are surveyed again.",
		},
		"require_public_comment": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the ticket must have a public comment (Zendesk's condition \"Privacy: ticket has public comments\"), that is, whether there was any communication with the customer. Default `true`.",
		},
		"conditions": condition.Attribute(false, "Further conditions, in Zendesk's own vocabulary for automations. Time-based ones can be in `all` only."),
		"exclude_checkbox_field_ids": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(vocabulary.ID())},
			MarkdownDescription: "Ids of checkbox ticket fields that must not be ticked: the marks of exclusions. Each must add a tag (`tag` of the ticket field): Zendesk's automations cannot check a checkbox that adds none.",
		},
		"unmanaged_actions": action.Attribute(),
	}),
}
