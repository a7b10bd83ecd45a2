package nativecsat

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
)

// plan refuses what create would: an account that has no automation to adopt, and a
// second resource for the same one. An account that cannot be asked now will tell
// then.
func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if !p.Online {
		return nil
	}
	var id string
	if p.State != nil {
		id = p.State.ID.ValueString()
	} else {
		if asked, err := catalogue.Asked(ctx, p.Client, &p.Notes); !asked {
			return err
		}
		survey, err := p.Client.FindNativeSurvey(ctx)
		if err != nil {
			return err
		}
		if survey.Automation == nil {
			return notAutomated(p.Client.Account(), survey)
		}
		id = survey.Automation.ID
	}
	if p.Plan.Enabled.IsUnknown() || p.Client.PlanNativeSurvey(id, p.Replaces, p.Plan.Enabled.ValueBool()) {
		return nil
	}
	return twoResources(p.Client.Account(), id)
}

// twoResources refuses the second resource: each would restore what the other made.
func twoResources(account, id string) error {
	return &lifecycle.Problem{
		Summary: "Two resources for Zendesk's own survey",
		Detail: fmt.Sprintf("%s has one built-in survey (automation %s), and another resource of this run manages it already.\n\n"+
			"Keep one of the two. If only the address of the resource changed, use a moved block.", account, id),
	}
}

// planDelete notes for the sends that are planned later that the survey comes back, or
// may do so. Whichever is planned later, this or a send that becomes active, tells it.
func planDelete(_ context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	switch {
	case !state.PreviouslyEnabled.ValueBool():
	case state.Restore.ValueString() == restoreAlways:
		client.NativePlan("").Restore()
	case !state.Enabled.ValueBool():
		return secondsurvey.ReportEnd(client, "", client.RestoredSurvey(state.ID.ValueString()), notes, path.Root("restore"))
	}
	return nil
}
