package triggercategory

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	p.Plan.OrderSatisfied = types.BoolValue(true)
	if p.State == nil && p.Online {
		warnOfAbandoned(ctx, p)
	}
	changed := p.State == nil || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter)
	if !p.Online || !changed {
		return nil
	}
	return listedExist(ctx, p.Client, p.Plan)
}

// warnOfAbandoned names what an apply may have left behind that was interrupted
// while it created this category. Names may repeat, so it is no error.
func warnOfAbandoned(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) {
	abandoned, err := p.Client.AbandonedCategories(ctx, p.Plan.Name.ValueString())
	if err != nil {
		return // a warning is not worth an error
	}
	for _, each := range abandoned {
		p.Warn(path.Root("name"), "An empty trigger category of this name exists already",
			"%q (%s) holds no trigger, and nothing says that Terraform manages it. An interrupted apply may have left it behind. If so, import it instead of creating another one, or delete it in the admin screen:\n\n"+
				"  terraform import <address> %s", each.Name, each.ID, each.ID)
	}
}

// listedExist refuses ids that are known and not in the account, or its own.
func listedExist(ctx context.Context, client *zendesk.Client, plan *Model) error {
	ids, _ := attribute.Texts(plan.EvaluateAfter)
	var problems []error
	for _, id := range ids {
		if id == plan.ID.ValueString() {
			problems = append(problems, lifecycle.At(relation.At(id), "A category cannot follow itself",
				"This is the category's own id. List the categories that Zendesk must evaluate before it."))
			continue
		}
		_, err := client.Category(ctx, id)
		switch {
		case zendesk.IsNotFound(err):
			problems = append(problems, relation.Missing(id, "trigger category", "surveytrigger_zendesk_trigger_category.exclusions"))
		case err != nil:
			return err
		}
	}
	return errors.Join(problems...)
}
