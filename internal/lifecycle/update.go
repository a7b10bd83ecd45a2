package lifecycle

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

func (e *envelope[C, M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, state M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(remembering(ctx, req.Private, P(&plan).base(), P(&state).base())...); resp.Diagnostics.HasError() {
		return
	}
	_, section := e.choose(&state, &plan)
	client, err := e.ready(ctx, section, &config, &plan, &state)
	if err == nil {
		err = e.sameAccount(client, P(&state).base(), stateOfAnother)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "update", err)...)
		return
	}
	limit, diags := P(&plan).base().Timeouts.Update(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	change := Change[M]{Notes: Notes{section: section}, Config: &config, Plan: &plan, State: &state}
	err = e.update(ctx, client, &change)
	resp.Diagnostics.Append(section.finish(change.Notes)...)
	resp.Diagnostics.Append(P(&plan).base().keep(ctx, resp.Private)...)
	if Gone(err) {
		err = e.deleted(ctx, req.State, P(&state).base().ID.ValueString(), err)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "update", err)...)
		return
	}
	base := P(&plan).base()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, base.Account)...)
}

// deleted says that the plan is older than the object's end. The next plan reads the
// account and recreates it.
func (e *envelope[C, M, P]) deleted(ctx context.Context, state tfsdk.State, id string, err error) error {
	noun := cmp.Or(e.definition.Object, e.definition.Name)
	return &Problem{
		Summary: "Deleted since this plan was made: plan again",
		Detail: fmt.Sprintf("The %s existed when this plan was made. It was deleted outside Terraform since then, so it was not updated: %s.\n\nPlan and apply again: the next plan creates it again.",
			describe(ctx, state, noun, id), strings.TrimSuffix(err.Error(), ".")),
	}
}
