package nativecsat

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// plan refuses what create would: an account that has no automation to adopt. An
// account that cannot be asked now will tell then.
func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if p.State != nil || !p.Online {
		return nil
	}
	if account, err := p.Client.Catalogue(ctx); account == nil {
		return err
	}
	survey, err := p.Client.NativeSurvey(ctx)
	if err != nil || survey.Automation != nil {
		return err
	}
	return notAutomated(p.Client.Account(), survey.Triggers)
}
