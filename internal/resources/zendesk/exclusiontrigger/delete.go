package exclusiontrigger

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	if state.Active.ValueBool() {
		if err := client.Evaluation().SettleSuccessors(ctx, state.ID.ValueString()); err != nil {
			return fmt.Errorf("the exclusion that takes its place is not in order, so this one was not deleted: %w", err)
		}
	}
	return trigger.Delete(ctx, client, &state.Common, notes)
}
