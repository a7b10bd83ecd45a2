package trigger

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/inuse"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/relation"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// Planned is one trigger's plan, seen by [Plan].
type Planned struct {
	Client *zendesk.Client
	Online bool
	Plan   *Common
	State  *Common // nil on create
	// Unchanged says that the configuration asks for what is there already.
	Unchanged bool
	Marks     rules.Marks
	// Undecided says that a part of the marks is not known yet.
	Undecided bool
	// Send says that it is a send, Honoured, what that looks at; nil for an exclusion and
	// while a part of the send is not known yet.
	Send     bool
	Honoured *rules.Marks
	// SentTag is the tag that a send adds and requires to be absent; "" where nothing
	// of that changes.
	SentTag string
	Notes   *lifecycle.Notes
	// Rule is what the trigger will do, nil while a part is not known yet, and Prior
	// what it does; Prior is nil on create. A send of which only the payload is not known
	// yet has a rule without it, and Honoured is nil: a payload decides neither who is
	// surveyed nor when.
	Rule, Prior *rules.Rule
	// Elsewhere says that it goes into a category that is not known yet.
	Elsewhere bool
	// Replaces is the id of the trigger that a new one replaces, if that is known.
	Replaces string
	// Protects says that it is an exclusion which protects from every send that
	// honours its mark; Widened, that it does so since this change.
	Protects, Widened bool
	// Narrowed says that it protected from all of them so far.
	Narrowed bool
	// MayMatchFewer says that an exclusion may match fewer tickets than before, by what is
	// known of its conditions.
	MayMatchFewer bool
	// Changed says that the rule is new or changes, so that it has to be compared with
	// what the account has.
	Changed bool

	tags map[string][]string // of ticket fields as planned, as far as they are known
}

// Plan plans the computed attributes and checks what is listed. It asks the
// account only about a new trigger or when the list has been read anyway: so a
// plan without refresh stays without requests, and so does an apply, which plans
// once more what was planned before. The account that it asked is for the caller's own
// checks; asked is false where it asked nothing.
func Plan(ctx context.Context, p Planned) (account *catalogue.Catalogue, asked bool, err error) {
	p.Plan.OrderSatisfied = types.BoolValue(true)
	if !p.Online {
		return nil, false, nil
	}
	inuse.WarnOfField(p.Client, zendesk.Notifier{Noun: zendesk.NounTrigger, ID: p.id(), Title: p.Plan.Title.ValueString()}, p.active(), p.Rule, p.Notes)
	subject := relation.Subject{After: p.Plan.EvaluateAfter, Honoured: p.Honoured, SentTag: p.SentTag, Settled: p.Unchanged, Notes: p.Notes}
	if p.State != nil {
		subject.ID = p.State.ID.ValueString()
		p.Client.Evaluation().Declare(subject.ID, p.declaration())
		if title := p.Plan.Title.ValueString(); p.Client.PlanTitle(zendesk.NounTrigger, subject.ID, title) {
			return nil, false, SecondOfTitle(zendesk.NounTrigger, subject.ID, title)
		}
		// What changes anyway is put in order by that change. What does not is planned
		// to, and only that: the plan within the apply must not differ from the first.
		settled := p.Unchanged && p.State.OrderSatisfied.ValueBool() && p.Plan.UnmanagedActions.Equal(p.State.UnmanagedActions)
		if settled && p.Plan.mayLoseOrder(ctx, p.Client) {
			p.Plan.OrderSatisfied = types.BoolUnknown()
		}
		if !p.Client.TriggersListed() {
			return nil, false, nil
		}
	}
	if p.State == nil && p.Rule != nil && !p.Send {
		p.Client.Evaluation().DeclareNew(p.declaration())
	}
	moved := p.State == nil || !p.Plan.CategoryID.Equal(p.State.CategoryID)
	if moved || p.Changed {
		if account, err = catalogue.Of(ctx, p.Client, p.Notes); err != nil {
			return nil, false, err // a refused credential, which the next request would only meet again
		}
	}
	var problems []error
	if moved && account != nil { // an account that cannot be asked once is not asked again
		missing, err := missingCategory(ctx, p.Client, p.Plan.CategoryID)
		if err != nil {
			return nil, false, err
		}
		problems = append(problems, missing)
	}
	problems = append(problems, relation.Check(ctx, p.Client, subject))
	if p.State != nil || account != nil {
		problems = append(problems, p.checkProtection(ctx))
	}
	return account, true, errors.Join(problems...)
}

// missingCategory is a problem when the category is known not to exist.
func missingCategory(ctx context.Context, client *zendesk.Client, planned types.String) (problem, err error) {
	if planned.IsNull() || planned.IsUnknown() {
		return nil, nil
	}
	at := path.Root("category_id")
	_, err = client.Category(ctx, planned.ValueString())
	switch {
	case zendesk.IsNoCategories(err):
		return lifecycle.At(at, "The account has no trigger categories",
			"Its triggers form one list. Leave category_id out, or enable trigger categories in Admin Center > Objects and rules > Triggers."), nil
	case zendesk.IsNotFound(err):
		return lifecycle.At(at, "Trigger category not found",
			"The account has no trigger category %s. Refer to its resource, as in surveytrigger_zendesk_trigger_category.surveys.id, instead of its number.", planned.ValueString()), nil
	}
	return nil, err
}
