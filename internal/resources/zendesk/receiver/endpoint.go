package receiver

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Addresses are the endpoints of webhooks and the URLs of targets.
type Addresses map[key]string

// key is the field of the action that notifies a receiver, and the receiver's id.
type key struct{ field, id string }

// AddressesOf reads the receivers of the kinds that some of the actions notify.
func AddressesOf(ctx context.Context, client *zendesk.Client, all ...[]rules.Action) (Addresses, error) {
	kinds := map[string]bool{}
	for _, actions := range all {
		for _, action := range actions {
			if sent, notifies := rules.NotificationOf(action); notifies {
				kinds[sent.Field] = true
			}
		}
	}
	addresses := Addresses{}
	if kinds[rules.ActionNotifyHook] {
		webhooks, err := client.Webhooks(ctx)
		if err != nil {
			return nil, err
		}
		for _, w := range webhooks {
			addresses[key{rules.ActionNotifyHook, w.ID}] = w.Endpoint
		}
	}
	if kinds[rules.ActionNotifyTarget] {
		targets, err := client.Targets(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range targets {
			addresses[key{rules.ActionNotifyTarget, t.ID}] = t.URL
		}
	}
	return addresses, nil
}

// Of is the address of the receiver of a notification; "" if it has none.
func (a Addresses) Of(sent rules.Notification) string { return a[key{sent.Field, sent.Receiver}] }

// Reach reports whether the actions notify a receiver at an endpoint, see [Matches].
func (a Addresses) Reach(endpoint string, actions []rules.Action) bool {
	for _, action := range actions {
		if sent, notifies := rules.NotificationOf(action); notifies && Matches(endpoint, a.Of(sent)) {
			return true
		}
	}
	return false
}

// address is a URL taken apart. A placeholder may stand in one, which is no URL syntax.
type address struct{ scheme, host, port, rest string }

var defaultPorts = map[string]string{"http": "80", "https": "443"}

// addressOf takes a URL apart, and a host with or without a port.
func addressOf(text string) (a address) {
	scheme, after, found := strings.Cut(text, "://")
	if !found {
		scheme, after = "", text
	}
	a.scheme = strings.ToLower(scheme)
	end := strings.IndexAny(after, "/?#")
	if end < 0 {
		end = len(after)
	}
	authority := strings.ToLower(after[:end])
	a.rest = after[end:]
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		authority = authority[at+1:]
	}
	host, port, err := net.SplitHostPort(authority)
	if err != nil {
		host, port = strings.Trim(authority, "[]"), defaultPorts[a.scheme]
	}
	a.host, a.port = strings.TrimSuffix(host, "."), port
	return a
}

// Matches reports whether an endpoint is at the host, at the host and port, or begins with the URL. One whose host is a
// placeholder may be anywhere.
func Matches(pattern, endpoint string) bool {
	if endpoint == "" {
		return false
	}
	want, is := addressOf(pattern), addressOf(endpoint)
	if strings.Contains(is.host, "{{") || strings.Contains(is.host, "{%") {
		return true
	}
	return want.host == is.host && (want.port == "" || want.port == is.port) &&
		(want.scheme == "" || want.scheme == is.scheme) && strings.HasPrefix(is.rest+"/", want.rest)
}

// EndpointForms describes the patterns of [Matches].
const EndpointForms = "A host (`api.example.com`), a host with its port (`api.example.com:8443`), or the beginning of a URL (`https://api.example.com/v1`). The host is compared without regard to case. " +
	"An address whose host is a placeholder matches all."

// IsEndpoint accepts what [Matches] takes as a pattern.
func IsEndpoint() validator.String { return isEndpoint{} }

type isEndpoint struct{}

// Description names what it takes.
func (isEndpoint) Description(context.Context) string {
	return "must be a host, a host with its port, or the beginning of a URL"
}

// MarkdownDescription names what it takes.
func (v isEndpoint) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString reports what is no address.
func (isEndpoint) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := checkEndpoint(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not an address", err.Error()+".")
	}
}

// checkEndpoint reports what is neither a host nor the beginning of a URL.
func checkEndpoint(text string) error {
	a := addressOf(text)
	switch {
	case a.host == "" || strings.ContainsAny(text, " \t\n"), a.scheme == "" && a.rest != "", a.scheme != "" && defaultPorts[a.scheme] == "":
		return fmt.Errorf("%q is neither a host, such as \"api.example.com\" or \"api.example.com:8443\", nor the beginning of a URL, such as \"https://api.example.com/v1\"", text)
	}
	return nil
}
