// Package survey is the resource surveytrigger_survey: a question to customers. A trigger
// distribution sends it; by itself it does nothing.
package survey

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/survey/store"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// New makes the resource, which the sections of the provider block serve.
func New(by lifecycle.Serving) func() resource.Resource {
	return lifecycle.New(surveys.Serve(lifecycle.Definition[survey.Backend, Model]{Name: "survey", Schema: resourceSchema}, by))
}

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	lifecycle.Served
	lifecycle.Verifiable
	Name     types.String `tfsdk:"name"`
	Metric   types.String `tfsdk:"metric"`
	Question types.String `tfsdk:"question"`
}

var surveys = store.Kind[survey.Survey, Model]{
	Noun:   survey.NounSurvey,
	Store:  survey.Backend.Surveys,
	Handle: func(s *survey.Survey) (id, version *string) { return &s.ID, &s.Version },
	Base:   func(m *Model) *lifecycle.Base { return &m.Base },
	Declared: func(m *Model) survey.Survey {
		return survey.Survey{Name: m.Name.ValueString(), Metric: m.Metric.ValueString(), Question: m.Question.ValueString()}
	},
	Show:     show,
	Identity: []string{"metric"},
	Title: func(_ context.Context, _ survey.Backend, m *Model) string {
		return fmt.Sprintf("survey %q", m.Name.ValueString())
	},
	Repeats: true,
}

func show(m *Model, held survey.Survey, hidden store.Hidden) {
	m.Name = types.StringValue(held.Name)
	m.Metric = types.StringValue(held.Metric)
	if !hidden.Has("question") {
		m.Question = attribute.Text(held.Question, m.Question)
	}
}
