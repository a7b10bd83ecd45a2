package nicereply

import (
	"encoding/json"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// surveys are found by their names.
type surveys struct{ listed[survey.Survey] }

func newSurveys(core *client.Core) surveys {
	unseen := &unseen{}
	return surveys{newListed(core, client.Kind[survey.Survey]{
		Noun: survey.NounSurvey, Path: "/surveys",
		ID:     func(s survey.Survey) string { return s.ID },
		Title:  func(s survey.Survey) string { return s.Name },
		Decode: func(raw json.RawMessage) (survey.Survey, error) { return decodeSurvey(raw, unseen) },
	}, unseen, func(declared, s survey.Survey) bool {
		return s.Name == declared.Name && (declared.Metric == "" || s.Metric == declared.Metric)
	})}
}

// decodeSurvey reads a survey: https://cdn.nicereply.com/s/api/latest/reference/surveys
func decodeSurvey(raw json.RawMessage, unseen *unseen) (survey.Survey, error) {
	var wire struct {
		ID, Name, Metric client.Text
	}
	var question client.Text
	if err := client.DecodeMember(raw, &wire); err != nil {
		return survey.Survey{}, err
	}
	members, err := open(raw, unseen)
	members.into(&question, surveyQuestion, "question")
	return survey.Survey{ID: string(wire.ID), Name: string(wire.Name), Metric: string(wire.Metric), Question: string(question)}, err
}

// Steps are the clicks that make or change a survey.
func (s surveys) Steps(declared survey.Survey, shown *survey.Survey) []string {
	return rules.SurveySteps(declared, shown, s.Hidden())
}

// Ending are the clicks that end it.
func (s surveys) Ending(prior survey.Survey) []string { return rules.SurveyEnding(prior) }
