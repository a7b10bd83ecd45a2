// Package sendworkflow is the resource surveytrigger_kustomer_send_workflow: when a
// conversation is done, ask the survey backend for a survey, once.
//
// Package workflow of the rules writes and reads Kustomer's documents; here is what
// Terraform makes of them. A workflow with a delay is two: the one whose id the resource
// has schedules, the other one decides. The one that decides is written first on every
// change, and nothing is enabled before its last request.
package sendworkflow

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*kustomer.Client, Model]{
		Name:       "kustomer_send_workflow",
		Sections:   []string{kustomer.Section},
		Object:     kustomer.NounWorkflow,
		Schema:     resourceSchema,
		Validate:   validate,
		Check:      check,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Remembers:  []lifecycle.Key{secretHeaderNames.Key, variablesKey, sendingKey, attribute.CredentialHost},
		Listing:    listing,
	})()
}
