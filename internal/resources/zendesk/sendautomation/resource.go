// Package sendautomation is the resource surveytrigger_zendesk_send_automation:
// hours after a ticket was solved, ask the survey backend for a survey, once.
//
// It counts the hours since the ticket was solved, not since its last update, so
// that a tag added by another rule does not start the wait again. The sent tag
// makes it act once: Zendesk wants that of every automation, and so do the
// customers. Exclusions mark tickets long before; no evaluation order is needed.
package sendautomation

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_send_automation",
		Sections:   []string{zendesk.Section},
		Object:     zendesk.NounAutomation,
		Schema:     resourceSchema,
		Check:      check,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Remembers:  []lifecycle.Key{trigger.AsRead, action.Places},
		Listing:    listing,
		MovesFrom:  []string{"zendesk_automation"},
	})()
}
