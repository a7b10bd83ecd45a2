package triggerdistribution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// plan reports who else asks the customers whom this distribution surveys, where another
// configuration has its connector; one of this configuration reports it itself. An
// inactive one asks nobody, and with -refresh=false the plan reads nothing.
func plan(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	isPaused := attribute.Set(p.Plan.Active) && !p.Plan.Active.ValueBool()
	silent := !p.Online || p.State != nil && !p.Client.WasRead(survey.NounDistribution, p.State.ID.ValueString())
	desks := lifecycle.Others[secondsurvey.HelpDesk](&p.Notes)
	if isPaused || silent || len(desks) == 0 || !attribute.Set(p.Plan.ConnectorID) {
		return nil
	}
	if connector, err := p.Client.Connectors().Get(ctx, p.Plan.ConnectorID.ValueString()); err == nil {
		return secondsurvey.ReportPolled(ctx, desks, connector.URL, p.Client.Account(), "this trigger distribution", "this trigger distribution", &p.Notes, path.Root("connector_id"))
	}
	return nil // the apply says what is wrong with it
}
