package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Case is what customers call a ticket.
type Case struct {
	ID, Subject string
	// Status is "new", "open", "pending", "resolved" or "closed", Channel "email",
	// "phone", "chat", "twitter", "qna" or "facebook".
	Status, Channel string
	Labels          []string
	// CustomFields are by the name of the field. Numbers and booleans are written as
	// text; a nil one is empty.
	CustomFields map[string]*string
	// CustomerID and AssignedUserID are "" where there is none.
	CustomerID, AssignedUserID string
}

var caseKind = client.Kind[Case]{
	Noun: "case", Path: "/cases", Form: hal{}, Paging: byNumber,
	ID: func(c Case) string { return c.ID }, Title: func(c Case) string { return c.Subject }, Decode: decodeCase,
}

func decodeCase(raw json.RawMessage) (Case, error) {
	var wire struct {
		identity
		Subject, Status, Type client.Text
		Labels                []client.Text
		CustomFields          map[string]*client.Text `json:"custom_fields"`
	}
	if err := client.DecodeMember(raw, &wire); err != nil {
		return Case{}, err
	}
	read := Case{
		ID: wire.id(), Subject: string(wire.Subject), Status: string(wire.Status), Channel: string(wire.Type),
		CustomFields: map[string]*string{}, CustomerID: wire.Links.id("customer"), AssignedUserID: wire.Links.id("assigned_user"),
	}
	for _, each := range wire.Labels {
		read.Labels = append(read.Labels, string(each))
	}
	for name, value := range wire.CustomFields {
		read.CustomFields[name] = (*string)(value)
	}
	return read, nil
}

// Case is a case by its id.
func (c *Client) Case(ctx context.Context, id string) (*Case, error) {
	path, err := caseKind.At(id)
	if err != nil {
		return nil, err
	}
	var body json.RawMessage
	if err := c.api.Fetch(ctx, http.MethodGet, path, nil, &body); err != nil {
		return nil, err
	}
	read, err := decodeCase(body)
	if err != nil {
		return nil, c.api.Undecodable(http.MethodGet, path, nil, err)
	}
	return &read, nil
}

// Note is a remark on a case that its customer does not see.
type Note struct{ ID, Body, UserID string }

// Notes are those of a case.
func (c *Client) Notes(ctx context.Context, caseID string) ([]Note, error) {
	path, err := caseKind.At(caseID)
	if err != nil {
		return nil, err
	}
	kind := client.Kind[Note]{
		Noun: "note", Path: path + "/notes", Form: hal{}, Paging: byNumber,
		ID: func(n Note) string { return n.ID }, Title: func(n Note) string { return n.Body },
		Decode: func(raw json.RawMessage) (Note, error) {
			var wire struct {
				identity
				Body client.Text
			}
			err := client.DecodeMember(raw, &wire)
			return Note{ID: wire.id(), Body: string(wire.Body), UserID: wire.Links.id("user")}, err
		},
	}
	return client.ReadPage(ctx, c.Core, kind, url.Values{"page": {"1"}, "per_page": {"1000"}})
}
