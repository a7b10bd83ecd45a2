package stellaconnect

import (
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// Body is what a Zendesk trigger sends to Stella Connect, as the vendor's article on Zendesk describes it.
type Body struct {
	// Channel is the channel's name in Stella Connect: chat, email, phone, or a custom channel set up there.
	Channel string
	// DoNotSendFieldID is the id of the checkbox that keeps the survey back. It goes out as the help desk renders it:
	// "1" or "0", in quotes.
	DoNotSendFieldID string
	// Tags says where the tags come from; empty means TicketTags. It must be empty with TagFieldIDs.
	Tags TagSource
	// TagFieldIDs are dropdown fields whose option titles are sent in place of the ticket's tags. A dropdown that was
	// left empty sends an empty tag, which Stella Connect shows as "-".
	TagFieldIDs []string
	// Brand adds the ticket's brand, for accounts with several.
	Brand bool
	// Language adds the requester's locale, for accounts with several languages.
	Language bool
	// Verbatim asks for the article's own template, byte for byte. It breaks on a quote, a backslash or a line break.
	Verbatim bool
}

// TagSource says which tags a payload carries.
type TagSource string

const (
	// TicketTags sends the ticket's tags.
	TicketTags TagSource = "ticket"
	// NoTags sends an empty list: what a ticket without tags sends.
	NoTags TagSource = "none"
)

// TagSources are the values of TagSource.
var TagSources = []TagSource{TicketTags, NoTags}

// Template is the body with its placeholders. The error is [argument.Problems].
func (s Body) Template() (string, error) {
	if err := s.Problems().Err(); err != nil {
		return "", err
	}
	if s.Verbatim {
		return s.verbatim(), nil
	}
	return s.layout(), nil
}

// layout sends the same JSON as the article, with every text escaped and one member a line. The assigns stand at the
// ends of lines, so that the rendered body is as readable as the template.
func (s Body) layout() string {
	lines := []string{
		`{`,
		`  "employee": {`,
		`    "email": ` + quoted("ticket.assignee.email"),
		`  },`,
		`  "channel": ` + liquid.JSONString(s.Channel) + `,`,
		`  "customer": { {% assign customer_email = ticket.requester.email | ` + liquid.Escape + ` | strip %}`,
		`    "name": ` + quoted("ticket.requester.name") + `,`,
		`    "email": "{% if customer_email and customer_email != "" %}{{ customer_email }}{% else %}no_email{% endif %}"`,
		`  },`,
		`  "ext_interaction_id": "{{ ticket.id }}",`,
	}
	if s.Brand {
		lines = append(lines, `  "brand": `+quoted("ticket.brand.name")+`,`)
	}
	if s.Language {
		lines = append(lines, `  "language": `+quoted("ticket.requester.locale")+`,`)
	}
	lines = append(lines,
		`  "do_not_send": "{{ ticket.ticket_field_`+s.DoNotSendFieldID+` }}",`,
		`  "external_url": `+quoted("ticket.link")+`,`,
		s.tags(),
		`}`)
	return strings.Join(lines, "\n")
}

// tags escapes before it splits: a tag of nothing but a backslash then leaves no empty tag behind, and the split takes
// the line breaks.
func (s Body) tags() string {
	switch {
	case len(s.TagFieldIDs) > 0:
		titles := make([]string, len(s.TagFieldIDs))
		for i, id := range s.TagFieldIDs {
			titles[i] = `    ` + quoted("ticket.ticket_field_option_title_"+id)
		}
		return "  \"tags\": [\n" + strings.Join(titles, ",\n") + "\n  ]"
	case s.Tags == NoTags:
		return `  "tags": []`
	}
	return `  "tags": [{% assign raw_tags = ticket.tags | remove: '\' | replace: '"', '\"' | split: ' ' %}` + "\n" +
		`    {% for tag in raw_tags %}"{{ tag }}"{% unless forloop.last %}, {% endunless %}{% endfor %}` + "\n" +
		`  ]`
}

func quoted(placeholder string) string { return `"{{ ` + placeholder + ` | ` + liquid.Escape + ` }}"` }
