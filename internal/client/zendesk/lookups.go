package zendesk

import (
	"context"
	"encoding/json"
)

// Named is something that conditions and actions refer to by its id and people
// know by its name: a brand, a group, a ticket form, a custom status, a user field.
type Named struct {
	// ID is a decimal number. Names may repeat.
	ID, Name string
	// Active is false for what is switched off or deleted.
	Active bool
}

// Locale is a language that the account has enabled.
type Locale struct {
	// ID is a decimal number, Code is like "en-US", Name like "English".
	ID, Code, Name string
}

// shareLookups prepares the lists of what rules refer to. Ticket forms, custom
// statuses and locales come whole; the others come in pages.
func (c *Client) shareLookups() {
	c.brands = newShared(c, namedKind("brand", "/brands", "brands", "brand", "name"), listByCursor[Named])
	c.groups = newShared(c, namedKind("group", "/groups", "groups", "group", "name"), listByCursor[Named])
	c.forms = newShared(c, namedKind("ticket form", "/ticket_forms", "ticket_forms", "ticket_form", "name"), listWhole[Named])
	c.statuses = newShared(c, namedKind("custom status", "/custom_statuses", "custom_statuses", "custom_status", "agent_label"), listWhole[Named])
	c.locales = newShared(c, localeKind, listWhole[Locale])
	c.userFields = newShared(c, namedKind("user field", "/user_fields", "user_fields", "user_field", "key"), listByCursor[Named])
	c.orgFields = newShared(c, namedKind("organization field", "/organization_fields", "organization_fields", "organization_field", "key"), listByCursor[Named])
}

// namedKind is a kind whose objects call their name so.
func namedKind(noun, path, many, one, name string) kind[Named] {
	return kind[Named]{
		noun: noun, path: path, many: many, one: one,
		id:    func(n Named) string { return n.ID },
		title: func(n Named) string { return n.Name },
		decode: func(raw json.RawMessage) (Named, error) {
			var members map[string]json.RawMessage
			if err := decodeObject(raw, &members); err != nil {
				return Named{}, err
			}
			var id, called text
			for member, into := range map[string]*text{"id": &id, name: &called} {
				if len(members[member]) == 0 {
					continue
				}
				if err := json.Unmarshal(members[member], into); err != nil {
					return Named{}, err
				}
			}
			return Named{ID: string(id), Name: string(called), Active: standing(raw)}, nil
		},
	}
}

// standing reads the members that tell whether something is still in use.
// Kinds that cannot be switched off have none of them.
func standing(raw json.RawMessage) bool {
	wire := struct {
		Active       *bool `json:"active"`
		BrandDeleted bool  `json:"is_deleted"`
		GroupDeleted bool  `json:"deleted"`
	}{}
	_ = json.Unmarshal(raw, &wire)
	return (wire.Active == nil || *wire.Active) && !wire.BrandDeleted && !wire.GroupDeleted
}

var localeKind = kind[Locale]{
	noun: "locale", path: "/locales", many: "locales", one: "locale",
	id:     func(l Locale) string { return l.ID },
	title:  func(l Locale) string { return l.Name },
	decode: decodeLocale,
}

func decodeLocale(raw json.RawMessage) (Locale, error) {
	var wire struct {
		ID   text `json:"id"`
		Code text `json:"locale"`
		Name text `json:"name"`
	}
	err := decodeObject(raw, &wire)
	return Locale{ID: string(wire.ID), Code: string(wire.Code), Name: string(wire.Name)}, err
}

// Brands lists the brands from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/brands/#list-brands
func (c *Client) Brands(ctx context.Context) ([]Named, error) { return c.brands.all(ctx) }

// Groups lists the groups of agents from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/groups/groups/#list-groups
func (c *Client) Groups(ctx context.Context) ([]Named, error) { return c.groups.all(ctx) }

// TicketForms lists the ticket forms from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_forms/#list-ticket-forms
func (c *Client) TicketForms(ctx context.Context) ([]Named, error) { return c.forms.all(ctx) }

// CustomStatuses lists the ticket statuses, Zendesk's own included, from the
// shared list. Their name is the label that agents see.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/#list-custom-ticket-statuses
func (c *Client) CustomStatuses(ctx context.Context) ([]Named, error) { return c.statuses.all(ctx) }

// Locales lists the languages that the account has enabled from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/locales/#list-locales
func (c *Client) Locales(ctx context.Context) ([]Locale, error) { return c.locales.all(ctx) }

// UserFields lists the custom fields of users from the shared list. Their name is the
// key that placeholders have.
//
// https://developer.zendesk.com/api-reference/ticketing/users/user_fields/#list-user-fields
func (c *Client) UserFields(ctx context.Context) ([]Named, error) { return c.userFields.all(ctx) }

// OrganizationFields lists the custom fields of organizations like [Client.UserFields].
//
// https://developer.zendesk.com/api-reference/ticketing/organizations/organization_fields/#list-organization-fields
func (c *Client) OrganizationFields(ctx context.Context) ([]Named, error) {
	return c.orgFields.all(ctx)
}
