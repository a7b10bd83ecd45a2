package webhook

import (
	"context"
	"errors"
	"reflect"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// update sends one PATCH with what changed, or nothing.
func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	plan, state := c.Plan, c.State
	if err := errors.Join(sendable(ctx, c.Config, state), checkMoved(ctx, c.Config, plan, state)); err != nil {
		return err
	}
	input := zendesk.WebhookInput{
		Name:          attribute.Changed(plan.Name, state.Name),
		Description:   attribute.Changed(plan.Description, state.Description),
		Endpoint:      attribute.Changed(plan.Endpoint, state.Endpoint),
		HTTPMethod:    attribute.Changed(plan.HTTPMethod, state.HTTPMethod),
		RequestFormat: attribute.Changed(plan.RequestFormat, state.RequestFormat),
	}
	changeHeaders(c, &input)
	if !plan.Active.Equal(state.Active) {
		input.Active = plan.Active.ValueBoolPointer()
	}
	if !plan.Authentication.Equal(state.Authentication) {
		input.RemoveAuthentication = plan.Authentication.IsNull()
		input.Authentication = authenticationOf(ctx, c.Config.Authentication).wire()
	}
	if !reflect.DeepEqual(input, zendesk.WebhookInput{}) {
		if err := client.PatchWebhook(ctx, plan.ID.ValueString(), input); err != nil {
			return err
		}
	}
	attribute.KeepCredentialHost(&plan.Base, plan.Endpoint)
	return nil
}

// changedHeaders holds what to set and, as nil, what to remove. It is nil when
// nothing changed.
func changedHeaders(plan, state map[string]string) map[string]*string {
	var changed map[string]*string
	set := func(name string, value *string) {
		if changed == nil {
			changed = map[string]*string{}
		}
		changed[name] = value
	}
	for name, value := range plan {
		if prior, exists := state[name]; !exists || prior != value {
			set(name, &value)
		}
	}
	for name := range state {
		if _, stays := plan[name]; !stays {
			set(name, nil)
		}
	}
	return changed
}
