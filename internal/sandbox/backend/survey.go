package backend

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

const (
	longestName     = 255
	longestQuestion = 1000
)

// survey is what can be written of a survey.
type survey struct {
	Name     string          `json:"name"`
	Metric   contract.Metric `json:"metric"`
	Question *string         `json:"question,omitempty"`
}

func (s *System) surveyRules() rules[survey] {
	return rules[survey]{
		defaults: func() survey { return survey{} },
		complete: func(*survey) {},
		wrong: func(now survey, _ *survey) (v []contract.MemberError) {
			found := (*verdict)(&v)
			found.length("/name", now.Name, longestName)
			choice(found, "/metric", now.Metric, contract.CSAT, contract.CES, contract.NPS)
			found.optional("/question", now.Question, longestQuestion)
			return v
		},
		taken: func(string, survey) error { return nil }, // names need not be unique
		inUse: func(o *object[survey]) error {
			return s.usedByDistributions("Survey "+o.id, func(d distribution) bool { return d.SurveyID == o.id })
		},
		shown:   func(o *object[survey]) map[string]any { return membersOf(o.settings) },
		changed: func(_, _ *object[survey]) {},
	}
}

func wireSurvey(o *object[survey]) contract.Survey {
	return contract.Survey{
		ID:        o.id,
		Name:      o.settings.Name,
		Metric:    o.settings.Metric,
		Question:  nullableOf(o.settings.Question),
		Etag:      o.etag(),
		CreatedAt: o.createdAt(),
		UpdatedAt: o.updatedAt(),
	}
}

// ListSurveys gives a page of surveys.
func (s *System) ListSurveys(_ context.Context, r contract.ListSurveysRequestObject) (contract.ListSurveysResponseObject, error) {
	if r.Params.Metric != nil && !r.Params.Metric.Valid() {
		return nil, badParameter("metric %q is none", *r.Params.Metric)
	}
	data, next, err := listed(s, &s.surveys, r.Params.Limit, r.Params.Cursor, wireSurvey, func(o *object[survey]) bool {
		return is(r.Params.Name, o.settings.Name) && is(r.Params.Metric, o.settings.Metric)
	})
	return contract.ListSurveys200JSONResponse{Data: data, NextCursor: next}, err
}

// CreateSurvey makes a survey.
func (s *System) CreateSurvey(_ context.Context, r contract.CreateSurveyRequestObject) (contract.CreateSurveyResponseObject, error) {
	body, err := created(s, &s.surveys, r.Body, wireSurvey)
	return contract.CreateSurvey201JSONResponse{
		Body:    body,
		Headers: contract.CreateSurvey201ResponseHeaders{ETag: body.Etag, Location: "/v1/surveys/" + body.ID},
	}, err
}

// GetSurvey reads a survey.
func (s *System) GetSurvey(_ context.Context, r contract.GetSurveyRequestObject) (contract.GetSurveyResponseObject, error) {
	body, err := read(s, &s.surveys, r.ID, wireSurvey)
	return contract.GetSurvey200JSONResponse{Body: body, Headers: contract.GetSurvey200ResponseHeaders{ETag: body.Etag}}, err
}

// UpdateSurvey changes a survey.
func (s *System) UpdateSurvey(_ context.Context, r contract.UpdateSurveyRequestObject) (contract.UpdateSurveyResponseObject, error) {
	body, err := updated(s, &s.surveys, r.ID, r.Params.IfMatch, r.ApplicationMergePatchPlusJSONBody, wireSurvey)
	return contract.UpdateSurvey200JSONResponse{Body: body, Headers: contract.UpdateSurvey200ResponseHeaders{ETag: body.Etag}}, err
}

// DeleteSurvey deletes a survey that nothing uses.
func (s *System) DeleteSurvey(_ context.Context, r contract.DeleteSurveyRequestObject) (contract.DeleteSurveyResponseObject, error) {
	return contract.DeleteSurvey204Response{}, removed(s, &s.surveys, r.ID, r.Params.IfMatch)
}
