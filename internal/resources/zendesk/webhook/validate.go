package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

var pathAuthentication = path.Root("authentication")

func validate(ctx context.Context, config *Model) error {
	if config.Authentication.IsNull() || config.Authentication.IsUnknown() {
		return nil
	}
	set, unknown := 0, false
	for _, kind := range config.Authentication.Attributes() {
		unknown = unknown || kind.IsUnknown()
		if !kind.IsNull() {
			set++
		}
	}
	if set == 1 || unknown {
		return nil
	}
	return lifecycle.At(pathAuthentication, "Exactly one kind of authentication",
		"Set one of \"basic\", \"bearer\" and \"api_key\"; %d are set. For none, leave \"authentication\" out.", set)
}

// plan refuses an authentication that could not be sent: Zendesk takes it only
// as a whole, with its secret.
func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	planned := authenticationOf(ctx, p.Plan.Authentication)
	configured := authenticationOf(ctx, p.Config.Authentication)
	if planned.kind() == "" || configured == nil || !configured.secret().IsNull() {
		return nil
	}
	if p.State == nil {
		return lifecycle.At(pathAuthentication, "The secret is missing",
			"A new webhook with authentication needs its secret: set \"%s\".", secretName(planned.kind()))
	}
	kind, name := planned.visible()
	priorKind, priorName := authenticationOf(ctx, p.State.Authentication).visible()
	if kind == priorKind && name.Equal(priorName) {
		return nil
	}
	return lifecycle.At(pathAuthentication, "The secret is missing",
		"Zendesk takes a changed authentication only together with its secret: set \"%s\". "+
			"(The stored secret stays only while kind and name stay.)", secretName(planned.kind()))
}

func secretName(kind string) string {
	return map[string]string{kindBasic: "basic.password_wo", kindBearer: "bearer.token_wo", kindAPIKey: "api_key.value_wo"}[kind]
}
