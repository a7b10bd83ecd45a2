package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

// Ephemeral is all that an ephemeral resource package writes: a value that is
// read when it is needed and kept in neither plan nor state.
type Ephemeral[C Client, M any] struct {
	// Name is the type without the provider's prefix.
	Name string
	// Section is the one of the provider block that serves it.
	Section string
	Schema  schema.Schema
	// Open fills the model in; it holds the configuration.
	Open func(ctx context.Context, client C, model *M) error
}

// NewEphemeral makes the ephemeral resource.
func NewEphemeral[C Client, M any](definition Ephemeral[C, M]) func() ephemeral.EphemeralResource {
	return func() ephemeral.EphemeralResource { return &ephemeralResource[C, M]{definition: definition} }
}

type ephemeralResource[C Client, M any] struct {
	definition Ephemeral[C, M]
	section    *Section
}

func (r *ephemeralResource[C, M]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.definition.Name
}

func (r *ephemeralResource[C, M]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = r.definition.Schema
}

func (r *ephemeralResource[C, M]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	sections, diags := sectionsOf(req.ProviderData)
	r.section = sections.named(r.definition.Section)
	resp.Diagnostics.Append(diags...)
}

func (r *ephemeralResource[C, M]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model M
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := connect[C](r.section)
	if err == nil {
		limited, cancel := context.WithTimeout(ctx, defaultTimeout)
		defer cancel()
		err = r.definition.Open(limited, client, &model)
		resp.Diagnostics.Append(r.section.lostTime()...)
	}
	if err != nil {
		resp.Diagnostics.Append(r.section.diagnose("open "+r.definition.Name, err, nil)...)
		return
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
