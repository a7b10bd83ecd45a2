package stellaconnect

import "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"

// kustomer is the same body with the references of a workflow, whose steps conversation, customer and agent look up
// what it sends. Kustomer writes the JSON itself, so that nothing is escaped here. A send workflow makes no request
// without an e-mail address of the customer: there is no "no_email". Nothing in a run holds the conversation's address
// in the browser.
func (s Body) kustomer() values {
	return values{
		agentEmail:    inText("steps.agent.email"),
		customerName:  inText("steps.customer.name"),
		customerEmail: inText("steps.customer.emails.0.email"),
		interactionID: inText("steps.conversation.id"),
		language:      inText("steps.customer.locale"),
		doNotSend:     asItIs("steps.conversation.custom." + s.DoNotSendFieldID),
		tags:          s.kustomerTags(),
	}
}

func (s Body) kustomerTags() string {
	switch {
	case len(s.TagFieldIDs) > 0:
		texts := make([]string, len(s.TagFieldIDs))
		for i, name := range s.TagFieldIDs {
			texts[i] = inText("steps.conversation.custom." + name)
		}
		return list(texts)
	case s.Tags == TicketTags:
		return asItIs("steps.conversation.tags")
	}
	return `[]`
}

// inText is a value as a text, empty where there is none.
func inText(reference string) string { return liquid.JSONString("{{{" + reference + "}}}") }

// asItIs is a value with its type; where there is none its member is left out.
func asItIs(reference string) string { return liquid.JSONString("/#" + reference) }
