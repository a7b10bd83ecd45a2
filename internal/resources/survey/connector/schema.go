package connector

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// The help desks.
const (
	desk     = "desk"
	kustomer = "kustomer"
	zendesk  = "zendesk"
)

var helpDesks = []string{desk, kustomer, zendesk}

// product is a help desk for people.
func product(helpDesk string) string {
	return map[string]string{desk: "Desk.com", kustomer: "Kustomer", zendesk: "Zendesk"}[helpDesk]
}

var kustomerSchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "The credential for Kustomer: an API key with the roles " + attribute.Choices(rules.ArticleRoles[:3]) + " and `" + rules.ArticleRoles[3] + "`, or the finer ones of what a survey backend does, and with \"No Expiration\". " +
		"It is made in Settings > Security > API Keys.",
	Attributes: map[string]schema.Attribute{
		"api_key_wo":         attribute.SecretAttribute("The API key. Required for a new connector; left out later, the stored one stays."),
		"api_key_wo_version": attribute.VersionAttribute("api_key_wo"),
	},
}

var zendeskSchema = schema.SingleNestedAttribute{
	Optional:            true,
	MarkdownDescription: "The credential for Zendesk: an OAuth access token of an agent or admin, with the scopes `read write`.",
	Attributes: map[string]schema.Attribute{
		"access_token_wo":         attribute.SecretAttribute("The access token. Required for a new connector; left out later, the stored one stays."),
		"access_token_wo_version": attribute.VersionAttribute("access_token_wo"),
	},
}

var deskSchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "The credential for Desk.com (OAuth 1.0a): the four parts that the page of an API application shows in Admin > Settings > API. Key and token are names, the two secrets sign. " +
		"Another key or token sends the secrets, too.",
	Attributes: map[string]schema.Attribute{
		"consumer_key": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: "The key of the API application.",
		},
		"consumer_secret_wo": attribute.SecretAttribute("Its secret. Required for a new connector; left out later together with `access_token_secret_wo`, the stored ones stay."),
		"access_token": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: "The access token of the user who writes ratings to cases.",
		},
		"access_token_secret_wo": attribute.SecretAttribute("The token secret."),
		"secrets_wo_version":     attribute.VersionAttribute("consumer_secret_wo` or `access_token_secret_wo"),
	},
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "How a survey backend reaches a help desk: the address, and the credential that it uses there.\n\n" +
		"The credential is tried against the help desk itself, with one request to the host of `url`: at every plan in which it is set, and before every create and update. A key that is wrong, expired, revoked, of another organization, " +
		"or lacks roles is an error that names all that is missing. A help desk that cannot be reached is a warning in a plan and an error in an apply. " +
		"With `-refresh=false` the credential of a connector that exists is not tried in the plan; that of a new one always is.\n\n" +
		"Give it `lifecycle { create_before_destroy = true }`: a connector that a distribution uses cannot be deleted, and with it Terraform lets the distribution use another one first.\n\n" +
		"Where the backend's API can only show connectors, this one is *verified*: connect the help desk in the backend's screens. The plan lists the clicks, and the apply takes it into state once it is as declared.",
	Attributes: map[string]schema.Attribute{
		"help_desk": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(helpDesks...)}, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "The help desk: " + attribute.Choices(helpDesks) + ". Another one is another connector.",
		},
		"url": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The help desk's address, as the backend's screen asks for it: `https://acme.kustomerapp.com`, `https://acme.zendesk.com` or `https://acme.desk.com`. An address on this machine, such as the sandbox's, is the root of the help desk's API.",
		},
		"kustomer": kustomerSchema,
		"zendesk":  zendeskSchema,
		"desk":     deskSchema,
		"agents": schema.SetAttribute{
			Optional: true, Computed: true, PlanModifiers: []planmodifier.Set{unmanaged{}},
			ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(3))},
			MarkdownDescription: "The e-mail addresses of the help desk's users who are rated. New ones may get an e-mail with login instructions from the backend. Left out, they are not managed: no plan shows a difference and no apply changes them. " +
				"Nothing is sent for a conversation that is assigned to somebody who is no active agent of the backend, and no plan says so: with neither `agents` nor a `surveytrigger_agent`, check in the backend that there are any.",
		},
		"verified_roles": schema.SetAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The roles that the help desk showed for the credential when it was stored: in Kustomer those of the API key, in Zendesk that of the user; Desk.com shows none. Null after an import, until the credential is set.",
		},
	},
}
