package zendesk

// The nouns of the kinds of object whose ids resources claim.
var (
	NounTrigger     = triggerKind.Noun
	NounAutomation  = automationKind.Noun
	NounTicketField = ticketFieldKind.Noun
	NounCategory    = categoryKind.Noun
	NounWebhook     = webhookKind.Noun
	NounTarget      = targetKind.Noun
)

// IsManaged reports whether a resource of this run is known to manage a trigger.
func (c *Client) IsManaged(triggerID string) bool { return c.IsClaimed(NounTrigger, triggerID) }
