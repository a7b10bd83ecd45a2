package ticketfield

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	if state.DeletionPolicy.ValueString() == policyDelete {
		return client.DeleteTicketField(ctx, state.ID.ValueString())
	}
	inactive := false
	_, err := client.UpdateTicketField(ctx, state.ID.ValueString(), zendesk.TicketFieldInput{Active: &inactive})
	return err
}
