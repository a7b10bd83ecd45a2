package httptarget

import (
	"context"
	"reflect"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// update sends one PUT with what changed, or nothing.
func update(ctx context.Context, client *zendesk.Client, c *lifecycle.Change[Model]) error {
	plan, state := c.Plan, c.State
	if err := checkMoved(c.Config, plan, state); err != nil {
		return err
	}
	input := zendesk.TargetInput{
		Title:       attribute.Changed(plan.Title, state.Title),
		URL:         attribute.Changed(plan.URL, state.URL),
		Method:      attribute.Changed(plan.Method, state.Method),
		ContentType: attribute.Changed(plan.ContentType, state.ContentType),
	}
	if !plan.Active.Equal(state.Active) {
		input.Active = plan.Active.ValueBoolPointer()
	}
	renamed := !plan.Username.Equal(state.Username)
	switch {
	case plan.Username.IsNull() && renamed:
		none := ""
		input.Username = &none
	case renamed || password(c.Config, plan, state).Rotates():
		input.Username, input.Password = plan.Username.ValueStringPointer(), c.Config.PasswordWO.ValueStringPointer()
	}
	if !reflect.DeepEqual(input, zendesk.TargetInput{}) {
		if _, err := client.UpdateTarget(ctx, plan.ID.ValueString(), input); err != nil {
			return err
		}
	}
	attribute.KeepCredentialHost(&plan.Base, plan.URL)
	return nil
}
