package lifecycle

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Named is an object that people know by its name.
type Named struct {
	ID, Name string
	Inactive bool
}

// Lookup is a data source that finds one object by its exact name, so that a
// configuration holds no ids: they differ between two accounts.
type Lookup[C Client] struct {
	// Name is the type without the provider's prefix: "acme_brand".
	Name string
	// Section is the one of the provider block that serves it.
	Section string
	// Noun is the object in people's words: "brand".
	Noun string
	// Key is the attribute that holds the name: "name" or "title".
	Key string
	// List gives all objects of the kind.
	List func(context.Context, C) ([]Named, error)
}

// NewLookup makes the data source.
func NewLookup[C Client](lookup Lookup[C]) func() datasource.DataSource {
	description := fmt.Sprintf("Finds a %s by its exact %s and gives its id, which differs between a sandbox account and production. "+
		"It is an error if there is none, or more than one; the error lists the candidates.", lookup.Noun, lookup.Key)
	key := schema.StringAttribute{Required: true, MarkdownDescription: fmt.Sprintf("The %s's exact %s.", lookup.Noun, lookup.Key)}
	id := schema.StringAttribute{Computed: true, MarkdownDescription: "The id that the vendor gave it."}
	if lookup.Key == "title" {
		return NewSource(Source[C, byTitle]{
			Name:    lookup.Name,
			Section: lookup.Section,
			Schema:  schema.Schema{MarkdownDescription: description, Attributes: map[string]schema.Attribute{"title": key, "id": id}},
			Read: func(ctx context.Context, client C, m *byTitle) (err error) {
				m.ID, err = lookup.find(ctx, client, m.Title.ValueString())
				return err
			},
		})
	}
	return NewSource(Source[C, byName]{
		Name:    lookup.Name,
		Section: lookup.Section,
		Schema:  schema.Schema{MarkdownDescription: description, Attributes: map[string]schema.Attribute{"name": key, "id": id}},
		Read: func(ctx context.Context, client C, m *byName) (err error) {
			m.ID, err = lookup.find(ctx, client, m.Name.ValueString())
			return err
		},
	})
}

type byTitle struct {
	ID    types.String `tfsdk:"id"`
	Title types.String `tfsdk:"title"`
}

type byName struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func (l Lookup[C]) find(ctx context.Context, client C, name string) (types.String, error) {
	objects, err := l.List(ctx, client)
	if err != nil {
		return types.StringNull(), err
	}
	found, err := FindNamed(client.Account(), objects, path.Root(l.Key), l.Noun, l.Key, name)
	if err != nil {
		return types.StringNull(), err
	}
	return types.StringValue(found.ID), nil
}

// FindNamed finds the one object that is called so. At is the attribute that holds the name, noun and key are as in
// [Lookup].
func FindNamed(account string, objects []Named, at path.Path, noun, key, name string) (Named, error) {
	var found []Named
	for _, object := range objects {
		if object.Name == name {
			found = append(found, object)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return Named{}, At(at, "No "+noun+" with this "+key, "%s has no %s with the %s %q. %s",
			account, noun, key, name, candidates(objects, name))
	default:
		return Named{}, At(at, "Several with this "+key, "%s has %d objects with the %s %q. Rename all but one, or write the id instead:\n%s",
			account, len(found), key, name, listed(found))
	}
}

// maxCandidates bounds a list in an error message.
const maxCandidates = 15

// candidates lists what there is, the likely ones first.
func candidates(objects []Named, name string) string {
	if len(objects) == 0 {
		return "The account has none."
	}
	likely := func(o Named) int {
		have, want := strings.ToLower(o.Name), strings.ToLower(strings.TrimSpace(name))
		switch {
		case have == want:
			return 0
		case want != "" && (strings.Contains(have, want) || strings.Contains(want, have)):
			return 1
		default:
			return 2
		}
	}
	sorted := slices.Clone(objects)
	slices.SortStableFunc(sorted, func(a, b Named) int { return likely(a) - likely(b) })
	more := ""
	if len(sorted) > maxCandidates {
		more = fmt.Sprintf("\n  … and %d more", len(sorted)-maxCandidates)
		sorted = sorted[:maxCandidates]
	}
	return "There are:\n" + listed(sorted) + more
}

func listed(objects []Named) string {
	lines := make([]string, 0, len(objects))
	for _, object := range objects {
		activity := map[bool]string{true: ", inactive"}[object.Inactive]
		lines = append(lines, fmt.Sprintf("  %q (%s%s)", object.Name, object.ID, activity))
	}
	return strings.Join(lines, "\n")
}
