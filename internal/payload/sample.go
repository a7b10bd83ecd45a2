package payload

import (
	"maps"
	"slices"
	"strings"
)

// A Sample is a ticket to render a template against: everyday, or with one kind of trouble in it.
type Sample struct {
	Name        string         // quotes, no_tags
	Description string         // what is special about it, for people
	Bindings    map[string]any // {"ticket": {...}} as the help desk's placeholders see it
}

// trouble is what one sample makes of the values of each kind. An empty member leaves the plain value.
type trouble struct {
	name, description string
	title             string            // one-line texts that people type: names of people, brands, options
	prose             string            // texts of several lines: comments, custom fields
	checkbox          string            // custom fields that are checkboxes or numbers
	blank             bool              // custom fields are empty
	set               map[string]string // single placeholders; "" makes one blank
}

const plainName = "plain"

// troubles are chosen so that a template which withstands them all withstands what people type. Two things are left
// out on purpose. A lone carriage return, a tab or another control character: no filter that both Ruby's and Go's
// Liquid know takes them out, and help desks do not let them into names. And quotes in tags or e-mail addresses:
// Zendesk refuses them.
var troubles = []trouble{
	{name: plainName, description: "an ordinary ticket"},
	{name: "ticked", description: "every checkbox is ticked", checkbox: "1"},
	{name: "empty_fields", description: "no custom field has a value", blank: true},
	{
		name: "quotes", description: `names and texts with quotes, such as Ann "AJ" O'Neil`,
		title: `Ann "AJ" O'Neil`, prose: `She said "thank you" and 'bye'`,
	},
	{
		name: "backslashes", description: `names and texts with backslashes, such as AC\DC \"live\" \`,
		title: `AC\DC \"live\" \`, prose: `It is in C:\new\users \"here\" \`,
	},
	{
		name: "line_breaks", description: "texts of several lines",
		prose: "Hello,\nit works.\r\n\r\nThank you\n",
	},
	{
		name: "no_email", description: "the requester has no e-mail address",
		set: map[string]string{"ticket.requester.email": ""},
	},
	{name: "no_tags", description: "the ticket has no tags", set: map[string]string{"ticket.tags": ""}},
	{
		name: "non_latin", description: "names and texts in Japanese, Arabic and emoji",
		title: "山田 太郎 أحمد 🙂", prose: "ありがとう شكرا 👋🏽",
		set: map[string]string{"ticket.tags": "日本 重要", "ticket.requester.locale": "ja"},
	},
	{name: "unassigned", description: "nobody is assigned to the ticket", set: map[string]string{
		"ticket.assignee.email": "", "ticket.assignee.name": "", "ticket.assignee.first_name": "",
		"ticket.assignee.last_name": "", "ticket.group.name": "",
	}},
}

