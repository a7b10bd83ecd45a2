// Package send is what the send trigger and the send automation share: whom
// they notify with which body, whom they pass over, and how both are taken apart
// again when Zendesk returns the rule.
//
// Start at [Message] for the way out and at [Peeling] for the way back.
package send

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Message is the part of the model that both resources have.
type Message struct {
	Conditions              types.Object `tfsdk:"conditions"`
	WebhookID               types.String `tfsdk:"webhook_id"`
	TargetID                types.String `tfsdk:"target_id"`
	Payload                 types.String `tfsdk:"payload"`
	SentTag                 types.String `tfsdk:"sent_tag"`
	ExcludeTags             types.Set    `tfsdk:"exclude_tags"`
	ExcludeCheckboxFieldIDs types.Set    `tfsdk:"exclude_checkbox_field_ids"`
}

// Guards are the conditions that pass marked tickets over: the sent tag, the
// excluded tags, the checkboxes. Complete is false while a part is not known
// yet; what depends on it is left out.
func (m *Message) Guards() (guards []rules.Condition, complete bool) {
	complete = !m.SentTag.IsUnknown()
	if tag := m.SentTag.ValueString(); tag != "" {
		guards = append(guards, WithoutTags(tag))
	}
	tags, known := attribute.Texts(m.ExcludeTags)
	complete = complete && known
	if known && len(tags) > 0 {
		guards = append(guards, WithoutTags(tags...))
	}
	boxes, known := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	for _, id := range sortedIDs(boxes) {
		guards = append(guards, rules.NotTicked(id))
	}
	return guards, complete && known
}

// Rule is the rule without unmanaged actions: what the resource writes by itself,
// then the user's conditions. Complete is false while a part is not known yet, other
// than who the receiver is: see [Message.ReceiverKnown].
func (m *Message) Rule(generated rules.Conditions) (rule rules.Rule, complete bool) {
	extra, complete := condition.Wire(m.Conditions)
	rule.Conditions.All = slices.Concat(generated.All, extra.All)
	rule.Conditions.Any = slices.Concat(generated.Any, extra.Any)
	if to := m.receiver(); to.Field != "" {
		to.Body = m.Payload.ValueString()
		rule.Actions = append(rule.Actions, to.Action())
	}
	// After the notification: the body shows the ticket without the tag.
	if tag := m.SentTag.ValueString(); tag != "" {
		rule.Actions = append(rule.Actions, rules.Action{Field: rules.ActionAddTags, Value: rules.Text(tag)})
	}
	return rule, complete && !m.Payload.IsUnknown()
}

// ReceiverKnown reports whether it is known who the receiver is. Otherwise it is
// [rules.SomeReceiver] in the rule.
func (m *Message) ReceiverKnown() bool { return !m.WebhookID.IsUnknown() && !m.TargetID.IsUnknown() }

// receiver is whom it notifies, yet without a body.
func (m *Message) receiver() rules.Notification {
	switch {
	case m.WebhookID.IsUnknown():
		return rules.Notification{Field: rules.ActionNotifyHook, Receiver: rules.SomeReceiver}
	case m.TargetID.IsUnknown():
		return rules.Notification{Field: rules.ActionNotifyTarget, Receiver: rules.SomeReceiver}
	case !m.WebhookID.IsNull():
		return rules.Notification{Field: rules.ActionNotifyHook, Receiver: m.WebhookID.ValueString()}
	case !m.TargetID.IsNull():
		return rules.Notification{Field: rules.ActionNotifyTarget, Receiver: m.TargetID.ValueString()}
	default:
		return rules.Notification{}
	}
}

// Honoured is what keeps the survey from a marked ticket: the conditions of the
// rule, and the checkboxes that the payload reports to the backend.
func (m *Message) Honoured(rule rules.Rule) rules.Marks {
	marks := rules.HonouredBy(rule.Conditions.All)
	marks.Checkboxes = append(marks.Checkboxes, payload.FieldsReported(m.Payload.ValueString())...)
	return marks
}

// WithoutTags requires that a ticket has none of the tags.
func WithoutTags(tags ...string) rules.Condition {
	sorted := slices.Sorted(slices.Values(tags))
	return rules.Condition{Field: rules.FieldTags, Operator: "not_includes", Value: rules.Text(strings.Join(sorted, " "))}
}

// sortedIDs orders decimal ids by their number.
func sortedIDs(ids []string) []string {
	return slices.SortedFunc(slices.Values(ids), rules.CompareIDs)
}
