package nativecsat

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func create(ctx context.Context, client *kustomer.Client, c *lifecycle.Creation[Model]) error {
	channel := c.Plan.Channel.ValueString()
	surveys, enabled, err := surveysOf(ctx, client, channel)
	if err != nil {
		return err
	}
	if err := possible(ctx, client, channel, c.Plan.Enabled, surveys); err != nil {
		return err
	}
	if !client.Adopt(kustomer.NounSurveys, channel) {
		return twice(client.Account(), channel)
	}
	// State knows what to restore before anything is switched.
	c.Plan.PreviouslyEnabled = setOf(ctx, enabled)
	c.Created(channel)
	return set(ctx, client, c.Plan)
}
