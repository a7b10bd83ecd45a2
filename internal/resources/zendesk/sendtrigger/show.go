package sendtrigger

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// peeling takes the generated conditions off what Zendesk returned, one
// attribute after the other, in the form that prior state used. Without prior
// state (fresh) it takes all that the attributes can express. What is left is
// the user's.
type peeling struct {
	left  rules.Conditions
	own   rules.Conditions // the user's in prior state
	fresh bool
}

// showRule fills the model in and returns the actions that it cannot express.
func (m *Model) showRule(ctx context.Context, read *zendesk.Trigger) (unmanaged []rules.Action) {
	p := &peeling{fresh: m.Imported(), left: rules.Conditions{
		All: slices.Clone(read.Conditions.All), Any: slices.Clone(read.Conditions.Any),
	}}
	p.own, _ = condition.Wire(ctx, m.Conditions)
	m.showStatus(p)
	m.showChannels(ctx, p)
	unmanaged = m.showActions(p, read.Actions)
	m.showExcludedTags(ctx, p)
	m.showCheckboxes(ctx, p)
	m.Conditions = condition.Show(ctx, p.left, m.Conditions)
	return unmanaged
}

// take removes the first condition of "all" that fits and is not one that the
// user wrote, and returns it.
func (p *peeling) take(fits func(rules.Condition) bool) (rules.Condition, bool) {
	return p.takeFirst(func(c rules.Condition) bool { return fits(c) && !slices.ContainsFunc(p.own.All, c.Equal) })
}

// takeExactly removes the wanted condition.
func (p *peeling) takeExactly(wanted rules.Condition) bool {
	_, found := p.takeFirst(wanted.Equal)
	return found
}

func (p *peeling) takeFirst(fits func(rules.Condition) bool) (rules.Condition, bool) {
	i := slices.IndexFunc(p.left.All, fits)
	if i < 0 {
		return rules.Condition{}, false
	}
	taken := p.left.All[i]
	p.left.All = slices.Delete(p.left.All, i, i+1)
	return taken, true
}

func (m *Model) showStatus(p *peeling) {
	if p.takeExactly(statusCondition(m.OnStatus.ValueString())) {
		return
	}
	changedTo, found := p.take(func(c rules.Condition) bool { return c.Field == rules.FieldStatus && c.Operator == "value" })
	m.OnStatus = types.StringNull()
	if status, isText := changedTo.Value.Text(); found && isText {
		m.OnStatus = types.StringValue(status)
	}
}

func (m *Model) showChannels(ctx context.Context, p *peeling) {
	prior, _ := m.viaIDs()
	read := p.takeChannels(prior)
	if sameElements(read, prior) {
		return
	}
	// A set stays a set while it is complete, and an exact match becomes one on
	// import and where there was nothing but a set before.
	onlySet := !m.Channel.IsNull() && len(m.Channels.Elements()) == 0
	for _, name := range rules.ChannelSetNames() {
		set, _ := rules.UniteChannels(name, nil)
		kept := m.Channel.ValueString() == name && containsAll(read, set)
		if kept || (p.fresh || onlySet) && sameElements(read, set) {
			m.Channel = types.StringValue(name)
			rest := slices.DeleteFunc(slices.Clone(read), func(id string) bool { return slices.Contains(set, id) })
			m.Channels = attribute.TextSet(ctx, channelNames(rest), emptied(m.Channels))
			return
		}
	}
	m.Channel = types.StringNull()
	m.Channels = attribute.TextSet(ctx, channelNames(read), emptied(m.Channels))
}

// takeChannels removes the channel conditions: the one in "all" that prior
// state had, else the group "any" if it holds nothing else and is not the
// user's, else one in "all".
func (p *peeling) takeChannels(prior []string) []string {
	if len(prior) == 1 && p.takeExactly(channelCondition(prior[0])) {
		return prior
	}
	isChannel := func(c rules.Condition) bool {
		_, isText := c.Value.Text()
		return c.Field == rules.FieldChannel && isText && c.Operator == "is"
	}
	isOther := func(c rules.Condition) bool { return !isChannel(c) }
	ownAny := rules.Conditions{Any: p.left.Any}.Equal(rules.Conditions{Any: p.own.Any})
	if len(p.left.Any) > 0 && !slices.ContainsFunc(p.left.Any, isOther) && !ownAny {
		var ids []string
		for _, c := range p.left.Any {
			id, _ := c.Value.Text()
			ids = append(ids, id)
		}
		p.left.Any = nil
		return ids
	}
	if only, found := p.take(isChannel); found {
		id, _ := only.Value.Text()
		return []string{id}
	}
	return nil
}

// showActions finds the notification and the tag that the trigger adds. The tag
// is sent_tag only while the trigger also requires its absence.
func (m *Model) showActions(p *peeling, actions []rules.Action) (unmanaged []rules.Action) {
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
		case sentTag.IsNull() && m.isSentTag(p, action):
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
func (m *Model) dropHalfSentTag(p *peeling, unmanaged []rules.Action) []rules.Action {
	tag := m.SentTag.ValueString()
	if tag == "" || p.takeExactly(withoutTags(tag)) {
		return unmanaged
	}
	half := rules.Action{Field: rules.ActionAddTags, Value: rules.Text(tag)}
	return slices.DeleteFunc(unmanaged, half.Equal)
}

func (m *Model) isSentTag(p *peeling, action rules.Action) bool {
	tags := rules.Tags(action.Value)
	return action.Field == rules.ActionAddTags && len(tags) == 1 && p.takeExactly(withoutTags(tags[0]))
}

func (m *Model) showExcludedTags(ctx context.Context, p *peeling) {
	prior, _ := attribute.Texts(m.ExcludeTags)
	if len(prior) > 0 && p.takeExactly(withoutTags(prior...)) {
		return
	}
	if len(prior) == 0 && !p.fresh {
		return
	}
	taken, _ := p.take(func(c rules.Condition) bool { return c.Field == rules.FieldTags && c.Operator == "not_includes" })
	m.ExcludeTags = attribute.TextSet(ctx, rules.Tags(taken.Value), emptied(m.ExcludeTags))
}

func (m *Model) showCheckboxes(ctx context.Context, p *peeling) {
	prior, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	var found []string
	for {
		taken, any := p.take(func(c rules.Condition) bool {
			id, custom := strings.CutPrefix(c.Field, rules.CustomField(""))
			return custom && c.Equal(notTicked(id)) && (p.fresh || slices.Contains(prior, id)) && !slices.Contains(found, id)
		})
		if !any {
			break
		}
		found = append(found, strings.TrimPrefix(taken.Field, rules.CustomField("")))
	}
	m.ExcludeCheckboxFieldIDs = attribute.TextSet(ctx, found, emptied(m.ExcludeCheckboxFieldIDs))
}

// emptied is null for a set that had elements: without any, it is as if it had
// never been set. An explicit [] stays one.
func emptied(prior types.Set) types.Set {
	if len(prior.Elements()) > 0 || prior.IsUnknown() {
		return types.SetNull(types.StringType)
	}
	return prior
}

func channelNames(viaIDs []string) []string {
	names := make([]string, 0, len(viaIDs))
	for _, id := range viaIDs {
		names = append(names, string(rules.ChannelOf(id)))
	}
	return names
}

func sameElements(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func containsAll(all, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}
