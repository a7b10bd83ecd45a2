package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
)

// Source is all that a data source package writes. C is the client that it
// needs, M its model.
type Source[C Client, M any] struct {
	// Name is the type without the provider's prefix: "acme_locales".
	Name string
	// Section is the one of the provider block that serves it.
	Section string
	Schema  schema.Schema
	// Read fills the model in; it holds the configuration.
	Read func(ctx context.Context, client C, model *M) error
}

// NewSource makes the data source.
func NewSource[C Client, M any](source Source[C, M]) func() datasource.DataSource {
	return func() datasource.DataSource { return &dataSource[C, M]{source: source} }
}

type dataSource[C Client, M any] struct {
	source  Source[C, M]
	section *Section
}

func (s *dataSource[C, M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.source.Name
}

func (s *dataSource[C, M]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = s.source.Schema
}

func (s *dataSource[C, M]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	sections, diags := sectionsOf(req.ProviderData)
	s.section = sections.named(s.source.Section)
	resp.Diagnostics.Append(diags...)
}

func (s *dataSource[C, M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model M
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := connect[C](s.section)
	if err == nil {
		limited, cancel := context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
		err = s.source.Read(limited, client, &model)
		resp.Diagnostics.Append(s.section.lostTime()...)
	}
	if err != nil {
		resp.Diagnostics.Append(s.section.diagnose("read "+s.source.Name, err, nil)...)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
