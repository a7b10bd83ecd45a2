package exclusiontrigger

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	prior := trigger.Version{Active: state.Active.ValueBool(), Rule: state.rule(ctx)}
	found, err := client.Trigger(ctx, state.ID.ValueString())
	if zendesk.IsNotFound(err) {
		state.WarnOfDrift(ctx, client, prior, nil, notes)
	}
	if err != nil {
		return err
	}
	imported := state.Imported()
	state.Conditions = condition.Show(ctx, found.Conditions, state.Conditions)
	unmanaged := state.showActions(ctx, found.Actions)
	if imported && len(unmanaged) > 0 {
		return &lifecycle.Problem{
			Summary: "Not an exclusion trigger",
			Detail: fmt.Sprintf("%q also has the action `%s %s`, which an exclusion trigger cannot express: it ticks one checkbox and adds one tag. "+
				"Remove that action in the admin screen, or manage the trigger elsewhere.", found.Title, unmanaged[0].Field, unmanaged[0].Value),
		}
	}
	if state.Protects.IsNull() {
		state.Protects = types.StringValue(protectsAll)
	}
	gaps, err := state.Show(ctx, client, found, unmanaged, state.protectsAll())
	if err != nil {
		return err
	}
	now := trigger.Found(found.Active, found.Conditions, found.Actions)
	state.WarnOfDrift(ctx, client, prior, &now, notes)
	state.WarnOfListed(ctx, client, notes)
	open, err := state.showForce(ctx, client)
	if err != nil {
		return err
	}
	if rules.MarksOf(found.Actions).Lacks(rules.MarksOf(prior.Rule.Actions)) {
		state.InForce = types.BoolValue(false) // it leaves other marks than those that sends look for
	}
	return state.report(ctx, client, open, gaps, notes)
}
