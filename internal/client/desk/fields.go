package desk

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// NounField is the kind of object whose ids resources claim.
const NounField = "custom field"

// field is a custom field of cases or of customers.
var fieldKind = client.Kind[rules.Field]{
	Noun: NounField, Path: "/custom_fields", Form: hal{}, Paging: byNumber,
	ID:     func(f rules.Field) string { return f.ID },
	Title:  func(f rules.Field) string { return f.Label },
	Decode: decodeField,
}

// decodeField reads a custom field. The type of a field is in its data; beside it stands
// what it is a field of.
func decodeField(raw json.RawMessage) (rules.Field, error) {
	var wire struct {
		identity
		Name, Label, Type client.Text
		Active            bool
		Data              struct {
			Type    client.Text
			Choices []client.Text
		}
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return rules.Field{}, err
	}
	read := rules.Field{ID: wire.id(), Label: string(wire.Label), Name: string(wire.Name), Type: string(wire.Data.Type), Active: wire.Active, OfCases: wire.Type == ofCases}
	for _, choice := range wire.Data.Choices {
		read.Choices = append(read.Choices, string(choice))
	}
	return read, nil
}

// Field is a custom field of cases by its id. One of customers is not found.
func (c *Client) Field(ctx context.Context, id string) (*rules.Field, error) {
	field, err := c.fields.Get(ctx, id)
	if err == nil && !field.OfCases {
		return nil, &client.Error{Status: http.StatusNotFound, Message: "the custom field " + id + " is one of customers, not of cases"}
	}
	return field, err
}

// Fields are the custom fields of cases.
func (c *Client) Fields(ctx context.Context) ([]rules.Field, error) {
	all, err := c.fields.All(ctx)
	var fields []rules.Field
	for _, each := range all {
		if each.OfCases {
			fields = append(fields, each)
		}
	}
	return fields, err
}
