package send

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// ShowMessage fills the message in from what is left of a rule after the resource
// took its own conditions. What is left of the actions then has no attribute.
func (m *Message) ShowMessage(ctx context.Context, p *Peeling, actions *action.Reading) {
	m.showNotification(actions)
	m.showSentTag(p, actions)
	m.showExcludedTags(ctx, p)
	m.showCheckboxes(ctx, p)
	m.Conditions = condition.Show(ctx, p.Left, m.Conditions)
}

// showNotification takes the one to the receiver of prior state, else the first.
func (m *Message) showNotification(actions *action.Reading) {
	prior := m.receiver()
	isPrior := func(a rules.Action) bool {
		sent, is := rules.NotificationOf(a)
		return is && sent.Field == prior.Field && sent.Receiver == prior.Receiver
	}
	taken, found := actions.Take(isPrior)
	if !found {
		taken, _ = actions.Take(func(a rules.Action) bool { _, is := rules.NotificationOf(a); return is })
	}
	sent, _ := rules.NotificationOf(taken)
	m.WebhookID, m.TargetID, m.Payload = types.StringNull(), types.StringNull(), types.StringValue(sent.Body)
	switch sent.Field {
	case rules.ActionNotifyHook:
		m.WebhookID = types.StringValue(sent.Receiver)
	case rules.ActionNotifyTarget:
		m.TargetID = types.StringValue(sent.Receiver)
	}
}

// showSentTag finds the tag that the rule adds and whose absence it requires: that
// of prior state, else the first. A tag that is added without that condition, or
// whose condition the user wrote in another attribute, is none.
func (m *Message) showSentTag(p *Peeling, actions *action.Reading) {
	prior := m.SentTag.ValueString()
	excluded, _ := attribute.Texts(m.ExcludeTags)
	isSentTag := func(a rules.Action) bool {
		tags := rules.Tags(a.Value)
		if a.Field != rules.ActionAddTags || len(tags) != 1 {
			return false
		}
		guard := WithoutTags(tags[0])
		elsewhere := slices.ContainsFunc(p.Own.All, guard.Equal) || slices.Equal(excluded, tags)
		return (tags[0] == prior || !elsewhere) && p.TakeExactly(guard)
	}
	taken, found := actions.Take(func(a rules.Action) bool {
		return slices.Equal(rules.Tags(a.Value), []string{prior}) && isSentTag(a)
	})
	if !found {
		taken, found = actions.Take(isSentTag)
	}
	if found {
		m.SentTag = types.StringValue(rules.Tags(taken.Value)[0])
		return
	}
	m.SentTag = types.StringNull()
	dropHalfSentTag(prior, p, actions)
}

// dropHalfSentTag takes away what is left of a sent_tag of which somebody
// removed the action or the condition: "sent_tag is missing" says it all, and
// applying writes both again.
func dropHalfSentTag(tag string, p *Peeling, actions *action.Reading) {
	if tag == "" || p.TakeExactly(WithoutTags(tag)) {
		return
	}
	actions.Take(rules.Action{Field: rules.ActionAddTags, Value: rules.Text(tag)}.Equal)
}

func (m *Message) showExcludedTags(ctx context.Context, p *Peeling) {
	prior, _ := attribute.Texts(m.ExcludeTags)
	if len(prior) > 0 && p.TakeExactly(WithoutTags(prior...)) {
		return
	}
	if len(prior) == 0 && !p.Fresh {
		return
	}
	taken, _ := p.Take(func(c rules.Condition) bool {
		return c.Field == rules.FieldTags && c.Operator == "not_includes" && len(rules.Tags(c.Value)) > 0
	})
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
