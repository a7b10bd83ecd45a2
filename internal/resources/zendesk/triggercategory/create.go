package triggercategory

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
)

// sameName is what two categories share where one of them may be an orphan.
const sameName = "has the same name"

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	if err := listedExist(ctx, client, c.Plan); err != nil {
		return err
	}
	category, err := client.CreateCategory(ctx, c.Plan.Name.ValueString())
	if err != nil {
		return err
	}
	c.Created(category.ID)
	orphan.CreatedTwice(client, zendesk.NounCategory, category.ID, &c.Plan.Base, &c.Notes, path.Root("name"), sameName, func() ([]zendesk.Orphan, error) {
		return client.OrphanCategories(ctx, category)
	})
	return settle(ctx, client, c.Plan, &c.Notes)
}

// settle moves categories until this one follows those that it lists. Where a
// trigger would lose an order that it needs nothing moves: the triggers that make
// the move safe may be written after this, and each of their writes tries again.
func settle(ctx context.Context, client *zendesk.Client, plan *Model, notes *lifecycle.Notes) error {
	after, _ := attribute.Texts(plan.EvaluateAfter)
	hindrance, satisfied, err := client.Evaluation().SettleCategory(ctx, evaluation.Relation{ID: plan.ID.ValueString(), After: after})
	if err != nil {
		return relation.Problem(err)
	}
	if hindrance != "" && !plan.OrderSatisfied.IsUnknown() {
		return lifecycle.At(relation.Path, "The category can no longer be moved", "%s. This changed after the plan was made. Plan and apply again.", hindrance)
	}
	plan.OrderSatisfied = types.BoolValue(satisfied)
	if hindrance != "" {
		notes.Warn(relation.Path, fmt.Sprintf("Category %s was not moved yet", plan.ID.ValueString()),
			"Moving the trigger category %q now would put triggers into a wrong order: %s. It was not moved. It is moved with the triggers of this apply if they make the move safe; otherwise the next plan shows it again.\n\n"+
				"If it is still shown then, move the triggers to the right categories, or change evaluate_after of the category.", plan.Name.ValueString(), hindrance)
	}
	return nil
}
