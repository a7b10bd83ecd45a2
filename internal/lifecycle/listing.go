package lifecycle

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Listing is what a resource package adds to its [Definition] so that terraform query
// finds the objects that it can manage.
type Listing[C Client] struct {
	// Plural is what people call the objects: "send triggers".
	Plural string
	// Key is the resource's attribute that people know an object by, "name" or
	// "title". The filter on it is title_contains or name_contains.
	Key string
	// Lasting says that objects of this kind cannot be inactive: there is no such filter.
	Lasting bool
	// Filters are further ones.
	Filters []Filter
	// Objects are all that are of this kind and meet the further filters. One that the
	// resource cannot express is among them: its read says why.
	Objects func(ctx context.Context, client C, query Query) ([]Listed, error)
}

// Filter is an optional attribute of a list block, a text.
type Filter struct {
	Name, Description string
	Validators        []validator.String
}

// Query is what a list block asks for.
type Query struct {
	contains string
	active   types.Bool
	texts    map[string]string
}

// Text is the value of a further filter; "" when it is left out.
func (q Query) Text(filter string) string { return q.texts[filter] }

// Listed is an object that a list block can find.
type Listed struct {
	Named
	// Label is what people see instead of the name; "" if that is the name.
	Label string
	// Where tells objects of one name apart: "in Surveys".
	Where string
}

func (l Listed) label() string { return cmp.Or(l.Label, l.Name) }

// matches reports whether it meets the filters that every list has.
func (q Query) matches(object Listed) bool {
	contains := func(text string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(q.contains)) }
	return (contains(object.Name) || contains(object.label())) && (q.active.IsNull() || q.active.ValueBool() != object.Inactive)
}

// Listable are those of the resources that have a [Listing].
func Listable(resources []func() resource.Resource) []func() list.ListResource {
	var lists []func() list.ListResource
	for _, made := range resources {
		if listable, ok := made().(interface{ listable() bool }); ok && listable.listable() {
			lists = append(lists, func() list.ListResource { return made().(list.ListResource) })
		}
	}
	return lists
}

func (e *envelope[C, M, P]) listable() bool { return e.definition.Listing != nil }

// The attributes of every list block.
const (
	filterContains = "_contains" // after the key
	filterActive   = "active"
)

func (e *envelope[C, M, P]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	listing := e.definition.Listing
	attributes := map[string]schema.Attribute{
		listing.Key + filterContains: schema.StringAttribute{
			Optional: true, MarkdownDescription: fmt.Sprintf("Only %s whose %s contains this text, without regard to case.", listing.Plural, listing.Key),
		},
	}
	if !listing.Lasting {
		attributes[filterActive] = schema.BoolAttribute{
			Optional: true, MarkdownDescription: fmt.Sprintf("Only active (`true`) or only inactive (`false`) %s. Left out, both are listed.", listing.Plural),
		}
	}
	for _, filter := range listing.Filters {
		attributes[filter.Name] = schema.StringAttribute{Optional: true, Validators: filter.Validators, MarkdownDescription: filter.Description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Lists the %s of the account that `surveytrigger_%s` can manage, whoever made them, for `terraform query` (Terraform 1.14 or later). "+
			"A warning names what the resource cannot express, and why, and says when `limit` cuts the list off.", listing.Plural, e.definition.Name),
		Attributes: attributes,
	}
}

// query reads the list block.
func (e *envelope[C, M, P]) query(ctx context.Context, req list.ListRequest) Query {
	listing := e.definition.Listing
	text := func(name string) (text types.String) {
		_ = req.Config.GetAttribute(ctx, path.Root(name), &text) // the schema has it
		return text
	}
	query := Query{contains: text(listing.Key + filterContains).ValueString(), active: types.BoolNull(), texts: map[string]string{}}
	if !listing.Lasting {
		_ = req.Config.GetAttribute(ctx, path.Root(filterActive), &query.active)
	}
	for _, filter := range listing.Filters {
		query.texts[filter.Name] = text(filter.Name).ValueString()
	}
	return query
}
