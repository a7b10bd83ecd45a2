package webhook

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	if err := state.receiver().CheckEnd(ctx, client); err != nil {
		return err
	}
	return client.DeleteWebhook(ctx, state.ID.ValueString())
}
