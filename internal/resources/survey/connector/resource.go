// Package connector is the resource surveytrigger_connector: how a survey backend
// reaches a help desk, and the credential that it uses there.
//
// The credential is proven, not only stored: it is tried against the help desk itself
// before the backend gets it, see [prove].
package connector

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/store"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// New makes the resource, which the sections of the provider block serve.
func New(by lifecycle.Serving) func() resource.Resource {
	definition := connectors.Serve(lifecycle.Definition[survey.Backend, Model]{
		Name: "connector", Schema: resourceSchema, Validate: validate, Plan: plan, Prepare: prepare, Remembers: []lifecycle.Key{fingerprintKey},
	}, by)
	definition.Read = read(definition.Read)
	return lifecycle.New(definition)
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	lifecycle.Served
	lifecycle.Verifiable
	HelpDesk      types.String `tfsdk:"help_desk"`
	URL           types.String `tfsdk:"url"`
	Kustomer      types.Object `tfsdk:"kustomer"`
	Zendesk       types.Object `tfsdk:"zendesk"`
	Desk          types.Object `tfsdk:"desk"`
	Agents        types.Set    `tfsdk:"agents"`
	VerifiedRoles types.Set    `tfsdk:"verified_roles"`

	// secrets are those to send with the next write: no plan and no state has them.
	secrets map[string]string
}

var connectors = store.Kind[survey.Connector, Model]{
	Noun:   survey.NounConnector,
	Store:  survey.Backend.Connectors,
	Handle: func(c *survey.Connector) (id, version *string) { return &c.ID, &c.Version },
	Base:   func(m *Model) *lifecycle.Base { return &m.Base },
	Declared: func(m *Model) survey.Connector {
		declared := survey.Connector{HelpDesk: m.HelpDesk.ValueString(), URL: m.URL.ValueString(), Connected: true, Secrets: m.secrets}
		declared.Public = texts(credentialOf(m).public)
		if !m.Agents.IsNull() {
			declared.Agents = []string{}
			known, _ := attribute.Texts(m.Agents)
			declared.Agents = append(declared.Agents, known...)
		}
		return declared
	},
	Show:     show,
	Identity: []string{"help_desk", "url"},
	Title: func(_ context.Context, _ survey.Backend, m *Model) string {
		_, address, _ := strings.Cut(m.URL.ValueString(), "://") // short, for summaries
		return "connector to " + cmp.Or(address, m.URL.ValueString())
	},
}

// fingerprintKey is where private state has the fingerprint of the stored secret.
var fingerprintKey = lifecycle.KeyOf[string]("fingerprint")

// show fills the model in. A secret that somebody replaced since the last reading shows
// as a version that is gone, so that the next apply sends ours again.
func show(m *Model, held survey.Connector, hidden store.Hidden) {
	m.HelpDesk = types.StringValue(held.HelpDesk)
	if !hidden.Has("url") && !survey.SameURL(held.URL, m.URL.ValueString()) {
		m.URL = types.StringValue(held.URL)
	}
	var before string
	replaced := m.Recall(fingerprintKey, &before) && held.SecretsFingerprint != "" && before != held.SecretsFingerprint
	if held.SecretsFingerprint != "" {
		m.Remember(fingerprintKey, held.SecretsFingerprint)
	}
	if m.Imported() || replaced {
		m.forgetVersion(held.Public)
	} else if !hidden.Has(desk) && !m.Desk.IsNull() {
		m.Desk = deskBlock(held.Public, credentialOf(m).version)
	}
	if !hidden.Has("agents") && (!m.Agents.IsNull() || m.Imported() && len(held.Agents) > 0) {
		m.Agents = folded(held.Agents, m.Agents)
	}
}

// folded are e-mail addresses as the backend has them; one that differs only in case
// keeps the form of state.
func folded(held []string, prior types.Set) types.Set {
	known, _ := attribute.Texts(prior)
	shown := make([]string, 0, len(held))
	for _, email := range held {
		if at := slices.IndexFunc(known, func(each string) bool { return strings.EqualFold(each, email) }); at >= 0 {
			email = known[at]
		}
		shown = append(shown, email)
	}
	return attribute.TextSet(context.Background(), shown, prior)
}

// read is [store.Kind]'s, and reports a help desk that the backend cannot read. Where the
// backend shows all its agents instead of those of a connector, the others are nobody's
// difference.
func read(whole func(context.Context, survey.Backend, *Model, *lifecycle.Notes) error) func(context.Context, survey.Backend, *Model, *lifecycle.Notes) error {
	return func(ctx context.Context, backend survey.Backend, state *Model, notes *lifecycle.Notes) error {
		declared, _ := attribute.Texts(state.Agents)
		imported := state.Imported()
		if err := whole(ctx, backend, state, notes); err != nil {
			return err
		}
		warnOfFailedPoll(ctx, backend, state, notes)
		if backend.Connectors().Managed() || imported || state.Agents.IsNull() {
			return nil
		}
		shown, _ := attribute.Texts(state.Agents)
		shown = slices.DeleteFunc(shown, func(email string) bool { return !slices.Contains(declared, email) })
		state.Agents, _ = types.SetValueFrom(ctx, types.StringType, shown)
		return nil
	}
}

// warnOfFailedPoll says that nobody is surveyed while the backend cannot read the help desk.
// A plan tries the credential of the configuration, which may be another one than the
// backend has. A connector is polled only while an active distribution uses it.
func warnOfFailedPoll(ctx context.Context, backend survey.Backend, state *Model, notes *lifecycle.Notes) {
	id := state.ID.ValueString()
	held, err := backend.Connectors().Get(ctx, id)
	if err != nil || held.PollFailure == "" {
		return
	}
	all, err := backend.Distributions().All(ctx)
	if err != nil || !slices.ContainsFunc(all, func(d survey.Distribution) bool { return d.Active && d.ConnectorID == id }) {
		return
	}
	notes.Warn(pathURL, "The survey backend cannot read the help desk",
		"The last poll of %s by the connector %s failed: %s.\n\n"+
			"While that lasts, its trigger distributions survey nobody. A plan tries the credential of the configuration, and the backend uses the one that it got last. "+
			"If the credential was replaced, raise %s and apply: that sends the one of the configuration.",
		held.URL, id, strings.TrimSuffix(held.PollFailure, "."), credentialOf(state).versionAt())
}
