package triggercategory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	if err := listedExist(ctx, client, c.Plan); err != nil {
		return err
	}
	category, err := client.CreateCategory(ctx, c.Plan.Name.ValueString())
	if err != nil {
		return err
	}
	c.Created(category.ID)
	left, _ := client.OrphanCategories(ctx, category) // a warning is not worth an error
	orphan.Warn(&c.Notes, path.Root("name"), left, "has the same name", category.ID)
	return settle(ctx, client, c.Plan)
}

// settle moves categories until this one follows those that it lists.
func settle(ctx context.Context, client *zendesk.Client, plan *Model) error {
	after, _ := attribute.Texts(plan.EvaluateAfter)
	return relation.Problem(client.SettleCategory(ctx, plan.ID.ValueString(), after))
}
