package zendesk

import (
	"regexp"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

var (
	// customField is a member of ticket: a field's value, or the title of its option.
	customField = regexp.MustCompile(`\Aticket_field_(option_title_)?(\d+)\z`)
	// customText are the other placeholders of which only the account knows what they hold, and comments in a form
	// that the samples do not list.
	customText = regexp.MustCompile(`\Aticket\.((?:requester|organization|assignee)\.custom_fields\.[\w-]+|\w*(?:comment|description)_\w+)\z`)
)

// custom is the vocabulary's.
func custom(p liquid.Path) (liquid.Custom, bool) {
	if id, title := fieldOf(p); id != "" {
		return liquid.Custom{Placeholder: p[:2].String(), Title: title}, true
	}
	return liquid.Custom{Placeholder: p.String()}, customText.MatchString(p.String())
}

// fieldOf is the id of the custom field that a chain reads, "" for none; title says that it reads the title of its
// option. A lookup field's value has members.
func fieldOf(p liquid.Path) (id string, title bool) {
	if len(p) < 2 || p[0] != "ticket" {
		return "", false
	}
	m := customField.FindStringSubmatch(p[1])
	if m == nil {
		return "", false
	}
	return m[2], m[1] != ""
}

// values are the placeholders of the values of custom fields.
func values(fieldIDs []string) []string {
	placeholders := make([]string, len(fieldIDs))
	for i, id := range fieldIDs {
		placeholders[i] = "ticket.ticket_field_" + id
	}
	return placeholders
}

// FieldsRead lists the ids of the custom fields whose value the template reads as ticket.ticket_field_<id>, in the order
// of their first appearance. What stands in a comment, in raw text or in a quoted string does not count, nor does an
// option's title, nor a field reached through another variable. A template that is not Liquid reads nothing.
func FieldsRead(template string) (ids []string) {
	for _, each := range liquid.Readings(template) {
		if id, title := fieldOf(each.Path); id != "" && !title && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// A TicketField is a placeholder of a custom ticket field.
type TicketField struct {
	Name string // ticket.ticket_field_option_title_360001
	ID   string // of the field
	Line int    // where it stands first
}

// TicketFields are the placeholders of custom ticket fields, of their values and of the titles of their options, each
// once. Only the account knows which exist.
func TicketFields(template string) (fields []TicketField) {
	for _, each := range liquid.Readings(template) {
		if id, _ := fieldOf(each.Path); id != "" {
			field := TicketField{Name: each.Path[:2].String(), ID: id, Line: each.Line}
			if !slices.ContainsFunc(fields, func(f TicketField) bool { return f.Name == field.Name }) {
				fields = append(fields, field)
			}
		}
	}
	return fields
}

// A KeyedField is a placeholder of a custom field of a person or an organization.
type KeyedField struct {
	Name         string // ticket.requester.custom_fields.plan
	Key          string // plan
	Organization bool   // it is a field of organizations, not of users
	Line         int    // where it stands first
}

// KeyedFields are the placeholders of custom fields of people and organizations, each once. Only the account knows
// which exist.
func KeyedFields(template string) (fields []KeyedField) {
	for _, each := range liquid.Readings(template) {
		field, found := keyed(each.Path)
		if found && !slices.ContainsFunc(fields, func(f KeyedField) bool { return f.Name == field.Name }) {
			field.Line = each.Line
			fields = append(fields, field)
		}
	}
	return fields
}

// keyed finds the key that a chain reads of a person or an organization.
func keyed(p liquid.Path) (KeyedField, bool) {
	at := documented[p[0]]
	for i, name := range p[1:] {
		if i+2 == len(p) || at == nil {
			break
		}
		if of := at == person || at == organization; of && name == "custom_fields" && !slices.Contains(liquid.OfEverything, p[i+2]) {
			return KeyedField{Name: p[:i+3].String(), Key: p[i+2], Organization: at == organization}, true
		}
		at, _ = at.Member(name)
	}
	return KeyedField{}, false
}
