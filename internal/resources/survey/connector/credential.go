package connector

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
)

type kustomerModel struct {
	APIKey  types.String `tfsdk:"api_key_wo"`
	Version types.Int64  `tfsdk:"api_key_wo_version"`
}

type zendeskModel struct {
	AccessToken types.String `tfsdk:"access_token_wo"`
	Version     types.Int64  `tfsdk:"access_token_wo_version"`
}

// credential is the block of a model's help desk.
type credential struct {
	// block is that of the help desk, secret the attribute in it without "_wo".
	block, secret string
	// set says that there is a block, known that its members are.
	set, known bool
	value      types.String // there only in a configuration
	version    types.Int64
}

// at is the path of the secret.
func (c credential) at() path.Path { return path.Root(c.block).AtName(c.secret + "_wo") }

func (c credential) versionAt() path.Path {
	return path.Root(c.block).AtName(c.secret + "_wo_version")
}

// given says that the credential can be tried.
func (c credential) given() bool { return attribute.Set(c.value) }

// credentialOf finds it by the help desk.
func credentialOf(m *Model) credential {
	ctx := context.Background()
	switch m.HelpDesk.ValueString() {
	case kustomer:
		c := credential{block: kustomer, secret: "api_key", set: !m.Kustomer.IsNull()}
		var read *kustomerModel
		if read, c.known = attribute.FromObject[kustomerModel](ctx, m.Kustomer); read != nil {
			c.value, c.version = read.APIKey, read.Version
		}
		return c
	case zendesk:
		c := credential{block: zendesk, secret: "access_token", set: !m.Zendesk.IsNull()}
		var read *zendeskModel
		if read, c.known = attribute.FromObject[zendeskModel](ctx, m.Zendesk); read != nil {
			c.value, c.version = read.AccessToken, read.Version
		}
		return c
	}
	return credential{}
}

// pair is the secret and its version as the change of an existing connector has them.
// State is nil on create.
func pair(config, state *Model) attribute.WriteOnly {
	c := credentialOf(config)
	prior := types.Int64Null()
	if state != nil {
		prior = credentialOf(state).version
	}
	return attribute.WriteOnly{Name: c.secret + "_wo", VersionAt: c.versionAt(), Value: c.value, Version: c.version, Prior: prior}
}

// forgetVersion shows the block of the help desk without a version.
func (m *Model) forgetVersion() {
	ctx := context.Background()
	switch m.HelpDesk.ValueString() {
	case kustomer:
		m.Kustomer = attribute.ObjectOf(ctx, kustomerSchema, &kustomerModel{})
	case zendesk:
		m.Zendesk = attribute.ObjectOf(ctx, zendeskSchema, &zendeskModel{})
	}
}
