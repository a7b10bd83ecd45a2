package triggercategory

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	p.Plan.OrderSatisfied = types.BoolValue(true)
	changed := p.State == nil || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter)
	if !p.Online || !changed {
		return nil
	}
	return listedExist(ctx, p.Client, p.Plan.EvaluateAfter)
}

// listedExist refuses ids that are known and not in the account.
func listedExist(ctx context.Context, client *zendesk.Client, after types.Set) error {
	ids, _ := attribute.Texts(after)
	if len(ids) == 0 {
		return nil
	}
	categories, err := client.Categories(ctx)
	if err != nil {
		return err
	}
	return relation.AllExist(ids, "trigger category", func(id string) bool {
		for _, category := range categories {
			if category.ID == id {
				return true
			}
		}
		return false
	})
}
