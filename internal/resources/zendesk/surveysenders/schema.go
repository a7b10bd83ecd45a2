package surveysenders

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
)

type model struct {
	Endpoints  []string      `tfsdk:"endpoints"`
	WebhookIDs []string      `tfsdk:"webhook_ids"`
	TargetIDs  []string      `tfsdk:"target_ids"`
	Senders    []senderModel `tfsdk:"senders"`
}

type senderModel struct {
	Kind       types.String     `tfsdk:"kind"`
	ID         types.String     `tfsdk:"id"`
	Title      types.String     `tfsdk:"title"`
	Active     types.Bool       `tfsdk:"active"`
	Category   types.String     `tfsdk:"category"`
	WebhookID  types.String     `tfsdk:"webhook_id"`
	TargetID   types.String     `tfsdk:"target_id"`
	Endpoint   types.String     `tfsdk:"endpoint"`
	Conditions *conditionsModel `tfsdk:"conditions"`
	Honours    *marksModel      `tfsdk:"honours"`
	After      []string         `tfsdk:"after"`
}

type conditionsModel struct {
	All []string `tfsdk:"all"`
	Any []string `tfsdk:"any"`
}

type marksModel struct {
	Tags     []string `tfsdk:"tags"`
	FieldIDs []string `tfsdk:"field_ids"`
}

func (m *model) receivers() receivers {
	set := func(texts []string) map[string]bool {
		all := map[string]bool{}
		for _, text := range texts {
			all[text] = true
		}
		return all
	}
	return receivers{set(m.Endpoints), set(m.WebhookIDs), set(m.TargetIDs)}
}

var sourceSchema = schema.Schema{
	MarkdownDescription: "Every trigger and automation of the account that notifies a webhook or target, whoever made it. " +
		"Comparing `senders` with the managed ids finds the send that somebody made by hand, by the address that it calls even if it uses a webhook of its own. " +
		"Where `endpoints`, `webhook_ids` and `target_ids` are all left out or empty, every one that notifies anything is listed; else those that match any of the three.",
	Attributes: map[string]schema.Attribute{
		"endpoints":   filter("Addresses, each in one of these forms. "+receiver.EndpointForms, receiver.IsEndpoint()),
		"webhook_ids": filter("Ids of webhooks.", stringvalidator.LengthAtLeast(1)),
		"target_ids":  filter("Ids of targets.", stringvalidator.LengthAtLeast(1)),
		"senders": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "Triggers, then automations, each once for every receiver that it notifies.",
			NestedObject: schema.NestedAttributeObject{Attributes: senderAttributes},
		},
	},
}

var senderAttributes = map[string]schema.Attribute{
	"kind":       computed("`trigger` or `automation`."),
	"id":         computed("The id of the trigger or automation."),
	"title":      computed("Its title."),
	"active":     schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether it is active."},
	"category":   computed("The name of a trigger's category; null for an automation, and without categories."),
	"webhook_id": computed("The id of the webhook that it notifies; null for a target."),
	"target_id":  computed("The id of the target that it notifies; null for a webhook."),
	"endpoint":   computed("The address of the webhook or target; null where the account has none of that id, or it has no address."),
	"conditions": schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "Its conditions as text: field, operator and value as the API returns them, such as `status value solved`.",
		Attributes: map[string]schema.Attribute{
			"all": computedTexts("The conditions that all have to hold."),
			"any": computedTexts("The conditions of which one has to hold, if there are any."),
		},
	},
	"honours": schema.SingleNestedAttribute{
		Computed: true, MarkdownDescription: "The marks that it checks: a ticket that has one of them gets no request from it.",
		Attributes: map[string]schema.Attribute{
			"tags":      computedTexts("Tags that the ticket must not have."),
			"field_ids": computedTexts("Ids of checkboxes that must not be ticked."),
		},
	},
	"after": computedTexts("Ids of the active triggers that leave a mark that it checks and are evaluated earlier, sorted. For an automation, all triggers that leave such a mark."),
}

func filter(description string, of validator.String) schema.SetAttribute {
	return schema.SetAttribute{
		Optional: true, ElementType: types.StringType, MarkdownDescription: description,
		Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(of)},
	}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func computedTexts(description string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
}
