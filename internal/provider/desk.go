package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/desk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// deskSystem is the section of Desk.com.
var deskSystem = system{
	section: desk.Section, name: "Desk.com",
	variables: []variable{
		{subdomain, "DESK_SUBDOMAIN"},
		{endpoint, "DESK_ENDPOINT"},
		{"consumer_key", "DESK_CONSUMER_KEY"},
		{"consumer_secret", "DESK_CONSUMER_SECRET"},
		{"access_token", "DESK_ACCESS_TOKEN"},
		{"access_token_secret", "DESK_ACCESS_TOKEN_SECRET"},
	},
	hosts: []string{subdomain, endpoint},
	credentials: []credential{{
		attributes: []string{"consumer_key", "consumer_secret", "access_token", "access_token_secret"},
		made:       func(v ...string) client.Credential { return desk.OAuth(v[0], v[1], v[2], v[3]) },
	}},
	connect: func(account given) (lifecycle.Client, error) {
		return desk.New(desk.Config{Subdomain: account.subdomain, Endpoint: account.endpoint, Credential: account.credential, UserAgent: account.userAgent})
	},
}

var deskSchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "The Desk.com account. It is configured when this section or the environment gives a host and the four parts of a credential (OAuth 1.0a), which the page of an API application shows in Admin > Settings > API.\n\n" +
		"Desk.com ended on 13 March 2020. This section is for archives, for the sandbox, and for moving to another help desk.",
	Attributes: map[string]schema.Attribute{
		subdomain: schema.StringAttribute{
			Optional: true, MarkdownDescription: "The account's subdomain: `acme` for acme.desk.com. It names the account in state. Default: `DESK_SUBDOMAIN`.",
		},
		endpoint: schema.StringAttribute{
			Optional: true, MarkdownDescription: "The root that requests go to, without `/api/v2`: a proxy, a sandbox, or the account's own domain. `http` only on loopback. Default: `DESK_ENDPOINT`, else the subdomain's own, `https://acme.desk.com`.",
		},
		"consumer_key": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The key of the API application. Default: `DESK_CONSUMER_KEY`.",
		},
		"consumer_secret": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "Its secret. Default: `DESK_CONSUMER_SECRET`.",
		},
		"access_token": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The access token of an administrator, of no use without its secret. Default: `DESK_ACCESS_TOKEN`.",
		},
		"access_token_secret": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "The token secret. Default: `DESK_ACCESS_TOKEN_SECRET`.",
		},
	},
}
