package connector

import (
	"context"
	"errors"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// reportSecondSurvey reports, once for each account, who else asks the customers whom the
// trigger distributions of this connector survey: the help desk, or sends of this run. It
// is known only of an account that the provider block configures, too.
func reportSecondSurvey(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	backend := "the survey backend"
	if p.Online {
		backend = p.Client.Account()
	}
	var problems []error
	for _, desk := range lifecycle.Others[secondsurvey.HelpDesk](&p.Notes) {
		at := p.Config.URL.ValueString()
		if survey.SameURL(at, desk.Account()) || survey.SameURL(at, desk.Root()) {
			problems = append(problems, secondsurvey.ReportSends(desk, backend, &p.Notes, pathURL), reportNative(ctx, desk, &p.Notes))
		}
	}
	return errors.Join(problems...)
}

func reportNative(ctx context.Context, desk secondsurvey.HelpDesk, notes *lifecycle.Notes) error {
	if desk.Checks().Level(checks.NativeSurvey) == checks.Off {
		return nil
	}
	found, err := desk.NativeSurvey(ctx, survey.Channels()[0])
	if err != nil {
		secondsurvey.NotAsked(desk.Account(), notes, pathURL, err)
		return nil
	}
	if len(found.Names) == 0 || !notes.First("native survey: "+desk.Account()) {
		return nil
	}
	return secondsurvey.ReportNative(found, desk.Checks(), notes, pathURL, "", "the trigger distributions of this connector", "this connector")
}
