package sendtrigger

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// listing takes every trigger that notifies a receiver for a send.
var listing = trigger.Listing(trigger.Kind{
	Plural:   "triggers that notify a webhook or target",
	Endpoint: "Only those that notify a webhook or target at this address.",
	Is:       func(t zendesk.Trigger) bool { return trigger.Notifies(t.Actions) },
	At: func(ctx context.Context, client *zendesk.Client, endpoint string) (func(zendesk.Trigger) bool, error) {
		triggers, err := client.Triggers(ctx)
		if err != nil {
			return nil, err
		}
		actions := make([][]rules.Action, 0, len(triggers))
		for _, t := range triggers {
			actions = append(actions, t.Actions)
		}
		addresses, err := receiver.AddressesOf(ctx, client, actions...)
		return func(t zendesk.Trigger) bool { return addresses.Reach(endpoint, t.Actions) }, err
	},
})
