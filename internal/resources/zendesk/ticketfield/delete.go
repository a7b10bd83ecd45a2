package ticketfield

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	id := state.ID.ValueString()
	if !client.BeginDelete(zendesk.NounTicketField, id) {
		return nil // another resource has adopted it
	}
	if state.DeletionPolicy.ValueString() == policyDelete {
		return client.DeleteTicketField(ctx, id)
	}
	return client.DeactivateTicketField(ctx, id)
}
