package trigger

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// New is what [Create] makes.
type New struct {
	Plan *Common
	Rule rules.Rule
	// Honoured is what a send looks at; nil for an exclusion.
	Honoured *rules.Marks
	// UniqueTitle refuses a second trigger of the same title.
	UniqueTitle bool
	// Protects says that it is an exclusion which protects from every send that
	// honours its mark.
	Protects bool
	// Created saves the id to state.
	Created func(id string)
	Notes   *lifecycle.Notes
}

// Create makes the trigger inactive, or adopts the inactive orphan of an
// apply that was killed between request and answer; puts it in order and
// activates it; and fills the plan in.
func Create(ctx context.Context, client *zendesk.Client, n New) error {
	if err := relation.Check(ctx, client, n.subject()); err != nil {
		return err
	}
	// Others wait for what is under way, so nothing is as long as it waits for others: for
	// its title, which another resource may give up in this apply.
	var change *evaluation.Change
	made, err := client.CreateInactiveTrigger(ctx, n.input(), n.UniqueTitle, func() { change = client.Evaluation().Begin() })
	if change == nil { // adopted, or nothing was made
		change = client.Evaluation().Begin()
	}
	defer change.Abandon()
	if err != nil {
		return Duplicate(err)
	}
	n.Created(made.ID)
	RememberRule(&n.Plan.Base, made.Conditions, made.Actions)
	if err := CheckStored(made.Title, made.ID, n.Rule, rules.Rule{Conditions: made.Conditions, Actions: made.Actions}); err != nil {
		return err
	}
	active := n.Plan.Active.ValueBool()
	client.Evaluation().Declare(made.ID, evaluation.Declaration{
		Title: made.Title, Active: active, Marks: rules.MarksOf(n.Rule.Actions), After: n.Plan.after(), Protects: n.Protects, New: true,
		CategoryID: made.CategoryID, Rule: evaluation.NewRule(n.Rule, nil),
	})
	if n.UniqueTitle {
		client.PlanSend(zendesk.PlannedSend{ID: made.ID, Title: made.Title, Active: active, Changes: true, CategoryID: made.CategoryID, Rule: evaluation.NewRule(n.Rule, nil)})
	}
	n.Plan.CategoryID = attribute.Text(made.CategoryID, n.Plan.CategoryID)
	n.Plan.OrderSatisfied = types.BoolValue(true)
	if !active {
		if !n.UniqueTitle {
			change.Abandon() // nobody has to wait for it
			client.Keep(ctx, made.ID, made.Title)
		}
		return nil
	}
	placement := n.Plan.placement(true)
	placement.New, placement.Protects, placement.Strict = true, n.Protects, true
	if n.UniqueTitle {
		placement.Check = zendesk.Sole(made.ID, true)
	}
	if err = change.Settle(ctx, placement); err == nil {
		return nil
	}
	if !evaluation.MayBeActive(err) {
		n.Plan.SetAdoptable(true)
	}
	return relation.Problem(Duplicate(err))
}

func (n New) subject() relation.Subject {
	return relation.Subject{After: n.Plan.EvaluateAfter, Honoured: n.Honoured, Notes: n.Notes}
}

func (n New) input() zendesk.TriggerInput {
	input := zendesk.TriggerInput{
		Title:      n.Plan.Title.ValueStringPointer(),
		Conditions: &n.Rule.Conditions,
		Actions:    &n.Rule.Actions,
	}
	if !n.Plan.Description.IsNull() {
		input.Description = n.Plan.Description.ValueStringPointer()
	}
	if category := n.Plan.CategoryID; !category.IsNull() && !category.IsUnknown() {
		input.CategoryID = category.ValueStringPointer()
	}
	return input
}
