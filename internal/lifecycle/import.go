package lifecycle

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportState takes an id, or an identity whose account, if given, must be the
// configured one. It sends no request: the read that follows does.
func (e *envelope[C, M, P]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given := identity{ID: types.StringValue(req.ID)}
	if req.ID == "" && req.Identity != nil {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &given)...)
	}
	if e.definition.ImportID != nil {
		given.ID = types.StringValue(e.definition.ImportID(given.ID.ValueString()))
	}
	name, section := e.ofAccount(given.Account.ValueString())
	client, err := connect[C](section)
	if err != nil {
		resp.Diagnostics.Append(e.diagnose(section, "import", err)...)
		return
	}
	if account := given.Account.ValueString(); account != "" && account != client.Account() {
		resp.Diagnostics.AddAttributeError(path.Root("account"), "The identity names another account",
			fmt.Sprintf("The identity is of the account %s, but the provider is configured for %s. Use the credentials of that account or leave \"account\" out.", account, client.Account()))
	}
	if given.ID.ValueString() == "" {
		resp.Diagnostics.AddAttributeError(pathID, "The id to import is empty", "Give the id that the vendor shows for the object.")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pathID, given.ID)...)
	if len(e.definition.Sections) > 1 {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, pathBackend, name)...)
	}
	resp.Diagnostics.Append(identify(ctx, resp.Identity, given.ID, types.StringValue(client.Account()))...)
}
