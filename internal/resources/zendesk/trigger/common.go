package trigger

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/action"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/vocabulary"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Common is the part of the model that both resources have.
type Common struct {
	lifecycle.Base
	Title            types.String `tfsdk:"title"`
	Description      types.String `tfsdk:"description"`
	Active           types.Bool   `tfsdk:"active"`
	CategoryID       types.String `tfsdk:"category_id"`
	EvaluateAfter    types.Set    `tfsdk:"evaluate_after"`
	OrderSatisfied   types.Bool   `tfsdk:"order_satisfied"`
	UnmanagedActions types.List   `tfsdk:"unmanaged_actions"`
}

// Attributes adds the common attributes to those of one resource.
func Attributes(own map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"title": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "The title in the admin screen.",
		},
		"description": schema.StringAttribute{Optional: true, MarkdownDescription: "A note for people."},
		"active": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the trigger fires. Default `true`. It is always created inactive and activated by the request that puts it in order.",
		},
		"category_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{vocabulary.ID()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "The id of the trigger category. Left out, Zendesk chooses one for a new trigger, and a move to another category outside Terraform is not a difference in a plan.",
		},
		"order_satisfied": relation.OrderSatisfied("Whether every trigger in `evaluate_after` exists and is evaluated earlier, and, for an exclusion, whether it is evaluated before every send that it protects from, as far as an apply can repair that. " +
			"`true` when this trigger is inactive. After a trigger was dragged, the plan is `false -> true` and applying repairs it."),
		"unmanaged_actions": action.Attribute(),
	}
	maps.Copy(attributes, own)
	return attributes
}

// Show fills the common part in from what Zendesk returned. Of the actions the
// resource has taken its own; protects says that it is an exclusion which protects
// from every send that honours its mark. The gaps are
// where it does not and no repair can change that.
func (c *Common) Show(ctx context.Context, client *zendesk.Client, read *zendesk.Trigger, actions *action.Reading, protects bool) ([]evaluation.Gap, error) {
	c.ID = types.StringValue(read.ID)
	c.Title = types.StringValue(read.Title)
	c.Description = attribute.Text(read.Description, c.Description)
	c.Active = types.BoolValue(read.Active)
	c.CategoryID = attribute.Text(read.CategoryID, types.StringNull())
	c.UnmanagedActions = actions.Show(&c.Base)
	RememberRule(&c.Base, read.Conditions, read.Actions)
	satisfied, gaps, err := client.Evaluation().Satisfied(ctx, c.Placement(protects))
	if err != nil {
		return nil, err
	}
	c.OrderSatisfied = types.BoolValue(satisfied)
	if err := c.rememberProtectors(ctx, client); err != nil {
		return nil, err
	}
	c.rememberRelations(client)
	c.rememberGaps(gaps)
	c.rememberListedOnly(client)
	c.rememberInactive(ctx, client)
	return gaps, nil
}

// WithUnmanaged is the rule with the unmanaged actions in their places. Complete
// is false while one of them is not known yet.
func (c *Common) WithUnmanaged(rule rules.Rule) (whole rules.Rule, complete bool) {
	rule.Actions, complete = action.Wire(&c.Base, rule.Actions, c.UnmanagedActions)
	return rule, complete
}

// PlanUnmanaged plans the unmanaged actions. State is nil on create; own are the
// resource's own actions as planned, and ownBefore as in the state.
func (c *Common) PlanUnmanaged(configured types.List, state *Common, own, ownBefore []rules.Action) (err error) {
	if state == nil {
		c.UnmanagedActions, err = action.Plan(configured, nil, types.ListNull(types.StringType), own, nil)
	} else {
		c.UnmanagedActions, err = action.Plan(configured, &state.Base, state.UnmanagedActions, own, ownBefore)
	}
	return err
}

// Placement is where the trigger belongs by its state; see Show for protects.
func (c *Common) Placement(protects bool) evaluation.Placement {
	placement := c.placement(c.Active.ValueBool())
	placement.Protects = protects
	return placement
}

// placement is where the model says the trigger belongs.
func (c *Common) placement(active bool) evaluation.Placement {
	return evaluation.Placement{ID: c.ID.ValueString(), CategoryID: c.CategoryID.ValueString(), Active: active, After: c.after()}
}

// mayLoseOrder reports whether this run may put the trigger out of the order that it
// declares, so that it has to be called after what does.
func (c *Common) mayLoseOrder(ctx context.Context, client *zendesk.Client) bool {
	return c.followsActivated(ctx, client) || client.Evaluation().CategoriesReverse(ctx, c.placement(c.Active.ValueBool()))
}

// followsActivated reports whether this run activates a listed exclusion that would
// be evaluated after this active trigger, so that this one has to be put in order
// after it. One that protects from every send sees to most of that itself.
func (c *Common) followsActivated(ctx context.Context, client *zendesk.Client) bool {
	reconciler := client.Evaluation()
	return c.Active.ValueBool() && slices.ContainsFunc(c.after(), func(id string) bool {
		declared, planned := reconciler.Declared(id)
		activated := evaluation.Placement{ID: id, Active: true, After: declared.After, Protects: declared.Protects}
		return planned && declared.Starts && !reconciler.Precedes(ctx, activated, c.ID.ValueString())
	})
}

// after are the known ids of evaluate_after.
func (c *Common) after() []string {
	ids, _ := attribute.Texts(c.EvaluateAfter)
	return ids
}
