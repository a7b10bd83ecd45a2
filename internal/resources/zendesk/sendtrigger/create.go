package sendtrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	rule, _ := c.Plan.rule()
	rule = c.Plan.inAccount(ctx, client, rule)
	honoured := c.Plan.Honoured(rule)
	return trigger.Create(ctx, client, trigger.New{
		Plan: &c.Plan.Common, Rule: rule, Honoured: &honoured, UniqueTitle: true, Created: c.Created, Notes: &c.Notes,
	})
}
