package surveydecision

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

var sourceSchema = schema.Schema{
	MarkdownDescription: "What the account's triggers do with one update of a ticket, whoever made them: which send a survey request, which marks they leave, and why the others do not fire. " +
		"Use it in `check` blocks, `terraform test` and policies to prove at any time who is surveyed. It describes the account as it was read, not as it is planned, and it writes nothing.\n\n" +
		"Nothing is guessed. A condition about something that `ticket` does not tell is undecided, and so is everything that depends on it. " +
		"Zendesk does not document whether it checks all triggers again after one fired, nor which of two triggers of equal position is first: what differs between the possibilities is undecided, too. " +
		"Automations are not evaluated, see `surveytrigger_zendesk_survey_senders`.",
	Attributes: map[string]schema.Attribute{
		"ticket": schema.SingleNestedAttribute{
			Required: true, Attributes: ticketAttributes,
			MarkdownDescription: "The ticket as it is just before this one update, which changes the status and nothing else. What is left out and has no default is unknown.",
		},
		"surveyed": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether a survey is sent: `true` if at least one survey request is certain and the backend will send the survey; `false` if there is none; null if it cannot be decided.",
		},
		"surveys":   nestedList("The requests that are surely sent, in the order of firing. A webhook or target that is inactive is not called.", surveyAttributes),
		"trace":     nestedList("All active triggers in the order of evaluation, and what they do.", stepAttributes),
		"undecided": nestedList("The triggers of which it cannot be told whether they fire, or whether the backend keeps back what they send.", undecidedAttributes),
		"marks": schema.SingleNestedAttribute{
			Computed: true, MarkdownDescription: "What the triggers surely left on the ticket that was not there before.",
			Attributes: map[string]schema.Attribute{
				"tags":      schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Tags, sorted."},
				"field_ids": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Ids of checkboxes that were ticked, sorted."},
			},
		},
	},
}

func nestedList(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

const asText = "field, operator and value as the API returns them, such as `current_tags not_includes survey_excluded`"

var surveyAttributes = map[string]schema.Attribute{
	"trigger_id":  computed("The id of the trigger that sends it."),
	"title":       computed("The title of that trigger."),
	"webhook_id":  computed("The id of the webhook that is called; null for a target."),
	"target_id":   computed("The id of the target that is called; null for a webhook."),
	"endpoint":    computed("The address of the webhook or target; null where it has none, such as an e-mail target."),
	"body":        computed("The body with the ticket filled in. A placeholder that is unknown stays as the payload has it; null where the body cannot be told."),
	"do_not_send": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the body asks the backend to count the ticket and to send nothing; null where it depends on something unknown."},
}

var stepAttributes = map[string]schema.Attribute{
	"trigger_id": computed("The id of the trigger."),
	"title":      computed("The title of the trigger."),
	"category":   computed("The name of its category; null in an account without categories."),
	"fired":      schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether it fires; null is undecided."},
	"reason":     computed("The first condition that failed, or the first one that is undecided: " + asText + ". Null for a trigger that fires."),
}

var undecidedAttributes = map[string]schema.Attribute{
	"trigger_id": computed("The id of the trigger."),
	"title":      computed("The title of the trigger."),
	"condition":  computed("The first condition that it depends on: " + asText + ". `do_not_send` for a trigger that surely sends, but perhaps a request that the backend keeps back."),
}

var ticketAttributes = map[string]schema.Attribute{
	"channel": schema.StringAttribute{
		Required: true, Validators: []validator.String{text("a channel", func(name string) error {
			_, err := rules.Channel(name).ViaID()
			return err
		})},
		MarkdownDescription: "The channel that the ticket came from, one of " + attribute.Choices(rules.ChannelNames()) + ", or the decimal via id of any other.",
	},
	"status":        optional("The status that the update leaves. Defaults to `solved`.", stringvalidator.OneOf(rules.Statuses()...)),
	"status_before": optional("The status that the update finds. Defaults to `open`; a new ticket has none.", stringvalidator.OneOf(slices.DeleteFunc(rules.Statuses(), func(s string) bool { return s == "closed" })...)),
	"new":           schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether the update creates the ticket. Defaults to `false`."},
	"tags":          tags("The tags of the ticket. Left out, it has none."),
	"fields": schema.MapAttribute{
		Optional: true, ElementType: types.StringType, Validators: []validator.Map{mapvalidator.NoNullValues()},
		MarkdownDescription: "Values of custom ticket fields by id or exact title: `true` of a ticked checkbox, the tag of a drop-down's option, the tags of several options with spaces between them, or a text. Any other field is empty.",
	},
	"requester": schema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: "Who asked.",
		Attributes: map[string]schema.Attribute{
			"name":              optional("The name."),
			"email":             optional("The e-mail address."),
			"language":          optional("The language, by the name or the code of `surveytrigger_zendesk_locales`, such as `en-US`.", stringvalidator.LengthAtLeast(1)),
			"tags":              tags("The requester's own tags. A new ticket gets them, too."),
			"organization_tags": tags("The tags of the requester's organization. A new ticket gets them, too."),
		},
	},
	"assignee": schema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: "The agent that the ticket is assigned to. Conditions on who exactly it is stay undecided; `email = \"\"` is nobody.",
		Attributes: map[string]schema.Attribute{"name": optional("The name."), "email": optional("The e-mail address.")},
	},
	"brand":       optional("The exact name of the brand, or its id.", stringvalidator.LengthAtLeast(1)),
	"group":       optional("The exact name of the group, or its id; `\"\"` is none."),
	"form":        optional("The exact name of the ticket form, or its id; `\"\"` is none."),
	"type":        optional("The type: `question`, `incident`, `problem` or `task`; `\"\"` is none.", stringvalidator.OneOf("", "question", "incident", "problem", "task")),
	"priority":    optional("The priority: `low`, `normal`, `high` or `urgent`; `\"\"` is none.", stringvalidator.OneOf("", "low", "normal", "high", "urgent")),
	"subject":     optional("The subject."),
	"description": optional("The description, which is the first comment."),
	"conditions": schema.MapAttribute{
		Optional: true, ElementType: types.BoolType, Validators: []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(text("a condition", isCondition))},
		MarkdownDescription: "Decides by hand what is undecided otherwise, for example `{ \"in_business_hours is true\" = true }`. A key is a condition: " + asText + ", parts of a list with spaces between them. A condition that the ticket decides is not touched.",
	},
}

func optional(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Validators: validators, MarkdownDescription: description}
}

func tags(description string) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, ElementType: types.StringType, MarkdownDescription: description,
		Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(vocabulary.Tag())},
	}
}

func isCondition(key string) error {
	if len(strings.Fields(key)) < 2 || strings.TrimSpace(key) != key {
		return fmt.Errorf("%q is not a condition: write its field, operator and value with one space between them, as in \"in_business_hours is true\"", key)
	}
	return nil
}

// check is a validator of texts.
type check struct {
	noun string
	of   func(string) error
}

func text(noun string, of func(string) error) validator.String { return check{noun, of} }

// Description names what it takes.
func (c check) Description(context.Context) string { return "must be " + c.noun }

// MarkdownDescription names what it takes.
func (c check) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString reports what is wrong with a known text.
func (c check) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := c.of(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not "+c.noun, err.Error()+".")
	}
}
