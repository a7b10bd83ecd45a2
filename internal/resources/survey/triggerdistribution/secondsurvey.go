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
// inactive one asks nobody, and with -refresh=false the plan reads nothing more of one that
// stays as it is.
func plan(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	warnOfResolved(ctx, p)
	isPaused := attribute.Set(p.Plan.Active) && !p.Plan.Active.ValueBool()
	silent := !p.Online || p.State != nil && !p.Client.WasRead(survey.NounDistribution, p.State.ID.ValueString())
	desks := lifecycle.Others[secondsurvey.HelpDesk](&p.Notes)
	if isPaused || silent || len(desks) == 0 || !attribute.Set(p.Plan.ConnectorID) {
		return nil
	}
	if connector, err := p.Client.Connectors().Get(ctx, p.Plan.ConnectorID.ValueString()); err == nil {
		return secondsurvey.ReportPolled(ctx, desks, secondsurvey.Poller{
			Address: connector.URL, Backend: p.Client.Account(), Surveys: "this trigger distribution", Asker: "this trigger distribution",
			Begins: p.State == nil || attribute.Set(p.State.Active) && !p.State.Active.ValueBool() || !p.State.ConnectorID.Equal(p.Plan.ConnectorID),
		}, &p.Notes, path.Root("connector_id"))
	}
	return nil // the apply says what is wrong with it
}

// warnOfResolved says what becomes of older conversations where a distribution is activated,
// or polls another help desk.
func warnOfResolved(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) {
	if !p.Online || !p.Client.Distributions().Managed() || !p.Plan.Active.ValueBool() {
		return
	}
	switch {
	case p.State == nil:
		secondsurvey.WarnOfResolved(&p.Notes, path.Root("active"), "This trigger distribution is created active.")
	case !p.State.Active.ValueBool():
		secondsurvey.WarnOfResolved(&p.Notes, path.Root("active"), "This trigger distribution is activated.")
	case p.Plan.ConnectorID.IsUnknown():
		secondsurvey.WarnOfResolved(&p.Notes, path.Root("connector_id"), "This trigger distribution moves to a new connector.")
	case !p.Plan.ConnectorID.Equal(p.State.ConnectorID) && !sameHelpDesk(ctx, p.Client, p.Plan.ConnectorID.ValueString(), p.State.ConnectorID.ValueString()):
		secondsurvey.WarnOfResolved(&p.Notes, path.Root("connector_id"), "This trigger distribution moves to another connector.")
	}
}

// sameHelpDesk reports whether two connectors lead to one account.
func sameHelpDesk(ctx context.Context, backend survey.Backend, a, b string) bool {
	one, err := backend.Connectors().Get(ctx, a)
	if err != nil {
		return false
	}
	other, err := backend.Connectors().Get(ctx, b)
	return err == nil && survey.SameURL(one.URL, other.URL)
}
