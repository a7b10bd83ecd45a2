package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/survey"
)

type surveyPayload struct{}

// NewSurveyPayload is survey_payload(object).
func NewSurveyPayload() function.Function { return surveyPayload{} }

func (surveyPayload) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "survey_payload"
}

func (surveyPayload) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Renders any object as a JSON body and keeps its Liquid placeholders.",
		MarkdownDescription: "Gives the Liquid template of a JSON body for any survey backend, for the `payload` of a send. Placeholders such as " +
			"`{{ticket.requester.email}}` in its texts stay placeholders, and each is escaped so that a quote, a backslash or a line break in a ticket " +
			"does not break the JSON: quotes are kept, backslashes and line breaks are left out. Tags such as `{% if %}` stay as they are.\n\n" +
			"Do not use `jsonencode` for this: it writes `<`, `>` and `&` as `\\u003c` and the like, which breaks Liquid's operators, and it does not escape placeholders.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name:                "object",
				AllowNullValue:      true,
				AllowUnknownValues:  true,
				MarkdownDescription: "The body: an object of texts, numbers, bools, lists and further objects. Keys cannot hold placeholders.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (surveyPayload) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var argument types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &argument); resp.Error != nil {
		return
	}
	fields, known, ferr := object(ctx, 0, "object", argument)
	if ferr != nil {
		resp.Error = ferr
		return
	}
	template, complete, err := survey.Body(fields, liquid.Quote)
	switch {
	case err != nil:
		resp.Error = argumentError(err, map[string]int64{"object": 0})
	case !known || !complete:
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
	default:
		resp.Error = resp.Result.Set(ctx, types.StringValue(template))
	}
}
