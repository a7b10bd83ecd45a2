package zendesk

import (
	"context"
	"slices"
)

// inactiveField is the noun under which the plans of ticket fields meet: not by
// id, but by type and title, which the state of one and the plan of the other tell
// without a request.
const inactiveField = "inactive ticket field"

func fieldKey(fieldType, title string) string { return fieldType + "\n" + title }

// PlanInactiveTicketField is for the plan of a field that its state says is
// inactive. Wanted says that a field which is to be created would adopt it.
func (c *Client) PlanInactiveTicketField(fieldType, title string) (wanted bool) {
	_, wanted = c.PlanToKeep(inactiveField, fieldKey(fieldType, title))
	return wanted
}

// PlanTicketField is for the plan of a new field: it reports whether
// [Client.AdoptTicketField] may adopt an inactive field of that type and title.
// Replaces says that it is the replacement of the field in the state.
func (c *Client) PlanTicketField(fieldType, title string, replaces bool) bool {
	key := fieldKey(fieldType, title)
	replaced := ""
	if replaces {
		replaced = key
	}
	return c.Want(inactiveField, key, replaced)
}

// AdoptTicketField gives an inactive field of the type and title that no resource
// of this process is known to manage; nil when there is none. An active one is a
// [DuplicateError].
func (c *Client) AdoptTicketField(ctx context.Context, fieldType, title string) (*TicketField, error) {
	fields, err := c.TicketFields(ctx)
	if err != nil {
		return nil, err
	}
	var inactive []TicketField
	for _, field := range fields {
		switch {
		case field.Title != title || field.Type != fieldType:
		case field.Active:
			return nil, &DuplicateError{Noun: ticketFieldKind.Noun, Title: title, Existing: []Duplicate{{ID: field.ID, Active: true}}}
		default:
			inactive = append(inactive, field)
		}
	}
	for _, field := range slices.Backward(inactive) {
		if c.Adopt(ticketFieldKind.Noun, field.ID) {
			return &field, nil
		}
	}
	return nil, nil
}

// OrphanTicketFields are other active fields of the same type and title.
func (c *Client) OrphanTicketFields(ctx context.Context, made *TicketField) ([]Orphan, error) {
	return c.fields.Orphans(ctx, func(found TicketField) bool {
		return found.Active && found.Type == made.Type && found.Title == made.Title
	})
}

// DeactivateTicketField is for a resource that ends and keeps its field,
// inactive, for another one to adopt.
func (c *Client) DeactivateTicketField(ctx context.Context, id string) error {
	inactive := false
	_, err := c.UpdateTicketField(ctx, id, TicketFieldInput{Active: &inactive})
	if err == nil {
		c.Release(ticketFieldKind.Noun, id)
	}
	return err
}
