package stellaconnect

import (
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// Body is what a help desk sends to Stella Connect, as the vendor's articles describe it: one description, whichever
// help desk's templates it is written in.
type Body struct {
	// HelpDesk is whose templates; empty means Zendesk.
	HelpDesk HelpDesk
	// Channel is the channel's name in Stella Connect: chat, email, phone, or a custom channel set up there.
	Channel string
	// DoNotSendFieldID is the id of the checkbox that keeps the survey back. It goes out as the help desk renders it:
	// "1" or "0", in quotes. In Kustomer it is the name of a custom attribute of the conversation, and a boolean.
	DoNotSendFieldID string
	// Tags says where the tags come from; empty means TicketTags, and NoTags in Kustomer, which keeps ids. It must be
	// empty with TagFieldIDs.
	Tags TagSource
	// TagFieldIDs are dropdown fields whose option titles are sent in place of the ticket's tags. A dropdown that was
	// left empty sends an empty tag, which Stella Connect shows as "-". In Kustomer they are custom attributes of the
	// conversation.
	TagFieldIDs []string
	// Brand adds the ticket's brand, for accounts with several.
	Brand bool
	// Language adds the requester's locale, for accounts with several languages.
	Language bool
	// Verbatim asks for the article's own template, byte for byte. It breaks on a quote, a backslash or a line break.
	Verbatim bool
}

// HelpDesk names a help desk whose templates a body can be written in.
type HelpDesk string

// The help desks.
const (
	Zendesk  HelpDesk = "zendesk"
	Kustomer HelpDesk = "kustomer"
)

// HelpDesks are the values of HelpDesk.
var HelpDesks = []HelpDesk{Zendesk, Kustomer}

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
	switch {
	case s.HelpDesk == Kustomer:
		return s.layout(s.kustomer()), nil
	case s.Verbatim:
		return s.verbatim(), nil
	}
	return s.layout(s.zendesk()), nil
}

// values are what a help desk's templates put in place of the members, as JSON. One that is empty leaves its member
// out.
type values struct {
	agentEmail, customerName, customerEmail, interactionID string
	brand, language, doNotSend, externalURL, tags          string
	// before stands in front of the members of customer.
	before string
}

// layout sends the same JSON as the article, with one member a line.
func (s Body) layout(v values) string {
	lines := []string{
		`{`,
		`  "employee": {`,
		`    "email": ` + v.agentEmail,
		`  },`,
		`  "channel": ` + liquid.JSONString(s.Channel) + `,`,
		`  "customer": {` + v.before,
		`    "name": ` + v.customerName + `,`,
		`    "email": ` + v.customerEmail,
		`  },`,
		`  "ext_interaction_id": ` + v.interactionID + `,`,
	}
	if s.Brand {
		lines = append(lines, `  "brand": `+v.brand+`,`)
	}
	if s.Language {
		lines = append(lines, `  "language": `+v.language+`,`)
	}
	lines = append(lines, `  "do_not_send": `+v.doNotSend+`,`)
	if v.externalURL != "" {
		lines = append(lines, `  "external_url": `+v.externalURL+`,`)
	}
	return strings.Join(append(lines, `  "tags": `+v.tags, `}`), "\n")
}
