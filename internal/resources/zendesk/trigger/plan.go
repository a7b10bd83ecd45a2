package trigger

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Planned is one trigger's plan, seen by [Plan].
type Planned struct {
	Client *zendesk.Client
	Online bool
	Plan   *Common
	State  *Common // nil on create
	Marks  rules.Marks
	// Honoured is what a send looks at; nil for an exclusion and while a part of
	// the send is not known yet.
	Honoured *rules.Marks
	// Changed says that the rule itself changes.
	Changed bool
	Notes   *lifecycle.Notes
	// Account checks the rule against what the account has; nil while it does
	// not change.
	Account func(*catalogue.Catalogue) error
}

// Plan plans the computed attributes and checks what is listed. It asks the
// account only when this trigger changes or the list has been read anyway, so
// that a plan without refresh stays without requests.
func Plan(ctx context.Context, p Planned) error {
	p.Plan.OrderSatisfied = types.BoolValue(true)
	p.Plan.UnmanagedActions = attribute.NoUnmanagedActions
	if !p.Online {
		return nil
	}
	if p.State != nil {
		after, _ := attribute.Texts(p.Plan.EvaluateAfter)
		p.Client.Declare(p.State.ID.ValueString(), zendesk.Declaration{Active: p.Plan.Active.ValueBool(), Marks: p.Marks, After: after})
	}
	changed := p.Changed || p.State == nil || !p.Plan.EvaluateAfter.Equal(p.State.EvaluateAfter)
	if !changed && !p.Client.TriggersListed() {
		return nil
	}
	return errors.Join(p.checkAccount(ctx), relation.Check(ctx, p.Client, p.Plan.EvaluateAfter, p.Honoured, p.Notes))
}

func (p Planned) checkAccount(ctx context.Context) error {
	if p.Account == nil {
		return nil
	}
	account, err := catalogue.Of(ctx, p.Client, p.Notes)
	if err != nil {
		return err
	}
	return p.Account(account)
}
