package webhook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	hook, err := client.Webhook(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if state.Imported() && hook.OfEvents() {
		return &lifecycle.Problem{
			Summary: "Not a webhook for triggers",
			Detail: "The webhook \"" + hook.Name + "\" is subscribed to events. Zendesk cannot change how a webhook is connected, " +
				"and triggers can only notify one that is connected to triggers and automations: create a new webhook instead of importing this one.",
		}
	}
	state.readHeaders(ctx, hook, notes)
	state.show(ctx, hook)
	checkDeliveries(ctx, client, hook, notes)
	orphan.WarnOfLate(&state.Base, notes, path.Root("name"), sameCall, func() ([]zendesk.Orphan, error) { return client.OrphanWebhooks(ctx, hook) })
	return nil
}
