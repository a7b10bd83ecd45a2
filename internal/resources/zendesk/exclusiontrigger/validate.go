package exclusiontrigger

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

var (
	pathMark     = path.Root("mark")
	pathCheckbox = pathMark.AtName("checkbox_field_id")
	pathInForce  = path.Root("in_force")
)

func validate(_ context.Context, config *Model) error {
	conditions, complete := condition.Wire(config.Conditions)
	if complete && len(conditions.All) == 0 && len(conditions.Any) == 0 {
		return lifecycle.At(condition.Path, "No condition at all",
			"An exclusion without a condition would match every ticket, and Zendesk refuses such triggers. Add a condition to \"all\" or \"any\".")
	}
	return nil
}

// check refuses what no account would take.
func check(ctx context.Context, plan, state *Model, _ *lifecycle.Notes) error {
	var stored types.Object
	if state != nil {
		stored = state.Conditions
	}
	problems := []error{condition.Check(plan.Conditions, stored, rules.CheckTriggerCondition)}
	if own := plan.own(ctx); state == nil || !own.Conditions.Equal(state.own(ctx).Conditions) {
		problems = append(problems, condition.Possible(plan.Conditions, rules.Conditions{}), condition.CheckSize(own, rules.TriggerRules, condition.Path))
	}
	return errors.Join(problems...)
}
