package triggercategory

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
)

// Model is the resource as Terraform has it.
type Model struct {
	lifecycle.Base
	Name           types.String `tfsdk:"name"`
	EvaluateAfter  types.Set    `tfsdk:"evaluate_after"`
	OrderSatisfied types.Bool   `tfsdk:"order_satisfied"`
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "A trigger category. Zendesk evaluates categories as blocks, from first to last. A new one is the last; " +
		"`evaluate_after` lists the categories that must come earlier; only that moves a category.\n\n" +
		"A category that still holds triggers is not deleted, because Zendesk would delete the inactive ones with it. " +
		"One that somebody puts into it between that check and the delete is lost.",
	Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The name in the admin screen. Names may repeat.",
		},
		"evaluate_after": relation.EvaluateAfter("Ids of trigger categories that Zendesk must evaluate before this one."),
		"order_satisfied": relation.OrderSatisfied("Whether every listed category comes earlier. After a category was moved in the admin screen, the plan is `false -> true` and applying moves it back. " +
			"If the move would put a send before its exclusion, or a trigger before one that it lists, this is unknown in the plan: the category is moved as soon as the triggers written by the same apply make that safe; otherwise it is not moved, and this is `false`."),
	},
}
