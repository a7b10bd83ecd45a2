package lifecycle

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// defaultTimeout bounds a verb when the configuration does not, and whatever has
// no verb: long enough to wait for several minutes' worth of a vendor's quota.
const defaultTimeout = 20 * time.Minute

func (e *envelope[C, M, P]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.definition.Name
}

func (e *envelope[C, M, P]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = e.definition.Schema
	resp.Schema.Attributes = maps.Clone(e.definition.Schema.Attributes)
	if len(e.definition.MovesFrom) > 0 {
		resp.Schema.MarkdownDescription += fmt.Sprintf("\n\nAn object that another provider manages as `%s` is adopted with a `moved` block.",
			strings.Join(e.definition.MovesFrom, "` or `"))
	}
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		Computed: true, PlanModifiers: keep,
		MarkdownDescription: "The id that the vendor gave it.",
	}
	resp.Schema.Attributes["account"] = schema.StringAttribute{
		Computed: true, PlanModifiers: keep,
		MarkdownDescription: "The account that it belongs to: the vendor's host name for the configured subdomain, else the host (and port) of the endpoint. State of one account is never used with the credentials of another.",
	}
	if len(e.definition.Sections) > 1 {
		resp.Schema.Attributes["backend"] = backendAttribute(Serving{e.definition.Sections, e.definition.Last, e.definition.Without})
	}
	if e.definition.Verification != nil {
		maps.Copy(resp.Schema.Attributes, verificationAttributes())
	}
	resp.Schema.Attributes["timeouts"] = timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: "How long creating may take, as a duration such as `5m`. Default `20m`.",
		ReadDescription:   "How long reading may take, as a duration such as `5m`. Default `20m`.",
		UpdateDescription: "How long updating may take, as a duration such as `5m`. Default `20m`.",
		DeleteDescription: "How long deleting may take, as a duration such as `5m`. Default `20m`.",
	})
}

func (e *envelope[C, M, P]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id":      identityschema.StringAttribute{RequiredForImport: true, Description: "The id that the vendor gave it."},
		"account": identityschema.StringAttribute{OptionalForImport: true, Description: "The account that it belongs to. Default: the configured one."},
	}}
}

func (e *envelope[C, M, P]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	sections, diags := sectionsOf(req.ProviderData)
	e.sections = sections
	resp.Diagnostics.Append(diags...)
}

func (e *envelope[C, M, P]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || e.definition.Validate == nil {
		return
	}
	if err := e.definition.Validate(ctx, &config); err != nil {
		resp.Diagnostics.Append(e.diagnose(unconfigured(), "validate", err)...)
	}
}

type identity struct {
	ID      types.String `tfsdk:"id"`
	Account types.String `tfsdk:"account"`
}

// identify sets the identity. Servers of CLIs without identities give nil.
func identify(ctx context.Context, to *tfsdk.ResourceIdentity, id, account types.String) diag.Diagnostics {
	if to == nil || id.IsNull() || account.IsNull() {
		return nil
	}
	return to.Set(ctx, identity{ID: id, Account: account})
}

// sameAccount refuses what was read from, or planned for, another account.
func (e *envelope[C, M, P]) sameAccount(client C, held *Base, summary string) error {
	recorded := held.Account.ValueString()
	if recorded != "" && recorded != client.Account() {
		return &Problem{
			Summary: summary,
			Detail:  fmt.Sprintf("This %s is of %s, but the provider is configured for %s. Nothing was read or changed.", e.definition.Name, recorded, client.Account()),
			Remedy:  fmt.Sprintf("Use the credentials of %s, or keep a state of its own for each account (a workspace or a backend key).", recorded),
		}
	}
	var known string
	now := accountID(client)
	if now == "" || !held.Recall(accountIDKey, &known) || known == now {
		return nil
	}
	return &Problem{
		Summary: summary,
		Detail: fmt.Sprintf("This %s is of the account with the id %s, but the configured credential belongs to the one with the id %s, which %s serves too. Nothing was read or changed.",
			e.definition.Name, known, now, client.Account()),
		Remedy: fmt.Sprintf("Use the credentials of the account %s, or keep a state of its own for each account (a workspace or a backend key).", known),
	}
}

// accountIDKey is where the memory has the id of the account.
var accountIDKey = KeyOf[string]("account_id")

// accountID is the id of the account that the credential of a client belongs to; "" where
// it does not tell. It is compared beside the name, because one host may serve several
// accounts.
func accountID(client any) string {
	if its, tells := client.(interface{ AccountID() string }); tells {
		return its.AccountID()
	}
	return ""
}

// noteAccount keeps the id of the account that a resource was read from or made in.
func noteAccount(client any, base *Base) {
	if id := accountID(client); id != "" {
		base.Remember(accountIDKey, id)
	}
}

const (
	stateOfAnother = "State belongs to another account"
	planForAnother = "The plan is for another account"
)

// diagnose words an error of a verb.
func (e *envelope[C, M, P]) diagnose(section *Section, verb string, err error) diag.Diagnostics {
	return section.diagnose(verb+" "+e.definition.Name, err, e.definition.Schema.Attributes)
}
