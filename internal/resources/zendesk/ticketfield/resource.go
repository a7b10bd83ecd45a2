// Package ticketfield is the resource surveytrigger_zendesk_ticket_field: a
// custom ticket field, such as the "do not send" checkbox that an exclusion
// ticks.
//
// A field holds values on tickets, so destroying one deactivates it unless
// deletion is asked for, and creating one again adopts the inactive field of the
// same title and type instead of creating a duplicate.
package ticketfield

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_ticket_field",
		Sections:   []string{zendesk.Section},
		Object:     zendesk.NounTicketField,
		Schema:     resourceSchema,
		Validate:   validate,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Remembers:  []lifecycle.Key{orphan.SentAgain},
		Listing:    listing,
		MovesFrom:  []string{"zendesk_ticket_field"},
	})()
}
