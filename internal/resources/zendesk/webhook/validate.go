package webhook

import (
	"context"
	"errors"
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

var pathAuthentication = path.Root("authentication")

func validate(_ context.Context, config *Model) error {
	return checkHeaders(config)
}

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if p.State == nil || !p.Plan.HTTPMethod.Equal(p.State.HTTPMethod) {
		attribute.WarnOfMethod(&p.Notes, path.Root("http_method"), p.Plan.HTTPMethod)
	}
	if p.State == nil || !p.Plan.RequestFormat.Equal(p.State.RequestFormat) {
		attribute.WarnOfFormat(&p.Notes, path.Root("request_format"), p.Plan.RequestFormat)
	}
	planReceiver(p)
	problems := []error{planHeaders(p), sendable(ctx, p.Config, p.State), refuseFailing(p)}
	if p.State != nil {
		problems = append(problems, checkMoved(ctx, p.Config, p.Plan, p.State))
	}
	return errors.Join(problems...)
}

// check refuses a URL that Zendesk may not call.
func check(_ context.Context, plan, state *Model, _ *lifecycle.Notes) error {
	prior := types.StringNull()
	if state != nil {
		prior = state.Endpoint
	}
	return caller.CheckURL(path.Root("endpoint"), plan.Endpoint, prior)
}

// checkMoved refuses to send stored credentials to another host.
func checkMoved(ctx context.Context, config, plan, state *Model) error {
	address := attribute.AddressOf(path.Root("endpoint"), plan.Endpoint, state.Endpoint, &state.Base)
	kind := authenticationOf(ctx, plan.Authentication).kind()
	sends := !plan.Authentication.Equal(state.Authentication) && !authenticationOf(ctx, config.Authentication).secret().IsNull()
	if kind != "" && !sends {
		at := secretAt(kind)
		return address.CheckStored(at, versionAt(at))
	}
	plain := slices.Collect(maps.Keys(plan.CustomHeaders.Elements()))
	secret := secretHeaders(config, plan, state)
	stays := slices.ContainsFunc(secret.Stored, func(name string) bool { return !attribute.HasHeader(plain, name) })
	if _, _, sends := secret.Change(); sends || !stays {
		return nil
	}
	return address.CheckStored(pathSecretHeaders, pathSecretVersion)
}

// sendable refuses an authentication that could not be sent: Zendesk takes it only
// as a whole. What is not known yet passes. State is nil before the webhook exists.
func sendable(ctx context.Context, config, state *Model) error {
	if err := needsName(ctx, config, state); err != nil {
		return err
	}
	return needsSecret(ctx, config, state)
}

// needsName refuses an API key without the name of its header, but for the key of
// an imported webhook, which is not sent.
func needsName(ctx context.Context, config, state *Model) error {
	configured := authenticationOf(ctx, config.Authentication)
	if configured.kind() != kindAPIKey || !configured.APIKey.Name.IsNull() {
		return nil
	}
	if state != nil && configured.APIKey.ValueWO.IsNull() {
		if kind, name := authenticationOf(ctx, state.Authentication).visible(); kind == kindAPIKey && name.IsNull() {
			return nil
		}
	}
	return lifecycle.At(pathAuthentication.AtName("api_key").AtName("name"), "The name of the header is missing",
		"Zendesk does not return the header of an API key and takes a key only together with it: set \"name\".")
}

// needsSecret refuses an authentication without the secret that it would be sent with.
func needsSecret(ctx context.Context, config, state *Model) error {
	configured := authenticationOf(ctx, config.Authentication)
	if configured.kind() == "" || !configured.secret().IsNull() {
		return nil
	}
	if state == nil {
		return lifecycle.At(pathAuthentication, "The secret is missing",
			"A new webhook with authentication needs the secret: set \"%s\".", secretName(configured.kind()))
	}
	kind, name := configured.visible()
	prior := authenticationOf(ctx, state.Authentication)
	priorKind, priorName := prior.visible()
	// After an import the header of an API key is not known: Zendesk does not tell.
	sameName := name.Equal(priorName) || name.IsUnknown() || kind == kindAPIKey && priorName.IsNull()
	if kind == priorKind && sameName {
		secret, version := configured.versioned()
		_, priorVersion := prior.versioned()
		return attribute.WriteOnly{
			Name: secretName(kind), VersionAt: versionAt(secretAt(kind)),
			Value: secret, Version: version, Prior: priorVersion,
		}.Check()
	}
	return lifecycle.At(pathAuthentication, "The secret is missing",
		"Zendesk takes a changed authentication only together with its secret: set \"%s\". "+
			"The stored secret is kept only while kind and name stay the same.", secretName(configured.kind()))
}

func secretName(kind string) string {
	return map[string]string{kindBasic: "basic.password_wo", kindBearer: "bearer.token_wo", kindAPIKey: "api_key.value_wo"}[kind]
}

// secretAt is where the secret of a kind of authentication stands.
func secretAt(kind string) path.Path {
	block, name, _ := strings.Cut(secretName(kind), ".")
	return pathAuthentication.AtName(block).AtName(name)
}

// versionAt is where the version of a secret stands.
func versionAt(secret path.Path) path.Path {
	last, _ := secret.Steps().LastStep()
	return secret.ParentPath().AtName(fmt.Sprint(last) + "_version")
}
