// Package sendtrigger is the resource surveytrigger_zendesk_send_trigger: when a
// ticket of certain channels gets a status, ask the survey backend for a survey.
//
// The resource writes the conditions that every send needs (status, channels,
// the tags and checkboxes of exclusions, its own "sent" tag) and adds the
// user's. Reading takes them apart again, in the form that prior state used:
// see show.go.
package sendtrigger

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_send_trigger",
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
