package exclusiontrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// create allows a second exclusion of the same title: create_before_destroy
// needs it, and two exclusions only exclude more.
func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	return trigger.Create(ctx, client, trigger.New{Plan: &c.Plan.Common, Rule: c.Plan.rule(ctx), Created: c.Created})
}
