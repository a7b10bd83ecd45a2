package ticketfield

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	id := state.ID.ValueString()
	deletes := state.DeletionPolicy.ValueString() == policyDelete
	if deletes && !client.HasMade(zendesk.NounTicketField, id) {
		if err := state.field(ctx, path.Empty()).CheckDelete(ctx, client); err != nil {
			return err
		}
	}
	if !client.BeginDelete(zendesk.NounTicketField, id) {
		return nil // another resource has adopted it
	}
	if deletes {
		return client.DeleteTicketField(ctx, id)
	}
	return client.DeactivateTicketField(ctx, id)
}
