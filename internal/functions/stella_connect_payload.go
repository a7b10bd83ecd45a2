package functions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/argument"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
)

type stellaConnectPayload struct{}

// NewStellaConnectPayload is stella_connect_payload(channel, do_not_send_field_id, options).
func NewStellaConnectPayload() function.Function { return stellaConnectPayload{} }

func (stellaConnectPayload) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "stella_connect_payload"
}

func (stellaConnectPayload) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The body that a help desk sends to Stella Connect.",
		MarkdownDescription: "Gives the Liquid template that Stella Connect's article on Zendesk describes, for the `payload` of a send trigger. " +
			"Zendesk fills in its placeholders for each ticket: the assignee and the customer, the channel, the ticket's id and link, the " +
			"\"do not send\" checkbox and the tags.\n\n" +
			"Names, titles and tags are escaped, so that a quote, a backslash or a line break in one of them does not break the JSON: quotes are " +
			"kept, backslashes and line breaks are left out. For all other values the JSON is the article's. It is laid out over several " +
			"lines, so that a change shows as a small diff. With `verbatim = true` the template is the article's, byte for byte, and not escaped.\n\n" +
			"With `help_desk = \"kustomer\"` it gives the same body for the `request.body` of a `surveytrigger_kustomer_send_workflow`, with Kustomer's references to " +
			"the steps `conversation`, `customer` and `agent` of that workflow. It has no `external_url`, because nothing in a run of a workflow holds it.\n\n" +
			"`do_not_send_field_id` may be the id of a field that the same apply creates; everything else is still checked at plan time.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "channel",
				AllowUnknownValues:  true,
				MarkdownDescription: "The channel as it is set up in Stella Connect: `chat`, `email`, `phone` or the name of a custom channel.",
			},
			function.StringParameter{
				Name:               "do_not_send_field_id",
				AllowUnknownValues: true,
				MarkdownDescription: "The id of the checkbox \"Do not send Stella Connect survey\". Its value is sent as Zendesk renders it: " +
					"`\"1\"` when ticked, `\"0\"` when not. For Kustomer, the name of an attribute of the conversation, such as `doNotSendSurveyBool`; it is sent as " +
					"true or false, and left out where it was never set.",
			},
			function.DynamicParameter{
				Name:               "options",
				AllowNullValue:     true,
				AllowUnknownValues: true,
				MarkdownDescription: "An object with any of these, `{}` or `null` for none:\n" +
					"`tags`: `\"ticket\"` (the default) sends the ticket's tags, `\"none\"` an empty list. " +
					"`tag_field_ids`: a list of dropdown fields whose option titles are sent as tags instead; a dropdown without a value gives an empty tag, " +
					"shown as \"-\". It cannot be combined with `tags`. " +
					"`brand`: `true` adds the ticket's brand. `language`: `true` adds the requester's locale. " +
					"`help_desk`: `\"zendesk\"` (the default) or `\"kustomer\"`. Kustomer keeps the ids of tags, so that `tags` is `\"none\"` by default there and `\"ticket\"` sends ids; " +
					"`tag_field_ids` are names of attributes of the conversation; `brand` and `verbatim` are not available. " +
					"`verbatim`: `true` gives the article's own template, for the combinations that the article prints: ticket tags or tag fields alone, or " +
					"ticket tags with either `brand` or `language`.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (stellaConnectPayload) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var channel, fieldID types.String
	var options types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &channel, &fieldID, &options); resp.Error != nil {
		return
	}
	fields, optionsKnown, ferr := object(ctx, 2, "options", options)
	if ferr != nil {
		resp.Error = ferr
		return
	}
	s, known, err := stellaconnect.Parse(text(channel), text(fieldID), fields)
	if err != nil {
		resp.Error = argumentError(err, map[string]int64{"channel": 0, "do_not_send_field_id": 1, "options": 2})
		return
	}
	if !known || !optionsKnown {
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
		return
	}
	template, err := s.Template()
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, types.StringValue(template))
}

func text(v types.String) any {
	switch {
	case v.IsUnknown():
		return argument.Unknown{}
	case v.IsNull():
		return nil
	}
	return v.ValueString()
}
