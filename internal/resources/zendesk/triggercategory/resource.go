// Package triggercategory is the resource surveytrigger_zendesk_trigger_category:
// a block of triggers that Zendesk evaluates together, by the category's place.
//
// Categories move only because one declares evaluate_after: a configuration
// holds relations, never positions.
package triggercategory

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:      "zendesk_trigger_category",
		Sections:  []string{zendesk.Section},
		Object:    zendesk.NounCategory,
		Schema:    resourceSchema,
		Plan:      plan,
		Create:    create,
		Read:      read,
		Update:    update,
		Delete:    remove,
		Remembers: []lifecycle.Key{orphan.SentAgain},
		Listing:   listing,
		MovesFrom: []string{"zendesk_trigger_category"},
	})()
}