// plainTitles, plainProse and plainOther are the placeholders of the help desk with the values of an everyday ticket.
// Source of the names: the vendor's placeholder reference.
var (
	plainTitles = map[string]string{
		"ticket.title":                "Where is my order?",
		"ticket.requester.name":       "Ann Example",
		"ticket.requester.first_name": "Ann",
		"ticket.requester.last_name":  "Example",
		"ticket.requester.details":    "Customer since 2019",
		"ticket.requester.notes":      "Prefers e-mail",
		"ticket.assignee.name":        "Ana Agent",
		"ticket.assignee.first_name":  "Ana",
		"ticket.assignee.last_name":   "Agent",
		"ticket.submitter.name":       "Ann Example",
		"ticket.organization.name":    "Example Ltd",
		"ticket.group.name":           "Support",
		"ticket.brand.name":           "Acme",
		"ticket.ticket_form":          "Default",
		"ticket.cc_names":             "Bob Example",
		"ticket.account":              "Acme",
		"current_user.name":           "Ana Agent",
		"current_user.first_name":     "Ana",
		"current_user.last_name":      "Agent",
		"current_user.organization":   "Acme",
		"satisfaction.current_rating": "Good",
	}
	plainProse = map[string]string{
		"ticket.description":                     "My order has not arrived.",
		"ticket.latest_comment":                  "Thank you for your help.",
		"ticket.latest_public_comment":           "Thank you for your help.",
		"ticket.latest_comment_formatted":        "Thank you for your help.",
		"ticket.latest_public_comment_formatted": "Thank you for your help.",
		"ticket.comments_formatted":              "Thank you for your help.",
		"ticket.public_comments_formatted":       "Thank you for your help.",
		"satisfaction.current_comment":           "Quick answer.",
	}
	plainOther = map[string]any{
		"ticket.id":                        35436,
		"ticket.external_id":               "A-1001",
		"ticket.link":                      "https://acme.zendesk.com/agent/tickets/35436",
		"ticket.url":                       "acme.zendesk.com/agent/tickets/35436",
		"ticket.status":                    "Solved",
		"ticket.priority":                  "Normal",
		"ticket.ticket_type":               "Question",
		"ticket.via":                       "Mail",
		"ticket.tags":                      "vip france order_late",
		"ticket.due_date":                  "2026-01-31",
		"ticket.in_business_hours":         "true",
		"ticket.created_at":                "January 2, 2026",
		"ticket.updated_at":                "January 3, 2026",
		"ticket.created_at_with_timestamp": "2026-01-02T03:04:05Z",
		"ticket.updated_at_with_timestamp": "2026-01-03T03:04:05Z",
		"ticket.requester.id":              "1001",
		"ticket.requester.email":           "ann@example.com",
		"ticket.requester.phone":           "+15550100",
		"ticket.requester.external_id":     "C-77",
		"ticket.requester.locale":          "en-US",
		"ticket.requester.language":        "English",
		"ticket.requester.tags":            "vip",
		"ticket.assignee.id":               "2002",
		"ticket.assignee.email":            "ana.agent@example.com",
		"ticket.brand.id":                  "3003",
		"ticket.group.id":                  "4004",
		"ticket.organization.id":           "5005",
		"current_user.email":               "ana.agent@example.com",
		"current_user.id":                  "2002",
		"satisfaction.survey_url":          "https://acme.zendesk.com/survey/1",
		"satisfaction.rating_url":          "https://acme.zendesk.com/rating/1",
		"satisfaction.positive_rating_url": "https://acme.zendesk.com/rating/1/good",
		"satisfaction.negative_rating_url": "https://acme.zendesk.com/rating/1/bad",
	}
)

// flat is a sample by placeholder: ticket.requester.name and its value.
type flat map[string]any

// of gives the sample's value of every placeholder, and of the custom ones that a template uses.
func (t trouble) of(uses []use) flat {
	sample := flat{}
	for name, plain := range plainTitles {
		sample[name] = either(t.title, plain)
	}
	for name, plain := range plainProse {
		sample[name] = either(t.prose, plain)
	}
	maps.Copy(sample, plainOther)
	for _, u := range uses {
		sample[u.name] = t.custom(u)
	}
	for name, value := range t.set {
		sample[name] = value
	}
	return sample
}

// custom is the value of a placeholder whose name holds an id or a key of the account's own.
func (t trouble) custom(u use) string {
	switch {
	case u.checkbox && t.blank && u.bare:
		return "0" // a checkbox nobody touched renders 0
	case t.blank:
		return ""
	case u.checkbox || u.bare:
		return either(t.checkbox, "0")
	case u.title:
		return either(t.title, "Late delivery")
	}
	return either(t.prose, "late_delivery")
}

func either(value, plain string) string {
	if value != "" {
		return value
	}
	return plain
}

// nest turns ticket.requester.name into {"ticket": {"requester": {"name": …}}}.
func (f flat) nest() map[string]any {
	root := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		at := root
		steps := strings.Split(name, ".")
		for _, step := range steps[:len(steps)-1] {
			next, ok := at[step].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[step] = next
			}
			at = next
		}
		at[steps[len(steps)-1]] = f[name]
	}
	return root
}

// Samples are the tickets that template has to withstand, the everyday one first. Custom fields have a value in each
// when the template reads them: one that is compared with 1, or goes out as do_not_send, or is in checkboxFieldIDs is a
// checkbox; one that stands outside quotes is a number; any other is text, with the sample's trouble in it. A template that is not
// Liquid has the same samples without custom fields.
func Samples(template string, checkboxFieldIDs ...string) []Sample {
	uses := customUses(template, checkboxFieldIDs)
	samples := make([]Sample, len(troubles))
	for i, t := range troubles {
		samples[i] = Sample{t.name, t.description, t.of(uses).nest()}
	}
	return samples
}
