package nativecsat

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/secondsurvey"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

var (
	pathChannel = path.Root("channel")
	pathEnabled = path.Root("enabled")
)

// plan refuses what create would.
func plan(ctx context.Context, p *lifecycle.Planning[*kustomer.Client, Model]) error {
	if !p.Online || !attribute.Set(p.Plan.Channel) {
		return nil
	}
	channel := p.Plan.Channel.ValueString()
	if attribute.Set(p.Plan.Enabled) {
		p.Client.NativePlan(channel).Keep(p.Plan.Enabled.ValueBool())
	}
	if p.Unchanged {
		return nil
	}
	if p.State == nil {
		if _, taken := p.Client.PlanNewTitle(kustomer.NounSurveys, channel, p.Replaces); taken || !p.Client.Want(kustomer.NounSurveys, channel, p.Replaces) {
			return twice(p.Client.Account(), channel)
		}
	}
	surveys, _, err := surveysOf(ctx, p.Client, channel)
	if err != nil {
		return err
	}
	return possible(ctx, p.Client, channel, p.Plan.Enabled, surveys)
}

// planDelete notes for the sends that are planned later that surveys come back, or may do
// so. Whichever is planned later, this or what begins to send, tells it.
func planDelete(_ context.Context, client *kustomer.Client, state *Model, notes *lifecycle.Notes) error {
	channel := state.Channel.ValueString()
	switch before, _ := attribute.Texts(state.PreviouslyEnabled); {
	case len(before) == 0:
	case state.Restore.ValueString() == restoreAlways:
		client.NativePlan(channel).Restore()
	case !state.Enabled.ValueBool():
		return secondsurvey.ReportEnd(client, channel, client.RestoredSurvey(channel, before), notes, path.Root("restore"))
	}
	return nil
}

// possible refuses a channel that nobody has, and surveys where there are none.
func possible(ctx context.Context, client *kustomer.Client, channel string, enabled types.Bool, surveys []kustomer.Survey) error {
	if len(surveys) > 0 {
		return nil
	}
	all, err := client.Surveys(ctx)
	if err != nil {
		return err
	}
	channels := map[string]bool{}
	for _, survey := range all {
		channels[survey.Channel] = true
	}
	with := strings.Join(slices.Sorted(maps.Keys(channels)), ", ")
	if with == "" {
		with = "none"
	}
	switch {
	case !slices.Contains(rules.SurveyChannels, channel):
		return lifecycle.At(pathChannel, "Unknown channel",
			"%q is none of the channels that Kustomer documents, which are %s, and %s has no satisfaction surveys on it. Channels with surveys: %s.",
			channel, strings.Join(rules.SurveyChannels, ", "), client.Account(), with)
	case enabled.ValueBool():
		return lifecycle.At(pathEnabled, "The channel has no satisfaction surveys",
			"%s has no satisfaction survey on the channel %q that could be enabled. Channels with surveys: %s. Create one in Settings > Satisfaction, or set enabled = false.", client.Account(), channel, with)
	}
	return nil
}

func twice(account, channel string) error {
	return lifecycle.At(pathChannel, "Two resources for the surveys of a channel",
		"Another resource of this run manages Kustomer's own surveys of the channel %q of %s: each would restore what the other one made. Keep one of the two. "+
			"If only the address of the resource changed, use a moved block.", channel, account)
}
