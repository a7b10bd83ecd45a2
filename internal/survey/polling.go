package survey

import (
	"context"
	"fmt"
	"slices"
)

// Polling names the trigger distributions that send surveys for the conversations of a
// help desk on a channel, "" for any. What a backend does not show is taken for active.
func Polling(ctx context.Context, backends []Backend, helpDesk, channel string) (named []string, err error) {
	for _, backend := range backends {
		connectors, err := backend.Connectors().All(ctx)
		if err != nil {
			return nil, err
		}
		polled := map[string]bool{}
		for _, each := range connectors {
			if each.HelpDesk == helpDesk && each.Connected {
				polled[each.ID] = true
			}
		}
		if len(polled) == 0 {
			continue
		}
		distributions, err := backend.Distributions().All(ctx)
		if err != nil {
			return nil, err
		}
		hides := func(attribute string) bool { return slices.Contains(backend.Distributions().Hidden(), attribute) }
		for _, each := range distributions {
			isActive := each.Active || hides("active")
			isOfHelpDesk := polled[each.ConnectorID] || hides("connector_id")
			isOnChannel := channel == "" || each.Channel == channel || hides("channel")
			if isActive && isOfHelpDesk && isOnChannel {
				named = append(named, fmt.Sprintf("trigger distribution %s at %s", each.ID, backend.Account()))
			}
		}
	}
	return named, nil
}
