package attribute

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// update sends what changed, or nothing.
func update(ctx context.Context, client *kustomer.Client, c *lifecycle.Change[Model]) error {
	plan, state := c.Plan, c.State
	in := kustomer.AttributeInput{Name: plan.Name.ValueString(), DisplayName: attribute.Changed(plan.DisplayName, state.DisplayName)}
	if !plan.Options.Equal(state.Options) {
		in.Options = optionsOf(plan.Options)
	}
	if in.DisplayName == nil && in.Options == nil {
		return nil
	}
	_, meanwhile, err := client.SetAttribute(ctx, plan.Klass.ValueString(), in)
	report(&c.Notes, plan.Klass.ValueString(), meanwhile)
	return err
}
