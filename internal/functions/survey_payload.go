package functions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/survey"
)

type surveyPayload struct{}

// dialects are the template languages that survey_payload writes, by help desk.
var dialects = map[string]survey.Quote{"zendesk": liquid.Quote, "kustomer": kustomer.Quote}

const defaultDialect = "zendesk"

// NewSurveyPayload is survey_payload(object, options...).
func NewSurveyPayload() function.Function { return surveyPayload{} }

func (surveyPayload) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "survey_payload"
}

func (surveyPayload) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Renders any object as a JSON body and keeps its placeholders.",
		MarkdownDescription: "Gives the Liquid template of a JSON body for any survey backend, for the `payload` of a send. Placeholders such as " +
			"`{{ticket.requester.email}}` in its texts stay placeholders, and each is escaped so that a quote, a backslash or a line break in a ticket " +
			"does not break the JSON: quotes are kept, backslashes and line breaks are left out. Tags such as `{% if %}` stay as they are.\n\n" +
			"With `{ help_desk = \"kustomer\" }` as a second argument the texts hold Kustomer's references instead, for the `request.body` of a " +
			"`surveytrigger_kustomer_send_workflow`: `/#steps.conversation.priority` alone keeps the type of the value, `{{{steps.customer.name}}}` stands inside a text. " +
			"The steps are `conversation`, `customer` and `agent`. Placeholders of Zendesk are errors that say what to write.\n\n" +
			"Do not use `jsonencode` for Liquid: it writes `<`, `>` and `&` as `\\u003c` and the like, which breaks Liquid's operators, and it does not escape placeholders.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name:                "object",
				AllowNullValue:      true,
				AllowUnknownValues:  true,
				MarkdownDescription: "The body: an object of texts, numbers, bools, lists and further objects. Keys cannot hold placeholders.",
			},
		},
		VariadicParameter: function.DynamicParameter{
			Name:                "options",
			AllowNullValue:      true,
			AllowUnknownValues:  true,
			MarkdownDescription: "At most one object: `help_desk` is `\"zendesk\"` (the default) or `\"kustomer\"`.",
		},
		Return: function.StringReturn{},
	}
}

func (surveyPayload) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var body types.Dynamic
	var options []types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &body, &options); resp.Error != nil {
		return
	}
	fields, known, ferr := object(ctx, 0, "object", body)
	if ferr != nil {
		resp.Error = ferr
		return
	}
	quote, chosen, ferr := dialect(ctx, options)
	if ferr != nil || !chosen {
		resp.Error = ferr
		if ferr == nil {
			resp.Error = resp.Result.Set(ctx, types.StringUnknown())
		}
		return
	}
	template, complete, err := survey.Body(fields, quote)
	switch {
	case err != nil:
		resp.Error = argumentError(err, map[string]int64{"object": 0})
	case !known || !complete:
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
	default:
		resp.Error = resp.Result.Set(ctx, types.StringValue(template))
	}
}

// dialect is the template language that the options ask for. Chosen is false while that is not known.
func dialect(ctx context.Context, options []types.Dynamic) (quote survey.Quote, chosen bool, ferr *function.FuncError) {
	if len(options) == 0 {
		return dialects[defaultDialect], true, nil
	}
	if len(options) > 1 {
		return nil, false, function.NewArgumentFuncError(2, "there can be one object of options")
	}
	fields, known, ferr := object(ctx, 1, "options", options[0])
	if ferr != nil || !known {
		return nil, false, ferr
	}
	var problems argument.Problems
	for name := range fields {
		if name != "help_desk" {
			problems.Add("options."+name, argument.UnknownKey("option", name, []string{"help_desk"}))
		}
	}
	switch helpDesk := fields["help_desk"].(type) {
	case nil:
		quote, chosen = dialects[defaultDialect], true
	case argument.Unknown:
	case string:
		if quote, chosen = dialects[helpDesk]; !chosen {
			problems.Add("options.help_desk", fmt.Sprintf(`must be "zendesk" or "kustomer", not %q`, liquid.Excerpt(helpDesk, 40)))
		}
	default:
		problems.Add("options.help_desk", "must be a string, not "+argument.Kind(helpDesk))
	}
	if len(problems) > 0 {
		return nil, false, argumentError(problems, map[string]int64{"options": 1})
	}
	return quote, chosen, nil
}
