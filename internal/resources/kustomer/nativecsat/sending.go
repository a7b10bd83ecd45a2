package nativecsat

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// sending names what still sends surveys of a channel: the enabled send workflows of the
// organization, and the trigger distributions of the configured survey backends that are
// active for Kustomer.
func sending(ctx context.Context, account *kustomer.Client, notes *lifecycle.Notes, channel string) (named []string, err error) {
	if named, err = workflowsOf(ctx, account, channel); err != nil {
		return nil, err
	}
	polling, err := survey.Polling(ctx, lifecycle.Others[survey.Backend](notes), kustomer.Section, channel)
	return append(named, polling...), err
}

// workflowsOf are the enabled send workflows of a channel. What this process has read may be
// old: another workspace may have enabled one since. A key that may not read
// workflows, as that of the articles for survey backends, manages none.
func workflowsOf(ctx context.Context, account *kustomer.Client, channel string) (named []string, err error) {
	all, err := account.WorkflowsNow(ctx)
	if err != nil {
		if client.IsForbidden(err) {
			return nil, nil
		}
		return nil, err
	}
	for _, each := range all {
		if each.Enabled && each.Unreadable == nil && slices.Contains(workflow.Read(each.Document, nil, nil).Channels, channel) {
			named = append(named, fmt.Sprintf("workflow %q (%s)", each.Name, each.ID))
		}
	}
	return named, nil
}

// namedSends is how many the warning names: the first ones tell enough.
const namedSends = 5

func warnOfSends(account, channel string, sends []string, err error, notes *lifecycle.Notes) {
	why := fmt.Sprintf("these still send (at most %d are named):\n\n  %s\n\nCustomers would get two surveys.", namedSends, strings.Join(sends[:min(len(sends), namedSends)], "\n  "))
	if err != nil {
		why = fmt.Sprintf("it could not be found out whether others still send: %s.", strings.TrimSuffix(err.Error(), "."))
	}
	notes.Warn(path.Root("restore"), "Kustomer's own surveys stay disabled",
		"Surveys of the channel %q of %s were enabled before this resource was created, but %s To restore them, enable them in Settings > Satisfaction. "+
			"With restore = \"always\" a destroy always enables them.", channel, account, why)
}
