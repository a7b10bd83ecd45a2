package open

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

var distributions = kind[survey.Distribution]{
	noun: survey.NounDistribution, path: "/trigger_distributions",
	id:      func(d survey.Distribution) string { return d.ID },
	version: func(d survey.Distribution) string { return d.Version },
	title:   func(d survey.Distribution) string { return d.SurveyID + " to " + d.ConnectorID },
	means: func(declared, d survey.Distribution) bool {
		return d.SurveyID == declared.SurveyID && d.ConnectorID == declared.ConnectorID && d.Channel == declared.Channel && d.Status == declared.Status
	},
	decode: decoder(func(d contract.TriggerDistribution) survey.Distribution {
		return survey.Distribution{
			ID: d.ID, SurveyID: d.SurveyID, ConnectorID: d.ConnectorID, Channel: string(d.Channel), Status: string(d.Status),
			QuietPeriodHours: int64(d.QuietPeriodHours), Active: d.Active, Note: d.WriteBack.Note, CustomField: orZero(d.WriteBack.CustomField),
			HelpDeskCloseAfterHours: int64(orZero(d.HelpDeskCloseAfterHours)), Version: d.Etag,
		}
	}),
	create: func(declared survey.Distribution) any {
		return contract.TriggerDistributionCreate{
			SurveyID: declared.SurveyID, ConnectorID: declared.ConnectorID,
			Channel: new(contract.Channel(declared.Channel)), Status: new(contract.ConversationStatus(declared.Status)),
			QuietPeriodHours: new(int(declared.QuietPeriodHours)), Active: &declared.Active,
			WriteBack:               &contract.WriteBackSetting{Note: &declared.Note, CustomField: orNull(declared.CustomField)},
			HelpDeskCloseAfterHours: orNull(int(declared.HelpDeskCloseAfterHours)),
		}
	},
	patch: func(prior, declared survey.Distribution) any {
		patch := contract.TriggerDistributionUpdate{
			SurveyID: changedTo(prior.SurveyID, declared.SurveyID), ConnectorID: changedTo(prior.ConnectorID, declared.ConnectorID),
			Channel:                 changedTo(contract.Channel(prior.Channel), contract.Channel(declared.Channel)),
			Status:                  changedTo(contract.ConversationStatus(prior.Status), contract.ConversationStatus(declared.Status)),
			QuietPeriodHours:        changedTo(int(prior.QuietPeriodHours), int(declared.QuietPeriodHours)),
			Active:                  changedTo(prior.Active, declared.Active),
			HelpDeskCloseAfterHours: nullIfChanged(int(prior.HelpDeskCloseAfterHours), int(declared.HelpDeskCloseAfterHours)),
		}
		if prior.Note != declared.Note || prior.CustomField != declared.CustomField {
			patch.WriteBack = &contract.WriteBackSetting{
				Note: changedTo(prior.Note, declared.Note), CustomField: nullIfChanged(prior.CustomField, declared.CustomField),
			}
		}
		return unlessEmpty(patch)
	},
}

// DistributionsBy are the active trigger distributions for a channel.
func (c *Client) DistributionsBy(ctx context.Context, channel string) ([]survey.Distribution, error) {
	all, err := c.distributions.list.All(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(d survey.Distribution) bool { return !d.Active || d.Channel != channel }), err
}
