package open

import (
	"github.com/oapi-codegen/nullable"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/open/contract"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

var surveys = kind[survey.Survey]{
	noun: survey.NounSurvey, path: "/surveys",
	id:      func(s survey.Survey) string { return s.ID },
	version: func(s survey.Survey) string { return s.Version },
	title:   func(s survey.Survey) string { return s.Name },
	means:   func(declared, s survey.Survey) bool { return s.Name == declared.Name },
	decode: decoder(func(s contract.Survey) survey.Survey {
		return survey.Survey{ID: s.ID, Name: s.Name, Metric: string(s.Metric), Question: orZero(s.Question), Version: s.Etag}
	}),
	create: func(declared survey.Survey) any {
		return contract.SurveyCreate{Name: declared.Name, Metric: contract.Metric(declared.Metric), Question: orNull(declared.Question)}
	},
	patch: func(prior, declared survey.Survey) any {
		return unlessEmpty(contract.SurveyUpdate{
			Name: changedTo(prior.Name, declared.Name), Question: nullIfChanged(prior.Question, declared.Question),
			Metric: changedTo(contract.Metric(prior.Metric), contract.Metric(declared.Metric)),
		})
	},
}

// orZero is what a member that may be null holds.
func orZero[V any](member nullable.Nullable[V]) (value V) {
	value, _ = member.Get() // an error says that it is null
	return value
}

// orNull is a member that is null where nothing is declared.
func orNull[V comparable](declared V) nullable.Nullable[V] {
	if declared == *new(V) {
		return nullable.NewNullNullable[V]()
	}
	return nullable.NewNullableWithValue(declared)
}
