package webhook

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Zendesk returns custom headers with their values. Those of secret_headers_wo are
// left out of what is read: private state has their names, nothing has their values.

var (
	pathCustomHeaders = path.Root("custom_headers")
	pathSecretHeaders = path.Root("secret_headers_wo")
	pathSecretVersion = path.Root("secret_headers_wo_version")
)

// secretHeaderNames are in private state.
var secretHeaderNames = attribute.SecretHeadersSent

var caller = attribute.Caller{
	System:  "Zendesk",
	Instead: "If the backend takes it in a header, use authentication or secret_headers_wo, whose values are sent to Zendesk and kept nowhere else.",
}

func secretHeaders(config, plan, state *Model) attribute.SecretHeaders {
	return attribute.SecretHeaders{
		WriteOnly: attribute.WriteOnly{
			Name: "secret_headers_wo", VersionAt: pathSecretVersion, Value: config.SecretHeadersWO,
			Version: plan.SecretHeadersWOVersion, Prior: state.SecretHeadersWOVersion,
		},
		At: pathSecretHeaders, Stored: secretHeaderNames.Of(&state.Base),
	}
}

// readHeaders shows the headers that are not secret. On import those that look like
// credentials become secret ones. One that was removed is sent again with the next
// apply: its version is null then, which is a difference.
//
// Terraform loses private state when the provider dies in an update. Then every header
// that was not shown before is a secret one, if the version says that there are any, and
// else those that look like credentials.
func (m *Model) readHeaders(ctx context.Context, hook *zendesk.Webhook, notes *lifecycle.Notes) {
	names := secretHeaderNames.Of(&m.Base)
	if m.Imported() {
		caller.WarnOfSecret(notes, path.Root("endpoint"), types.StringValue(hook.Endpoint))
	}
	if len(names) == 0 {
		shown, versioned := slices.Collect(maps.Keys(m.CustomHeaders.Elements())), !m.SecretHeadersWOVersion.IsNull()
		names = slices.DeleteFunc(slices.Sorted(maps.Keys(hook.CustomHeaders)), func(name string) bool {
			return attribute.HasHeader(shown, name) || !versioned && !attribute.LooksSecret(name)
		})
		if versioned || m.Imported() {
			secretHeaderNames.Keep(&m.Base, names)
		}
		if !versioned {
			warnOfLeftOut(hook, names, notes)
		}
	}
	shown := maps.Clone(hook.CustomHeaders)
	maps.DeleteFunc(shown, func(name, _ string) bool { return attribute.HasHeader(names, name) })
	m.CustomHeaders = attribute.TextMap(ctx, shown, m.CustomHeaders)
	there := slices.Collect(maps.Keys(hook.CustomHeaders))
	missing := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return attribute.HasHeader(there, name) })
	if len(missing) > 0 {
		m.SecretHeadersWOVersion = types.Int64Null()
		notes.Warn(pathSecretHeaders, "A secret header was removed",
			"The webhook %q (%s) was changed outside Terraform: it no longer has the header %s, so the backend may refuse its requests.\n\n"+
				"If secret_headers_wo and its version are set, applying sends the header again.", hook.Name, hook.ID, strings.Join(missing, ", "))
	}
}

func warnOfLeftOut(hook *zendesk.Webhook, names []string, notes *lifecycle.Notes) {
	if len(names) > 0 {
		notes.Warn(pathCustomHeaders, "Headers with credentials are left out",
			"The webhook %q (%s) has headers that look like credentials: %s. They stay in Zendesk, and their values are not read into state.\n\n"+
				"To manage them, set them in secret_headers_wo, with a secret_headers_wo_version. Otherwise they stay as they are.", hook.Name, hook.ID, strings.Join(names, ", "))
	}
}

// checkHeaders refuses a header that is both secret and not.
func checkHeaders(config *Model) error {
	plain := slices.Collect(maps.Keys(config.CustomHeaders.Elements()))
	for _, name := range slices.Sorted(maps.Keys(config.SecretHeadersWO.Elements())) {
		if attribute.HasHeader(plain, name) {
			return lifecycle.At(pathSecretHeaders.AtMapKey(name), "A header is set twice",
				"%q is in custom_headers too, which is stored in state. Set it in only one of the two.", name)
		}
	}
	return nil
}

// planHeaders refuses secret headers that would not be sent, and warns of others that
// look secret.
func planHeaders(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	warnOfPlain(p)
	if p.State == nil || !p.State.Endpoint.Equal(p.Plan.Endpoint) {
		caller.WarnOfSecret(&p.Notes, path.Root("endpoint"), p.Plan.Endpoint)
	}
	if p.State == nil {
		return nil
	}
	secret := secretHeaders(p.Config, p.Plan, p.State)
	if err := secret.Check(); err != nil || !p.Unchanged {
		return err
	}
	return secret.CheckSent()
}

// warnOfPlain is for new and changed headers that stand in state.
func warnOfPlain(p *lifecycle.Planning[*zendesk.Client, Model]) {
	for _, name := range slices.Sorted(maps.Keys(p.Plan.CustomHeaders.Elements())) {
		value := p.Plan.CustomHeaders.Elements()[name]
		if !attribute.LooksSecret(name) || p.State != nil && value.Equal(p.State.CustomHeaders.Elements()[name]) {
			continue
		}
		p.Warn(pathCustomHeaders.AtMapKey(name), "A credential in custom_headers",
			"The header %q looks like a credential. It is stored in clear text in state and in plans.\n\nMove it to secret_headers_wo, whose values are sent to Zendesk and kept nowhere else.", name)
	}
}

// changeHeaders fills in what an update sends, and remembers the names.
func changeHeaders(c *lifecycle.Change[Model], input *zendesk.WebhookInput) {
	planned := attribute.Headers(c.Plan.CustomHeaders)
	plain := slices.Collect(maps.Keys(planned))
	input.CustomHeaders = changedHeaders(planned, attribute.Headers(c.State.CustomHeaders))
	secret := secretHeaders(c.Config, c.Plan, c.State)
	sent, removed, sends := secret.Change()
	if !sends {
		secretHeaderNames.Keep(&c.Plan.Base, slices.DeleteFunc(secret.Stored, func(name string) bool { return attribute.HasHeader(plain, name) }))
		return
	}
	for _, name := range removed {
		if !attribute.HasHeader(plain, name) {
			if input.CustomHeaders == nil {
				input.CustomHeaders = map[string]*string{}
			}
			input.CustomHeaders[name] = nil
		}
	}
	names := slices.Collect(maps.Keys(sent))
	maps.DeleteFunc(input.CustomHeaders, func(name string, _ *string) bool { return attribute.HasHeader(names, name) })
	if len(sent) > 0 {
		input.SecretHeaders = sent
	}
	secretHeaderNames.Keep(&c.Plan.Base, names)
}
