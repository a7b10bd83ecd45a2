package httptarget

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	target, err := client.Target(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	if !target.IsHTTP() {
		return &lifecycle.Problem{
			Summary: "Not an HTTP target",
			Detail: fmt.Sprintf("The target %q (%s) is of type %q. Surveys need a target that sends a body by HTTP: import one of type %q, or use a surveytrigger_zendesk_webhook.",
				target.Title, target.ID, target.Type, zendesk.TargetTypeHTTP),
		}
	}
	if state.Imported() {
		caller.WarnOfSecret(notes, path.Root("url"), types.StringValue(target.URL))
	}
	state.Title = types.StringValue(target.Title)
	state.URL = types.StringValue(target.URL)
	state.Method = types.StringValue(strings.ToLower(target.Method))
	// Zendesk may tell none for calls without a body.
	state.ContentType = types.StringValue(cmp.Or(target.ContentType, state.ContentType.ValueString(), defaultContentType))
	state.Username = attribute.Text(target.Username, state.Username)
	state.Active = types.BoolValue(target.Active)
	orphan.WarnOfLate(&state.Base, notes, path.Root("title"), sameCall, func() ([]zendesk.Orphan, error) { return client.OrphanTargets(ctx, target) })
	return nil
}
