package sendautomation

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
)

func validate(ctx context.Context, config *Model) error {
	generated, _ := config.generated()
	rule, complete := config.rule(ctx)
	problems := []error{
		config.Validate(), config.validateUntil(),
		condition.Validate(ctx, config.Conditions, rules.CheckAutomationCondition),
		condition.Repeats(ctx, config.Conditions, generated.All),
		condition.CheckSize(rule, send.PathPayload),
	}
	return errors.Join(append(problems, checkWhole(rule, complete, len(generated.All)))...)
}

func (m *Model) validateUntil() error {
	until, since := m.UntilHours.ValueInt64(), m.HoursSinceSolved.ValueInt64()
	if until == 0 || since == 0 || until > since {
		return nil
	}
	return lifecycle.At(path.Root("until_hours"), "No ticket could be surveyed",
		"A ticket is surveyed when it has been solved for at least %d hours and for less than %d. Set until_hours to more than hours_since_solved, or to 0 for no bound.", since, until)
}

// checkWhole applies Zendesk's rules for automations as a whole. The first own
// conditions of the group "all" are the resource's, the others the user's. While
// the rule is not complete, only what is wrong with a condition that is there
// counts: what is missing may still come.
func checkWhole(rule rules.Rule, complete bool, own int) error {
	var problems []error
	for _, fault := range rules.CheckAutomation(rule.Conditions, rule.Actions) {
		if !complete && fault.Index < 0 {
			continue
		}
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
