package triggercategory

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	reordered := !c.Plan.EvaluateAfter.Equal(c.State.EvaluateAfter)
	if reordered {
		if err := listedExist(ctx, client, c.Plan); err != nil {
			return err
		}
	}
	if !c.Plan.Name.Equal(c.State.Name) {
		if _, err := client.RenameCategory(ctx, c.Plan.ID.ValueString(), c.Plan.Name.ValueString()); err != nil {
			return err
		}
	}
	if reordered || !c.State.OrderSatisfied.ValueBool() {
		return settle(ctx, client, c.Plan, &c.Notes)
	}
	c.Plan.OrderSatisfied = c.State.OrderSatisfied
	return nil
}
