// Package httptarget is the resource surveytrigger_zendesk_http_target: the
// legacy survey target, for accounts that still have HTTP targets. Zendesk
// replaced them by webhooks in 2022 and new accounts may refuse them; then the
// error shows the webhook to write instead.
package httptarget

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

// New makes the resource.
func New() resource.Resource {
	return lifecycle.New(lifecycle.Definition[*zendesk.Client, Model]{
		Name:       "zendesk_http_target",
		Sections:   []string{zendesk.Section},
		Object:     zendesk.NounTarget,
		Schema:     resourceSchema,
		Check:      check,
		Plan:       plan,
		PlanDelete: planDelete,
		Create:     create,
		Read:       read,
		Update:     update,
		Delete:     remove,
		Remembers:  []lifecycle.Key{attribute.CredentialHost, orphan.SentAgain},
		Listing:    listing,
		MovesFrom:  []string{"zendesk_target"},
	})()
}

func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	if err := state.receiver().CheckEnd(ctx, client); err != nil {
		return err
	}
	return client.DeleteTarget(ctx, state.ID.ValueString())
}
