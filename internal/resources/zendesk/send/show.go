package send

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

// ShowMessage fills the message in from what is left of a rule after the resource took
// its own conditions, and returns the actions that it cannot express.
func (m *Message) ShowMessage(ctx context.Context, p *Peeling, actions []rules.Action) (unmanaged []rules.Action) {
	unmanaged = m.showActions(p, actions)
	m.showExcludedTags(ctx, p)
	m.showCheckboxes(ctx, p)
	m.Conditions = condition.Show(ctx, p.Left, m.Conditions)
	return unmanaged
}

// showActions finds the notification and the tag that the rule adds. The tag
// is sent_tag only while the rule also requires its absence.
func (m *Message) showActions(p *Peeling, actions []rules.Action) (unmanaged []rules.Action) {
	sentTag := types.StringNull()
	notified := false
	webhook, target, body := types.StringNull(), types.StringNull(), types.StringValue("")
	for _, action := range actions {
		parts, isList := action.Value.Texts()
		isNotification := !notified && isList && len(parts) == 2
		switch {
		case isNotification && action.Field == rules.ActionNotifyHook:
			notified, webhook, body = true, types.StringValue(parts[0]), types.StringValue(parts[1])
		case isNotification && action.Field == rules.ActionNotifyTarget:
			notified, target, body = true, types.StringValue(parts[0]), types.StringValue(parts[1])
		case sentTag.IsNull() && isSentTag(p, action):
			sentTag = types.StringValue(rules.Tags(action.Value)[0])
		default:
			unmanaged = append(unmanaged, action)
		}
	}
	if sentTag.IsNull() {
		unmanaged = m.dropHalfSentTag(p, unmanaged)
	}
	m.WebhookID, m.TargetID, m.Payload, m.SentTag = webhook, target, body, sentTag
	return unmanaged
}

// dropHalfSentTag takes away what is left of a sent_tag of which somebody
// removed the action or the condition: "sent_tag is missing" says it all, and
// applying writes both again.
func (m *Message) dropHalfSentTag(p *Peeling, unmanaged []rules.Action) []rules.Action {
	tag := m.SentTag.ValueString()
	if tag == "" || p.TakeExactly(WithoutTags(tag)) {
		return unmanaged
	}
	half := rules.Action{Field: rules.ActionAddTags, Value: rules.Text(tag)}
	return slices.DeleteFunc(unmanaged, half.Equal)
}

func isSentTag(p *Peeling, action rules.Action) bool {
	tags := rules.Tags(action.Value)
	return action.Field == rules.ActionAddTags && len(tags) == 1 && p.TakeExactly(WithoutTags(tags[0]))
}

func (m *Message) showExcludedTags(ctx context.Context, p *Peeling) {
	prior, _ := attribute.Texts(m.ExcludeTags)
	if len(prior) > 0 && p.TakeExactly(WithoutTags(prior...)) {
		return
	}
	if len(prior) == 0 && !p.Fresh {
		return
	}
	taken, _ := p.Take(func(c rules.Condition) bool { return c.Field == rules.FieldTags && c.Operator == "not_includes" })
	m.ExcludeTags = attribute.TextSet(ctx, rules.Tags(taken.Value), attribute.Emptied(m.ExcludeTags))
}

// showCheckboxes reads both forms of "not ticked".
func (m *Message) showCheckboxes(ctx context.Context, p *Peeling) {
	prior, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	var found []string
	for {
		taken, any := p.Take(func(c rules.Condition) bool {
			id, unticked := rules.Unticked(c)
			return unticked && (p.Fresh || slices.Contains(prior, id)) && !slices.Contains(found, id)
		})
		if !any {
			break
		}
		id, _ := rules.Unticked(taken)
		found = append(found, id)
	}
	m.ExcludeCheckboxFieldIDs = attribute.TextSet(ctx, found, attribute.Emptied(m.ExcludeCheckboxFieldIDs))
}
