package sendtrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	planned, _ := c.Plan.rule()
	prior, _ := c.State.rule()
	if !planned.Equal(prior) {
		planned = c.Plan.inAccount(ctx, client, planned)
	}
	honoured, before := c.Plan.Honoured(planned), c.State.Honoured(prior)
	return trigger.Update(ctx, client, trigger.Edit{
		Plan: &c.Plan.Common, State: &c.State.Common, Planned: planned, Prior: prior, Honoured: &honoured, HonouredBefore: &before,
		UniqueTitle: true, Notes: &c.Notes,
	})
}
