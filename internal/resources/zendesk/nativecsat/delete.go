package nativecsat

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// remove restores what was there before.
func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	if state.PreviouslyEnabled.IsNull() {
		return nil
	}
	automation, err := client.Automation(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	return set(ctx, client, automation, state.PreviouslyEnabled.ValueBool())
}
