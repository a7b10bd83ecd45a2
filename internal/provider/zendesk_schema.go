package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
)

var zendeskSchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "The Zendesk account. It is configured when this section or the environment gives a host and one complete credential. " +
		"Two credentials in this section are an error; one here beats the environment; within the environment OAuth comes first, then the access token, then the API token.",
	Attributes: map[string]schema.Attribute{
		"subdomain": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The account's subdomain: `acme` for acme.zendesk.com. It names the account in state. Default: `ZENDESK_SUBDOMAIN`.",
		},
		"endpoint": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The root that requests go to, without `/api/v2`: a proxy or a sandbox. `http` only on loopback. Default: `ZENDESK_ENDPOINT`, else the subdomain's host.",
		},
		"oauth": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "A confidential OAuth client of an admin, used with the client credentials grant (scope `read write`).",
			Attributes: map[string]schema.Attribute{
				"client_id":     schema.StringAttribute{Optional: true, MarkdownDescription: "The client's unique identifier. Default: `ZENDESK_OAUTH_CLIENT_ID`."},
				"client_secret": schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "The client's secret. Default: `ZENDESK_OAUTH_CLIENT_SECRET`."},
			},
		},
		"access_token": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "An OAuth access token with the scopes `read write`. Default: `ZENDESK_ACCESS_TOKEN`.",
		},
		"email": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The e-mail address that goes with `api_token`. Default: `ZENDESK_EMAIL`.",
		},
		"api_token": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "An API token. Zendesk stops API tokens on 2027-04-30: prefer `oauth`. Default: `ZENDESK_API_TOKEN`.",
		},
		"requests_per_minute": schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true, Validators: []validator.Int64{int64validator.Between(1, 100_000)},
			MarkdownDescription: "The maximum number of requests per minute, to leave room for other tools that share the account's quota. Default: `ZENDESK_REQUESTS_PER_MINUTE`, else the quota that Zendesk reports in its answers.",
		},
	},
}
