package nicereply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// Place is what a distribution belongs to, in names for people. An empty one is not
// known.
type Place struct {
	// Survey is the survey's name, Metric what it measures.
	Survey, SurveyID, Metric string
	// HelpDesk is that of the declared connector, by its name in the configuration.
	HelpDesk string
}

// trigger is the distribution's name in the screens: "the CES trigger".
func (p Place) trigger() string {
	return strings.Join(strings.Fields("the "+p.Metric+" trigger"), " ")
}

func (p Place) helpDesk() string {
	if p.HelpDesk == "" {
		return "your help desk"
	}
	return appOf(p.HelpDesk).name
}

// open goes to the survey.
func (p Place) open() string {
	if p.Survey == "" {
		return "In your Nicereply account, open the survey with the id " + p.SurveyID + "."
	}
	return open(p.Metric, p.Survey)
}

// choose clicks on the app of the declared connector.
func (p Place) choose() string {
	if p.HelpDesk == "" {
		return "Click on the icon of your help desk."
	}
	return fmt.Sprintf("Click on the %s icon.", p.helpDesk())
}

// DistributionSteps makes a trigger distribution or changes its settings, and activates
// or deactivates it.
func DistributionSteps(declared survey.Distribution, shown *survey.Distribution, place Place, hidden []string) []string {
	if shown == nil {
		steps := []string{place.open(), chooseTrigger, place.choose(), waiting(place)}
		steps = append(steps, settings(declared, nil, place, nil)...)
		steps = append(steps, "Click on SAVE SETTINGS.")
		if !declared.Active {
			return append(steps, `Do not hit the "activation" button: the trigger waits for activation, as declared.`)
		}
		return append(steps, activateTrigger(place))
	}
	var steps []string
	if !slices.Contains(hidden, "connector_id") && shown.ConnectorID != declared.ConnectorID {
		steps = append(steps, chooseTrigger, place.choose())
	}
	if changes := settings(declared, shown, place, hidden); len(changes) > 0 {
		steps = append(append(append(steps, `Go to "Trigger settings".`), changes...), "Click on SAVE SETTINGS.")
	}
	switch {
	case slices.Contains(hidden, "active"), shown.Active == declared.Active:
	case declared.Active:
		steps = append(steps, activateTrigger(place))
	default:
		steps = append(steps, "Deactivate "+place.trigger()+".")
	}
	if len(steps) == 0 {
		return nil
	}
	return append([]string{place.open()}, steps...)
}

func waiting(place Place) string {
	name := strings.TrimPrefix(place.trigger(), "the ")
	return fmt.Sprintf(`Continue until Nicereply says that the %s is waiting for activation, and go to "Trigger settings".`, name)
}

func activateTrigger(place Place) string {
	return fmt.Sprintf(`Hit the "activation" button: %s is active then and starts to send.`, place.trigger())
}

// settings are the entries of the page "Trigger settings" that differ; all of them where
// nothing is shown.
func settings(declared survey.Distribution, shown *survey.Distribution, place Place, hidden []string) (steps []string) {
	differs := func(attribute string, isOther func(survey.Distribution) bool) bool {
		return shown == nil || !slices.Contains(hidden, attribute) && isOther(*shown)
	}
	if differs("channel", func(s survey.Distribution) bool { return s.Channel != declared.Channel }) {
		steps = append(steps, fmt.Sprintf("Send it for tickets created via the %s channel.", title(declared.Channel)))
	}
	if differs("status", func(s survey.Distribution) bool { return s.Status != declared.Status }) {
		steps = append(steps, fmt.Sprintf("Send it for tickets with status %s.", title(declared.Status)))
	}
	if differs("quiet_period_hours", func(s survey.Distribution) bool { return s.QuietPeriodHours != declared.QuietPeriodHours }) {
		steps = append(steps, fmt.Sprintf("Send it after %d hours without ticket update.", declared.QuietPeriodHours))
	}
	if differs("write_back.note", func(s survey.Distribution) bool { return s.Note != declared.Note }) {
		push := "Push the ratings to %s as a note."
		if !declared.Note {
			push = "Push no note of the ratings to %s."
		}
		steps = append(steps, fmt.Sprintf(push, place.helpDesk()))
	}
	if differs("write_back.custom_field", func(s survey.Distribution) bool { return s.CustomField != declared.CustomField }) {
		switch {
		case declared.CustomField != "":
			steps = append(steps, fmt.Sprintf("Push the ratings to the custom field %q of %s.", declared.CustomField, place.helpDesk()))
		case shown != nil:
			steps = append(steps, fmt.Sprintf("Push the ratings to no custom field of %s.", place.helpDesk()))
		}
	}
	return steps
}

// title writes a word as the screens do: Email, Resolved.
func title(word string) string {
	if word == "" {
		return word
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// DistributionEnding deactivates the trigger.
func DistributionEnding(place Place) []string {
	return []string{
		place.open(),
		"Deactivate " + place.trigger() + ": Nicereply sends the survey until then.",
	}
}
