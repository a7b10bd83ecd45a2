package webhook

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	return client.DeleteWebhook(ctx, state.ID.ValueString())
}
