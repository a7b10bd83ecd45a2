package testsurvey

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
)

var actionSchema = schema.Schema{
	MarkdownDescription: "Asks a survey backend for one survey, as the help desk's trigger or workflow would, and shows the answer: an action to run after a key or a channel was changed. " +
		"A refusal is an error. To Stella Connect and 2listen the request is sent once: when its answer is lost, it is not repeated.\n\n" +
		"Stella Connect gets `do_not_send`, so that nobody is surveyed, unless `deliver = true`; with the test key, what is delivered goes to the account's test address. " +
		"`survey_backend` uses the test mode of the open contract: each active trigger distribution for the channel tells which survey it sends for this customer and this employee, and with `deliver = true` sends it at once, marked as a test. " +
		"Such a test is about no conversation: none loses or gets a survey by it, and no rating is collected or written back. " +
		"2listen has no such mode: a request to it *sends* a survey to `customer_email`.\n\n" +
		"Secrets are write-only: give them as ephemeral values, which Terraform keeps in no plan.",
	Attributes: map[string]schema.Attribute{
		"backend": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(backends...)}, MarkdownDescription: "The survey backend: " + attribute.Choices(backends) + ".",
		},
		"url": schema.StringAttribute{
			Optional: true, MarkdownDescription: "Where requests go; the endpoint of the webhook, for example. `stella_connect`: default `https://api.stellaconnect.net`. " +
				"`two_listen`: the survey's own address, required. `survey_backend`: the root that the provider's `survey_backend` section has, which is the default.",
		},
		"api_key_wo": secret("`stella_connect`: the API key, sent in the header `x-api-key`. `survey_backend`: the token; default: that of the provider's section. Write-only."),
		"username": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The user name of HTTP Basic. `stella_connect`: default `connect`. `two_listen`: an administrator's e-mail address with `/token` behind it, required.",
		},
		"password_wo": secret("The password of HTTP Basic. `stella_connect`: the API key, if it is not in `api_key_wo`. `two_listen`: the token, required. Write-only."),
		"channel": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The channel of the interaction, such as `email`. Required, except by `two_listen`, which has none.",
		},
		"customer_email": schema.StringAttribute{
			Optional: true, Validators: []validator.String{email()}, MarkdownDescription: "Whom the survey is for. Required by `two_listen` and `survey_backend`, and with `deliver`.",
		},
		"employee_email": schema.StringAttribute{
			Optional: true, Validators: []validator.String{email()}, MarkdownDescription: "The agent whose work is rated. Required with `deliver`, and by `survey_backend`. Without `deliver` Stella Connect does not look it up.",
		},
		"payload": schema.StringAttribute{
			Optional: true, MarkdownDescription: "`two_listen` only: the body, a JSON object. The first e-mail address in it must be `customer_email`. Default: an object with that address as `email`.",
		},
		"deliver": schema.BoolAttribute{
			Optional: true, MarkdownDescription: "Whether the survey is sent. Default `false`. `two_listen` always sends.",
		},
	},
}

func secret(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, WriteOnly: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: description}
}
