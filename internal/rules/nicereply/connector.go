package nicereply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// ConnectorSteps connects a help desk and activates its agents. Of what is shown, the
// agents are all active ones of the account.
func ConnectorSteps(declared survey.Connector, shown *survey.Connector, hidden []string) []string {
	app := appOf(declared.HelpDesk)
	missing := missingAgents(declared, shown, hidden)
	if shown != nil && (slices.Contains(hidden, "url") || survey.SameURL(shown.URL, declared.URL)) {
		if len(missing) == 0 {
			return nil
		}
		return append(directory(app), activate(app, missing))
	}
	steps := append(directory(app), app.key,
		fmt.Sprintf("Back in Nicereply, enter your %s URL, %s, and %s, and click on %s.", app.name, bare(declared.URL), app.fields, app.connect))
	if len(missing) > 0 {
		steps = append(steps, activate(app, missing))
	}
	return steps
}

func directory(app app) []string {
	return []string{
		"Choose the metric of your survey in the left menu of your Nicereply account and open the survey. If it does not exist yet, begin it, once for these clicks and those of the survey: click on the metric's START button (START CES, for example) or, if there is none, on NEW SURVEY in the top left corner of the screen.",
		chooseTrigger,
		fmt.Sprintf("Click on the %s icon.", app.name),
	}
}

func activate(app app, emails []string) string {
	return fmt.Sprintf("Activate your agents in the next step: add from %s %s, and click on CONTINUE. New users get an automated e-mail with login instructions from Nicereply.", app.name, strings.Join(emails, ", "))
}

// missingAgents are the declared ones who are not active, sorted.
func missingAgents(declared survey.Connector, shown *survey.Connector, hidden []string) (missing []string) {
	if shown != nil && slices.Contains(hidden, "agents") {
		return nil
	}
	for _, email := range declared.Agents {
		active := shown != nil && slices.ContainsFunc(shown.Agents, func(each string) bool { return strings.EqualFold(each, email) })
		if !active {
			missing = append(missing, email)
		}
	}
	slices.Sort(missing)
	return missing
}

// ConnectorEnding disconnects a help desk.
func ConnectorEnding(prior survey.Connector) []string {
	app := appOf(prior.HelpDesk)
	steps := []string{fmt.Sprintf("In the app directory of your Nicereply account, disconnect %s (%s). Triggers that use it send nothing more.", app.name, bare(prior.URL))}
	switch prior.HelpDesk {
	case "kustomer":
		return append(steps, "In Kustomer, go to Settings > Security > API keys and delete the API key that was made for Nicereply.")
	case "desk":
		return append(steps, "In Desk.com, go to Admin > Settings > API and delete the API application that was made for Nicereply.")
	}
	return steps
}
