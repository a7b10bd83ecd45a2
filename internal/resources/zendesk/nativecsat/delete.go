package nativecsat

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// remove restores what was there before, unless customers would get two surveys.
// What another resource of this run has adopted meanwhile, as with
// create_before_destroy, is that one's.
func remove(ctx context.Context, client *zendesk.Client, state *Model, notes *lifecycle.Notes) error {
	id := state.ID.ValueString()
	if state.PreviouslyEnabled.IsNull() || client.HasAdoptedNativeSurvey(id) {
		return nil
	}
	automation, err := client.Automation(ctx, id)
	if err != nil {
		return err
	}
	enabled := state.PreviouslyEnabled.ValueBool()
	if enabled && !automation.Active && state.Restore.ValueString() != restoreAlways {
		senders, err := client.Notifiers(ctx, "", "")
		if err != nil {
			return err
		}
		if len(senders) > 0 {
			warnOfSenders(client.Account(), automation, senders, notes)
			return nil
		}
	}
	return set(ctx, client, automation, enabled)
}

// namedSenders is how many the warning names: the first ones tell enough.
const namedSenders = 5

func warnOfSenders(account string, automation *zendesk.Automation, senders []zendesk.Notifier, notes *lifecycle.Notes) {
	var named []string
	for _, each := range senders[:min(len(senders), namedSenders)] {
		named = append(named, each.String())
	}
	notes.Warn(path.Root("restore"), "Zendesk's own survey stays inactive",
		"It was active before this resource was created, but %s still sends requests to a webhook or target (at most %d are named):\n\n  %s\n\n"+
			"If one of them sends a survey, customers would get two. To restore Zendesk's own survey, activate the automation %q (%s) in the Admin Center. "+
			"With restore = \"always\" a destroy always activates it.",
		account, namedSenders, strings.Join(named, "\n  "), automation.Title, automation.ID)
}
