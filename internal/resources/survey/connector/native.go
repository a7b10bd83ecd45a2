package connector

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/nativesurvey"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// reportNativeSurvey reports, once for each account, that the help desk asks by itself
// the customers whom the trigger distributions of this connector survey. It is known only
// of an account that the provider block configures, too.
func reportNativeSurvey(ctx context.Context, p *lifecycle.Planning[survey.Backend, Model]) error {
	at := p.Config.URL.ValueString()
	for _, desk := range lifecycle.Others[nativesurvey.HelpDesk](&p.Notes) {
		reached := survey.SameURL(at, desk.Account()) || survey.SameURL(at, desk.Root())
		if !reached || desk.Checks().Level(checks.NativeSurvey) == checks.Off {
			continue
		}
		found, err := desk.NativeSurvey(ctx, survey.Channels()[0])
		if err != nil {
			nativesurvey.NotAsked(desk.Account(), &p.Notes, pathURL, err)
			return nil
		}
		if len(found.Names) > 0 && p.First("native survey: "+desk.Account()) {
			return nativesurvey.Report(found, desk.Checks(), &p.Notes, pathURL, "", "the trigger distributions of this connector", "this connector")
		}
	}
	return nil
}
