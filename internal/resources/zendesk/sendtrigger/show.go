package sendtrigger

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// showRule fills the model in and returns the actions, of which it has taken those
// that it can express.
func (m *Model) showRule(ctx context.Context, read *zendesk.Trigger) *action.Reading {
	own, _ := condition.Wire(m.Conditions)
	p, actions := send.Peel(read.Conditions, own, m.Imported()), action.Read(read.Actions)
	m.showStatus(p)
	m.showChannels(ctx, p)
	m.ShowMessage(ctx, p, actions)
	return actions
}

// showStatus finds "status changed to". A condition on the status of another form
// is the user's.
func (m *Model) showStatus(p *send.Peeling) {
	if p.TakeExactly(statusCondition(m.OnStatus.ValueString())) {
		return
	}
	taken, found := p.Take(func(c rules.Condition) bool {
		status, _ := c.Value.Text()
		return c.Equal(statusCondition(status)) && slices.Contains(rules.Statuses(), status)
	})
	m.OnStatus = types.StringValue(anyStatus)
	if status, _ := taken.Value.Text(); found {
		m.OnStatus = types.StringValue(status)
	}
}

func (m *Model) showChannels(ctx context.Context, p *send.Peeling) {
	prior, _ := m.viaIDs()
	read := takeChannels(p, prior)
	switch {
	case len(read) == 0 && p.Fresh:
		m.AnyChannel = types.BoolValue(true)
	case len(read) > 0 && m.AnyChannel.ValueBool():
		m.AnyChannel = types.BoolNull()
	}
	if sameElements(read, prior) {
		return
	}
	// A set stays a set while it is complete, and an exact match becomes one on
	// import and where there was nothing but a set before.
	onlySet := !m.Channel.IsNull() && len(m.Channels.Elements()) == 0
	for _, name := range rules.ChannelSetNames() {
		set, _ := rules.UniteChannels(name, nil)
		kept := m.Channel.ValueString() == name && containsAll(read, set)
		if kept || (p.Fresh || onlySet) && sameElements(read, set) {
			m.Channel = types.StringValue(name)
			rest := slices.DeleteFunc(slices.Clone(read), func(id string) bool { return slices.Contains(set, id) })
			m.Channels = attribute.TextSet(ctx, channelNames(rest), attribute.Emptied(m.Channels))
			return
		}
	}
	m.Channel = types.StringNull()
	m.Channels = attribute.TextSet(ctx, channelNames(read), attribute.Emptied(m.Channels))
}

// takeChannels removes the channel conditions: the one in "all" that prior
// state had, else the group "any" if it holds nothing else and is not the
// user's, else one in "all".
func takeChannels(p *send.Peeling, prior []string) []string {
	if len(prior) == 1 && p.TakeExactly(channelCondition(prior[0])) {
		return prior
	}
	isChannel := func(c rules.Condition) bool {
		id, _ := c.Value.Text()
		_, err := rules.ChannelOf(id).ViaID()
		return err == nil && c.Equal(channelCondition(id))
	}
	isOther := func(c rules.Condition) bool { return !isChannel(c) }
	ownAny := rules.Conditions{Any: p.Left.Any}.Equal(rules.Conditions{Any: p.Own.Any})
	if len(p.Left.Any) > 0 && !slices.ContainsFunc(p.Left.Any, isOther) && !ownAny {
		var ids []string
		for _, c := range p.Left.Any {
			id, _ := c.Value.Text()
			ids = append(ids, id)
		}
		p.Left.Any = nil
		return ids
	}
	if only, found := p.Take(isChannel); found {
		id, _ := only.Value.Text()
		return []string{id}
	}
	return nil
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
