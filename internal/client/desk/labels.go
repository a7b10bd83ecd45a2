package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/desk"
)

// NounLabel is the kind of object whose ids resources claim.
const NounLabel = "label"

var labelKind = client.Kind[rules.Label]{
	Noun: NounLabel, Path: "/labels", Form: hal{}, Paging: byNumber,
	ID:     func(l rules.Label) string { return l.ID },
	Title:  func(l rules.Label) string { return l.Name },
	Active: func(l rules.Label) bool { return l.Enabled },
	Decode: decodeLabel,
}

// decodeLabel reads a label. What recorded answers call "enabled" is "active" in the
// examples of the vendor's documentation.
func decodeLabel(raw json.RawMessage) (rules.Label, error) {
	var wire struct {
		identity
		Name, Description, Color client.Text
		Types                    []client.Text
		Enabled, Active          *bool
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return rules.Label{}, err
	}
	read := rules.Label{ID: wire.id(), Name: string(wire.Name), Description: string(wire.Description), Color: string(wire.Color)}
	for _, each := range wire.Types {
		read.Types = append(read.Types, string(each))
	}
	slices.Sort(read.Types)
	if enabled := wire.Enabled; enabled != nil {
		read.Enabled = *enabled
	} else {
		read.Enabled = wire.Active != nil && *wire.Active
	}
	return read, nil
}

// LabelInput are the members of a label to write; nil leaves one as it is.
type LabelInput struct {
	Name *string `json:"name,omitempty"`
	// Description "" takes it away.
	Description *string   `json:"-"`
	Types       *[]string `json:"types,omitempty"`
	Color       *string   `json:"color,omitempty"`
	Enabled     *bool     `json:"enabled,omitempty"`
}

// MarshalJSON writes what is set.
func (in LabelInput) MarshalJSON() ([]byte, error) {
	type plain LabelInput
	wire := struct {
		plain
		Description json.RawMessage `json:"description,omitempty"`
	}{plain: plain(in)}
	if in.Description != nil {
		wire.Description = clearsDescription
		if *in.Description != "" {
			text, err := json.Marshal(*in.Description)
			if err != nil {
				return nil, err
			}
			wire.Description = text
		}
	}
	return json.Marshal(wire)
}

// Label is a label by its id.
func (c *Client) Label(ctx context.Context, id string) (*rules.Label, error) {
	return c.labels.Get(ctx, id)
}

// LabelNamed is the label of a name, nil where there is none. Names are compared with
// their case, as Desk.com does.
func (c *Client) LabelNamed(ctx context.Context, name string) (*rules.Label, error) {
	all, err := c.labels.All(ctx)
	if at := slices.IndexFunc(all, func(l rules.Label) bool { return l.Name == name }); at >= 0 {
		return &all[at], nil
	}
	return nil, err
}

// CreateLabel makes a label, once: see [client.List.Create]. Equal recognises it.
func (c *Client) CreateLabel(ctx context.Context, in LabelInput, equal func(rules.Label) bool) (*rules.Label, error) {
	return c.labels.Create(ctx, *in.Name, equal, in)
}

// UpdateLabel changes what is set.
func (c *Client) UpdateLabel(ctx context.Context, id string, in LabelInput) (*rules.Label, error) {
	return c.labels.Change(ctx, http.MethodPatch, id, in)
}

// DeleteLabel removes a label, also from the cases that have it.
func (c *Client) DeleteLabel(ctx context.Context, id string) error { return c.labels.Remove(ctx, id) }
