package sendtrigger

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	found, err := client.Trigger(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	imported := state.Imported()
	prior, _ := state.rule()
	actions := state.showRule(ctx, found)
	if imported {
		if err := state.importable(found); err != nil {
			return err
		}
		after, err := state.exclusionsBefore(ctx, client, found)
		if err != nil {
			return err
		}
		state.EvaluateAfter = attribute.TextSet(ctx, after, state.EvaluateAfter)
	}
	if _, err = state.Show(ctx, client, found, actions, false); err != nil {
		return err
	}
	trigger.WarnOfLostGuards(ctx, client, state.ID, state.Title, prior, trigger.Found(found.Active, found.Conditions, found.Actions), notes)
	state.WarnOfListed(ctx, client, notes)
	return nil
}

// importable refuses what is no send at all. Whatever else is there can be
// expressed.
func (m *Model) importable(found *zendesk.Trigger) error {
	if !m.WebhookID.IsNull() || !m.TargetID.IsNull() {
		return nil
	}
	return &lifecycle.Problem{
		Summary: "Not a send trigger",
		Detail: fmt.Sprintf("%q notifies no webhook and no target, so it does not request a survey. If it marks tickets whose customers shall not be surveyed, "+
			"import it as a surveytrigger_zendesk_exclusion_trigger. Otherwise manage it elsewhere.", found.Title),
	}
}

// exclusionsBefore finds, for an import, what evaluate_after must have been:
// Zendesk does not store it, but triggers that are evaluated earlier, do nothing
// but leave a mark, and whose mark this send honours, are its exclusions.
func (m *Model) exclusionsBefore(ctx context.Context, client *zendesk.Client, own *zendesk.Trigger) ([]string, error) {
	rule, _ := m.rule()
	honoured := m.Honoured(rule)
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return nil, err
	}
	var exclusions []string
	for _, candidate := range triggers {
		marks := rules.MarksOf(candidate.Actions)
		if candidate.ID == own.ID || !candidate.Active || !candidate.Rule().OnlyMarks() || !marks.Shares(honoured) {
			continue
		}
		earlier, err := client.Evaluation().Before(ctx, candidate.ID, own.ID)
		if err != nil {
			return nil, err
		}
		if earlier {
			exclusions = append(exclusions, candidate.ID)
		}
	}
	return exclusions, nil
}
