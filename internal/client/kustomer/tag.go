package kustomer

import (
	"context"
	"encoding/json"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

type tag struct {
	id, name string
	deleted  bool
}

// tagKind is in no document of the vendor; public clients read it.
var tagKind = client.Kind[tag]{
	Noun: "tag", Path: "/tags", Form: envelope{}, Paging: byNumber,
	ID:    func(t tag) string { return t.id },
	Title: func(t tag) string { return t.name },
	Decode: func(raw json.RawMessage) (tag, error) {
		var read resource[struct {
			Name    client.Text
			Deleted bool
		}]
		err := client.DecodeMember(raw, &read)
		return tag{string(read.ID), string(read.Attributes.Name), read.Attributes.Deleted}, err
	},
}

// Tags are the names of the organization's tags by their ids. A tag is made by its first
// use, and the list is read once.
func (c *Client) Tags(ctx context.Context) (workflow.Tags, error) {
	all, err := c.tags.All(ctx)
	names := workflow.Tags{}
	for _, each := range all {
		if !each.deleted {
			names[each.id] = each.name
		}
	}
	return names, err
}
