package nativecsat

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	survey, err := client.FindNativeSurvey(ctx)
	if err != nil {
		return err
	}
	if survey.Automation == nil {
		return notAutomated(client.Account(), survey.Triggers)
	}
	if !client.AdoptNativeSurvey(survey.Automation.ID) {
		return twoResources(client.Account(), survey.Automation.ID)
	}
	// State knows what to give back before anything is switched.
	c.Plan.PreviouslyEnabled = types.BoolValue(survey.Automation.Active)
	c.Created(survey.Automation.ID)
	return set(ctx, client, survey.Automation, c.Plan.Enabled.ValueBool())
}

// notAutomated says how the account does it instead.
func notAutomated(account string, triggers []zendesk.Trigger) error {
	if len(triggers) == 0 {
		return &lifecycle.Problem{
			Summary: "This account has no satisfaction survey of its own",
			Detail: account + " has neither the built-in automation nor a trigger that sends Zendesk's own survey, so there is nothing to deactivate. " +
				"Remove this resource; add it again if satisfaction ratings are ever enabled in the Admin Center.",
		}
	}
	remedy := "The trigger is inactive already: remove this resource."
	titles := make([]string, 0, len(triggers))
	for _, trigger := range triggers {
		titles = append(titles, fmt.Sprintf("  %q (%s)", trigger.Title, trigger.ID))
		if trigger.Active {
			remedy = "Deactivate the trigger in the Admin Center (Objects and rules > Business rules > Triggers), and remove this resource."
		}
	}
	return &lifecycle.Problem{
		Summary: "The satisfaction survey runs as a trigger",
		Detail: fmt.Sprintf("%s sends Zendesk's own survey with a trigger, not with the built-in automation that this resource adopts:\n\n%s\n\n%s",
			account, strings.Join(titles, "\n"), remedy),
	}
}
