package provider

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
)

const ignored = "ignore"

// objectID is an id of Zendesk or of Kustomer.
var objectID = regexp.MustCompile(`^([1-9][0-9]*|[0-9a-f]{24})$`)

var checksSchema = schema.SingleNestedAttribute{
	Optional: true,
	MarkdownDescription: "What a plan reports about the account beyond what is declared. Each check is `error`, `warning` (the default) or `off`; " +
		"`error` makes a plan fail where it would warn, for example a scheduled one.",
	Attributes: map[string]schema.Attribute{
		string(checks.InactiveExclusions): checkAttribute("A trigger in `evaluate_after` is inactive, so it excludes nobody, and this plan does not activate it; or this plan deactivates it, or creates an exclusion inactive."),
		string(checks.UnlistedSends):      checkAttribute("An active send checks the mark of an exclusion, does not list it, and is evaluated before it. What an apply repairs is a warning even with `error`."),
		string(checks.ForeignMarks):       checkAttribute("A trigger that is not managed here adds a mark that a managed send checks, and is evaluated after that send; or a trigger removes such a mark before that send is evaluated; or a trigger adds a tag or sets a field that the conditions of an exclusion check, and is evaluated after that."),
		string(checks.OverlappingSends):   checkAttribute("Two active sends may fire in one update of a ticket, so that the ticket gets two surveys: of the same receiver or host, or one of them of this configuration and the other to the API of Stella Connect; or a trigger removes the `sent_tag` of surveyed tickets; or a send asks about e-mail conversations beside a `surveytrigger_connector` to the same account; or two send workflows of Kustomer with different marks survey one channel, or one takes it from the other; or a workflow of Kustomer that is no send workflow calls the host of one."),
		string(checks.NativeSurvey):       checkAttribute("The help desk's own survey is active beside a send or a connector, and no `surveytrigger_zendesk_native_csat` or `surveytrigger_kustomer_native_csat` that is planned earlier deactivates it; or a plan removes the former and starts a send."),
		string(checks.FailedDeliveries):   checkAttribute("Every delivery of a webhook has failed since its last change: a wrong key after a rotation, for example. `error` does not apply to a plan that changes that webhook, and `off` saves one request for each."),
		string(checks.Placeholders):       checkAttribute("A payload reads a placeholder that Zendesk does not document, or a custom field of tickets, users or organizations that the account does not have: it renders to nothing. In a new or changed payload, a name that differs from a documented one by at most two letters is an error even with `warning`."),
		ignored: schema.ListAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.List{listvalidator.ValueStringsAre(stringvalidator.RegexMatches(objectID, "must be the id of a trigger, an automation or a workflow of Kustomer"))},
			MarkdownDescription: "Ids of triggers, automations and workflows of Kustomer. A finding that is about one of them is not reported, whatever its level.",
		},
	},
}

func checkAttribute(finding string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Validators: []validator.String{stringvalidator.OneOf(texts(checks.Levels())...)},
		MarkdownDescription: finding + fmt.Sprintf(" One of `%s`.", strings.Join(texts(checks.Levels()), "`, `")),
	}
}

func texts[T ~string](values []T) []string {
	found := make([]string, 0, len(values))
	for _, value := range values {
		found = append(found, string(value))
	}
	return found
}

// checksOf reads the attribute. What is not known yet is as if it were left out: a
// plan goes on with the default.
func checksOf(object types.Object) checks.Settings {
	levels := map[checks.Check]checks.Level{}
	for _, check := range checks.All() {
		if level, ok := object.Attributes()[string(check)].(types.String); ok && level.ValueString() != "" {
			levels[check] = checks.Level(level.ValueString())
		}
	}
	var ids []string
	if list, ok := object.Attributes()[ignored].(types.List); ok {
		for _, element := range list.Elements() {
			if id, ok := element.(types.String); ok && id.ValueString() != "" {
				ids = append(ids, id.ValueString())
			}
		}
	}
	return checks.New(levels, ids)
}
