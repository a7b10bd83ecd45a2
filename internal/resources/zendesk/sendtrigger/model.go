package sendtrigger

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// Model is the resource as Terraform has it.
type Model struct {
	trigger.Common
	Channel                 types.String `tfsdk:"channel"`
	Channels                types.Set    `tfsdk:"channels"`
	OnStatus                types.String `tfsdk:"on_status"`
	Conditions              types.Object `tfsdk:"conditions"`
	WebhookID               types.String `tfsdk:"webhook_id"`
	TargetID                types.String `tfsdk:"target_id"`
	Payload                 types.String `tfsdk:"payload"`
	SentTag                 types.String `tfsdk:"sent_tag"`
	ExcludeTags             types.Set    `tfsdk:"exclude_tags"`
	ExcludeCheckboxFieldIDs types.Set    `tfsdk:"exclude_checkbox_field_ids"`
}

// viaIDs are Zendesk's numbers of the channels, united. Complete is false while
// some are not known yet; those that are not channels at all are left out, for
// validation to report.
func (m *Model) viaIDs() (ids []string, complete bool) {
	names, complete := attribute.Texts(m.Channels)
	more := make([]rules.Channel, 0, len(names))
	for _, name := range names {
		if _, err := rules.Channel(name).ViaID(); err == nil {
			more = append(more, rules.Channel(name))
		}
	}
	set := m.Channel.ValueString()
	if _, known := rules.ChannelSet(set); !known {
		set = ""
	}
	ids, _ = rules.UniteChannels(set, more)
	return ids, complete && !m.Channel.IsUnknown()
}

// generated are the conditions that the resource writes by itself, in the order
// in which they go over the wire: all, and any for several channels. Complete is
// false while a part is not known yet; what depends on it is left out.
func (m *Model) generated() (conditions rules.Conditions, complete bool) {
	status := m.OnStatus.ValueString()
	if m.OnStatus.IsNull() { // configuration without the default
		status = defaultStatus
	}
	complete = !m.OnStatus.IsUnknown() && !m.SentTag.IsUnknown()
	if status != "" {
		conditions.All = append(conditions.All, statusCondition(status))
	}
	via, known := m.viaIDs()
	complete = complete && known
	switch {
	case known && len(via) == 1:
		conditions.All = append(conditions.All, channelCondition(via[0]))
	case known:
		for _, id := range via {
			conditions.Any = append(conditions.Any, channelCondition(id))
		}
	}
	if tag := m.SentTag.ValueString(); tag != "" {
		conditions.All = append(conditions.All, withoutTags(tag))
	}
	tags, known := attribute.Texts(m.ExcludeTags)
	complete = complete && known
	if known && len(tags) > 0 {
		conditions.All = append(conditions.All, withoutTags(tags...))
	}
	boxes, known := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	complete = complete && known
	for _, id := range sortedIDs(boxes) {
		conditions.All = append(conditions.All, notTicked(id))
	}
	return conditions, complete
}

// rule is the trigger as it goes over the wire. Complete is false while a part
// is not known yet.
func (m *Model) rule(ctx context.Context) (rule trigger.Rule, complete bool) {
	generated, generatedKnown := m.generated()
	extra, extraKnown := condition.Wire(ctx, m.Conditions)
	rule.Conditions.All = slices.Concat(generated.All, extra.All)
	rule.Conditions.Any = slices.Concat(generated.Any, extra.Any)
	switch {
	case !m.WebhookID.IsNull():
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.ActionNotifyHook, Value: rules.List(m.WebhookID.ValueString(), m.Payload.ValueString())})
	case !m.TargetID.IsNull():
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.ActionNotifyTarget, Value: rules.List(m.TargetID.ValueString(), m.Payload.ValueString())})
	}
	if tag := m.SentTag.ValueString(); tag != "" {
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.ActionAddTags, Value: rules.Text(tag)})
	}
	complete = generatedKnown && extraKnown && !m.WebhookID.IsUnknown() && !m.TargetID.IsUnknown() && !m.Payload.IsUnknown()
	return rule, complete
}

// honoured is what keeps the survey from a marked ticket: the conditions, and
// the checkboxes that the payload reports to the backend.
func (m *Model) honoured(ctx context.Context) (marks rules.Marks, complete bool) {
	rule, complete := m.rule(ctx)
	marks = rules.HonouredBy(rule.Conditions.All)
	marks.Checkboxes = append(marks.Checkboxes, payload.FieldsRead(m.Payload.ValueString())...)
	return marks, complete
}

func statusCondition(status string) rules.Condition {
	return rules.Condition{Field: rules.FieldStatus, Operator: "value", Value: rules.Text(status)}
}

func channelCondition(viaID string) rules.Condition {
	return rules.Condition{Field: rules.FieldChannel, Operator: "is", Value: rules.Text(viaID)}
}

// withoutTags requires that a ticket has none of the tags.
func withoutTags(tags ...string) rules.Condition {
	sorted := slices.Sorted(slices.Values(tags))
	return rules.Condition{Field: rules.FieldTags, Operator: "not_includes", Value: rules.Text(strings.Join(sorted, " "))}
}

func notTicked(fieldID string) rules.Condition {
	return rules.Condition{Field: rules.CustomField(fieldID), Operator: "is_not", Value: rules.Text("true")}
}

// sortedIDs orders decimal ids by their number.
func sortedIDs(ids []string) []string {
	return slices.SortedFunc(slices.Values(ids), func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
}
