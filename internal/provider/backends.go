package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/stellaconnect"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// nicereplySystem is the section of Nicereply, whose accounts are all at one host.
var nicereplySystem = system{
	section: nicereply.Section, name: "Nicereply",
	variables: []variable{
		{endpoint, "NICEREPLY_ENDPOINT"},
		{"email", "NICEREPLY_EMAIL"},
		{"api_token", "NICEREPLY_API_TOKEN"},
	},
	credentials: []credential{{
		attributes: []string{"email", "api_token"},
		made:       func(v ...string) client.Credential { return nicereply.APIToken(v[0], v[1]) },
	}},
	connect: func(account given) (lifecycle.Client, error) {
		return nicereply.New(nicereply.Config{Endpoint: account.endpoint, Credential: account.credential, UserAgent: account.userAgent})
	},
}

var nicereplySchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "The Nicereply account. It is configured when this section or the environment gives a complete credential. " +
		"Nicereply's API can read surveys, trigger distributions and integrations, and write none of them: resources that it serves are declared and verified.",
	Attributes: map[string]schema.Attribute{
		endpoint: schema.StringAttribute{
			Optional: true, MarkdownDescription: "The root that requests go to: a proxy or a sandbox. `http` only on loopback. Default: `NICEREPLY_ENDPOINT`, else `https://api.nicereply.com`.",
		},
		"email": schema.StringAttribute{
			Optional: true, MarkdownDescription: "The e-mail address of the account. Default: `NICEREPLY_EMAIL`.",
		},
		"api_token": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "The account's API token. The API keys of the API's first version do not work. Default: `NICEREPLY_API_TOKEN`.",
		},
	},
}

// stellaConnectSystem is the section of Stella Connect. Survey requests need none of it:
// help desks send them.
var stellaConnectSystem = system{
	section: stellaconnect.Section, name: "Stella Connect",
	variables: []variable{
		{endpoint, "STELLA_CONNECT_ENDPOINT"},
		{"api_key", "STELLA_CONNECT_API_KEY"},
		{"api_secret", "STELLA_CONNECT_API_SECRET"},
	},
	credentials: []credential{{
		attributes: []string{"api_key", "api_secret"},
		made:       func(v ...string) client.Credential { return stellaconnect.APIKey(v[0], v[1]) },
	}},
	connect: func(account given) (lifecycle.Client, error) {
		return stellaconnect.New(stellaconnect.Config{Endpoint: account.endpoint, Credential: account.credential, UserAgent: account.userAgent})
	},
}

var stellaConnectSchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "The Stella Connect account (Medallia Agent Connect), for user management: `surveytrigger_agent`. It is configured when this section or the environment gives a complete credential. " +
		"Stella Connect's API can write employees, and no surveys, channels or settings. The survey requests that help desks send do not use this section: their webhooks have the API key.",
	Attributes: map[string]schema.Attribute{
		endpoint: schema.StringAttribute{
			Optional: true, MarkdownDescription: "The root that requests go to, without `/v2`: the account's own host, a proxy or a sandbox. `http` only on loopback. Its host names the account in state: " +
				"where several accounts are managed, give the account's own, such as `https://acme.api.stellaconnect.net`. Default: `STELLA_CONNECT_ENDPOINT`, else `https://api.stellaconnect.net`.",
		},
		"api_key": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "The production API key, from Settings > Integrations. Default: `STELLA_CONNECT_API_KEY`.",
		},
		"api_secret": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "The API secret, from the same page. It signs the token of each request. Default: `STELLA_CONNECT_API_SECRET`.",
		},
	},
}

// openSystem is the section of a backend that speaks the open contract.
var openSystem = system{
	section: open.Section, name: "the survey backend",
	variables: []variable{
		{endpoint, "SURVEY_BACKEND_ENDPOINT"},
		{"token", "SURVEY_BACKEND_TOKEN"},
	},
	hosts: []string{endpoint},
	credentials: []credential{{
		attributes: []string{"token"},
		made:       func(v ...string) client.Credential { return open.Token(v[0]) },
	}},
	connect: func(account given) (lifecycle.Client, error) {
		return open.New(open.Config{Endpoint: account.endpoint, Credential: account.credential, UserAgent: account.userAgent})
	},
}

var openSchema = schema.SingleNestedAttribute{
	Optional:            true,
	MarkdownDescription: "An account of any survey backend that speaks the open contract. It is configured when this section or the environment gives an endpoint and a token.",
	Attributes: map[string]schema.Attribute{
		endpoint: schema.StringAttribute{
			Optional: true, MarkdownDescription: "The root that requests go to, without `/v1`. `http` only on loopback. Default: `SURVEY_BACKEND_ENDPOINT`.",
		},
		"token": schema.StringAttribute{
			Optional: true, Sensitive: true, MarkdownDescription: "The bearer token of the account. Default: `SURVEY_BACKEND_TOKEN`.",
		},
	},
}
