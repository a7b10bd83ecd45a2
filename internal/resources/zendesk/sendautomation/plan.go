package sendautomation

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// maxActive is how many automations Zendesk runs in one account.
const maxActive = 500

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	p.Plan.UnmanagedActions = attribute.NoUnmanagedActions
	planned, complete := p.Plan.rule(ctx)
	changes, starts := true, p.Plan.Active.ValueBool()
	if p.State != nil {
		prior, _ := p.State.rule(ctx)
		changes = !complete || !planned.Equal(prior)
		starts = starts && !p.State.Active.ValueBool()
	}
	if changes {
		generated, _ := p.Plan.generated()
		if err := condition.Possible(ctx, p.Plan.Conditions, generated.All); err != nil {
			return err
		}
		p.Plan.WarnOfPayload(&p.Notes)
	}
	if !p.Online || !changes && !starts {
		return nil
	}
	account, err := catalogue.Of(ctx, p.Client, &p.Notes)
	if err != nil || account == nil { // what cannot be asked once is not asked again
		return err
	}
	var problems []error
	if p.State == nil && complete {
		problems = append(problems, orphan.Managed(p.Client.PlanAutomation(ctx, p.Plan.input(planned), p.Replaces)))
	}
	problems = append(problems, account.SharedConditions(ctx, p.Plan.Conditions), p.Plan.CheckFields(ctx, account))
	if starts {
		problems = append(problems, roomForOneMore(ctx, p.Client))
	}
	return errors.Join(problems...)
}

// roomForOneMore refuses the automation that is one too many.
func roomForOneMore(ctx context.Context, client *zendesk.Client) error {
	automations, err := client.Automations(ctx)
	if err != nil {
		return err
	}
	active := 0
	for _, automation := range automations {
		if automation.Active {
			active++
		}
	}
	if active < maxActive {
		return nil
	}
	return lifecycle.At(path.Root("active"), "The account runs 500 automations already",
		"Zendesk runs at most %d active automations, and %s has %d. Switch one off, or set active = false here.", maxActive, client.Account(), active)
}
