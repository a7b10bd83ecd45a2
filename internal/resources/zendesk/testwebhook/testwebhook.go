// Package testwebhook is the action surveytrigger_zendesk_test_webhook: Zendesk calls
// one of its webhooks, with the credential that it stores, and tells what the receiver
// answered. Nobody else can try that credential: Zendesk never shows it.
package testwebhook

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

type model struct {
	WebhookID types.String `tfsdk:"webhook_id"`
	Body      types.String `tfsdk:"body"`
}

// defaultBody asks nobody for a survey.
const defaultBody = "{}"

var pathWebhook = path.Root("webhook_id")

var actionSchema = schema.Schema{
	MarkdownDescription: "Lets Zendesk call a webhook once, with the address, method and credential that it stores, and shows what the receiver answered. An answer other than 2xx is an error. " +
		"It is the only way to try a stored credential before a ticket is solved.\n\n" +
		"The receiver does with `body` what it does with any request: with the body of a send it may survey the customer in it. Zendesk replaces no placeholders in a test; " +
		"a body without any comes from `provider::surveytrigger::render_payload`.",
	Attributes: map[string]schema.Attribute{
		"webhook_id": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: "The id of the webhook.",
		},
		"body": schema.StringAttribute{
			Optional: true, MarkdownDescription: "What is sent. Default `{}`, for which no survey backend surveys anybody: some accept it, others refuse it and so show that the credential is right.",
		},
	},
}

// New makes the action.
func New() action.Action {
	return lifecycle.NewAction(lifecycle.Action[*zendesk.Client, model]{
		Name: "zendesk_test_webhook", Section: zendesk.Section, Schema: actionSchema,
		Validate: func(context.Context, *model) error { return nil },
		Plan:     plan,
		Invoke:   invoke,
	})()
}

// plan refuses a webhook that does not exist.
func plan(ctx context.Context, client *zendesk.Client, config *model, _ *lifecycle.Notes) error {
	if !attribute.Set(config.WebhookID) {
		return nil
	}
	_, err := find(ctx, client, config)
	return err
}

func find(ctx context.Context, client *zendesk.Client, config *model) (*zendesk.Webhook, error) {
	id := config.WebhookID.ValueString()
	hook, err := client.Webhook(ctx, id)
	if zendesk.IsNotFound(err) {
		return nil, lifecycle.At(pathWebhook, "Webhook not found", "%s has no webhook %s. Use the id of a surveytrigger_zendesk_webhook, or find one with the data source surveytrigger_zendesk_webhook.", client.Account(), id)
	}
	return hook, err
}

func invoke(ctx context.Context, call *lifecycle.Invocation[*zendesk.Client, model]) error {
	hook, err := find(ctx, call.Client, call.Config)
	if err != nil {
		return err
	}
	body := defaultBody
	if !call.Config.Body.IsNull() {
		body = call.Config.Body.ValueString()
	}
	call.Progress("Zendesk calls the webhook %q (%s)", hook.Name, hook.ID)
	answer, err := call.Client.TestWebhook(ctx, hook.ID, body)
	if zendesk.IsInvalid(err) {
		return lifecycle.At(pathWebhook, "Zendesk got no answer from the receiver", "%s.\n\nCheck the endpoint of %q (%s), and that Zendesk can reach it.", strings.TrimSuffix(err.Error(), "."), hook.Name, hook.ID)
	}
	if err != nil {
		return err
	}
	said := fmt.Sprintf("The receiver of %q (%s) answered with status %d", hook.Name, hook.ID, answer.Status)
	if answer.Body != "" {
		said += ": " + answer.Body
	}
	if answer.Accepted() {
		call.Progress("%s", said)
		if !hook.Active {
			call.Progress("The webhook is inactive: no trigger calls it before it has active = true")
		}
		return nil
	}
	return lifecycle.At(pathWebhook, "The receiver refused the test", "%s\n\n%s", said, next(answer))
}

// next is what to do about a refusal.
func next(answer zendesk.Rehearsal) string {
	switch answer.Status {
	case 401, 403:
		return "The credential that the webhook stores is not accepted: set the secret again, with another version in authentication, and check the endpoint."
	case 404:
		return "Nothing is at the webhook's endpoint: check it."
	}
	return "The credential may be right and only the body wrong: give one that the receiver takes, for example from provider::surveytrigger::render_payload."
}
