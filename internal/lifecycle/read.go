package lifecycle

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (e *envelope[C, M, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	decoded := state
	base := P(&state).base()
	if resp.Diagnostics.Append(e.remembering(ctx, req.Private, base)...); resp.Diagnostics.HasError() {
		return
	}
	name, section := e.choose(&state)
	e.serve(&state, name)
	client, err := connect[C](section)
	if err == nil {
		err = e.sameAccount(client, base, stateOfAnother)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "read", err)...)
		return
	}
	// Before anything can end this read without an error: an object that is gone
	// must have its identity too, or the framework fails the plan.
	resp.Diagnostics.Append(identify(ctx, resp.Identity, base.ID, types.StringValue(client.Account()))...)
	e.claimRead(client, base)
	limit, diags := base.Timeouts.Read(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	notes := Notes{section: section}
	err = e.definition.Read(ctx, client, &state, &notes)
	resp.Diagnostics.Append(section.finish(notes)...)
	from, diags := req.Private.GetKey(ctx, movedFrom)
	resp.Diagnostics.Append(diags...)
	if Gone(err) && from != nil {
		err = e.lost(from, client.Account(), base.ID.ValueString())
	}
	switch {
	case Gone(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(e.diagnose(section, "read", err)...)
		return
	}
	if !base.Imported() {
		e.keepForm(client, &decoded, &state)
	}
	base.Account = types.StringValue(client.Account())
	noteAccount(client, base)
	e.note(client, &state)
	P(&decoded).base().memory = base.memory // which is no part of the state
	if !reflect.DeepEqual(state, decoded) {
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
	resp.Diagnostics.Append(e.keep(ctx, base, resp.Private)...)
	if from != nil {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, movedFrom, nil)...)
	}
}
