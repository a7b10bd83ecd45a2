// Package signingsecret is the ephemeral resource
// surveytrigger_zendesk_webhook_signing_secret: what a receiver needs to verify
// that a call really came from Zendesk, handed on without being stored.
package signingsecret

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Model is the ephemeral resource as Terraform has it.
type Model struct {
	WebhookID types.String `tfsdk:"webhook_id"`
	Algorithm types.String `tfsdk:"algorithm"`
	Secret    types.String `tfsdk:"secret"`
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "The secret with which Zendesk signs the calls of a webhook, for the receiver's write-only or secret-store argument. " +
		"It is read when it is needed and kept in neither plan nor state. Zendesk does not return it for webhooks that an app created.",
	Attributes: map[string]schema.Attribute{
		"webhook_id": schema.StringAttribute{Required: true, MarkdownDescription: "The id of the webhook."},
		"algorithm":  schema.StringAttribute{Computed: true, MarkdownDescription: "The algorithm of the signature, such as `SHA256`: the header `X-Zendesk-Webhook-Signature` is the base64 of the HMAC over timestamp and body."},
		"secret":     schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The signing secret."},
	},
}

// New makes the ephemeral resource.
func New() ephemeral.EphemeralResource {
	return lifecycle.NewEphemeral(lifecycle.Ephemeral[*zendesk.Client, Model]{
		Name:    "zendesk_webhook_signing_secret",
		Section: zendesk.Section,
		Schema:  resourceSchema,
		Open:    open,
	})()
}

func open(ctx context.Context, client *zendesk.Client, model *Model) error {
	secret, err := client.WebhookSigningSecret(ctx, model.WebhookID.ValueString())
	if err != nil {
		return err
	}
	model.Algorithm = types.StringValue(secret.Algorithm)
	model.Secret = types.StringValue(secret.Secret)
	return nil
}
