package sendtrigger

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

var (
	pathChannel  = path.Root("channel")
	pathChannels = path.Root("channels")

	pathAnyChannel = path.Root("any_channel")
)

func validate(_ context.Context, config *Model) error {
	return config.validateChannels()
}

// check refuses what no account would take, and what cannot be meant.
func check(_ context.Context, plan, state *Model, notes *lifecycle.Notes) error {
	var stored types.Object
	var message *send.Message
	var prior rules.Rule
	if state != nil {
		stored, message = state.Conditions, &state.Message
		prior, _ = state.own()
	}
	problems := []error{condition.Check(plan.Conditions, stored, rules.CheckTriggerCondition), plan.CheckPayload(message, notes)}
	own, _ := plan.own()
	if state == nil || !own.Conditions.Equal(prior.Conditions) {
		generated, _ := plan.generated()
		problems = append(problems, condition.Repeats(plan.Conditions, generated.All), condition.Possible(plan.Conditions, generated))
	}
	if state == nil || !own.Equal(prior) {
		problems = append(problems, condition.CheckSize(own, rules.TriggerRules, send.PathPayload))
	}
	return errors.Join(problems...)
}

func (m *Model) validateChannels() error {
	var problems []error
	names, _ := attribute.Texts(m.Channels)
	for _, name := range names {
		if _, err := rules.Channel(name).ViaID(); err != nil {
			problems = append(problems, lifecycle.At(pathChannels.AtSetValue(types.StringValue(name)), "Unknown channel", "%s.", err))
		}
	}
	via, complete := m.viaIDs()
	noChannel := complete && len(via) == 0 && len(problems) == 0 && m.Channel.IsNull()
	switch {
	case m.AnyChannel.ValueBool() && (attribute.Set(m.Channel) || len(via) > 0):
		problems = append(problems, lifecycle.At(pathAnyChannel, "any_channel excludes channel and channels",
			"With any_channel = true there is no channel condition. Remove it, or remove \"channel\" and \"channels\"."))
	case noChannel && !m.AnyChannel.IsUnknown() && !m.AnyChannel.ValueBool():
		problems = append(problems, lifecycle.At(pathChannels, "No channel",
			"A send needs at least one channel: set \"channel\" to a set (chat, email, phone), list single ones in \"channels\", or set any_channel = true to survey the tickets of every channel."))
	}
	extra, _ := condition.Wire(m.Conditions)
	if len(via) > 1 && len(extra.Any) > 0 {
		problems = append(problems, lifecycle.At(condition.Path.AtName("any"), "The group \"any\" is taken",
			"Zendesk has one \"any\" group for a trigger, and this send needs it for its %d channels. "+
				"Move these conditions to \"all\", or make one send trigger a channel.", len(via)))
	}
	return errors.Join(problems...)
}
