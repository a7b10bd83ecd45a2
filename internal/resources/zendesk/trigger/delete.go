package trigger

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Delete deletes the trigger, unless another resource has adopted it meanwhile:
// see [Common.inert]. Where this process did not do that itself, somebody may
// have switched it on, so it says what it leaves behind.
func Delete(ctx context.Context, client *zendesk.Client, state *Common, notes *lifecycle.Notes) error {
	id := state.ID.ValueString()
	if !client.BeginDelete(id) {
		return nil
	}
	if state.inert() {
		found, err := client.Trigger(ctx, id)
		if err != nil {
			return err
		}
		if found.Active {
			notes.Warn(path.Root("active"), "An active trigger is left in the account",
				"%q (%s) was created by an apply that failed, and left switched off. It is active now: somebody has switched it on, or another resource has taken it over. "+
					"So it was not deleted.\n\nIf nothing else manages it, delete it in the admin screen.", found.Title, id)
			return nil
		}
	}
	return client.DeleteTrigger(ctx, id)
}
