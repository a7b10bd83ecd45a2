package exclusiontrigger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

// showForce fills in whether the exclusion does what it is for, and returns the
// sends that it does not protect from while it is active.
func (m *Model) showForce(ctx context.Context, client *zendesk.Client) ([]evaluation.Trigger, error) {
	if !m.Active.ValueBool() {
		m.InForce = types.BoolValue(false)
		return nil, nil
	}
	open, err := client.Evaluation().Open(ctx, m.Placement(m.protectsAll()))
	alive := !client.TicketFieldsListed() || len(m.deadFields(ctx, client)) == 0 // the next read asks
	m.InForce = types.BoolValue(len(open) == 0 && !rules.MarksOf(m.rule(ctx).Actions).Empty() && alive)
	return open, err
}

// report says in words which tickets may be surveyed while the exclusion is not in
// force.
func (m *Model) report(ctx context.Context, client *zendesk.Client, open []evaluation.Trigger, gaps []evaluation.Gap, notes *lifecycle.Notes) error {
	if len(open) == 0 {
		return nil
	}
	s, err := client.Evaluation().Snapshot(ctx)
	if err != nil {
		return err
	}
	var problems []error
	var late, unmarked []string
	id := m.ID.ValueString()
	for _, send := range open {
		level := client.Checks().Level(checks.UnlistedSends, id, send.ID)
		earlier, err := client.Evaluation().Before(ctx, id, send.ID)
		switch i := slices.IndexFunc(gaps, func(g evaluation.Gap) bool { return g.Send.ID == send.ID }); {
		case err != nil:
			return err
		case i >= 0:
			problems = append(problems, notes.Report(level, pathInForce, fmt.Sprintf("Exclusion %s is not in force for %s", id, send.ID),
				"%s. While this lasts, %s may be surveyed.\n\n%s", gaps[i].Describe(s), m.rule(ctx).Conditions.Tickets(), gaps[i].Remedy()))
		case earlier:
			for _, remover := range s.Unmarking(id, send.ID) {
				if client.Checks().Level(checks.ForeignMarks, id, send.ID, remover.ID) != checks.Off {
					unmarked = append(unmarked, fmt.Sprintf("  %q (%s), after %q (%s)", send.Title, send.ID, remover.Title, remover.ID))
				}
			}
		case level != checks.Off:
			trigger.MentionOpen(notes, id, send.ID)
			late = append(late, fmt.Sprintf("  %q (%s)", send.Title, send.ID))
		}
	}
	return errors.Join(append(problems,
		m.reportOpen(ctx, client, checks.UnlistedSends, late, "is evaluated after", "Applying repairs the order.", notes),
		m.reportOpen(ctx, client, checks.ForeignMarks, unmarked, "is evaluated earlier, but another trigger removes its mark before", "Give the trigger that removes the mark a condition that these tickets do not meet, or deactivate it. Moving it behind the sends may not help: Zendesk may evaluate all triggers again after one has changed the ticket.", notes),
	)...)
}

// reportOpen is about sends of which none is ignored.
func (m *Model) reportOpen(ctx context.Context, client *zendesk.Client, check checks.Check, sends []string, stands, remedy string, notes *lifecycle.Notes) error {
	if len(sends) == 0 {
		return nil
	}
	id := m.ID.ValueString()
	level := client.Checks().Level(check, id)
	if level == checks.Error && !m.OrderSatisfied.ValueBool() {
		level = checks.Warning // an error would prevent the repair, and the plan has a difference anyway
	}
	return notes.Report(level, pathInForce, fmt.Sprintf("Exclusion %s is not in force", id),
		"%q (%s) %s these active sends, which check its mark. While this lasts, %s may be surveyed:\n\n%s\n\n%s",
		m.Title.ValueString(), id, stands, m.rule(ctx).Conditions.Tickets(), strings.Join(sends, "\n"), remedy)
}
