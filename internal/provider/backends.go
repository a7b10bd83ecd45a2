package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open"
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
