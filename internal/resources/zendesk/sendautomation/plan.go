package sendautomation

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// maxActive is how many automations Zendesk runs in one account.
const maxActive = 500

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	p.Plan.UnmanagedActions = attribute.NoUnmanagedActions
	planned, complete := p.Plan.rule(ctx)
	changed := true
	if p.State != nil {
		prior, _ := p.State.rule(ctx)
		changed = !complete || !planned.Equal(prior)
		if p.Online {
			p.Client.Claim(p.State.ID.ValueString())
		}
	}
	if !changed || !p.Online {
		return nil
	}
	p.Plan.WarnOfPayload(&p.Notes)
	account, err := catalogue.Of(ctx, p.Client, &p.Notes)
	if err != nil {
		return err
	}
	return errors.Join(
		account.SharedConditions(ctx, p.Plan.Conditions),
		p.Plan.CheckFields(ctx, account),
		roomForOneMore(ctx, p),
	)
}

// roomForOneMore refuses the automation that is one too many. An account that
// cannot be asked now will tell by itself.
func roomForOneMore(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if p.State != nil || !p.Plan.Active.ValueBool() {
		return nil
	}
	automations, err := p.Client.Automations(ctx)
	if err != nil {
		return nil //nolint:nilerr // a courtesy, like the catalogue
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
		"Zendesk runs at most %d active automations, and %s has %d. Switch one off, or set active = false here.", maxActive, p.Client.Account(), active)
}
