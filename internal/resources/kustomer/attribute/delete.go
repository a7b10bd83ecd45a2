package attribute

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// remove leaves the attribute: Kustomer's API deletes none, as the plan has said. Another
// resource may adopt it.
func remove(_ context.Context, client *kustomer.Client, state *Model, _ *lifecycle.Notes) error {
	if id := state.ID.ValueString(); !client.HasMade(kustomer.NounAttribute, id) {
		client.Release(kustomer.NounAttribute, id)
	}
	return nil
}
