package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func (e *envelope[C, M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, state M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := e.ready(ctx, &config, &plan, &state)
	if err == nil {
		err = e.sameAccount(client, P(&state).base(), stateOfAnother)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose("update", err)...)
		return
	}
	limit, diags := P(&plan).base().Timeouts.Update(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	remembering(ctx, req.Private, P(&plan).base(), P(&state).base())
	change := Change[M]{Config: &config, Plan: &plan, State: &state}
	err = e.definition.Update(ctx, client, &change)
	resp.Diagnostics.Append(e.finish(change.Notes)...)
	resp.Diagnostics.Append(P(&plan).base().keep(ctx, resp.Private)...)
	if err != nil {
		resp.Diagnostics.Append(e.diagnose("update", err)...)
		return
	}
	base := P(&plan).base()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, base.Account)...)
}
