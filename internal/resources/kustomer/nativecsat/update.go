package nativecsat

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func update(ctx context.Context, client *kustomer.Client, c *lifecycle.Change[Model]) error {
	return set(ctx, client, c.Plan)
}

// set enables or disables surveys of the channel, one request for each that is not so
// already.
func set(ctx context.Context, client *kustomer.Client, plan *Model) error {
	surveys, enabled, err := surveysOf(ctx, client, plan.Channel.ValueString())
	wanted := plan.Enabled.ValueBool()
	if err != nil || wanted && len(enabled) > 0 {
		return err
	}
	before, _ := attribute.Texts(plan.PreviouslyEnabled)
	there := slices.ContainsFunc(surveys, func(s kustomer.Survey) bool { return slices.Contains(before, s.ID) })
	for _, survey := range surveys {
		if survey.Enabled == wanted || wanted && there && !slices.Contains(before, survey.ID) {
			continue
		}
		if err := client.EnableSurvey(ctx, survey.ID, wanted); err != nil {
			return err
		}
	}
	return nil
}
