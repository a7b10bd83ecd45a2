package stellaconnect

import (
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// zendesk is the article's template with every text escaped. The assigns stand at the ends of lines, so that the
// rendered body is as readable as the template.
func (s Body) zendesk() values {
	return values{
		agentEmail:    quoted("ticket.assignee.email"),
		before:        ` {% assign customer_email = ticket.requester.email | ` + liquid.Escape + ` | strip %}`,
		customerName:  quoted("ticket.requester.name"),
		customerEmail: `"{% if customer_email and customer_email != "" %}{{ customer_email }}{% else %}no_email{% endif %}"`,
		interactionID: `"{{ ticket.id }}"`,
		brand:         quoted("ticket.brand.name"),
		language:      quoted("ticket.requester.locale"),
		doNotSend:     `"{{ ticket.ticket_field_` + s.DoNotSendFieldID + ` }}"`,
		externalURL:   quoted("ticket.link"),
		tags:          s.zendeskTags(),
	}
}

// zendeskTags escapes before it splits: a tag of nothing but a backslash then leaves no empty tag behind, and the split
// takes the line breaks.
func (s Body) zendeskTags() string {
	switch {
	case len(s.TagFieldIDs) > 0:
		titles := make([]string, len(s.TagFieldIDs))
		for i, id := range s.TagFieldIDs {
			titles[i] = quoted("ticket.ticket_field_option_title_" + id)
		}
		return list(titles)
	case s.Tags == NoTags:
		return `[]`
	}
	return `[{% assign raw_tags = ticket.tags | remove: '\' | replace: '"', '\"' | split: ' ' %}` + "\n" +
		`    {% for tag in raw_tags %}"{{ tag }}"{% unless forloop.last %}, {% endunless %}{% endfor %}` + "\n" +
		`  ]`
}

// list is a list of a body, with one item a line.
func list(items []string) string { return "[\n    " + strings.Join(items, ",\n    ") + "\n  ]" }

func quoted(placeholder string) string { return `"{{ ` + placeholder + ` | ` + liquid.Escape + ` }}"` }
