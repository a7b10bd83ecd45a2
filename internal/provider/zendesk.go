package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// zendeskSystem is the section of Zendesk.
var zendeskSystem = system{
	section: zendesk.Section, name: "Zendesk",
	variables: []variable{
		{subdomain, "ZENDESK_SUBDOMAIN"},
		{endpoint, "ZENDESK_ENDPOINT"},
		{"oauth.client_id", "ZENDESK_OAUTH_CLIENT_ID"},
		{"oauth.client_secret", "ZENDESK_OAUTH_CLIENT_SECRET"},
		{"access_token", "ZENDESK_ACCESS_TOKEN"},
		{"email", "ZENDESK_EMAIL"},
		{"api_token", "ZENDESK_API_TOKEN"},
		{perMinute, "ZENDESK_REQUESTS_PER_MINUTE"},
	},
	hosts: []string{subdomain, endpoint},
	credentials: []credential{
		{
			attributes: []string{"oauth.client_id", "oauth.client_secret"},
			made:       func(v ...string) client.Credential { return zendesk.OAuth(v[0], v[1]) },
		},
		{
			attributes: []string{"access_token"},
			made:       func(v ...string) client.Credential { return zendesk.AccessToken(v[0]) },
		},
		{
			attributes: []string{"email", "api_token"},
			made:       func(v ...string) client.Credential { return zendesk.APIToken(v[0], v[1]) },
			warning: lifecycle.At(path.Root(zendesk.Section).AtName("api_token"), "API tokens end on 2027-04-30",
				"Zendesk stops all API tokens on 30 April 2027 and creates no new ones since October 2026. Make an OAuth client in the Admin Center "+
					"and set zendesk.oauth (ZENDESK_OAUTH_CLIENT_ID and ZENDESK_OAUTH_CLIENT_SECRET)."),
		},
	},
	connect: func(account given) (lifecycle.Client, error) {
		return zendesk.New(zendesk.Config{
			Subdomain: account.subdomain, Endpoint: account.endpoint, Credential: account.credential,
			RequestsPerMinute: account.requestsPerMinute, UserAgent: account.userAgent, Checks: account.checks,
		})
	},
}
