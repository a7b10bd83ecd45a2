// Package webhook is the resource surveytrigger_zendesk_webhook: the survey
// target, a connection from Zendesk's business rules to a survey backend.
//
// Its secret is write-only. Zendesk never returns one, so a rotation shows as a
// change of the version beside it and is sent as one PATCH that leaves all else
// alone. Without a secret in the configuration the stored one stays.
package webhook

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_webhook",
		Sections:   []string{zendesk.Section},
		Object:     zendesk.NounWebhook,
		Schema:     resourceSchema,
		Validate:   validate,
		Check:      check,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Remembers:  []lifecycle.Key{secretHeaderNames.Key, attribute.CredentialHost, orphan.SentAgain},
		Listing:    listing,
		MovesFrom:  []string{"zendesk_webhook"},
	})()
}
