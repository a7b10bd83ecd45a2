package survey

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// Capabilities is the entry of a backend that speaks the open contract.
func Capabilities() capability.System {
	deleted := []capability.End{capability.Delete}
	return capability.System{
		Name: "Survey backends of the open contract",
		Objects: []capability.Object{
			{Noun: NounSurvey, Resource: "survey", Ends: deleted},
			{Noun: NounDistribution, Resource: "trigger_distribution", Ends: deleted},
			{Noun: NounAgent, Resource: "agent", Ends: deleted},
		},
	}
}
