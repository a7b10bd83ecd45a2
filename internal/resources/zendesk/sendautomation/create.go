package sendautomation

import (
	"context"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// create makes the automation inactive, or adopts the orphan of an apply
// that was killed, and switches it on once its id is in state and no other one of
// the title has appeared.
func create(ctx context.Context, client *zendesk.Client, c *lifecycle.Creation[Model]) error {
	rule, _ := c.Plan.rule()
	made, err := client.CreateInactiveAutomation(ctx, c.Plan.input(rule))
	if err != nil {
		return trigger.Duplicate(err)
	}
	c.Created(made.ID)
	trigger.RememberRule(&c.Plan.Base, made.Conditions, made.Actions)
	if err := trigger.CheckStored(made.Title, made.ID, rule, rules.Rule{Conditions: made.Conditions, Actions: made.Actions}); err != nil {
		return err
	}
	client.PlanSend(zendesk.PlannedSend{ID: made.ID, Title: made.Title, Automation: true, Active: c.Plan.Active.ValueBool(), Changes: true, Rule: evaluation.NewRule(rule, nil)})
	if !c.Plan.Active.ValueBool() {
		return nil
	}
	err = client.AutomationAlone(ctx, made.ID, c.Plan.Title.ValueString())
	if err == nil {
		_, err = client.UpdateAutomation(ctx, made.ID, zendesk.AutomationInput{Active: c.Plan.Active.ValueBoolPointer()})
	}
	if err != nil && !zendesk.IsAmbiguous(err) {
		c.Plan.SetAdoptable(true)
	}
	return trigger.Duplicate(err)
}

func (m *Model) input(rule rules.Rule) zendesk.AutomationInput {
	return zendesk.AutomationInput{Title: m.Title.ValueStringPointer(), Conditions: &rule.Conditions, Actions: &rule.Actions}
}
