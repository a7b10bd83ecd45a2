package triggercategory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	p.Plan.OrderSatisfied = types.BoolValue(true)
	changed := p.State == nil || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter)
	if p.Online && p.State != nil && (changed || !p.State.OrderSatisfied.ValueBool()) {
		after, _ := attribute.Texts(p.Plan.EvaluateAfter)
		planned := evaluation.Relation{ID: p.State.ID.ValueString(), After: after}
		p.Client.Evaluation().DeclareCategory(planned)
		move, err := p.Client.Evaluation().CategoryMovable(ctx, planned)
		if err != nil {
			return err
		}
		if !move.Movable { // this run may leave it as it is
			p.Plan.OrderSatisfied = types.BoolUnknown()
		}
		relation.WarnOfSwaps(&p.Notes, move.Swaps)
		if move.Hindrance != "" && !changed {
			p.Notes.Warn(relation.Path, fmt.Sprintf("Category %s cannot be moved yet", planned.ID),
				"As the account is now, moving the trigger category %q would put triggers into a wrong order: %s. Applying moves it only if this plan also changes what blocks it.\n\n"+
					"If it does not, move the triggers to the right categories, or change evaluate_after of the category.", p.Plan.Name.ValueString(), move.Hindrance)
		}
	}
	if !p.Online || !changed {
		return nil
	}
	if p.State == nil {
		warnOfOrphans(ctx, p)
	}
	return listedExist(ctx, p.Client, p.Plan)
}

// orphansTimeout bounds the wait for a list that a plan can do without.
const orphansTimeout = 10 * time.Second

// warnOfOrphans names other categories of the name: they may be orphans of an apply
// that was interrupted while it created this one. Whatever keeps it from looking is told
// by the create.
func warnOfOrphans(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) {
	if p.Plan.Name.IsUnknown() {
		return
	}
	if asked, err := catalogue.Asked(ctx, p.Client, &p.Notes); err != nil || !asked {
		return
	}
	limited, cancel := context.WithTimeout(ctx, orphansTimeout)
	defer cancel()
	left, _ := p.Client.OrphanCategories(limited, &zendesk.Category{Name: p.Plan.Name.ValueString()}) // a warning is not worth an error
	for _, each := range left {
		orphan.Planned(&p.Notes, path.Root("name"), each, sameName)
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
