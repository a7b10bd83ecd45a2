package sendtrigger

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

var (
	pathChannel  = path.Root("channel")
	pathChannels = path.Root("channels")
)

func validate(ctx context.Context, config *Model) error {
	generated, _ := config.generated()
	rule, _ := config.rule(ctx)
	return errors.Join(
		config.validateChannels(ctx),
		condition.Validate(ctx, config.Conditions, rules.CheckTriggerCondition),
		condition.Repeats(ctx, config.Conditions, generated.All),
		config.Validate(),
		condition.CheckSize(rule, send.PathPayload),
	)
}

func (m *Model) validateChannels(ctx context.Context) error {
	var problems []error
	names, _ := attribute.Texts(m.Channels)
	for _, name := range names {
		if _, err := rules.Channel(name).ViaID(); err != nil {
			problems = append(problems, lifecycle.At(pathChannels.AtSetValue(types.StringValue(name)), "Unknown channel", "%s.", err))
		}
	}
	via, complete := m.viaIDs()
	if complete && len(via) == 0 && len(problems) == 0 && m.Channel.IsNull() {
		problems = append(problems, lifecycle.At(pathChannels, "No channel",
			"A send follows at least one channel: set \"channel\" to a set (chat, email, phone), or list single ones in \"channels\"."))
	}
	extra, _ := condition.Wire(ctx, m.Conditions)
	if len(via) > 1 && len(extra.Any) > 0 {
		problems = append(problems, lifecycle.At(condition.Path.AtName("any"), "The group \"any\" is taken",
			"Zendesk has one \"any\" group for a trigger, and this send needs it for its %d channels. "+
				"Move these conditions to \"all\", or make one send trigger a channel.", len(via)))
	}
	return errors.Join(problems...)
}
