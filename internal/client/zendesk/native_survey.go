package zendesk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// NativeSurvey is Zendesk's own satisfaction survey as the account runs it.
type NativeSurvey struct {
	// Automation is the built-in automation; nil when there is none.
	Automation *Automation
	// Triggers are those that send the survey instead or for other channels, and
	// Automations those that somebody made to send it, active or not.
	Triggers    []Trigger
	Automations []Automation
}

// senders add to what is told of a survey who sends it now, as in
// `the trigger "Rate us" (25)`.
func (s NativeSurvey) senders(native *survey.Native) {
	add := func(active bool, noun, title, id string) {
		if active {
			native.IDs, native.Names = append(native.IDs, id), append(native.Names, fmt.Sprintf("the %s %q (%s)", noun, title, id))
		}
	}
	if s.Automation != nil {
		add(s.Automation.Active, "automation", s.Automation.Title, s.Automation.ID)
	}
	builtIn := len(native.Names)
	for _, a := range s.Automations {
		add(a.Active, "automation", a.Title, a.ID)
	}
	for _, t := range s.Triggers {
		add(t.Active, "trigger", t.Title, t.ID)
	}
	native.ByHand = native.Names[builtIn:]
}

// FindNativeSurvey finds Zendesk's own survey in the shared lists of automations
// and triggers.
func (c *Client) FindNativeSurvey(ctx context.Context) (NativeSurvey, error) {
	var found NativeSurvey
	automations, err := c.Automations(ctx)
	if err != nil {
		return found, err
	}
	for i, automation := range automations {
		switch {
		case automation.IsNativeCSAT() && found.Automation == nil:
			found.Automation = &automations[i]
		case slices.ContainsFunc(automation.Actions, sendsNativeSurvey):
			found.Automations = append(found.Automations, automation)
		}
	}
	triggers, err := c.Triggers(ctx)
	for _, trigger := range triggers {
		if slices.ContainsFunc(trigger.Actions, sendsNativeSurvey) {
			found.Triggers = append(found.Triggers, trigger)
		}
	}
	return found, err
}

// sendsNativeSurvey recognises the actions that offer a rating, in a messaging
// conversation too, and an e-mail with one of the placeholders that only Zendesk's own
// survey has (support.zendesk.com, "Customizing your customer satisfaction survey").
func sendsNativeSurvey(action rules.Action) bool {
	switch action.Field {
	case messagingSurvey:
		return true
	case rules.FieldSatisfaction:
		return action.Value.Equal(rules.Text(rules.SatisfactionOffered))
	}
	parts, _ := action.Value.Texts()
	return action.Field == "notification_user" && slices.ContainsFunc(parts, func(part string) bool {
		return strings.Contains(part, "satisfaction.survey_") || strings.Contains(part, "satisfaction.rating_")
	})
}
