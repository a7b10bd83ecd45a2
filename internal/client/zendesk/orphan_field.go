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
			return nil, activeField(field)
		default:
			inactive = append(inactive, field)
		}
	}
	for _, field := range slices.Backward(inactive) {
		if !c.Adopt(ticketFieldKind.Noun, field.ID) {
			continue
		}
		now, err := c.fields.Reread(ctx, field.ID) // another workspace may have adopted it since the list was read
		if err == nil && !now.Active && now.Title == title && now.Type == fieldType {
			return now, nil
		}
		c.Release(ticketFieldKind.Noun, field.ID)
		switch {
		case err != nil && !IsNotFound(err):
			return nil, err
		case err == nil && now.Active && now.Title == title && now.Type == fieldType:
			return nil, activeField(*now)
		}
	}
	return nil, nil
}

func activeField(field TicketField) error {
	return &DuplicateError{Noun: ticketFieldKind.Noun, Title: field.Title, Existing: []Duplicate{{ID: field.ID, Active: true}}}
}

// TicketFieldAlone reads the account again and gives a [DuplicateError] where it has
// another active field of the same type and title that no resource of this process is
// known to manage.
func (c *Client) TicketFieldAlone(ctx context.Context, made *TicketField) error {
	c.fields.Forget()
	others, err := c.OrphanTicketFields(ctx, made)
	if err != nil || len(others) == 0 {
		return err
	}
	duplicate := &DuplicateError{Noun: ticketFieldKind.Noun, Title: made.Title, ID: made.ID, Made: true}
	for _, each := range others {
		duplicate.Existing = append(duplicate.Existing, Duplicate{ID: each.ID, Active: true})
	}
	return duplicate
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
