package connector

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

type kustomerModel struct {
	APIKey  types.String `tfsdk:"api_key_wo"`
	Version types.Int64  `tfsdk:"api_key_wo_version"`
}

type zendeskModel struct {
	AccessToken types.String `tfsdk:"access_token_wo"`
	Version     types.Int64  `tfsdk:"access_token_wo_version"`
}

type deskModel struct {
	ConsumerKey       types.String `tfsdk:"consumer_key"`
	ConsumerSecret    types.String `tfsdk:"consumer_secret_wo"`
	AccessToken       types.String `tfsdk:"access_token"`
	AccessTokenSecret types.String `tfsdk:"access_token_secret_wo"`
	Version           types.Int64  `tfsdk:"secrets_wo_version"`
}

// credential is the block of a model's help desk.
type credential struct {
	// block is that of the help desk.
	block string
	// set says that there is a block, known that its members are.
	set, known bool
	// public are the parts that are no secret, secrets the others: there only in a
	// configuration.
	public, secrets []part
	// versionName is the attribute that stands for the secrets.
	versionName string
	version     types.Int64
}

// part is one attribute of a credential by its name without "_wo".
type part struct {
	name  string
	value types.String
}

// at is the path of a part, or for "" that of the only secret, else of the block.
func (c credential) at(name string) path.Path {
	isPublic := slices.ContainsFunc(c.public, func(p part) bool { return p.name == name })
	switch {
	case isPublic:
		return path.Root(c.block).AtName(name)
	case name != "":
		return path.Root(c.block).AtName(name + "_wo")
	case len(c.secrets) == 1:
		return path.Root(c.block).AtName(c.secrets[0].name + "_wo")
	}
	return path.Root(c.block)
}

// where is the path of errors, that of the block: for an attribute inside of it Terraform
// shows the line of the whole resource.
func (c credential) where() path.Path { return path.Root(c.block) }

// named is a part for people. One secret that is wrong may be any of them.
func (c credential) named(name string) string {
	isSecret := slices.ContainsFunc(c.secrets, func(p part) bool { return p.name == name })
	if !isSecret {
		return c.at(name).String()
	}
	var names []string
	for _, each := range c.secrets {
		names = append(names, c.at(each.name).String())
	}
	return strings.Join(names, " and ")
}

func (c credential) versionAt() path.Path { return path.Root(c.block).AtName(c.versionName) }

// given says that the credential can be tried.
func (c credential) given() bool {
	return len(c.secrets) > 0 && !slices.ContainsFunc(slices.Concat(c.public, c.secrets), func(p part) bool { return !attribute.Set(p.value) })
}

// texts are the parts by name; nil for none.
func texts(parts []part) map[string]string {
	if len(parts) == 0 {
		return nil
	}
	found := make(map[string]string, len(parts))
	for _, each := range parts {
		found[each.name] = each.value.ValueString()
	}
	return found
}

// credentialOf finds it by the help desk.
func credentialOf(m *Model) credential {
	ctx := context.Background()
	switch m.HelpDesk.ValueString() {
	case kustomer:
		c := credential{block: kustomer, set: !m.Kustomer.IsNull(), versionName: "api_key_wo_version"}
		var read *kustomerModel
		if read, c.known = attribute.FromObject[kustomerModel](ctx, m.Kustomer); read == nil {
			read = &kustomerModel{}
		}
		c.secrets, c.version = []part{{"api_key", read.APIKey}}, read.Version
		return c
	case zendesk:
		c := credential{block: zendesk, set: !m.Zendesk.IsNull(), versionName: "access_token_wo_version"}
		var read *zendeskModel
		if read, c.known = attribute.FromObject[zendeskModel](ctx, m.Zendesk); read == nil {
			read = &zendeskModel{}
		}
		c.secrets, c.version = []part{{"access_token", read.AccessToken}}, read.Version
		return c
	case desk:
		c := credential{block: desk, set: !m.Desk.IsNull(), versionName: "secrets_wo_version"}
		var read *deskModel
		if read, c.known = attribute.FromObject[deskModel](ctx, m.Desk); read == nil {
			read = &deskModel{}
		}
		c.public = []part{{"consumer_key", read.ConsumerKey}, {"access_token", read.AccessToken}}
		c.secrets, c.version = []part{{"consumer_secret", read.ConsumerSecret}, {"access_token_secret", read.AccessTokenSecret}}, read.Version
		return c
	}
	return credential{}
}

