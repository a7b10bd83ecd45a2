package kustomer

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// Attributes is what Kustomer does with custom attributes: its API deletes none.
var Attributes = capability.Object{Noun: "custom attribute", Resource: "kustomer_attribute", Ends: []capability.End{capability.Keep}}

// Workflows is what Kustomer does with workflows: its API deletes none, and shows no value
// of a variable.
var Workflows = capability.Object{Noun: "workflow", Resource: "kustomer_send_workflow", Ends: []capability.End{capability.Deactivate}, Unread: []string{"request.secret_headers_wo"}}

// WorkflowRules wait for at most a year.
var WorkflowRules = capability.Rule{
	Noun: "workflow", Resources: []string{"kustomer_send_workflow"}, Runs: "at every update of a conversation, or the given minutes later",
	Checkbox: capability.AnyCheckbox, AnyGroups: 1, MaxHours: 365 * 24,
}

// Capabilities is Kustomer's entry of the table.
func Capabilities() capability.System {
	return capability.System{
		Name:  "Kustomer",
		Rules: []capability.Rule{WorkflowRules},
		Objects: []capability.Object{
			Attributes,
			Workflows,
			{Noun: "satisfaction surveys of a channel", Resource: "kustomer_native_csat", Adopted: true, Ends: []capability.End{capability.Restore}, Unread: []string{"restore"}},
		},
	}
}
