package zendesk

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// TypeCheckbox is the type of ticket fields that can be ticked.
const TypeCheckbox = "checkbox"

// TicketField is a ticket field as Zendesk has it, system fields included.
type TicketField struct {
	// ID is a decimal number. Type is "checkbox", "tagger", "text" and so on.
	ID, Type, Title, Description string
	// Tag is what a checked checkbox adds to its ticket; else empty.
	Tag    string
	Active bool
	// Removable is false for the fields of Zendesk that every ticket has.
	Removable bool
	// Options are those of a tagger or multiselect, in the vendor's order.
	Options []FieldOption
}

// Custom reports whether a field is none of Zendesk's own. Of these, Type and Priority are
// removable in real accounts, like custom fields.
func (f TicketField) Custom() bool {
	return f.Removable && !slices.Contains([]string{"tickettype", "priority", "basic_priority"}, f.Type)
}

// FieldOption is one choice of a tagger or multiselect. Value is a tag.
type FieldOption struct {
	ID, Name, Value string
	// RawName is the name with placeholders for dynamic content, empty if Zendesk does
	// not tell it. It is what an update sends; without one the name is.
	RawName string
	Default bool
	// AllowSolving is whether a ticket can be solved with this choice, nil if Zendesk
	// does not tell it.
	AllowSolving *bool
}

// Inherit takes over what is not set here from the option that this one replaces.
// The name that stands there stays with its dynamic content.
func (o *FieldOption) Inherit(present FieldOption) {
	o.Default, o.AllowSolving = present.Default, present.AllowSolving
	if o.Name == present.Name {
		o.RawName = present.RawName
	}
}

// TicketFieldInput is what a create or an update sends. A nil member is not
// sent; a pointer to an empty text clears.
type TicketFieldInput struct {
	// Type cannot change after the create.
	Type, Title, Description, Tag *string
	Active                        *bool
	// Options replace all options: one that is left out is deleted together with
	// its values on tickets. Default is sent when it is true.
	Options *[]FieldOption
}

// ticketFieldKind is shared by the reads and writes below.
var ticketFieldKind = client.Kind[TicketField]{
	Noun: "ticket field", Path: "/ticket_fields", Form: envelope{"ticket_field", "ticket_fields"},
	ID:     func(field TicketField) string { return field.ID },
	Title:  func(field TicketField) string { return field.Title },
	Decode: decodeTicketField,
}

func decodeTicketField(raw json.RawMessage) (TicketField, error) {
	var wire struct {
		ID          client.Text `json:"id"`
		Type        string      `json:"type"`
		Title       string      `json:"title"`
		Description string      `json:"description"`
		Tag         client.Text `json:"tag"`
		Active      bool        `json:"active"`
		Removable   bool        `json:"removable"`
		Options     []struct {
			ID           client.Text `json:"id"`
			Name         client.Text `json:"name"`
			RawName      client.Text `json:"raw_name"`
			Value        client.Text `json:"value"`
			Default      bool        `json:"default"`
			AllowSolving *bool       `json:"allow_solving"`
		} `json:"custom_field_options"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return TicketField{}, err
	}
	field := TicketField{
		ID: string(wire.ID), Type: wire.Type, Title: wire.Title, Description: wire.Description,
		Tag: string(wire.Tag), Active: wire.Active, Removable: wire.Removable,
	}
	for _, option := range wire.Options {
		field.Options = append(field.Options, FieldOption{
			ID: string(option.ID), Name: string(option.Name), RawName: string(option.RawName), Value: string(option.Value),
			Default: option.Default, AllowSolving: option.AllowSolving,
		})
	}
	return field, nil
}

type ticketFieldWire struct {
	Type        *string       `json:"type,omitempty"`
	Title       *string       `json:"title,omitempty"`
	Description *string       `json:"description,omitempty"`
	Tag         *string       `json:"tag,omitempty"`
	Active      *bool         `json:"active,omitempty"`
	Options     *[]optionWire `json:"custom_field_options,omitempty"`
}

type optionWire struct {
	ID           *client.Number `json:"id,omitempty"`
	Name         string         `json:"name"`
	Value        string         `json:"value"`
	Default      bool           `json:"default,omitempty"`
	AllowSolving *bool          `json:"allow_solving,omitempty"`
}

func (in TicketFieldInput) wire() ticketFieldWire {
	wire := ticketFieldWire{Type: in.Type, Title: in.Title, Description: in.Description, Tag: in.Tag, Active: in.Active}
	if in.Options != nil {
		options := make([]optionWire, 0, len(*in.Options)) // never null
		for _, option := range *in.Options {
			options = append(options, optionWire{
				ID: optionIDs(option), Name: cmp.Or(option.RawName, option.Name), Value: option.Value,
				Default: option.Default, AllowSolving: option.AllowSolving,
			})
		}
		wire.Options = &options
	}
	return wire
}

// equals reports whether a field is what was sent.
func (in TicketFieldInput) equals(field TicketField) bool {
	sameOption := func(a, b FieldOption) bool { return a.Name == b.Name && a.Value == b.Value }
	return same(in.Type, field.Type) && same(in.Title, field.Title) && same(in.Description, field.Description) &&
		same(in.Tag, field.Tag) && same(in.Active, field.Active) &&
		(in.Options == nil || slices.EqualFunc(*in.Options, field.Options, sameOption))
}

// TicketFields lists all ticket fields, system and inactive ones included, from
// the shared list.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#list-ticket-fields
func (c *Client) TicketFields(ctx context.Context) ([]TicketField, error) { return c.fields.All(ctx) }

// TicketFieldsListed reports whether that list has been read.
func (c *Client) TicketFieldsListed() bool { return c.fields.Listed() }

// TicketField reads one field: the first by its id, later ones from the shared
// list. See [IsNotFound].
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#show-ticket-field
func (c *Client) TicketField(ctx context.Context, id string) (*TicketField, error) {
	return c.fields.Get(ctx, id)
}

// TicketFieldNow reads one field by its id, whatever the shared list says.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#show-ticket-field
func (c *Client) TicketFieldNow(ctx context.Context, id string) (*TicketField, error) {
	return c.fields.Reread(ctx, id)
}

// CreateTicketField creates a field once, see [client.List.Create]. Type and Title are
// required by Zendesk.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#create-ticket-field
func (c *Client) CreateTicketField(ctx context.Context, in TicketFieldInput) (*TicketField, error) {
	return c.fields.Create(ctx, valueOf(in.Title), in.equals, in.wire())
}

// UpdateTicketField changes the members that are set.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#update-ticket-field
func (c *Client) UpdateTicketField(ctx context.Context, id string, in TicketFieldInput) (*TicketField, error) {
	return c.fields.Change(ctx, http.MethodPut, id, in.wire())
}

// DeleteTicketField deletes a field and its values on all tickets.
//
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#delete-ticket-field
func (c *Client) DeleteTicketField(ctx context.Context, id string) error {
	return c.fields.Remove(ctx, id)
}
