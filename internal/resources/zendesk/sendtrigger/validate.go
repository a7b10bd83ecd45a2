package sendtrigger

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

var (
	pathChannels = path.Root("channels")
	pathWebhook  = path.Root("webhook_id")
	pathPayload  = path.Root("payload")
)

func validate(ctx context.Context, config *Model) error {
	generated, _ := config.generated()
	rule, _ := config.rule(ctx)
	return errors.Join(
		config.validateChannels(ctx),
		config.validateNotification(),
		condition.Validate(ctx, config.Conditions),
		condition.Repeats(ctx, config.Conditions, generated.All),
		config.validatePayload(),
		rule.CheckSize(pathPayload),
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

func (m *Model) validateNotification() error {
	switch {
	case m.WebhookID.IsNull() && m.TargetID.IsNull():
		return lifecycle.At(pathWebhook, "Nothing to notify",
			"A send notifies one survey target: set \"webhook_id\", or \"target_id\" for a legacy HTTP target.")
	case attribute.Set(m.WebhookID) && attribute.Set(m.TargetID):
		return lifecycle.At(pathWebhook, "Two survey targets",
			"With both \"webhook_id\" and \"target_id\" every customer would get two surveys. Set one of them.")
	default:
		return nil
	}
}

// validatePayload renders the template against sample tickets.
func (m *Model) validatePayload() error {
	breakages, _ := m.checkPayload()
	var problems []error
	for _, breakage := range breakages {
		problems = append(problems, lifecycle.At(pathPayload, "The payload can become broken JSON", "%s",
			strings.TrimSpace(breakage.String()+"\n\n"+breakage.Remedy())))
	}
	return errors.Join(problems...)
}

// checkPayload renders what is known of the payload; fields that the send knows
// as checkboxes are so in the samples.
func (m *Model) checkPayload() (breakages, warnings []payload.Breakage) {
	if m.Payload.IsUnknown() || m.Payload.IsNull() {
		return nil, nil
	}
	checkboxes, _ := attribute.Texts(m.ExcludeCheckboxFieldIDs)
	return payload.Check(m.Payload.ValueString(), checkboxes...)
}
