package exclusiontrigger

import (
	"context"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// listing takes every trigger that leaves a mark for an exclusion, unless it is a send:
// those leave marks, too.
var listing = trigger.Listing(trigger.Kind{
	Plural:   "triggers that add a tag or tick a checkbox",
	Endpoint: "Only those whose mark is checked by a trigger or automation that notifies a webhook or target at this address.",
	Is:       func(t zendesk.Trigger) bool { return !trigger.Notifies(t.Actions) && !rules.MarksOf(t.Actions).Empty() },
	At: func(ctx context.Context, client *zendesk.Client, endpoint string) (func(zendesk.Trigger) bool, error) {
		sends, err := sendsTo(ctx, client, endpoint)
		return func(t zendesk.Trigger) bool {
			marks := rules.MarksOf(t.Actions)
			return slices.ContainsFunc(sends, func(send *evaluation.Rule) bool { return send.Honours(marks) })
		}, err
	},
})

// sendsTo are the triggers and automations that notify an address.
func sendsTo(ctx context.Context, client *zendesk.Client, endpoint string) (sends []*evaluation.Rule, err error) {
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	automations, err := client.Automations(ctx)
	if err != nil {
		return nil, err
	}
	var actions [][]rules.Action
	var all []*evaluation.Rule
	for _, t := range triggers {
		actions, all = append(actions, t.Actions), append(all, t.Rule())
	}
	for _, a := range automations {
		actions, all = append(actions, a.Actions), append(all, a.Rule())
	}
	addresses, err := receiver.AddressesOf(ctx, client, actions...)
	for i, rule := range all {
		if addresses.Reach(endpoint, actions[i]) {
			sends = append(sends, rule)
		}
	}
	return sends, err
}
