package attribute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepSame keeps a text of the state while the configuration has one that is the same
// by a rule of its own, such as JSON in another layout. Description tells the rule.
func KeepSame(description string, same func(a, b string) bool) planmodifier.String {
	return keepSame{description: description, same: same}
}

type keepSame struct {
	description string
	same        func(a, b string) bool
}

func (k keepSame) Description(context.Context) string { return k.description }

func (k keepSame) MarkdownDescription(context.Context) string { return k.description }

func (k keepSame) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if Set(req.StateValue) && Set(req.PlanValue) && k.same(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
