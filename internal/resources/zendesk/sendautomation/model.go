package sendautomation

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	send.Message
	Title                types.String `tfsdk:"title"`
	Active               types.Bool   `tfsdk:"active"`
	HoursSinceSolved     types.Int64  `tfsdk:"hours_since_solved"`
	UntilHours           types.Int64  `tfsdk:"until_hours"`
	FormerSentTags       types.Set    `tfsdk:"former_sent_tags"`
	RequirePublicComment types.Bool   `tfsdk:"require_public_comment"`
	UnmanagedActions     types.List   `tfsdk:"unmanaged_actions"`
}

var (
	isSolved          = rules.Condition{Field: rules.FieldStatus, Operator: "is", Value: rules.Text("solved")}
	hasPublicComments = rules.Condition{Field: rules.FieldPrivacy, Operator: "is", Value: rules.Text("public")}
)

// solvedFor says "at least so many whole hours". Zendesk has no such operator;
// "is" holds in one hourly run only, which may be missed.
func solvedFor(hours int64) rules.Condition {
	return rules.Condition{Field: rules.FieldHoursSinceSolved, Operator: "greater_than", Value: rules.Text(strconv.FormatInt(hours-1, 10))}
}

// hoursOf reads solvedFor back.
func hoursOf(condition rules.Condition) (int64, bool) {
	text, isText := condition.Value.Text()
	hours, err := strconv.ParseInt(text, 10, 64)
	return hours + 1, isText && err == nil && 0 <= hours && hours < can.MaxHours && condition.Field == rules.FieldHoursSinceSolved && condition.Operator == "greater_than"
}

// solvedLess says "less than so many whole hours".
func solvedLess(hours int64) rules.Condition {
	return rules.Condition{Field: rules.FieldHoursSinceSolved, Operator: "less_than", Value: rules.Text(strconv.FormatInt(hours, 10))}
}

// boundOf reads solvedLess back.
func boundOf(condition rules.Condition) (int64, bool) {
	text, isText := condition.Value.Text()
	hours, err := strconv.ParseInt(text, 10, 64)
	return hours, isText && err == nil && 0 < hours && hours <= can.MaxHours+untilDefault && condition.Field == rules.FieldHoursSinceSolved && condition.Operator == "less_than"
}

// defaultUntil plans until_hours where configuration leaves it out.
type defaultUntil struct{}

func (defaultUntil) Description(context.Context) string {
	return "24 more than hours_since_solved by default"
}

func (d defaultUntil) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (defaultUntil) PlanModifyInt64(ctx context.Context, req planmodifier.Int64Request, resp *planmodifier.Int64Response) {
	if req.ConfigValue.IsNull() {
		m := Model{UntilHours: types.Int64Null()}
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("hours_since_solved"), &m.HoursSinceSolved)...)
		resp.PlanValue = m.until()
	}
}

// until is until_hours, or its default where configuration leaves it out.
func (m *Model) until() types.Int64 {
	switch {
	case !m.UntilHours.IsNull():
		return m.UntilHours
	case m.HoursSinceSolved.IsUnknown():
		return types.Int64Unknown()
	case m.HoursSinceSolved.IsNull():
		return types.Int64Value(0)
	default:
		return types.Int64Value(m.HoursSinceSolved.ValueInt64() + untilDefault)
	}
}

// generated are the conditions that the resource writes by itself, in the order
// in which they go over the wire. Complete is false while a part is not known
// yet; what depends on it is left out.
func (m *Model) generated() (conditions rules.Conditions, complete bool) {
	if !m.HoursSinceSolved.IsNull() { // an imported one may count other hours, which stand in conditions
		conditions.All = append(conditions.All, isSolved)
	}
	if attribute.Set(m.HoursSinceSolved) {
		conditions.All = append(conditions.All, solvedFor(m.HoursSinceSolved.ValueInt64()))
	}
	until := m.until()
	if until.ValueInt64() > 0 {
		conditions.All = append(conditions.All, solvedLess(until.ValueInt64()))
	}
	former, formerKnown := attribute.Texts(m.FormerSentTags)
	if formerKnown && len(former) > 0 {
		conditions.All = append(conditions.All, send.WithoutTags(former...))
	}
	guards, guardsKnown := m.Guards()
	conditions.All = append(conditions.All, guards...)
	if m.RequirePublicComment.IsNull() || m.RequirePublicComment.ValueBool() { // the default is true
		conditions.All = append(conditions.All, hasPublicComments)
	}
	return conditions, guardsKnown && formerKnown && !until.IsUnknown() && !m.HoursSinceSolved.IsUnknown() && !m.RequirePublicComment.IsUnknown()
}

// own is the automation without unmanaged actions. Complete is false while a part
// is not known yet.
func (m *Model) own() (rule rules.Rule, complete bool) {
	generated, generatedKnown := m.generated()
	rule, complete = m.Rule(generated)
	return rule, complete && generatedKnown
}

// matchingKnown reports whether all is known of which tickets it matches: the payload says
// nothing of that, and is known last.
func (m *Model) matchingKnown() bool {
	bodiless := *m
	bodiless.Payload = types.StringValue("")
	_, complete := bodiless.rule()
	return complete
}

// rule is the automation as it goes over the wire. Complete is false while a
// part is not known yet.
func (m *Model) rule() (rule rules.Rule, complete bool) {
	rule, complete = m.own()
	actions, known := action.Wire(&m.Base, rule.Actions, m.UnmanagedActions)
	rule.Actions = actions
	return rule, complete && known
}
