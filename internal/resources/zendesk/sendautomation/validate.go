package sendautomation

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/send"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// check refuses what no account would take, and what cannot be meant.
func check(_ context.Context, plan, state *Model, notes *lifecycle.Notes) error {
	var stored types.Object
	var message *send.Message
	var prior rules.Rule
	if state != nil {
		stored, message = state.Conditions, &state.Message
		prior, _ = state.own()
	}
	problems := []error{plan.needs(state), condition.Check(plan.Conditions, stored, rules.CheckAutomationCondition), plan.CheckPayload(message, notes)}
	own, complete := plan.own()
	if state != nil && own.Equal(prior) {
		return errors.Join(problems...)
	}
	generated, _ := plan.generated()
	if state == nil || !own.Conditions.Equal(prior.Conditions) {
		problems = append(problems, plan.checkUntil(), condition.Repeats(plan.Conditions, generated.All), condition.Possible(plan.Conditions, generated))
	}
	return errors.Join(append(problems, condition.CheckSize(own, can, send.PathPayload), checkWhole(own, complete, len(generated.All)))...)
}

// needs refuses an automation without what only an imported one may lack.
func (m *Model) needs(state *Model) error {
	var problems []error
	if m.HoursSinceSolved.IsNull() && (state == nil || !state.HoursSinceSolved.IsNull()) {
		problems = append(problems, lifecycle.At(path.Root("hours_since_solved"), "hours_since_solved is missing",
			"A send automation surveys tickets some hours after they were solved. Set hours_since_solved. Only an imported automation with other conditions can be without it."))
	}
	if m.SentTag.IsNull() && (state == nil || !state.SentTag.IsNull()) {
		problems = append(problems, lifecycle.At(path.Root("sent_tag"), "sent_tag is missing",
			"Without it the automation would survey the same ticket every hour. Set sent_tag. Only an imported automation that is limited to one survey in another way can be without it."))
	}
	return errors.Join(problems...)
}

func (m *Model) checkUntil() error {
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
