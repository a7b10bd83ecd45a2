package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (e *envelope[C, M, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	base := P(&state).base()
	// Before anything can end this read: CLIs older than 1.12 fail the plan of
	// an object that is gone when its identity is missing.
	resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, base.Account)...)

	client, err := e.section.connect()
	if err == nil {
		err = e.sameAccount(client, base)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose("read", err)...)
		return
	}
	limit, diags := base.Timeouts.Read(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	var notes Notes
	err = e.definition.Read(ctx, client, &state, &notes)
	resp.Diagnostics.Append(e.finish(notes)...)
	switch {
	case Gone(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(e.diagnose("read", err)...)
		return
	}
	base.Account = types.StringValue(client.Account())
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, base.Account)...)
}
