package sendworkflow

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
)

// reportNativeSurveys reports, once for each channel, that Kustomer's own surveys go out
// on it as well, or may come back beside a workflow that begins to send on it. Of a workflow
// that was not read nothing is said of the organization: a plan without refresh stays
// without requests.
func reportNativeSurveys(ctx context.Context, p *planning) error {
	if p.Client.Checks().Level(checks.NativeSurvey) == checks.Off || !p.Plan.Enabled.ValueBool() {
		return nil
	}
	var problems []error
	var before []string
	if p.State != nil && p.State.Enabled.ValueBool() {
		before, _ = attribute.Texts(p.State.Channels)
	}
	channels, _ := attribute.Texts(p.Plan.Channels)
	for _, channel := range channels {
		if !slices.Contains(before, channel) {
			problems = append(problems, secondsurvey.ReportBegin(p.Client, channel, p.Plan.ID.ValueString(), &p.Notes, path.Root("enabled")))
		}
		if !asks(p) {
			continue
		}
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
