// Package exclusiontrigger is the resource
// surveytrigger_zendesk_exclusion_trigger: it marks the tickets of customers who
// shall not be surveyed, before any send trigger looks at them.
//
// A mark is a tag, a ticked checkbox, or both. That the exclusion really is
// evaluated first is declared by the sends, in their evaluate_after.
package exclusiontrigger

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_exclusion_trigger",
		Sections:   []string{zendesk.Section},
		Object:     zendesk.NounTrigger,
		Schema:     resourceSchema,
		Validate:   validate,
		Check:      check,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Remembers:  trigger.Remembered,
		Listing:    listing,
		MovesFrom:  []string{"zendesk_trigger"},
	})()
}
