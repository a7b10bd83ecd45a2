package sendtrigger

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Model is the resource as Terraform has it.
type Model struct {
	trigger.Common
	send.Message
	Channel    types.String `tfsdk:"channel"`
	Channels   types.Set    `tfsdk:"channels"`
	AnyChannel types.Bool   `tfsdk:"any_channel"`
	OnStatus   types.String `tfsdk:"on_status"`
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
	if status != "" && status != anyStatus {
		conditions.All = append(conditions.All, statusCondition(status))
	}
	via, viaKnown := m.viaIDs()
	switch {
	case viaKnown && len(via) == 1:
		conditions.All = append(conditions.All, channelCondition(via[0]))
	case viaKnown:
		for _, id := range via {
			conditions.Any = append(conditions.Any, channelCondition(id))
		}
	}
	guards, guardsKnown := m.Guards()
	conditions.All = append(conditions.All, guards...)
	return conditions, !m.OnStatus.IsUnknown() && viaKnown && guardsKnown
}

// own is the trigger without unmanaged actions. Complete is false while a part is
// not known yet.
func (m *Model) own() (rule rules.Rule, complete bool) {
	generated, generatedKnown := m.generated()
	rule, complete = m.Rule(generated)
	return rule, complete && generatedKnown
}

// rule is the trigger as it goes over the wire. Complete is false while a part
// is not known yet.
func (m *Model) rule() (rule rules.Rule, complete bool) {
	own, ownKnown := m.own()
	rule, complete = m.WithUnmanaged(own)
	return rule, complete && ownKnown
}

// matching is the trigger without its body, which says nothing of the tickets that it
// matches: a payload refers to what the same run creates, and is known last.
func (m *Model) matching() (rule rules.Rule, complete bool) {
	bodiless := *m
	bodiless.Payload = types.StringValue("")
	return bodiless.rule()
}

// inAccount is the rule with the checkboxes in the form that the account offers.
func (m *Model) inAccount(ctx context.Context, client *zendesk.Client, rule rules.Rule) rules.Rule {
	boxes, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	rule.Conditions.All = slices.Clone(rule.Conditions.All)
	for _, id := range boxes {
		// The generated condition stands before the user's.
		if at := slices.IndexFunc(rule.Conditions.All, rules.NotTicked(id).Equal); at >= 0 && client.OffersIsNot(ctx, id) {
			rule.Conditions.All[at] = rules.NotTickedAs(id)
		}
	}
	return rule
}

func statusCondition(status string) rules.Condition {
	return rules.Condition{Field: rules.FieldStatus, Operator: "value", Value: rules.Text(status)}
}

func channelCondition(viaID string) rules.Condition {
	return rules.Condition{Field: rules.FieldChannel, Operator: "is", Value: rules.Text(viaID)}
}
