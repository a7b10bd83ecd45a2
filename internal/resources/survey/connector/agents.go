package connector

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// unmanaged keeps what state has of agents that are left out: nothing, unless an import has
// found some or they were written before. Then a generated configuration has them, and one
// without them is no difference.
type unmanaged struct{}

func (unmanaged) Description(context.Context) string { return "Left out, they are not managed." }

func (u unmanaged) MarkdownDescription(ctx context.Context) string { return u.Description(ctx) }

func (unmanaged) PlanModifySet(_ context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.ConfigValue.IsNull() {
		resp.PlanValue = req.StateValue
	}
}
