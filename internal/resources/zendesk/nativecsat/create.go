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
		return notAutomated(client.Account(), survey)
	}
	if !client.AdoptNativeSurvey(survey.Automation.ID) {
		return twoResources(client.Account(), survey.Automation.ID)
	}
	// State knows what to give back before anything is switched.
	c.Plan.PreviouslyEnabled = types.BoolValue(survey.Automation.Active)
	c.Created(survey.Automation.ID)
	if enabled := c.Plan.Enabled.ValueBool(); survey.Automation.Active != enabled {
		return set(ctx, client, survey.Automation.ID, enabled)
	}
	return nil
}

// notAutomated says how the account does it instead.
func notAutomated(account string, survey zendesk.NativeSurvey) error {
	if len(survey.Triggers)+len(survey.Automations) == 0 {
		return &lifecycle.Problem{
			Summary: "This account has no satisfaction survey of its own",
			Detail: account + " has neither the built-in automation nor another automation or a trigger that sends Zendesk's own survey, so there is nothing to deactivate. " +
				"Remove this resource; add it again if satisfaction ratings are ever enabled in the Admin Center.",
		}
	}
	remedy := "They are inactive already: remove this resource."
	var rules []string
	add := func(noun, title, id string, active bool) {
		state := "inactive"
		if active {
			state = "active"
			remedy = "Deactivate what is active in the Admin Center (Objects and rules > Business rules), and remove this resource."
		}
		rules = append(rules, fmt.Sprintf("  the %s %q (%s), %s", noun, title, id, state))
	}
	for _, automation := range survey.Automations {
		add(zendesk.NounAutomation, automation.Title, automation.ID, automation.Active)
	}
	for _, trigger := range survey.Triggers {
		add(zendesk.NounTrigger, trigger.Title, trigger.ID, trigger.Active)
	}
	return &lifecycle.Problem{
		Summary: "The satisfaction survey is sent by other rules",
		Detail: fmt.Sprintf("%s sends Zendesk's own survey by these rules, not by the built-in automation that this resource adopts:\n\n%s\n\n%s",
			account, strings.Join(rules, "\n"), remedy),
	}
}
