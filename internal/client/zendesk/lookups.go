package zendesk

import (
	"context"
	"encoding/json"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Named is something that conditions and actions refer to by its id and people
// know by its name: a brand, a group, a ticket form, a custom status, a user field.
type Named struct {
	// ID is a decimal number. Names may repeat.
	ID, Name string
	// Active is false for what is inactive or deleted.
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
	c.brands = client.NewList(c.Core, namedKind("brand", "/brands", "brands", "brand", "name", byCursor))
	c.groups = client.NewList(c.Core, namedKind("group", "/groups", "groups", "group", "name", byCursor))
	c.forms = client.NewList(c.Core, namedKind("ticket form", "/ticket_forms", "ticket_forms", "ticket_form", "name", client.Paging{}))
	c.statuses = client.NewList(c.Core, namedKind("custom status", "/custom_statuses", "custom_statuses", "custom_status", "agent_label", client.Paging{}))
	c.locales = client.NewList(c.Core, localeKind)
	c.userFields = client.NewList(c.Core, namedKind("user field", "/user_fields", "user_fields", "user_field", "key", byCursor))
	c.orgFields = client.NewList(c.Core, namedKind("organization field", "/organization_fields", "organization_fields", "organization_field", "key", byCursor))
}

// namedKind is a kind whose objects call their name so.
func namedKind(noun, path, many, one, name string, paging client.Paging) client.Kind[Named] {
	return client.Kind[Named]{
		Noun: noun, Path: path, Form: envelope{one, many}, Paging: paging,
		ID:    func(n Named) string { return n.ID },
		Title: func(n Named) string { return n.Name },
		Decode: func(raw json.RawMessage) (Named, error) {
			var members map[string]json.RawMessage
			if err := client.DecodeMember(raw, &members); err != nil {
				return Named{}, err
			}
			var id, called client.Text
			for member, into := range map[string]*client.Text{"id": &id, name: &called} {
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
// Kinds that cannot be deactivated have none of them.
func standing(raw json.RawMessage) bool {
	wire := struct {
		Active       *bool `json:"active"`
		BrandDeleted bool  `json:"is_deleted"`
		GroupDeleted bool  `json:"deleted"`
	}{}
	_ = json.Unmarshal(raw, &wire)
	return (wire.Active == nil || *wire.Active) && !wire.BrandDeleted && !wire.GroupDeleted
}

var localeKind = client.Kind[Locale]{
	Noun: "locale", Path: "/locales", Form: envelope{"locale", "locales"},
	ID:     func(l Locale) string { return l.ID },
	Title:  func(l Locale) string { return l.Name },
	Decode: decodeLocale,
}

func decodeLocale(raw json.RawMessage) (Locale, error) {
	var wire struct {
		ID   client.Text `json:"id"`
		Code client.Text `json:"locale"`
		Name client.Text `json:"name"`
	}
	err := client.DecodeMember(raw, &wire)
	return Locale{ID: string(wire.ID), Code: string(wire.Code), Name: string(wire.Name)}, err
}

// Brands lists the brands from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/brands/#list-brands
func (c *Client) Brands(ctx context.Context) ([]Named, error) { return c.brands.All(ctx) }

// Groups lists the groups of agents from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/groups/groups/#list-groups
func (c *Client) Groups(ctx context.Context) ([]Named, error) { return c.groups.All(ctx) }

// TicketForms lists the ticket forms from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_forms/#list-ticket-forms
func (c *Client) TicketForms(ctx context.Context) ([]Named, error) { return c.forms.All(ctx) }

// CustomStatuses lists the ticket statuses, Zendesk's own included, from the
// shared list. Their name is the label that agents see.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/#list-custom-ticket-statuses
func (c *Client) CustomStatuses(ctx context.Context) ([]Named, error) { return c.statuses.All(ctx) }

// Locales lists the languages that the account has enabled from the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/locales/#list-locales
func (c *Client) Locales(ctx context.Context) ([]Locale, error) { return c.locales.All(ctx) }

// UserFields lists the custom fields of users from the shared list. Their name is the
// key that placeholders have.
//
// https://developer.zendesk.com/api-reference/ticketing/users/user_fields/#list-user-fields
func (c *Client) UserFields(ctx context.Context) ([]Named, error) { return c.userFields.All(ctx) }

// OrganizationFields lists the custom fields of organizations like [Client.UserFields].
//
// https://developer.zendesk.com/api-reference/ticketing/organizations/organization_fields/#list-organization-fields
func (c *Client) OrganizationFields(ctx context.Context) ([]Named, error) {
	return c.orgFields.All(ctx)
}
