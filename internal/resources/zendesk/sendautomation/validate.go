package sendautomation

import (
	"context"
	"errors"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

func validate(ctx context.Context, config *Model) error {
	generated, _ := config.generated()
	rule, complete := config.rule(ctx)
	problems := []error{
		config.Validate(),
		condition.Validate(ctx, config.Conditions, rules.CheckAutomationCondition),
		condition.Repeats(ctx, config.Conditions, generated.All),
		condition.CheckSize(rule, send.PathPayload),
	}
	if complete {
		problems = append(problems, checkWhole(rule, len(generated.All)))
	}
	return errors.Join(problems...)
}

// checkWhole applies Zendesk's rules for automations as a whole. The first own
// conditions of the group "all" are the resource's, the others the user's.
func checkWhole(rule rules.Rule, own int) error {
	var problems []error
	for _, fault := range rules.CheckAutomation(rule.Conditions, rule.Actions) {
		at, index := condition.Path, fault.Index
		if fault.Group == "all" {
			index -= own
		}
		if fault.Group != "" && index >= 0 {
			at = at.AtName(fault.Group).AtListIndex(index)
		}
		problems = append(problems, lifecycle.At(at, "Zendesk would refuse this automation", "%s.", fault.Message))
	}
	return errors.Join(problems...)
}
