package sendautomation

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

// remove deletes the automation unless it is to be spared.
func remove(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	id := state.ID.ValueString()
	spared, err := trigger.Spare(client, zendesk.NounAutomation, &state.Base, notes, func() (string, bool, error) {
		found, err := client.Automation(ctx, id)
		if err != nil {
			return "", false, err
		}
		return found.Title, found.Active, nil
	})
	if spared || err != nil {
		return err
	}
	return client.DeleteAutomation(ctx, id)
}
