package nicereply

import (
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// Capabilities is Nicereply's entry of the table.
func Capabilities() capability.System {
	kept := []capability.End{capability.Keep}
	return capability.System{
		Name: "Nicereply",
		Objects: []capability.Object{
			{Noun: survey.NounSurvey, Resource: "survey", Verified: true, Ends: kept},
			{Noun: survey.NounDistribution, Resource: "trigger_distribution", Verified: true, Ends: kept, Unread: []string{"help_desk_close_after_hours", "write_back"}},
			{Noun: "feedback object (agent)", Resource: "agent", Ends: kept},
		},
	}
}
