package connector

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// reportSecondSurvey reports who else asks the customers whom the trigger distributions of
// this connector survey.
func reportSecondSurvey(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	backend := "the survey backend"
	if p.Online {
		backend = p.Client.Account()
	}
	return secondsurvey.ReportPolled(ctx, lifecycle.Others[secondsurvey.HelpDesk](&p.Notes), secondsurvey.Poller{
		Address: p.Config.URL.ValueString(), Backend: backend, Surveys: "the trigger distributions of this connector", Asker: "this connector",
		Begins: p.State == nil || !survey.SameURL(p.State.URL.ValueString(), p.Config.URL.ValueString()),
	}, &p.Notes, pathURL)
}

// warnOfAnotherAccount says what becomes of older conversations where the address changes to
// that of another account. The trigger distributions of the connector go on there.
func warnOfAnotherAccount(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) {
	if p.State == nil || !p.Online || !p.Client.Connectors().Managed() || survey.SameURL(p.State.URL.ValueString(), p.Config.URL.ValueString()) {
		return
	}
	all, err := p.Client.Distributions().All(ctx)
	if err != nil {
		return // what cannot be read is refused by the apply
	}
	uses := func(d survey.Distribution) bool { return d.Active && d.ConnectorID == p.State.ID.ValueString() }
	if slices.ContainsFunc(all, uses) {
		secondsurvey.WarnOfResolved(&p.Notes, pathURL, "The active trigger distributions of this connector poll another address from then on.")
	}
}
