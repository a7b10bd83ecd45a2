package agent

import (
	"context"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// address is what every e-mail address looks like.
var address = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)

// anotherAddress is false where only the case differs.
func anotherAddress(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !strings.EqualFold(req.PlanValue.ValueString(), req.StateValue.ValueString())
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "An agent of a survey backend: somebody whose work is rated. It is for people who are no users of the help desk; " +
		"the `agents` of a `surveytrigger_connector` activate those who are.\n\n" +
		"A new active agent may get an invitation by e-mail. Where the backend's API can create and show agents and nothing else, " +
		"this one is *verified*: it is created if nobody has the e-mail address, and every later change is made in the backend's screens.\n\n" +
		"On Stella Connect (`backend = \"stella_connect\"`) it is an employee, and the id is the e-mail address in lower case. One who has the address already is adopted: a plan says so. " +
		"A new one gets no invitation, and is not surveyed until a person has approved the profile: a plan says where. Destroying deactivates the employee, because the API deletes nobody.",
	Attributes: map[string]schema.Attribute{
		"email": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtMost(254), stringvalidator.RegexMatches(address, "must be an e-mail address without a name, such as jane@acme.example")},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(anotherAddress,
				"Another address is another agent.", "Another address is another agent.")},
			MarkdownDescription: "The e-mail address. A backend has at most one agent of an address. Another address is another agent.",
		},
		"full_name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthBetween(1, 255)},
			MarkdownDescription: "The name, for people. Stella Connect has a first and a last name: it is split at the last space.",
		},
		"username": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{stringvalidator.LengthBetween(1, 255)},
			MarkdownDescription: "The name with which the agent logs in. Default: the e-mail address. Stella Connect has no user names: there it is not sent, and in `unverifiable`.",
		},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether customers are asked about this agent's work. For a conversation that is assigned to somebody who is no active agent, nothing is sent. Default `true`.",
		},
	},
}
