package nativecsat

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	if c.Plan.Enabled.Equal(c.State.Enabled) {
		return nil
	}
	return set(ctx, client, c.Plan.ID.ValueString(), c.Plan.Enabled.ValueBool())
}
