package provider

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

var zendeskPath = path.Root("zendesk")

// The variables of the section.
const (
	envSubdomain    = "ZENDESK_SUBDOMAIN"
	envEndpoint     = "ZENDESK_ENDPOINT"
	envClientID     = "ZENDESK_OAUTH_CLIENT_ID"
	envClientSecret = "ZENDESK_OAUTH_CLIENT_SECRET"
	envAccessToken  = "ZENDESK_ACCESS_TOKEN"
	envEmail        = "ZENDESK_EMAIL"
	envAPIToken     = "ZENDESK_API_TOKEN"
	envRequests     = "ZENDESK_REQUESTS_PER_MINUTE"
)

// absentZendesk is what a resource says when the section is not complete.
func absentZendesk(missing string) lifecycle.Problem {
	return lifecycle.Problem{
		Path:    path.Empty(),
		Summary: "Zendesk is not configured",
		Detail:  missing,
		Remedy: "This resource needs a host and one complete credential.\n\n" +
			"Host: zendesk.subdomain (" + envSubdomain + ") or zendesk.endpoint (" + envEndpoint + ").\n" +
			"Credential, one of: zendesk.oauth (" + envClientID + " and " + envClientSecret + "), zendesk.access_token (" + envAccessToken + "), " +
			"zendesk.email and zendesk.api_token (" + envEmail + " and " + envAPIToken + ").",
	}
}

// zendesk resolves the section. An error diagnostic is only for what is wrong
// in itself; what is missing or not known yet is told by the resources that
// need it.
func (p *surveyTrigger) zendesk(ctx context.Context, object types.Object, settings checks.Settings) (*lifecycle.Section, diag.Diagnostics) {
	var diags diag.Diagnostics
	config, oauth := zendeskModel{}, oauthModel{}
	lenient := basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true}
	diags.Append(object.As(ctx, &config, lenient)...)
	diags.Append(config.OAuth.As(ctx, &oauth, lenient)...)
	if diags.HasError() {
		return lifecycle.Absent(absentZendesk("The section cannot be read.")), diags
	}
	credential, problem := pickCredential(config, oauth)
	if problem != nil {
		diags.AddAttributeError(problem.Path, problem.Summary, problem.Detail)
		return lifecycle.Absent(*problem), diags
	}
	if at, pending := firstUnknown(object, config, oauth); pending {
		return lifecycle.Pending(lifecycle.Problem{
			Path:    path.Empty(),
			Summary: "Zendesk's configuration is not known yet",
			Detail: fmt.Sprintf("%s of the provider block depends on something that this apply creates, so the account cannot be read now.\n\n"+
				"Create that first (terraform apply -target=...), or give the value as a variable.", at),
		}), diags
	}
	perMinute, problem := requestsPerMinute(config)
	if problem != nil {
		diags.AddAttributeError(problem.Path, problem.Summary, problem.Detail)
		return lifecycle.Absent(*problem), diags
	}
	subdomain, endpoint := or(config.Subdomain, envSubdomain), or(config.Endpoint, envEndpoint)
	switch {
	case credential.made == nil:
		return lifecycle.Absent(absentZendesk(credential.missing)), diags
	case subdomain == "" && endpoint == "":
		return lifecycle.Absent(absentZendesk("No host is set.")), diags
	}
	client, err := zendesk.New(zendesk.Config{
		Subdomain: subdomain, Endpoint: endpoint, Credential: credential.made,
		RequestsPerMinute: perMinute, UserAgent: "terraform-provider-surveytrigger/" + p.version,
		Checks: settings,
	})
	if err != nil {
		at := zendeskPath
		if name, _, named := strings.Cut(err.Error(), ":"); named && (name == "subdomain" || name == "endpoint") {
			at = zendeskPath.AtName(name)
		}
		problem := lifecycle.At(at, "Invalid address of the Zendesk account", "%s.", err)
		diags.AddAttributeError(problem.Path, problem.Summary, problem.Detail)
		return lifecycle.Absent(*problem), diags
	}
	if credential.ends {
		diags.AddAttributeWarning(zendeskPath.AtName("api_token"), "API tokens end on 2027-04-30",
			"Zendesk stops all API tokens on 30 April 2027 and creates no new ones since October 2026. Make an OAuth client in the Admin Center and set zendesk.oauth ("+envClientID+" and "+envClientSecret+").")
	}
	return lifecycle.Connected(client), diags
}

