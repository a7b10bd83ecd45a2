package backend

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

const (
	longestQuietPeriod = 8760 // a year of hours
	// timeToAnswer is for how long after the survey a conversation must stay open
	// for the rating, in hours.
	timeToAnswer = 48
)

// distribution is what can be written of a trigger distribution.
type distribution struct {
	SurveyID         string                      `json:"survey_id"`
	ConnectorID      string                      `json:"connector_id"`
	Channel          contract.Channel            `json:"channel"`
	Status           contract.ConversationStatus `json:"status"`
	QuietPeriodHours int                         `json:"quiet_period_hours"`
	Active           bool                        `json:"active"`
	WriteBack        writeBack                   `json:"write_back"`
	CloseAfterHours  *int                        `json:"help_desk_close_after_hours,omitempty"`
}

type writeBack struct {
	Note        bool    `json:"note"`
	CustomField *string `json:"custom_field,omitempty"`
}

func (s *System) distributionRules() rules[distribution] {
	return rules[distribution]{
		defaults: func() distribution {
			return distribution{
				Channel: contract.Email, Status: contract.Resolved, QuietPeriodHours: 48, Active: true,
				WriteBack: writeBack{Note: true},
			}
		},
		complete: func(*distribution) {},
		wrong:    s.wrongDistribution,
		taken:    func(string, distribution) error { return nil },
		inUse:    func(*object[distribution]) error { return nil },
		shown:    func(o *object[distribution]) map[string]any { return membersOf(o.settings) },
		changed:  func(_, _ *object[distribution]) {},
	}
}

func (s *System) wrongDistribution(now distribution, _ *distribution) (v []contract.MemberError) {
	found := (*verdict)(&v)
	found.present("/survey_id", now.SurveyID, "survey", s.surveys.index(now.SurveyID) >= 0)
	found.present("/connector_id", now.ConnectorID, "connector", s.connectors.index(now.ConnectorID) >= 0)
	choice(found, "/channel", now.Channel, contract.Email)
	choice(found, "/status", now.Status, contract.Resolved)
	found.between("/quiet_period_hours", now.QuietPeriodHours, 1, longestQuietPeriod)
	found.optional("/write_back/custom_field", now.WriteBack.CustomField, longestName)
	if now.CloseAfterHours != nil {
		found.between("/help_desk_close_after_hours", *now.CloseAfterHours, now.QuietPeriodHours+timeToAnswer, 0)
	}
	return v
}

// usedByDistributions refuses to delete what distributions use.
func (s *System) usedByDistributions(what string, uses func(distribution) bool) error {
	var users []contract.Reference
	for _, o := range s.distributions.objects {
		if uses(o.settings) {
			users = append(users, contract.Reference{Kind: contract.ReferenceKindTriggerDistribution, ID: o.id, Name: o.id})
		}
	}
	if len(users) == 0 {
		return nil
	}
	return conflict(contract.ProblemCodeInUse, users, "%s is used by %s. Delete that first, or change it.", what, names(users))
}

func wireDistribution(o *object[distribution]) contract.TriggerDistribution {
	now := o.settings
	return contract.TriggerDistribution{
		ID:                      o.id,
		SurveyID:                now.SurveyID,
		ConnectorID:             now.ConnectorID,
		Channel:                 now.Channel,
		Status:                  now.Status,
		QuietPeriodHours:        now.QuietPeriodHours,
		Active:                  now.Active,
		WriteBack:               contract.WriteBack{Note: now.WriteBack.Note, CustomField: nullableOf(now.WriteBack.CustomField)},
		HelpDeskCloseAfterHours: nullableOf(now.CloseAfterHours),
		Etag:                    o.etag(),
		CreatedAt:               o.createdAt(),
		UpdatedAt:               o.updatedAt(),
	}
}

// ListTriggerDistributions gives a page of trigger distributions.
func (s *System) ListTriggerDistributions(_ context.Context, r contract.ListTriggerDistributionsRequestObject) (contract.ListTriggerDistributionsResponseObject, error) {
	data, next, err := listed(s, &s.distributions, r.Params.Limit, r.Params.Cursor, wireDistribution, func(o *object[distribution]) bool {
		return is(r.Params.SurveyID, o.settings.SurveyID) && is(r.Params.ConnectorID, o.settings.ConnectorID) &&
			is(r.Params.Active, o.settings.Active)
	})
	return contract.ListTriggerDistributions200JSONResponse{Data: data, NextCursor: next}, err
}

// CreateTriggerDistribution makes a trigger distribution.
func (s *System) CreateTriggerDistribution(_ context.Context, r contract.CreateTriggerDistributionRequestObject) (contract.CreateTriggerDistributionResponseObject, error) {
	body, err := created(s, &s.distributions, r.Body, wireDistribution)
	return contract.CreateTriggerDistribution201JSONResponse{
		Body: body,
		Headers: contract.CreateTriggerDistribution201ResponseHeaders{
			ETag: body.Etag, Location: "/v1/trigger_distributions/" + body.ID,
		},
	}, err
}

// GetTriggerDistribution reads a trigger distribution.
func (s *System) GetTriggerDistribution(_ context.Context, r contract.GetTriggerDistributionRequestObject) (contract.GetTriggerDistributionResponseObject, error) {
	body, err := read(s, &s.distributions, r.ID, wireDistribution)
	return contract.GetTriggerDistribution200JSONResponse{
		Body: body, Headers: contract.GetTriggerDistribution200ResponseHeaders{ETag: body.Etag},
	}, err
}

// UpdateTriggerDistribution changes a trigger distribution.
func (s *System) UpdateTriggerDistribution(_ context.Context, r contract.UpdateTriggerDistributionRequestObject) (contract.UpdateTriggerDistributionResponseObject, error) {
	body, err := updated(s, &s.distributions, r.ID, r.Params.IfMatch, r.ApplicationMergePatchPlusJSONBody, wireDistribution)
	return contract.UpdateTriggerDistribution200JSONResponse{
		Body: body, Headers: contract.UpdateTriggerDistribution200ResponseHeaders{ETag: body.Etag},
	}, err
}

// DeleteTriggerDistribution deletes a trigger distribution.
func (s *System) DeleteTriggerDistribution(_ context.Context, r contract.DeleteTriggerDistributionRequestObject) (contract.DeleteTriggerDistributionResponseObject, error) {
	return contract.DeleteTriggerDistribution204Response{}, removed(s, &s.distributions, r.ID, r.Params.IfMatch)
}
