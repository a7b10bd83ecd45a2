// Package open says what a backend that speaks the open contract can do.
package open

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/capability"

// Capabilities is the open contract's entry of the table: openapi/survey-backend.yaml.
func Capabilities() capability.System {
	deleted := []capability.End{capability.Delete}
	return capability.System{
		Name: "The open contract",
		Objects: []capability.Object{
			{Noun: "connector", Resource: "connector", Ends: deleted, Unread: []string{"kustomer.api_key_wo", "zendesk.access_token_wo"}},
			{Noun: "survey", Resource: "survey", Ends: deleted},
			{Noun: "trigger distribution", Resource: "trigger_distribution", Ends: deleted},
			{Noun: "agent", Resource: "agent", Ends: deleted},
		},
	}
}
