package survey

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A survey: the question that customers are asked, and what the answer measures. A `surveytrigger_trigger_distribution` sends it.\n\n" +
		"Give it `lifecycle { create_before_destroy = true }`: a survey that a distribution sends cannot be deleted, and with it Terraform lets the distribution send another one first.\n\n" +
		"Where the backend's API can only show surveys, this one is *verified*: make it in the backend's screens. The plan lists the clicks, and the apply takes it into state once it is as declared.",
	Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthBetween(1, 255)},
			MarkdownDescription: "The name, for people. A verified survey is found by it.",
		},
		"metric": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(survey.Metrics()...)},
			MarkdownDescription: "What it measures: " + attribute.Choices(survey.Metrics()) + " (customer satisfaction, customer effort, net promoter score). " +
				"A response keeps the metric with which it was asked for. Where the backend's API cannot write surveys, another metric is another survey, and a distribution that sends the old one has to be deactivated before, by its `active = false`.",
		},
		"question": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthBetween(1, 1000)},
			MarkdownDescription: "What the customer is asked. Left out, it is the backend's own question for the metric.",
		},
	},
}
