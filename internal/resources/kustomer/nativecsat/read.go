package nativecsat

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func read(ctx context.Context, client *kustomer.Client, state *Model, _ *lifecycle.Notes) error {
	channel := state.ID.ValueString()
	surveys, enabled, err := surveysOf(ctx, client, channel)
	if err != nil {
		return err
	}
	if state.Imported() {
		if err := possible(ctx, client, channel, types.BoolValue(false), surveys); err != nil {
			return err
		}
		state.PreviouslyEnabled = setOf(ctx, enabled)
	}
	if state.Restore.IsNull() { // imported, or made by a version without it
		state.Restore = types.StringValue(restoreUnlessSendsActive)
	}
	state.Channel, state.Enabled = types.StringValue(channel), types.BoolValue(len(enabled) > 0)
	return nil
}
