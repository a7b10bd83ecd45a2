package nicereply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// AgentSteps changes an agent. One who is not there is created by the API, unless
// declared inactive: the API creates active agents.
func AgentSteps(declared survey.Agent, shown *survey.Agent, hidden []string) []string {
	if shown == nil {
		if declared.Active {
			return nil
		}
		return []string{
			fmt.Sprintf("Add the agent %s with the e-mail address %s in your Nicereply account. New users get an automated e-mail with login instructions from Nicereply.", declared.FullName, declared.Email),
			"Deactivate the agent.",
		}
	}
	differs := func(attribute string, isOther bool) bool { return isOther && !slices.Contains(hidden, attribute) }
	var changes []string
	if differs("email", !strings.EqualFold(shown.Email, declared.Email)) {
		changes = append(changes, fmt.Sprintf("Change the e-mail address to %s.", declared.Email))
	}
	if differs("full_name", shown.FullName != declared.FullName) {
		changes = append(changes, fmt.Sprintf("Change the name to %q.", declared.FullName))
	}
	if differs("username", declared.Username != "" && !strings.EqualFold(shown.Username, declared.Username)) {
		changes = append(changes, fmt.Sprintf("Change the username to %q.", declared.Username))
	}
	if differs("active", shown.Active != declared.Active) {
		verb := "Deactivate"
		if declared.Active {
			verb = "Activate"
		}
		changes = append(changes, verb+" the agent.")
	}
	if len(changes) == 0 {
		return nil
	}
	return append([]string{fmt.Sprintf("Open the agent %s in your Nicereply account.", shown.Email)}, changes...)
}

// AgentEnding deactivates an agent.
func AgentEnding(prior survey.Agent) []string {
	return []string{fmt.Sprintf("Deactivate the agent %s in your Nicereply account: their work is rated until then.", prior.Email)}
}
