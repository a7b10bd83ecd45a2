package nativecsat

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
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
		if senders, err := sending(ctx, client, notes); err != nil || len(senders) > 0 {
			warnOfSenders(client.Account(), automation, senders, err, notes)
			return nil
		}
		if automation, err = client.Automation(ctx, id); err != nil { // read again with the others
			return err
		}
	}
	if automation.Active == enabled {
		return nil
	}
	return set(ctx, client, automation.ID, enabled)
}

// sending names what still sends: the active triggers and automations of the account that
// notify a webhook or target, and the trigger distributions of the configured survey
// backends that are active for Zendesk. What this process has read may be old: another
// workspace may have activated a send since.
func sending(ctx context.Context, account *zendesk.Client, notes *lifecycle.Notes) (named []string, err error) {
	if err := account.RenewRules(ctx); err != nil {
		return nil, err
	}
	notifiers, err := account.Notifiers(ctx, "", "")
	if err != nil {
		return nil, err
	}
	for _, each := range notifiers {
		named = append(named, each.String())
	}
	polling, err := survey.Polling(ctx, lifecycle.Others[survey.Backend](notes), zendesk.Section, "")
	return append(named, polling...), err
}

// namedSenders is how many the warning names: the first ones tell enough.
const namedSenders = 5

func warnOfSenders(account string, automation *zendesk.Automation, senders []string, err error, notes *lifecycle.Notes) {
	why := fmt.Sprintf("these send requests to a webhook or target, or surveys (at most %d are named):\n\n  %s\n\nIf one of them sends a survey, customers would get two.",
		namedSenders, strings.Join(senders[:min(len(senders), namedSenders)], "\n  "))
	if err != nil {
		why = fmt.Sprintf("it could not be found out whether others still send: %s.", strings.TrimSuffix(err.Error(), "."))
	}
	notes.Warn(path.Root("restore"), "Zendesk's own survey stays inactive",
		"It was active in %s before this resource was created, but %s To restore Zendesk's own survey, activate the automation %q (%s) in the Admin Center. "+
			"With restore = \"always\" a destroy always activates it.",
		account, why, automation.Title, automation.ID)
}
