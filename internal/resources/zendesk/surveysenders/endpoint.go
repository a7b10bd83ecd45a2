package surveysenders

import (
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/receiver"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// receivers are the receivers that a configuration asks for: all of them if it names none.
type receivers struct {
	endpoints, webhookIDs, targetIDs map[string]bool
}

func (r receivers) has(s sender) bool {
	if len(r.endpoints)+len(r.webhookIDs)+len(r.targetIDs) == 0 {
		return true
	}
	ids := r.webhookIDs
	if s.sent.Field == rules.ActionNotifyTarget {
		ids = r.targetIDs
	}
	if ids[s.sent.Receiver] {
		return true
	}
	for pattern := range r.endpoints {
		if receiver.Matches(pattern, s.endpoint) {
			return true
		}
	}
	return false
}
