package httptarget

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

var caller = attribute.Caller{
	System:  "Zendesk",
	Instead: "Use username and password_wo, or a webhook, whose secret_headers_wo sends credentials in headers: both are stored in Zendesk only.",
}

var pathPassword = path.Root("password_wo")

// password is write-only.
func password(config, plan, state *Model) attribute.WriteOnly {
	return attribute.WriteOnly{
		Name: "password_wo", VersionAt: path.Root("password_wo_version"), Value: config.PasswordWO,
		Version: plan.PasswordWOVersion, Prior: state.PasswordWOVersion,
	}
}

// check refuses what Zendesk would not take or may not call.
func check(_ context.Context, plan, state *Model, _ *lifecycle.Notes) error {
	if state == nil {
		state = &Model{}
	}
	var problems []error
	if !plan.ContentType.Equal(state.ContentType) && attribute.Set(plan.ContentType) && !slices.Contains(contentTypes, plan.ContentType.ValueString()) {
		problems = append(problems, lifecycle.At(path.Root("content_type"), "Unknown content type", "HTTP targets send %s, not %q.", attribute.Choices(contentTypes), plan.ContentType.ValueString()))
	}
	return errors.Join(append(problems, caller.CheckURL(path.Root("url"), plan.URL, state.URL))...)
}

// plan refuses a credential that could not be sent: Zendesk may forget the
// password when it gets a user name without one.
func plan(_ context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	planReceiver(p)
	if p.State == nil || !p.Plan.Method.Equal(p.State.Method) {
		attribute.WarnOfMethod(&p.Notes, path.Root("method"), p.Plan.Method)
	}
	if p.State == nil || !p.Plan.ContentType.Equal(p.State.ContentType) {
		attribute.WarnOfFormat(&p.Notes, path.Root("content_type"), p.Plan.ContentType)
	}
	if p.State == nil || !p.Plan.URL.Equal(p.State.URL) {
		caller.WarnOfSecret(&p.Notes, path.Root("url"), p.Plan.URL)
	}
	if p.State != nil {
		if err := errors.Join(password(p.Config, p.Plan, p.State).Check(), checkMoved(p.Config, p.Plan, p.State)); err != nil {
			return err
		}
	}
	if !attribute.Set(p.Plan.Username) || !p.Config.PasswordWO.IsNull() {
		return nil
	}
	if p.State == nil {
		return lifecycle.At(pathPassword, "The password is missing", "A new target with a user name needs its password: set \"password_wo\".")
	}
	if !p.Plan.Username.Equal(p.State.Username) {
		return lifecycle.At(pathPassword, "The password is missing",
			"Zendesk may forget the stored password when it gets another user name: set \"password_wo\" as well.")
	}
	return nil
}

// checkMoved refuses to send the stored password to another host.
func checkMoved(config, plan, state *Model) error {
	secret := password(config, plan, state)
	if plan.Username.IsNull() || !plan.Username.Equal(state.Username) || secret.Rotates() {
		return nil
	}
	return attribute.AddressOf(path.Root("url"), plan.URL, state.URL, &state.Base).CheckStored(pathPassword, secret.VersionAt)
}
