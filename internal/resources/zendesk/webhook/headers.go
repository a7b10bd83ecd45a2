package webhook

import (
	"context"
	"fmt"
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

// secretHeadersKey is where private state has the names.
const secretHeadersKey = "secret_headers"

// instead is where a credential can stand.
const instead = "If the backend takes it in a header, use authentication or secret_headers_wo, whose values are sent to Zendesk and kept nowhere else."

func (m *Model) secretNames() (names []string) {
	m.Recall(secretHeadersKey, &names)
	return names
}

// rememberSecretNames keeps the names, none as well.
func (m *Model) rememberSecretNames(names []string) {
	if len(names) == 0 {
		m.Remember(secretHeadersKey, nil)
		return
	}
	m.Remember(secretHeadersKey, slices.Sorted(slices.Values(names)))
}

// readHeaders shows the headers that are not secret. On import those that look like
// credentials become secret ones. One that was removed is sent again with the next
// apply: its version is null then, which is a difference.
func (m *Model) readHeaders(ctx context.Context, hook *zendesk.Webhook, notes *lifecycle.Notes) {
	names := m.secretNames()
	if m.Imported() {
		names = slices.DeleteFunc(slices.Sorted(maps.Keys(hook.CustomHeaders)), func(name string) bool { return !attribute.LooksSecret(name) })
		m.rememberSecretNames(names)
		warnOfLeftOut(hook, names, notes)
		attribute.WarnOfSecretInURL(notes, path.Root("endpoint"), types.StringValue(hook.Endpoint), instead)
	}
	shown := maps.Clone(hook.CustomHeaders)
	maps.DeleteFunc(shown, func(name, _ string) bool { return holds(names, name) })
	m.CustomHeaders = attribute.TextMap(ctx, shown, m.CustomHeaders)
	there := slices.Collect(maps.Keys(hook.CustomHeaders))
	missing := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return holds(there, name) })
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
		if holds(plain, name) {
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
		attribute.WarnOfSecretInURL(&p.Notes, path.Root("endpoint"), p.Plan.Endpoint, instead)
	}
	if p.State == nil {
		return nil
	}
	if err := attribute.Rotates(pathSecretVersion, "secret_headers_wo", p.Config.SecretHeadersWO, p.Plan.SecretHeadersWOVersion, p.State.SecretHeadersWOVersion); err != nil {
		return err
	}
	if !p.Unchanged || !attribute.Set(p.Config.SecretHeadersWO) {
		return nil
	}
	added, removed := difference(p.State.secretNames(), slices.Collect(maps.Keys(p.Config.SecretHeadersWO.Elements())))
	if len(added)+len(removed) == 0 {
		return nil
	}
	return lifecycle.At(pathSecretHeaders, "Secret headers would not be sent",
		"The header names in secret_headers_wo changed (%s), but Terraform does not see a change of a write-only value: nothing would be sent.\n\nSet secret_headers_wo_version, or raise it.", listed(added, removed))
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
func changeHeaders(ctx context.Context, c *lifecycle.Change[Model], input *zendesk.WebhookInput) {
	planned, prior := headers(c.Plan.CustomHeaders), c.State.secretNames()
	input.CustomHeaders = changedHeaders(planned, headers(c.State.CustomHeaders))
	plain := slices.Collect(maps.Keys(planned))
	secret := headers(c.Config.SecretHeadersWO)
	names := slices.Collect(maps.Keys(secret))
	added, removed := difference(prior, names)
	rotated := !c.Plan.SecretHeadersWOVersion.Equal(c.State.SecretHeadersWOVersion)
	if c.Config.SecretHeadersWO.IsNull() || !rotated && len(added)+len(removed) == 0 {
		c.Plan.rememberSecretNames(slices.DeleteFunc(prior, func(name string) bool { return holds(plain, name) }))
		return
	}
	for _, name := range removed {
		if !holds(plain, name) {
			if input.CustomHeaders == nil {
				input.CustomHeaders = map[string]*string{}
			}
			input.CustomHeaders[name] = nil
		}
	}
	maps.DeleteFunc(input.CustomHeaders, func(name string, _ *string) bool { return holds(names, name) })
	if len(secret) > 0 {
		input.SecretHeaders = secret
	}
	c.Plan.rememberSecretNames(names)
}

// difference compares names of headers, whose case does not matter.
func difference(before, after []string) (added, removed []string) {
	for _, name := range after {
		if !holds(before, name) {
			added = append(added, name)
		}
	}
	for _, name := range before {
		if !holds(after, name) {
			removed = append(removed, name)
		}
	}
	slices.Sort(added)
	return added, removed
}

func listed(added, removed []string) string {
	var parts []string
	for what, names := range map[string][]string{"new": added, "removed": removed} {
		if len(names) > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s", what, strings.Join(names, ", ")))
		}
	}
	return strings.Join(slices.Sorted(slices.Values(parts)), "; ")
}

func holds(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
}
