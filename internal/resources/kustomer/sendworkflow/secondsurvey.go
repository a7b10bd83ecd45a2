package sendworkflow

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
)

// reportNativeSurveys reports, once for each channel, that Kustomer's own surveys go out
// on it as well.
func reportNativeSurveys(ctx context.Context, p *planning) error {
	if p.Client.Checks().Level(checks.NativeSurvey) == checks.Off || !p.Plan.Enabled.ValueBool() || !asks(p) {
		return nil
	}
	var problems []error
	channels, _ := attribute.Texts(p.Plan.Channels)
	for _, channel := range channels {
		found, err := p.Client.NativeSurvey(ctx, channel)
		if err != nil {
			secondsurvey.NotAsked(p.Client.Account(), &p.Notes, path.Root("enabled"), err)
			continue
		}
		if len(found.Names) > 0 && p.First("native survey: "+channel) {
			problems = append(problems, secondsurvey.ReportNative(found, p.Client.Checks(), &p.Notes, path.Root("enabled"), p.Plan.ID.ValueString(), "this workflow", "this workflow"))
		}
	}
	return errors.Join(problems...)
}
