// Package apikey is the data source surveytrigger_kustomer_api_key: the key in use,
// and whether it has the roles that a configuration needs.
package apikey

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

type model struct {
	RequiredRoles types.Set    `tfsdk:"required_roles"`
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	Roles         types.Set    `tfsdk:"roles"`
	ExpiresAt     types.String `tfsdk:"expires_at"`
}

// New makes the data source.
func New() datasource.DataSource {
	return lifecycle.NewSource(lifecycle.Source[*kustomer.Client, model]{
		Name:    "kustomer_api_key",
		Section: kustomer.Section,
		Schema: schema.Schema{
			MarkdownDescription: "The API key of the provider's `kustomer` section: its name and roles. With `required_roles`, a key that lacks one of them is an error that names all that are missing. " +
				"Kustomer's keys are made by people, and their roles cannot be changed.",
			Attributes: map[string]schema.Attribute{
				"required_roles": schema.SetAttribute{
					Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.NoNullValues()},
					MarkdownDescription: "Roles that the key must have, such as `org.user.write` or `org.permission.metadata.update`. A coarser role that the key has satisfies a finer one: `org.user.write` is enough for `org.user.note.write`.",
				},
				"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "The key's id. It is not the key itself."},
				"name":       schema.StringAttribute{Computed: true, MarkdownDescription: "The key's name in Settings > Security > API Keys."},
				"roles":      schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The roles of the key."},
				"expires_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the key ends, as in `2026-11-02T10:00:00Z`; null where it never does, or where the API does not tell."},
			},
		},
		Read: read,
	})()
}

func read(ctx context.Context, client *kustomer.Client, m *model) error {
	key, err := client.CurrentKey(ctx)
	if err != nil {
		return err
	}
	required, _ := attribute.Texts(m.RequiredRoles)
	if missing := rules.Missing(key.Roles, required, rules.Operations); len(missing) > 0 {
		var names []string
		for _, each := range missing {
			names = append(names, "  "+each.String())
		}
		return lifecycle.At(path.Root("required_roles"), "Roles of the API key are missing",
			"The key %q of %s lacks:\n\n%s\n\nIt has %s. The roles of a key cannot be changed: make another one in Settings > Security > API Keys.",
			key.Name, client.Account(), strings.Join(names, "\n"), fmt.Sprintf("%q", key.Roles))
	}
	m.ID, m.Name, m.ExpiresAt = types.StringValue(key.ID), types.StringValue(key.Name), types.StringNull()
	if !key.Expires.IsZero() {
		m.ExpiresAt = types.StringValue(key.Expires.UTC().Format(time.RFC3339))
	}
	m.Roles, _ = types.SetValueFrom(ctx, types.StringType, key.Roles)
	return nil
}
