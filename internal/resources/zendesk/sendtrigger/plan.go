package sendtrigger

import (
	"context"
	"errors"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	planned, complete := p.Plan.rule(ctx)
	in := trigger.Planned{
		Client: p.Client, Online: p.Online, Unchanged: p.Unchanged, Plan: &p.Plan.Common,
		Marks: rules.MarksOf(planned.Actions), Notes: &p.Notes, Replaces: p.Replaces,
	}
	if complete {
		honoured := p.Plan.Honoured(planned)
		in.Honoured, in.Rule = &honoured, &planned
	}
	changed := true
	if p.State != nil {
		prior, _ := p.State.rule(ctx)
		in.State, in.Prior = &p.State.Common, &prior
		changed = !complete || !planned.Equal(prior)
	}
	if changed {
		p.Plan.WarnOfPayload(&p.Notes)
		in.Account = func(account *catalogue.Catalogue) error { return p.Plan.checkAccount(ctx, account) }
	}
	err := trigger.Plan(ctx, in)
	if p.State == nil && p.Online && complete && err == nil {
		err = trigger.CheckAdoption(ctx, p.Client, trigger.New{Plan: &p.Plan.Common, Rule: planned, UniqueTitle: true}, p.Replaces)
	}
	return err
}

// checkAccount compares the send with what the account has.
func (m *Model) checkAccount(ctx context.Context, account *catalogue.Catalogue) error {
	via, _ := m.viaIDs()
	at := pathChannels
	if m.Channels.IsNull() {
		at = pathChannel
	}
	account.Channels(at, via)
	return errors.Join(account.Conditions(ctx, m.Conditions), m.CheckFields(ctx, account))
}