type pickedCredential struct {
	made    zendesk.Credential // nil when there is none
	missing string             // why there is none, in a sentence
	ends    bool               // an API token
}

// pickCredential finds the one credential: of the configuration if it names
// any, else of the environment.
func pickCredential(config zendeskModel, oauth oauthModel) (pickedCredential, *lifecycle.Problem) {
	id, secret := or(oauth.ClientID, envClientID), or(oauth.ClientSecret, envClientSecret)
	token := or(config.AccessToken, envAccessToken)
	email, apiToken := or(config.Email, envEmail), or(config.APIToken, envAPIToken)
	kinds := []struct {
		name            string
		given, complete bool
		made            zendesk.Credential
	}{
		{"oauth", !config.OAuth.IsNull(), id != "" && secret != "", zendesk.OAuth(id, secret)},
		{"access_token", !config.AccessToken.IsNull(), token != "", zendesk.AccessToken(token)},
		{"email with api_token", !config.Email.IsNull() || !config.APIToken.IsNull(), email != "" && apiToken != "", zendesk.APIToken(email, apiToken)},
	}
	var names []string
	for _, kind := range kinds {
		if kind.given {
			names = append(names, kind.name)
		}
	}
	if len(names) > 1 {
		return pickedCredential{}, lifecycle.At(zendeskPath, "Several credentials for Zendesk",
			"The section sets %s. Set only one of them.", strings.Join(names, " and "))
	}
	for _, kind := range kinds {
		switch {
		case kind.given && !kind.complete:
			return pickedCredential{missing: "The section sets " + kind.name + ", but a part of it is missing or empty."}, nil
		case kind.given, len(names) == 0 && kind.complete:
			return pickedCredential{made: kind.made, ends: kind.name == "email with api_token"}, nil
		}
	}
	return pickedCredential{missing: "No complete credential is set."}, nil
}

// firstUnknown names an attribute that is set but not known yet.
func firstUnknown(object types.Object, config zendeskModel, oauth oauthModel) (string, bool) {
	for _, attribute := range []struct {
		name    string
		unknown bool
	}{
		{"zendesk", object.IsUnknown()},
		{"zendesk.subdomain", config.Subdomain.IsUnknown()},
		{"zendesk.endpoint", config.Endpoint.IsUnknown()},
		{"zendesk.oauth", config.OAuth.IsUnknown()},
		{"zendesk.oauth.client_id", oauth.ClientID.IsUnknown()},
		{"zendesk.oauth.client_secret", oauth.ClientSecret.IsUnknown()},
		{"zendesk.access_token", config.AccessToken.IsUnknown()},
		{"zendesk.email", config.Email.IsUnknown()},
		{"zendesk.api_token", config.APIToken.IsUnknown()},
		{"zendesk.requests_per_minute", config.RequestsPerMinute.IsUnknown()},
	} {
		if attribute.unknown {
			return attribute.name, true
		}
	}
	return "", false
}

func requestsPerMinute(config zendeskModel) (int, *lifecycle.Problem) {
	if !config.RequestsPerMinute.IsNull() {
		return int(config.RequestsPerMinute.ValueInt64()), nil
	}
	text := os.Getenv(envRequests)
	if text == "" {
		return 0, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return 0, lifecycle.At(zendeskPath.AtName("requests_per_minute"), "Invalid requests_per_minute",
			"The environment variable %s is %q; it must be a whole number of at least 1, or unset.", envRequests, text)
	}
	return number, nil
}

// or is the configured text, else the variable's.
func or(configured types.String, variable string) string {
	if !configured.IsNull() {
		return configured.ValueString()
	}
	return os.Getenv(variable)
}
