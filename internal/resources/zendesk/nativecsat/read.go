package nativecsat

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	automation, err := client.Automation(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if state.Imported() {
		if !automation.IsNativeCSAT() {
			return &lifecycle.Problem{
				Summary: "Not the built-in satisfaction survey",
				Detail:  fmt.Sprintf("The automation %q (%s) does not send Zendesk's own survey, and this resource touches no other.", automation.Title, automation.ID),
			}
		}
		state.PreviouslyEnabled = types.BoolValue(automation.Active)
	}
	state.Enabled = types.BoolValue(automation.Active)
	if state.Restore.IsNull() { // imported, or made by a version without it
		state.Restore = types.StringValue(restoreUnlessSendsActive)
	}
	return nil
}
