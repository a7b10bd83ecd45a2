// Package stellaconnect says what Stella Connect can do, and what a person has to do in its
// screens. It knows neither HTTP nor Terraform.
package stellaconnect

import (
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// Capabilities is Stella Connect's entry of the table. Source: User Management v2 of
// https://docs.medallia.com/en/agent-connect/api, the only part of it that writes anything
// but survey requests.
func Capabilities() capability.System {
	return capability.System{
		Name: "Stella Connect",
		Objects: []capability.Object{
			{Noun: "employee", Resource: "agent", Ends: []capability.End{capability.Deactivate}, Unread: []string{"username"}},
		},
	}
}

// Without are the resources of survey backends that Stella Connect has no API for, with
// what does their work.
var Without = map[string]string{
	"connector":            "Stella Connect has no API for connectors: it reads no help desk. The help desk asks for each survey, with a surveytrigger_zendesk_webhook or a surveytrigger_kustomer_send_workflow that has Stella Connect's API key.",
	"survey":               "Stella Connect has no API for surveys: a person edits their questions in the Survey Builder.",
	"trigger_distribution": "Stella Connect has no API for trigger distributions: the help desk asks for each survey, with a surveytrigger_zendesk_send_trigger, a surveytrigger_zendesk_send_automation or a surveytrigger_kustomer_send_workflow.",
}

// AgentStarting approves the profile of a new employee. The statuses and the page are those of
// https://docs.medallia.com/en/agent-connect/managing-your-team/profiles/edit-user-profiles-and-approve-changes
func AgentStarting(declared survey.Agent) []string {
	if !declared.Active {
		return nil
	}
	return []string{
		fmt.Sprintf("In Stella Connect, go to Settings > Manage Team and open the profile of %s (Edit User).", declared.Email),
		"Fill in the required fields and save: what an Admin saves is approved. If the employees complete their profiles themselves, wait for the status Pending Review and approve the profile.",
	}
}
