package nicereply

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// HiddenOfDistributions are the attributes of a trigger distribution that no answer is
// expected to show: nothing in the public material says that the API tells what is
// written back to the help desk, and when that closes what is resolved is no setting of
// Nicereply at all.
var HiddenOfDistributions = []string{"help_desk_close_after_hours", "write_back.custom_field", "write_back.note"}

// Capabilities is Nicereply's entry of the table. Sources: section "reference" of
// https://cdn.nicereply.com/s/api/latest, which has one operation that writes any of it.
func Capabilities() capability.System {
	forgotten := []capability.End{capability.Forget}
	return capability.System{
		Name: "Nicereply",
		Objects: []capability.Object{
			{Noun: "integration", Resource: "connector", Verified: true, Ends: forgotten, Unread: []string{"desk", "kustomer", "zendesk"}},
			{Noun: "survey", Resource: "survey", Verified: true, Ends: forgotten},
			{Noun: "trigger distribution", Resource: "trigger_distribution", Verified: true, Ends: forgotten, Unread: HiddenOfDistributions},
			{Noun: "feedback object", Resource: "agent", Verified: true, Created: true, Ends: forgotten},
		},
	}
}
