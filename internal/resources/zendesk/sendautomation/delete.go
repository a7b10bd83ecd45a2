package sendautomation

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// remove deletes the automation, unless the one that replaces it has adopted it.
func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	if !client.BeginDelete(state.ID.ValueString()) {
		return nil
	}
	return client.DeleteAutomation(ctx, state.ID.ValueString())
}
