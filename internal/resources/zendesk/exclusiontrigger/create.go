package exclusiontrigger

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

// create allows a second exclusion of the same title: create_before_destroy
// needs it, and two exclusions only exclude more.
func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	c.Plan.InForce = types.BoolValue(false)
	err := trigger.Create(ctx, client, trigger.New{Plan: &c.Plan.Common, Rule: c.Plan.rule(ctx), Protects: c.Plan.protectsAll(), Created: c.Created, Notes: &c.Notes})
	if err != nil {
		return err
	}
	_, _ = c.Plan.showForce(ctx, client) // it is active and in order; the next read tells again
	return nil
}
