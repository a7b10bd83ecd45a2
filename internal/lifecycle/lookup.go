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
type Named struct{ ID, Name string }

// Lookup is a data source that finds one object by its exact name, so that a
// configuration holds no ids: they differ between two accounts.
type Lookup[C Client] struct {
	// Name is the type without the provider's prefix: "zendesk_brand".
	Name string
	// Noun is the object in people's words: "brand".
	Noun string
	// Key is the attribute that holds the name: "name" or "title".
	Key string
	// List gives all objects of the kind.
	List func(context.Context, C) ([]Named, error)
}

// NewLookup makes the data source.
func NewLookup[C Client](lookup Lookup[C]) func() datasource.DataSource {
	return func() datasource.DataSource { return &lookupSource[C]{lookup: lookup} }
}

type lookupSource[C Client] struct {
	lookup  Lookup[C]
	section Section[C]
}

func (s *lookupSource[C]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.lookup.Name
}

func (s *lookupSource[C]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Finds a %s by its exact %s and gives its id, which differs between a sandbox account and production. "+
			"None and several are errors that list the candidates.", s.lookup.Noun, s.lookup.Key),
		Attributes: map[string]schema.Attribute{
			s.lookup.Key: schema.StringAttribute{Required: true, MarkdownDescription: fmt.Sprintf("The %s's %s, to the letter.", s.lookup.Noun, s.lookup.Key)},
			"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "The id that the vendor gave it."},
		},
	}
}

func (s *lookupSource[C]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	section, diags := sectionOf[C](req.ProviderData)
	s.section = section
	resp.Diagnostics.Append(diags...)
}

func (s *lookupSource[C]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var name types.String
	key := path.Root(s.lookup.Key)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, key, &name)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := s.section.connect()
	if err == nil {
		var id string
		if id, err = s.find(ctx, client, name.ValueString()); err == nil {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, key, name)...)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pathID, id)...)
			return
		}
	}
	resp.Diagnostics.Append(s.section.diagnose("read "+s.lookup.Name, err, nil)...)
}

func (s *lookupSource[C]) find(ctx context.Context, client C, name string) (string, error) {
	objects, err := s.lookup.List(ctx, client)
	if err != nil {
		return "", err
	}
	var found []Named
	for _, object := range objects {
		if object.Name == name {
			found = append(found, object)
		}
	}
	switch len(found) {
	case 1:
		return found[0].ID, nil
	case 0:
		return "", At(path.Root(s.lookup.Key), "No "+s.lookup.Noun+" of that "+s.lookup.Key, "%s has no %s with the %s %q. %s",
			client.Account(), s.lookup.Noun, s.lookup.Key, name, candidates(objects, name))
	default:
		return "", At(path.Root(s.lookup.Key), "Several of that "+s.lookup.Key, "%s has %d with the %s %q; rename all but one, or write the id itself:\n%s",
			client.Account(), len(found), s.lookup.Key, name, listed(found))
	}
}

// maxCandidates bounds a list in an error message.
const maxCandidates = 15

// candidates lists what there is, the likely ones first.
func candidates(objects []Named, name string) string {
	if len(objects) == 0 {
		return "There is none at all."
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
		lines = append(lines, fmt.Sprintf("  %q (%s)", object.Name, object.ID))
	}
	return strings.Join(lines, "\n")
}
