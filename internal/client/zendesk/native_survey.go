package zendesk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// NativeSurvey is Zendesk's own satisfaction survey as the account runs it.
type NativeSurvey struct {
	// Automation is the built-in automation; nil when there is none.
	Automation *Automation
	// Triggers are those that send the survey instead, active or not.
	Triggers []Trigger
}

// active names the automation and the triggers that send it now, as in
// `the trigger "Rate us" (25)`.
func (s NativeSurvey) active() (ids, names []string) {
	if s.Automation != nil && s.Automation.Active {
		ids, names = append(ids, s.Automation.ID), append(names, fmt.Sprintf("the automation %q (%s)", s.Automation.Title, s.Automation.ID))
	}
	for _, t := range s.Triggers {
		if t.Active {
			ids, names = append(ids, t.ID), append(names, fmt.Sprintf("the trigger %q (%s)", t.Title, t.ID))
		}
	}
	return ids, names
}

// FindNativeSurvey finds Zendesk's own survey in the shared lists of automations
// and triggers.
func (c *Client) FindNativeSurvey(ctx context.Context) (NativeSurvey, error) {
	var survey NativeSurvey
	automations, err := c.Automations(ctx)
	if err != nil {
		return survey, err
	}
	if i := slices.IndexFunc(automations, Automation.IsNativeCSAT); i >= 0 {
		survey.Automation = &automations[i]
	}
	triggers, err := c.Triggers(ctx)
	for _, trigger := range triggers {
		if slices.ContainsFunc(trigger.Actions, sendsNativeSurvey) {
			survey.Triggers = append(survey.Triggers, trigger)
		}
	}
	return survey, err
}

// sendsNativeSurvey recognises the action that offers a rating, and an e-mail
// with one of the placeholders that only Zendesk's own survey has.
func sendsNativeSurvey(action rules.Action) bool {
	if action.Field == rules.FieldSatisfaction {
		return action.Value.Equal(rules.Text(rules.SatisfactionOffered))
	}
	parts, _ := action.Value.Texts()
	return action.Field == "notification_user" && slices.ContainsFunc(parts, func(part string) bool {
		return strings.Contains(part, "satisfaction.survey_") || strings.Contains(part, "satisfaction.rating_")
	})
}
