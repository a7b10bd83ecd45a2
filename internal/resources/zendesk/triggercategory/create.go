package triggercategory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	if err := listedExist(ctx, client, c.Plan); err != nil {
		return err
	}
	warnOfAbandoned(ctx, client, c)
	category, err := client.CreateCategory(ctx, c.Plan.Name.ValueString())
	if err != nil {
		return err
	}
	client.Claim(category.ID)
	c.Created(category.ID)
	return settle(ctx, client, c.Plan)
}

// warnOfAbandoned names what an apply may have left behind that was interrupted
// while it created this category. Names may repeat, so it is no error.
func warnOfAbandoned(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) {
	abandoned, err := client.AbandonedCategories(ctx, c.Plan.Name.ValueString())
	if err != nil {
		return // a warning is not worth an error
	}
	for _, each := range abandoned {
		c.Warn(path.Root("name"), "An empty trigger category of this name existed already",
			"%q (%s) holds no trigger, and nothing says that Terraform manages it. An interrupted apply may have left it behind. If so, delete it in the admin screen, or keep it instead of the new one:\n\n"+
				"  terraform state rm <address>\n  terraform import <address> %s", each.Name, each.ID, each.ID)
	}
}

// settle moves categories until this one follows those that it lists.
func settle(ctx context.Context, client *zendesk.Client, plan *Model) error {
	after, _ := attribute.Texts(plan.EvaluateAfter)
	return relation.Problem(client.SettleCategory(ctx, plan.ID.ValueString(), after))
}
