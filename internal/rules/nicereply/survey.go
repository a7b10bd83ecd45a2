package nicereply

import (
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// SurveySteps makes a survey or changes it. Its metric is chosen first and for good.
func SurveySteps(declared survey.Survey, shown *survey.Survey, hidden []string) []string {
	if shown == nil || shown.Metric != declared.Metric {
		steps := []string{start(declared.Metric), fmt.Sprintf("Name the survey %q.", declared.Name)}
		if declared.Question != "" {
			steps = append(steps, fmt.Sprintf("Set its question to %q.", declared.Question))
		}
		return steps
	}
	var changes []string
	if shown.Name != declared.Name {
		changes = append(changes, fmt.Sprintf("Rename it to %q.", declared.Name))
	}
	if declared.Question != "" && shown.Question != declared.Question && !slices.Contains(hidden, "question") {
		changes = append(changes, fmt.Sprintf("Set its question to %q.", declared.Question))
	}
	if len(changes) == 0 {
		return nil
	}
	return append([]string{open(shown.Metric, shown.Name)}, changes...)
}

// SurveyEnding is for a survey that nobody needs any more.
func SurveyEnding(prior survey.Survey) []string {
	return []string{
		open(prior.Metric, prior.Name),
		"If its trigger is active, deactivate it: it sends the survey until then. Delete the survey only if its ratings are not needed any more.",
	}
}
