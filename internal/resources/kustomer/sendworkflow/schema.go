package sendworkflow

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A workflow that requests a survey from the survey backend when a conversation is done: at most once for each conversation, and for none that is excluded.\n\n" +
		"Kustomer's workflows have no order, so the exclusion is a part of the workflow that sends: a change of both is one request, which brings a new secret into use as well, and there is no moment in which an excluded customer gets a survey. " +
		"The workflow looks the conversation, the customer and the first assigned user up, decides, sets a mark (`sent_attribute` or `sent_tag`) and then sends one HTTP request. It is made disabled, and enabled by the last request.\n\n" +
		"A customer without an e-mail address is not surveyed. The channel of a conversation is that of the customer's first message in it.\n\n" +
		"With `delay_minutes` there are two workflows: one schedules the other, which looks everything up and decides when it runs, so that a conversation that was reopened meanwhile is not surveyed. On every change, the one that decides is written first.\n\n" +
		"Secrets are kept in variables of the workflow, which Kustomer never shows. Kustomer's API deletes no workflow: destroying disables it and deletes its variables. A disabled workflow of the same name and content is adopted by the next create.",
	Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The name in Settings > Platform > Workflows. No two enabled workflows with one name are made: two sends would mean two surveys.",
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "The description in Kustomer. A line is added to it that says what manages the workflow.",
		},
		"enabled": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the workflow runs. Default `true`. With a delay, disabling also stops the surveys that wait.",
		},
		"channels": schema.ListAttribute{
			Required: true, ElementType: types.StringType,
			Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			MarkdownDescription: "The channels whose conversations are surveyed, by Kustomer's names: " + attribute.Choices(workflow.Channels) + ". " +
				"The channel of a conversation is that of the customer's first message, whatever follows.",
		},
		"on_status": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(workflow.StatusDone), Validators: []validator.String{stringvalidator.OneOf(workflow.Statuses...)},
			MarkdownDescription: "The status that a conversation changes to: " + attribute.Choices(workflow.Statuses) + ". Default `" + workflow.StatusDone + "`, which other help desks call solved.",
		},
		"opt_out_attribute": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The name of a custom attribute of conversations, such as `doNotSendSurveyBool`: while it is true, no request is made. " +
				"Leave it out where the backend is to count the interaction all the same, and send the attribute as `do_not_send` in the body.",
		},
		"exclude_when": excludeWhenSchema,
		"require_assignee": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether a conversation that is assigned to nobody is not surveyed. Default `true`.",
		},
		"delay_minutes": schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true, Validators: []validator.Int64{int64validator.Between(1, rules.WorkflowRules.MaxHours*60)},
			PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplaceIf(appearsOrGoes, forDelay, forDelay)},
			MarkdownDescription: "For how many minutes the survey waits. Everything is looked up and checked again when the time has come. Left out, the survey is requested at once. " +
				"Adding or removing it makes another workflow, and the surveys that wait are not requested; another number changes the workflow in place, for conversations that are done from then on.",
		},
		"sent_attribute": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The name of a custom attribute of conversations that ends in `Bool`, such as `surveySentBool`: set before the request, and required not to be set. Where two runs meet, only one of them can set it, so it is preferred to `sent_tag`. " +
				"Exactly one of the two is required. Several workflows with the same mark survey each conversation once. Another mark does not know whom the former one was set for: exclude them by it in `exclude_when`.",
		},
		"sent_tag": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The name of a tag, which is appended before the request, and which the conversation must not have had before. The run compares the number of tags before and after: " +
				"where another tag is added to the conversation, or removed from it, at that very moment, it may get a second survey, or none. Prefer `sent_attribute`, for which that is not so.",
		},
		"request": requestSchema,
		"callable_id": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "With `delay_minutes`, the id of the workflow that decides and sends; null without.",
		},
		"unused_tags": schema.SetAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The tags of `exclude_when` that nobody had used when the workflow was written. Workflows compare the ids of tags, and a tag has none before its first use: such a condition matches nothing with `contains`, and every conversation with `not-contains`: nobody is surveyed. Once the tag is used, the next plan updates the workflow.",
		},
		"unmanaged_changes": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "What was changed outside Terraform and belongs to no attribute, such as a step that was added. Empty in every plan: applying restores the workflow.",
		},
	},
}

