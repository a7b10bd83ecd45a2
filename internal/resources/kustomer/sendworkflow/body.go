package sendworkflow

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// sameBody keeps the body of the state where the configuration only lays it out in
// another way, as the configuration that terraform query generates does.
type sameBody struct{}

func (sameBody) Description(context.Context) string {
	return "white space and the order of members are no difference"
}

func (s sameBody) MarkdownDescription(ctx context.Context) string { return s.Description(ctx) }

func (sameBody) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if attribute.Set(req.StateValue) && attribute.Set(req.PlanValue) && workflow.SameBody(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
