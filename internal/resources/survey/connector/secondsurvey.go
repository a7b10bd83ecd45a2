package connector

import (
	"context"

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
	return secondsurvey.ReportPolled(ctx, lifecycle.Others[secondsurvey.HelpDesk](&p.Notes), p.Config.URL.ValueString(), backend,
		"the trigger distributions of this connector", "this connector", &p.Notes, pathURL)
}
