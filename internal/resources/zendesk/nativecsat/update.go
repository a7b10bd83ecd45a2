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
	enabled := c.Plan.Enabled.ValueBool()
	_, err := client.UpdateAutomation(ctx, c.Plan.ID.ValueString(), zendesk.AutomationInput{Active: &enabled})
	return err
}
