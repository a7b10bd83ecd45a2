package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// kustomerSystem is the section of Kustomer.
var kustomerSystem = system{
	section: kustomer.Section, name: "Kustomer",
	variables: []variable{
		{subdomain, "KUSTOMER_SUBDOMAIN"},
		{endpoint, "KUSTOMER_ENDPOINT"},
		{"api_key", "KUSTOMER_API_KEY"},
		{perMinute, "KUSTOMER_REQUESTS_PER_MINUTE"},
	},
	hosts: []string{subdomain, endpoint},
	credentials: []credential{{
		attributes: []string{"api_key"},
		made:       func(v ...string) client.Credential { return kustomer.APIKey(v[0]) },
	}},
	connect: func(account given) (lifecycle.Client, error) {
		return kustomer.New(kustomer.Config{
			Subdomain: account.subdomain, Endpoint: account.endpoint, Credential: account.credential,
			RequestsPerMinute: account.requestsPerMinute, UserAgent: account.userAgent, Checks: account.checks,
		})
	},
}

var kustomerSchema = schema.SingleNestedAttribute{
	Optional:            true,
	MarkdownDescription: "The Kustomer organization. It is configured when this section or the environment gives a host and an API key; the key here beats the environment's.",
	Attributes: map[string]schema.Attribute{
		"subdomain": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The organization's subdomain: `acme` for acme.kustomerapp.com. It names the account in state. Private state also keeps the organization that the key says it belongs to, and a key of another one is refused. Default: `KUSTOMER_SUBDOMAIN`.",
		},
		"endpoint": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The root that requests go to, without `/v1`: a proxy, a sandbox, or the host of a region, such as `https://api.prod2.kustomerapp.com`. `http` only on loopback. " +
				"The host of a region serves every organization of it: set `subdomain`, too, so that state names the organization. " +
				"Default: `KUSTOMER_ENDPOINT`, else the subdomain's own, `https://acme.api.kustomerapp.com`.",
		},
		"api_key": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "An API key with the roles that the resources need: `org.permission.metadata.read` and `.update` for attributes, `org.permission.satisfaction.read` and `.update` " +
				"for Kustomer's own surveys, or the coarser `org.user.read`, `org.admin.read` and `org.admin.write`. Default: `KUSTOMER_API_KEY`.",
		},
		"requests_per_minute": schema.Int64Attribute{
			CustomType: attribute.Whole{}, Optional: true, Validators: []validator.Int64{int64validator.Between(1, 100_000)},
			MarkdownDescription: "The maximum number of requests per minute, to leave room for other tools: Kustomer has one quota for all keys of an organization. " +
				"Default: `KUSTOMER_REQUESTS_PER_MINUTE`, else the quota that Kustomer reports in its answers.",
		},
	},
}
