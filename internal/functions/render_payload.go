package functions

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

type renderPayload struct{}

// NewRenderPayload is render_payload(template, sample).
func NewRenderPayload() function.Function { return renderPayload{} }

func (renderPayload) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "render_payload"
}

func (renderPayload) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What the help desk would send for a sample ticket.",
		MarkdownDescription: "Renders a payload's Liquid template against a sample ticket that you give, as the help desk would. Use it in an output or in a " +
			"`terraform test` to see what a survey backend receives, for example with `jsondecode`.\n\n" +
			"A placeholder without a value renders as nothing, as it does in Zendesk. Unknown tags are errors. Rendering follows Ruby's " +
			"Liquid, the engine behind Zendesk's placeholders; Zendesk documents no escaping of values, and none is added here.\n\n" +
			"These filters are checked against the results of Ruby's Liquid: `" + strings.Join(liquid.Filters(), "`, `") + "`. Any other filter passes its input on, as Liquid does with " +
			"a filter that does not exist; the plan of a send that uses one warns.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "template",
				MarkdownDescription: "The template, such as the `payload` of a send trigger or the result of `stella_connect_payload`.",
			},
			function.DynamicParameter{
				Name:           "sample",
				AllowNullValue: true,
				MarkdownDescription: "The values of the placeholders, as in `{ ticket = { id = 35, requester = { name = \"Ann\" }, tags = [\"vip\"], ticket_field_360001 = true } }`. " +
					"Besides `ticket` there may be `current_user` and `satisfaction`. A list of tags is joined with spaces, and a bool under " +
					"`ticket_field_<id>` becomes `1` or `0`, as in Zendesk. `null` and `{}` leave every placeholder empty.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (renderPayload) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var template types.String
	var sample types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &template, &sample); resp.Error != nil {
		return
	}
	fields, _, ferr := object(ctx, 1, "sample", sample)
	if ferr != nil {
		resp.Error = ferr
		return
	}
	bindings, err := payload.Bindings(fields)
	if err != nil {
		resp.Error = argumentError(err, map[string]int64{"sample": 1})
		return
	}
	rendered, err := liquid.Render(template.ValueString(), bindings)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "The template cannot be rendered: "+err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, types.StringValue(rendered))
}
