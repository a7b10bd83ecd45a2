package webhook

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// sameCall is what two webhooks share where one of them may be an orphan.
const sameCall = "has the same name and endpoint"

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	plan := c.Plan
	if err := sendable(ctx, c.Config, nil); err != nil {
		return err
	}
	input := zendesk.WebhookInput{
		Name:           plan.Name.ValueStringPointer(),
		Endpoint:       plan.Endpoint.ValueStringPointer(),
		HTTPMethod:     plan.HTTPMethod.ValueStringPointer(),
		RequestFormat:  plan.RequestFormat.ValueStringPointer(),
		Active:         plan.Active.ValueBoolPointer(),
		CustomHeaders:  map[string]*string{},
		Authentication: authenticationOf(ctx, c.Config.Authentication).wire(),
	}
	if !plan.Description.IsNull() {
		input.Description = plan.Description.ValueStringPointer()
	}
	for name, value := range attribute.Headers(plan.CustomHeaders) {
		input.CustomHeaders[name] = &value
	}
	input.SecretHeaders = attribute.Headers(c.Config.SecretHeadersWO)
	hook, err := client.CreateWebhook(ctx, input)
	if err != nil {
		return err
	}
	c.Created(hook.ID)
	attribute.KeepCredentialHost(&plan.Base, plan.Endpoint)
	secretHeaderNames.Keep(&plan.Base, slices.Collect(maps.Keys(input.SecretHeaders)))
	client.NoteReceiver(zendesk.NounWebhook, hook.ID, zendesk.Receiver{Name: hook.Name, Active: hook.Active})
	orphan.Created(client, zendesk.NounWebhook, hook.ID, &plan.Base, &c.Notes, path.Root("name"), sameCall, func() ([]zendesk.Orphan, error) {
		return client.OrphanWebhooks(ctx, hook)
	})
	return nil
}
