package exclusiontrigger

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	trigger, err := client.Trigger(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	imported := state.Imported()
	state.Conditions = condition.Show(ctx, trigger.Conditions, state.Conditions)
	unmanaged := state.showActions(ctx, trigger.Actions)
	if imported && len(unmanaged) > 0 {
		return &lifecycle.Problem{
			Summary: "Not an exclusion trigger",
			Detail: fmt.Sprintf("%q also has the action `%s %s`, which an exclusion trigger cannot express: it ticks one checkbox and adds one tag. "+
				"Remove that action in the admin screen, or manage the trigger elsewhere.", trigger.Title, unmanaged[0].Field, unmanaged[0].Value),
		}
	}
	return state.Show(ctx, client, trigger, unmanaged)
}
