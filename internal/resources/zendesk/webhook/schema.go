package webhook

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
)

var (
	methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	formats = []string{"json", "xml", "form_encoded"}
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A survey target: the Zendesk webhook that send triggers notify. It is connected to business rules " +
		"(`conditional_ticket_events`), and its credentials are write-only: they are sent to Zendesk and kept nowhere else.\n\n" +
		"Always give it `lifecycle { create_before_destroy = true }`: an active send without a receiver adds its `sent_tag` to tickets, and no survey is requested. " +
		"A webhook is not deleted while an active trigger or automation, managed or not, notifies it; the error names them. To remove one, change the sends in an apply before, or give it `create_before_destroy` in an apply before.",
	Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The name in the admin screen. Names may repeat.",
		},
		"description": schema.StringAttribute{Optional: true, MarkdownDescription: "A note for people."},
		"endpoint": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The URL that Zendesk calls, for example `https://api.stellaconnect.net/v1/auth`. `https` only, except on this machine's own loopback address. A stored credential is not sent to another host: with another one, change the version of each secret.",
		},
		"http_method": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("POST"), Validators: []validator.String{stringvalidator.OneOf(methods...)},
			MarkdownDescription: "The HTTP method: " + attribute.Choices(methods) + ". Default `POST`.",
		},
		"request_format": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("json"), Validators: []validator.String{stringvalidator.OneOf(formats...)},
			MarkdownDescription: "The format of the body: " + attribute.Choices(formats) + ". Default `json`.",
		},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether Zendesk calls it. Default `true`.",
		},
		"custom_headers": schema.MapAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Map{mapvalidator.NoNullValues()},
			MarkdownDescription: "Further headers. They are readable in the admin screen and in state: a secret goes into `authentication` or `secret_headers_wo`.",
		},
		"secret_headers_wo": attribute.SecretHeadersAttribute("Further headers whose values are secret. Write-only: in neither state nor plan; their names are kept in private state. They are readable in the admin screen. " +
			"A name cannot be in `custom_headers` too. Left out, the stored ones stay; `{}` with another version removes them. " +
			"An import leaves headers that look like credentials out of `custom_headers`, with a warning."),
		"secret_headers_wo_version": attribute.VersionAttribute("secret_headers_wo"),
		"authentication":            authenticationSchema,
	},
}

// kinds are the three of which an authentication is one.
var kinds = []path.Expression{
	path.MatchRoot("authentication").AtName("basic"), path.MatchRoot("authentication").AtName("bearer"), path.MatchRoot("authentication").AtName("api_key"),
}

var authenticationSchema = schema.SingleNestedAttribute{
	Optional:            true,
	MarkdownDescription: "How Zendesk authenticates to the endpoint: exactly one of `basic`, `bearer` and `api_key`. Leave it out for none.",
	Attributes: map[string]schema.Attribute{
		"basic": schema.SingleNestedAttribute{
			Optional: true, MarkdownDescription: "HTTP Basic.", Validators: []validator.Object{objectvalidator.ExactlyOneOf(kinds...)},
			Attributes: map[string]schema.Attribute{
				"username":            schema.StringAttribute{Required: true, MarkdownDescription: "The user name. Stella Connect expects `connect`."},
				"password_wo":         secretAttribute("The password. Stella Connect expects the API key."),
				"password_wo_version": attribute.VersionAttribute("password_wo"),
			},
		},
		"bearer": schema.SingleNestedAttribute{
			Optional: true, MarkdownDescription: "A bearer token.",
			Attributes: map[string]schema.Attribute{
				"token_wo":         secretAttribute("The token."),
				"token_wo_version": attribute.VersionAttribute("token_wo"),
			},
		},
		"api_key": schema.SingleNestedAttribute{
			Optional: true, MarkdownDescription: "A key in a separate header.",
			Attributes: map[string]schema.Attribute{
				"name":             schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: "The name of the header. Zendesk does not return it, so a change in the admin screen is not seen. Required, except for an imported webhook while its key does not change."},
				"value_wo":         secretAttribute("The key."),
				"value_wo_version": attribute.VersionAttribute("value_wo"),
			},
		},
	},
}

func secretAttribute(description string) schema.StringAttribute {
	return attribute.SecretAttribute(description + " Write-only: in neither state nor plan. Needed when the authentication is created or changed; left out, the stored one stays.")
}
