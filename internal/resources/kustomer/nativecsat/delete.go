package nativecsat

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// remove restores which surveys were enabled. Others stay as they are, unless none was
// enabled and an apply enabled all. What another resource of this run has adopted
// meanwhile, as with create_before_destroy, is that one's.
func remove(ctx context.Context, client *kustomer.Client, state *Model, notes *lifecycle.Notes) error {
	channel := state.ID.ValueString()
	if !client.BeginDelete(kustomer.NounSurveys, channel) {
		return nil
	}
	surveys, _, err := surveysOf(ctx, client, channel)
	if err != nil {
		return err
	}
	before, _ := attribute.Texts(state.PreviouslyEnabled)
	disable := len(before) == 0 && state.Enabled.ValueBool()
	enables := slices.ContainsFunc(surveys, func(s kustomer.Survey) bool { return !s.Enabled && slices.Contains(before, s.ID) })
	if enables && state.Restore.ValueString() != restoreAlways {
		if sends, err := sending(ctx, client, notes, channel); err != nil || len(sends) > 0 {
			warnOfSends(client.Account(), channel, sends, err, notes)
			client.Release(kustomer.NounSurveys, channel)
			return nil
		}
	}
	for _, survey := range surveys {
		restored := !survey.Enabled && slices.Contains(before, survey.ID) || survey.Enabled && disable
		if !restored {
			continue
		}
		if err := client.EnableSurvey(ctx, survey.ID, !survey.Enabled); err != nil {
			return err
		}
	}
	client.Release(kustomer.NounSurveys, channel)
	return nil
}
