package exclusiontrigger

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/catalogue"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/condition"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func plan(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if err := planUnmanaged(ctx, p); err != nil {
		return err
	}
	planned := p.Plan.rule(ctx)
	in := trigger.Planned{
		Client: p.Client, Online: p.Online, Unchanged: p.Unchanged, Plan: &p.Plan.Common, Elsewhere: p.Config.CategoryID.IsUnknown(),
		Marks: rules.MarksOf(planned.Actions), Notes: &p.Notes, Replaces: p.Replaces,
		Protects:  p.Plan.protectsAll(),
		Undecided: p.Plan.undecided(ctx),
	}
	if _, complete := condition.Wire(p.Plan.Conditions); complete && !in.Undecided {
		in.Rule = &planned
	}
	in.Changed = true
	p.Plan.InForce = types.BoolUnknown()
	if p.State != nil {
		prior := p.State.rule(ctx)
		in.State, in.Prior, in.Widened = &p.State.Common, &prior, p.Plan.widens(ctx, p.State)
		in.Narrowed = p.State.protectsAll() && !p.Plan.protectsAll()
		in.MayMatchFewer = condition.IsOpen(p.Plan.Conditions) || !rules.Implies(prior.Conditions, planned.Conditions)
		in.Changed = !planned.Equal(prior)
		if p.Plan.stays(p.State) {
			p.Plan.InForce = p.State.InForce
		}
		warnOfNewMark(ctx, p, planned, prior)
	}
	account, asked, err := trigger.Plan(ctx, in)
	if asked && in.Changed {
		err = errors.Join(err, p.Plan.checkAccount(ctx, account))
	}
	if p.Online {
		err = errors.Join(err, catalogue.CheckLost(p.Client, p.Plan.Conditions))
	}
	if p.Plan.OrderSatisfied.IsUnknown() {
		p.Plan.InForce = types.BoolUnknown()
	}
	if p.State == nil {
		err = errors.Join(err, reportInactive(p))
	}
	if p.State == nil && p.Online && err == nil {
		warnOfDuplicates(ctx, p, planned)
		err = trigger.CheckAdoption(ctx, p.Client, trigger.New{Plan: &p.Plan.Common, Rule: planned}, p.Replaces)
	}
	return err
}

func planUnmanaged(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model]) error {
	var state *trigger.Common
	var before []rules.Action
	if p.State != nil {
		state, before = &p.State.Common, p.State.own(ctx).Actions
	}
	return p.Plan.PlanUnmanaged(p.Config.UnmanagedActions, state, p.Plan.own(ctx).Actions, before)
}

// stays reports whether a plan changes nothing on which being in force depends, so
// that it is what was read.
func (m *Model) stays(prior *Model) bool {
	return m.Mark.Equal(prior.Mark) && m.Protects.Equal(prior.Protects) && m.Active.Equal(prior.Active) &&
		m.CategoryID.Equal(prior.CategoryID) && m.EvaluateAfter.Equal(prior.EvaluateAfter) && prior.OrderSatisfied.ValueBool()
}

// widens reports whether the exclusion protects from more sends than before.
func (m *Model) widens(ctx context.Context, prior *Model) bool {
	return m.protectsAll() && !prior.protectsAll() || rules.MarksOf(prior.rule(ctx).Actions).Lacks(rules.MarksOf(m.rule(ctx).Actions))
}

// planDelete names the sends that are planned to go on and are protected no more.
func planDelete(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	own := trigger.PlanExclusionEnd(client, &state.Common, state.rule(ctx), notes)
	if !client.TriggersListed() {
		return nil
	}
	s, err := client.Evaluation().Triggers(ctx)
	if err != nil {
		return err
	}
	trigger.WarnOfEnd(ctx, client, s, &state.Common, trigger.Deleted, nil, notes)
	trigger.WarnOfTakenOver(ctx, client, s, state.ID.ValueString(), own, notes)
	return nil
}

// reportInactive is about a new exclusion. The sends that list it cannot tell that it
// is the one: they know its id only in the apply.
func reportInactive(p *lifecycle.Planning[*zendesk.Client, Model]) error {
	if !p.Plan.Active.Equal(types.BoolValue(false)) {
		return nil
	}
	level := checks.Warning
	if p.Online {
		level = p.Client.Checks().Level(checks.InactiveExclusions)
	}
	return p.Notes.Report(level, path.Root("active"), "This exclusion is created inactive",
		"%q excludes nobody until it is activated: the tickets that it matches may be surveyed, also by the sends that list it in evaluate_after.\n\n"+
			"Set active = true to activate it. If it is meant to stay inactive, no action is needed.", p.Plan.Title.ValueString())
}

// warnOfDuplicates names what may be the orphan of an apply that was interrupted
// while it created this exclusion. It is no error: exclusions may share a title,
// and create_before_destroy makes them do so.
func warnOfDuplicates(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model], planned rules.Rule) {
	if account, err := p.Client.Catalogue(ctx); err != nil || account == nil {
		return // an account that cannot be asked once is not asked again
	}
	duplicates, err := p.Client.NotManaged(ctx, p.Plan.Title.ValueString())
	if err != nil {
		return // a warning is not worth an error
	}
	for _, duplicate := range duplicates {
		activity := "active"
		if !duplicate.Active {
			activity = "inactive"
		}
		if !planned.Equal(rules.Rule{Conditions: duplicate.Conditions, Actions: duplicate.Actions}) {
			activity += ", with other conditions or actions"
		}
		orphan.Planned(&p.Notes, path.Root("title"), zendesk.Orphan{Noun: zendesk.NounTrigger, Name: duplicate.Title, ID: duplicate.ID}, "has the same title and is "+activity)
	}
}

// checkAccount compares the exclusion with what the account has.
func (m *Model) checkAccount(ctx context.Context, account *catalogue.Catalogue) error {
	problems := []error{account.Conditions(ctx, m.Conditions)}
	if id := m.mark(ctx).CheckboxFieldID.ValueString(); id != "" {
		problems = append(problems, account.Checkbox(ctx, pathCheckbox, id))
	}
	return errors.Join(problems...)
}

// warnOfNewMark tells the way without a gap, where active sends look for a mark that
// goes and not for one that stays or comes.
func warnOfNewMark(ctx context.Context, p *lifecycle.Planning[*zendesk.Client, Model], planned, prior rules.Rule) {
	before, after := rules.MarksOf(prior.Actions), rules.MarksOf(planned.Actions)
	if !p.State.Active.ValueBool() || !p.Plan.Active.ValueBool() || !after.Lacks(before) {
		return
	}
	which := "Every active send that checks the old mark and not the new one surveys these tickets until it is changed too."
	if p.Online && p.Client.TriggersListed() {
		if s, err := p.Client.Evaluation().Triggers(ctx); err == nil {
			blind := append(s.Blinded(before, after), trigger.RelyingAutomations(ctx, p.Client, before, after)...)
			if len(blind) == 0 {
				return
			}
			which = "The active sends below check the old mark and not the new one. Each surveys these tickets until it is changed too:\n\n" + strings.Join(blind, "\n")
		}
	}
	p.Warn(pathMark, "Excluded tickets are surveyed until sends change",
		"When this exclusion is updated, the tickets that it matches get the new mark. %s\n\n"+
			"Without a gap, in two applies: first leave the mark as it is, and let every send and automation check both marks, the present one and the new one. Then change the mark. Stop checking the old mark only when no ticket with it can be surveyed any more. See \"Change a mark safely\" in the guide \"Ordering\".", which)
}