const forDelay = "A workflow with a delay and one without are different workflows."

func appearsOrGoes(_ context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = req.PlanValue.IsNull() != req.StateValue.IsNull()
}

var excludeWhenSchema = schema.ListNestedAttribute{
	Optional: true, Validators: []validator.List{listvalidator.NoNullValues()},
	MarkdownDescription: "Conditions, each of which excludes a conversation. Kustomer marks a conversation done when somebody marks it as spam, so list `{ field = \"spam\", operator = \"true\" }`, or its sender is surveyed.",
	NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"field": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "An attribute of the conversation, such as `tags`, `priority` or `custom.planStr`; after `customer.` one of the customer, such as `customer.custom.vipBool`; after `agent.` one of the first assigned user. One that Kustomer does not document, and a custom attribute that the account does not have, is a warning of the plan.",
		},
		"operator": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(workflow.Operators...)},
			MarkdownDescription: "One of Kustomer's operators: " + attribute.Choices(workflow.Operators) + ". For dates there are `gt` and `lt`, which are Kustomer's `gt-date` and `lt-date`. An attribute that was never set is neither `true` nor `false`: " +
				"to exclude those who did not agree, use `neq` with `true`. A list that is empty, such as `tags`, does not exist.",
		},
		"value": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What to compare with, read as the suffix of the attribute's name says: `Num` is a number, `Bool` is `true` or `false`, `At` is a day or a moment, `2026-01-31` or `2026-01-31T09:00:00Z`. A tag is written by its name; users, teams, brands, queues and companies by their ids, which is what Kustomer compares. With `eq` and `neq`, a value that is none of the attribute's options is a warning of the plan. Left out for `exists`, `dne`, `true` and `false`.",
		},
	}},
}

var requestSchema = schema.SingleNestedAttribute{
	Required:            true,
	MarkdownDescription: "The HTTP request to the survey backend. `url`, `headers` and `body` may refer to the steps `conversation`, `customer` and `agent` (the first assigned user): `{{{steps.customer.name}}}` inside a text, `\"/#steps.conversation.priority\"` for a value with its type.",
	Attributes: map[string]schema.Attribute{
		"url": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The URL that Kustomer calls, for example `https://api.stellaconnect.net/v1/requests`. `https` only, except on this machine's own loopback address. A stored secret header is not sent to another host: with another one, change `secret_headers_wo_version`.",
		},
		"method": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("post"), Validators: []validator.String{stringvalidator.OneOf(workflow.Methods...)},
			MarkdownDescription: "The HTTP method: " + attribute.Choices(workflow.Methods) + ". Default `post`.",
		},
		"headers": schema.MapAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Map{mapvalidator.NoNullValues()},
			MarkdownDescription: "Headers. They are readable in Kustomer's editor and in state: a secret goes into `secret_headers_wo`.",
		},
		"secret_headers_wo": attribute.SecretHeadersAttribute("Headers whose values are secret, such as `x-api-key`. Write-only: in neither state nor plan; their names are kept in private state, and their values in variables of the workflow. " +
			"A name cannot be in `headers` too. Left out, the stored ones stay; `{}` with another version removes them."),
		"secret_headers_wo_version": versionSchema,
		"body": schema.StringAttribute{
			Required: true, PlanModifiers: []planmodifier.String{attribute.KeepSame("white space and the order of members are no difference", workflow.SameBody)},
			MarkdownDescription: "The body: a JSON object with references. `stella_connect_payload` and `survey_payload` make one, with `help_desk = \"kustomer\"`. It is checked when planning. White space and the order of members are not a difference.",
		},
	},
}

// versionSchema says how a secret is rotated, which elsewhere is one request.
var versionSchema = func() schema.Int64Attribute {
	version := attribute.VersionAttribute("secret_headers_wo")
	version.MarkdownDescription = "Change this number whenever `secret_headers_wo` changes: a change sends the new secrets. They get new variables, one write of the workflow brings them into use with everything else that changes, and then the old variables are deleted."
	return version
}()
