package sendtrigger

import (
	"context"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/trigger"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

func read(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	found, err := client.Trigger(ctx, state.ID.ValueString())
	if err != nil {
		return err
	}
	imported := state.Imported()
	prior, _ := state.rule(ctx)
	unmanaged := state.showRule(ctx, found)
	if imported {
		if err := state.importable(found, unmanaged); err != nil {
			return err
		}
		after, err := state.exclusionsBefore(ctx, client, found)
		if err != nil {
			return err
		}
		state.EvaluateAfter = attribute.TextSet(ctx, after, state.EvaluateAfter)
	}
	if _, err = state.Show(ctx, client, found, unmanaged, false); err != nil {
		return err
	}
	trigger.WarnOfLostGuards(ctx, client, state.ID, state.Title, prior, trigger.Found(found.Active, found.Conditions, found.Actions), notes)
	state.WarnOfListed(ctx, client, notes)
	return nil
}

// importable says what of a trigger made by hand this resource cannot express.
func (m *Model) importable(found *zendesk.Trigger, unmanaged []rules.Action) error {
	refuse := func(format string, args ...any) error {
		return &lifecycle.Problem{
			Summary: "Not a send trigger",
			Detail: fmt.Sprintf("%q %s. Change that in the admin screen and import again, or manage the trigger elsewhere.",
				found.Title, fmt.Sprintf(format, args...)),
		}
	}
	via, _ := m.viaIDs()
	switch {
	case m.WebhookID.IsNull() && m.TargetID.IsNull():
		return refuse("notifies no webhook and no target with a text body")
	case len(unmanaged) > 0:
		return refuse("also has the action `%s %s`, which a send trigger cannot express", unmanaged[0].Field, unmanaged[0].Value)
	case m.OnStatus.IsNull():
		return refuse("has no condition \"status changed to\" in its group \"all\"")
	case len(via) == 0:
		return refuse("has no channel condition that a send trigger can express: one `via_id is` in \"all\", or nothing but such in \"any\"")
	default:
		return nil
	}
}

// exclusionsBefore finds, for an import, what evaluate_after must have been:
// Zendesk does not store it, but triggers that are evaluated earlier, do nothing
// but leave a mark, and whose mark this send honours, are its exclusions.
func (m *Model) exclusionsBefore(ctx context.Context, client *zendesk.Client, own *zendesk.Trigger) ([]string, error) {
	rule, _ := m.rule(ctx)
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
