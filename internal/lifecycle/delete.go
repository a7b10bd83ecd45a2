package lifecycle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func (e *envelope[C, M, P]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(e.remembering(ctx, req.Private, P(&state).base())...); resp.Diagnostics.HasError() {
		return
	}
	_, section := e.choose(&state)
	client, err := connect[C](section)
	if err == nil {
		err = e.sameAccount(client, P(&state).base(), stateOfAnother)
	}
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "delete", err)...)
		return
	}
	limit, diags := P(&state).base().Timeouts.Delete(ctx, defaultTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	notes := Notes{section: section, sections: e.sections}
	err = e.delete(ctx, client, &state, &notes)
	resp.Diagnostics.Append(section.finish(notes)...)
	if err != nil && !Gone(err) {
		resp.Diagnostics.Append(e.diagnose(section, "delete", err)...)
	}
}