// change is a credential and the one of state as the change of an existing connector has
// them. Prior has no help desk on create. Moved says that the address is another one.
type change struct {
	config, prior credential
	moved         bool
}

func changeOf(config, state *Model) change {
	c := change{config: credentialOf(config)}
	if state != nil {
		c.prior = credentialOf(state)
		c.moved = attribute.Set(config.URL) && !survey.SameURL(config.URL.ValueString(), state.URL.ValueString())
	}
	return c
}

// check wants all secrets or none, and all of a new credential. A new version means new
// secrets, and so does a new key or address: the stored secret belongs to the old one.
func (c change) check() error {
	config := c.config
	var missing []part
	for _, each := range config.secrets {
		if each.value.IsNull() {
			missing = append(missing, each)
		}
	}
	if !config.known || len(missing) == 0 {
		return nil
	}
	at, names := config.where(), make([]string, 0, len(missing))
	for _, each := range missing {
		names = append(names, config.block+"."+each.name+"_wo")
	}
	wanted := strings.Join(names, " and ")
	switch {
	case c.prior.block == "":
		return lifecycle.At(at, "The credential is missing", "A new connector needs the credential that the survey backend uses in %s: set %s.", product(config.block), wanted)
	case c.renamed():
		return lifecycle.At(at, "A new key without its secret", "%s changes, and the stored secrets belong to the old one: set %s.", c.changedPublic(), wanted)
	case c.moved:
		return lifecycle.At(at, "A new address without its credential", "url changes, and the stored credential belongs to the old address: set %s.", wanted)
	case len(missing) < len(config.secrets):
		return lifecycle.At(at, "A part of the credential is missing", "The secrets are tried and sent together: set %s as well, or none of them to leave the stored ones.", wanted)
	}
	return attribute.WriteOnly{Name: missing[0].name + "_wo", VersionAt: config.versionAt(), Value: missing[0].value, Version: config.version, Prior: c.prior.version}.Check()
}

// renamed reports that a public part is another one.
func (c change) renamed() bool { return c.changedPublic() != "" }

// changedPublic names the first public part that is another one. One that state does not
// have, as after an import, is not.
func (c change) changedPublic() string {
	prior := texts(c.prior.public)
	for _, each := range c.config.public {
		if before := prior[each.name]; before != "" && attribute.Set(each.value) && each.value.ValueString() != before {
			return c.config.block + "." + each.name
		}
	}
	return ""
}

// rotates reports whether the secrets are to be sent.
func (c change) rotates() bool {
	lacks := slices.ContainsFunc(c.config.secrets, func(p part) bool { return p.value.IsNull() })
	return !lacks && (c.prior.block == "" || !c.config.version.Equal(c.prior.version) || c.renamed() || c.moved)
}

// forgetVersion shows the block of the help desk without a version, with the public parts
// that the backend holds.
func (m *Model) forgetVersion(public map[string]string) {
	ctx := context.Background()
	switch m.HelpDesk.ValueString() {
	case kustomer:
		m.Kustomer = attribute.ObjectOf(ctx, kustomerSchema, &kustomerModel{})
	case zendesk:
		m.Zendesk = attribute.ObjectOf(ctx, zendeskSchema, &zendeskModel{})
	case desk:
		m.Desk = deskBlock(public, types.Int64Null())
	}
}

// deskBlock is what state has of a credential for Desk.com.
func deskBlock(public map[string]string, version types.Int64) types.Object {
	return attribute.ObjectOf(context.Background(), deskSchema, &deskModel{
		ConsumerKey: textOf(public, "consumer_key"), AccessToken: textOf(public, "access_token"), Version: version,
	})
}

func textOf(public map[string]string, name string) types.String {
	if text, shown := public[name]; shown {
		return types.StringValue(text)
	}
	return types.StringNull()
}
