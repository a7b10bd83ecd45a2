package webhook

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// checkDeliveries warns of a webhook that Zendesk calls in vain: an apply with a
// wrong key succeeds, and nobody is surveyed. It is no reason to fail a read.
func checkDeliveries(ctx context.Context, client *zendesk.Client, hook *zendesk.Webhook, notes *lifecycle.Notes) {
	if notes.Unheard() || !hook.Active || client.Checks().Level(checks.FailedDeliveries) == checks.Off {
		return
	}
	health, err := client.RecentHealth(ctx, hook)
	switch {
	case err != nil && notes.First("deliveries"):
		notes.Warn(path.Root("endpoint"), "Deliveries of webhooks were not checked",
			"The latest deliveries of %q (%s) could not be read: %s. If the receiver refuses all of them, this plan does not show it.\n\n"+
				"The credential may lack the right to read a webhook's activity, or the account does not offer it. To stop this warning, set checks = { failed_deliveries = \"off\" } in the provider block.", hook.Name, hook.ID, err)
	case health.Failing:
		notes.Warn(path.Root("endpoint"), "Deliveries of webhook "+hook.ID+" fail", "%s", describeFailing(hook.Name, hook.ID, health))
	}
}

// refuseFailing makes the finding of the read before it an error where the user
// asks for that and the plan, which may be the repair, leaves the webhook alone.
func refuseFailing(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if !p.Online || p.State == nil || !p.Unchanged || p.Client.Checks().Level(checks.FailedDeliveries) != checks.Error {
		return nil
	}
	health, _ := p.Client.KnownHealth(p.State.ID.ValueString())
	if !health.Failing {
		return nil
	}
	return lifecycle.At(path.Root("endpoint"), "Deliveries of a webhook fail", "%s", describeFailing(p.State.Name.ValueString(), p.State.ID.ValueString(), health))
}

func describeFailing(name, id string, health zendesk.Health) string {
	last := fmt.Sprintf("ended as %q, without an answer,", cmp.Or(health.Last.Status, "failed"))
	if health.Last.Code != 0 {
		last = fmt.Sprintf("was answered with status %d", health.Last.Code)
	}
	return fmt.Sprintf("Every delivery of %q (%s) has failed since its last change, %d in a row. The last one %s at %s. "+
		"While this lasts, no survey is requested, and tickets that get a sent_tag meanwhile are not surveyed later either.\n\n"+
		"Check the endpoint and the credential, and the webhook's activity in Admin Center > Apps and integrations > Webhooks. A new secret is sent when its version in authentication changes.",
		name, id, health.FailedInARow, last, health.Last.At)
}
