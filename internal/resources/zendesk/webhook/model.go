package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Name                   types.String `tfsdk:"name"`
	Description            types.String `tfsdk:"description"`
	Endpoint               types.String `tfsdk:"endpoint"`
	HTTPMethod             types.String `tfsdk:"http_method"`
	RequestFormat          types.String `tfsdk:"request_format"`
	Active                 types.Bool   `tfsdk:"active"`
	CustomHeaders          types.Map    `tfsdk:"custom_headers"`
	SecretHeadersWO        types.Map    `tfsdk:"secret_headers_wo"`
	SecretHeadersWOVersion types.Int64  `tfsdk:"secret_headers_wo_version"`
	Authentication         types.Object `tfsdk:"authentication"`
}

// Authentication is one of the three kinds that a webhook can have.
type Authentication struct {
	Basic  *Basic  `tfsdk:"basic"`
	Bearer *Bearer `tfsdk:"bearer"`
	APIKey *APIKey `tfsdk:"api_key"`
}

// Basic is a user name and a password.
type Basic struct {
	Username          types.String `tfsdk:"username"`
	PasswordWO        types.String `tfsdk:"password_wo"`
	PasswordWOVersion types.Int64  `tfsdk:"password_wo_version"`
}

// Bearer is a token.
type Bearer struct {
	TokenWO        types.String `tfsdk:"token_wo"`
	TokenWOVersion types.Int64  `tfsdk:"token_wo_version"`
}

// APIKey is a header of a given name.
type APIKey struct {
	Name           types.String `tfsdk:"name"`
	ValueWO        types.String `tfsdk:"value_wo"`
	ValueWOVersion types.Int64  `tfsdk:"value_wo_version"`
}

// The kinds of authentication in Zendesk's words.
const (
	kindBasic  = "basic_auth"
	kindBearer = "bearer_token"
	kindAPIKey = "api_key"
)

// kind is "" without authentication.
func (a *Authentication) kind() string {
	switch {
	case a == nil:
		return ""
	case a.Basic != nil:
		return kindBasic
	case a.Bearer != nil:
		return kindBearer
	case a.APIKey != nil:
		return kindAPIKey
	default:
		return ""
	}
}

// secret is the write-only value; it is there only in configuration.
func (a *Authentication) secret() types.String {
	secret, _ := a.versioned()
	return secret
}

// versioned is the secret and the version that counts it, both null without one.
func (a *Authentication) versioned() (secret types.String, version types.Int64) {
	switch a.kind() {
	case kindBasic:
		return a.Basic.PasswordWO, a.Basic.PasswordWOVersion
	case kindBearer:
		return a.Bearer.TokenWO, a.Bearer.TokenWOVersion
	case kindAPIKey:
		return a.APIKey.ValueWO, a.APIKey.ValueWOVersion
	default:
		return types.StringNull(), types.Int64Null()
	}
}

// visible is what of the authentication is not secret and not a version: its
// kind and the name that goes with it.
func (a *Authentication) visible() (kind string, name types.String) {
	kind = a.kind()
	switch kind {
	case kindBasic:
		name = a.Basic.Username
	case kindAPIKey:
		name = a.APIKey.Name
	}
	return kind, name
}

// wire is the authentication as written, from configuration.
func (a *Authentication) wire() *zendesk.WebhookSecret {
	if a.kind() == "" || a.secret().IsNull() {
		return nil
	}
	secret := a.secret().ValueString()
	written := &zendesk.WebhookSecret{Type: a.kind()}
	switch a.kind() {
	case kindBasic:
		written.Username, written.Password = a.Basic.Username.ValueString(), secret
	case kindBearer:
		written.Token = secret
	case kindAPIKey:
		written.Name, written.Value = a.APIKey.Name.ValueString(), secret
	}
	return written
}

// show fills the model in from what Zendesk returned. What Zendesk never
// returns stays as it was.
func (m *Model) show(ctx context.Context, hook *zendesk.Webhook) {
	m.ID = types.StringValue(hook.ID)
	m.Name = types.StringValue(hook.Name)
	m.Description = attribute.Text(hook.Description, m.Description)
	m.Endpoint = types.StringValue(hook.Endpoint)
	m.HTTPMethod = types.StringValue(hook.HTTPMethod)
	m.RequestFormat = types.StringValue(hook.RequestFormat)
	m.Active = types.BoolValue(hook.Active)
	read := shown(hook.Authentication, authenticationOf(ctx, m.Authentication))
	m.Authentication = attribute.ObjectOf(ctx, authenticationSchema, read)
}

// authenticationOf is nil when the object is null or not known yet.
func authenticationOf(ctx context.Context, object types.Object) *Authentication {
	authentication, _ := attribute.FromObject[Authentication](ctx, object)
	return authentication
}

// shown keeps the versions and the header name of the prior authentication
// where its kind is still the same.
func shown(read *zendesk.WebhookAuthentication, prior *Authentication) *Authentication {
	if read == nil || read.Type == "" {
		return nil
	}
	same := prior.kind() == read.Type
	switch read.Type {
	case kindBasic:
		basic := &Basic{Username: types.StringValue(read.Username)}
		if same {
			basic.PasswordWOVersion = prior.Basic.PasswordWOVersion
		}
		return &Authentication{Basic: basic}
	case kindBearer:
		if same {
			return prior
		}
		return &Authentication{Bearer: &Bearer{}}
	default:
		if same {
			return prior
		}
		return &Authentication{APIKey: &APIKey{}}
	}
}
