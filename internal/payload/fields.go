package payload

import (
	"regexp"
	"slices"
)

var fieldName = regexp.MustCompile(`\Aticket_field_(\d+)\z`)

// FieldsRead lists the ids of the custom fields whose value the template reads as ticket.ticket_field_<id>, in the order
// of their first appearance. What stands in a comment, in raw text or in a quoted string does not count, nor does an
// option's title, nor a field reached through another variable. A template that is not Liquid reads nothing.
func FieldsRead(template string) []string {
	reads, err := readings(template)
	if err != nil {
		return nil
	}
	var ids []string
	for _, each := range reads {
		if id := each.path.fieldID(); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p path) fieldID() string {
	if len(p) < 2 || p[0] != "ticket" {
		return ""
	}
	if m := fieldName.FindStringSubmatch(p[1]); m != nil {
		return m[1]
	}
	return ""
}
