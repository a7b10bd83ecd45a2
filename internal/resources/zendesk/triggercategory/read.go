package triggercategory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	category, err := client.Category(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	state.Name = types.StringValue(category.Name)
	after, _ := attribute.Texts(state.EvaluateAfter)
	satisfied, err := client.Evaluation().CategorySatisfied(ctx, evaluation.Relation{ID: category.ID, After: after})
	state.OrderSatisfied = types.BoolValue(satisfied)
	orphan.WarnOfLate(&state.Base, notes, path.Root("name"), sameName, func() ([]zendesk.Orphan, error) { return client.OrphanCategories(ctx, category) })
	return err
}
