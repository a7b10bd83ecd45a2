package triggercategory

import (
	"context"
	"fmt"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// remove deletes the category only when no trigger is left in it: Zendesk
// refuses active ones, but deletes inactive ones together with the category.
func remove(ctx context.Context, client *zendesk.Client, state *Model) error {
	client.ForgetTriggers()
	triggers, err := client.Triggers(ctx)
	if err != nil {
		return err
	}
	var left []string
	for _, trigger := range triggers {
		if trigger.CategoryID == state.ID.ValueString() {
			left = append(left, fmt.Sprintf("  %s (%s%s)", trigger.Title, trigger.ID, inactiveNote(trigger)))
		}
	}
	if len(left) > 0 {
		return &lifecycle.Problem{
			Summary: "The trigger category is not empty",
			Detail: fmt.Sprintf("%q still holds these triggers, and deleting it would delete the inactive ones with it:\n\n%s\n\n"+
				"Move them to another category or delete them, then apply again.", state.Name.ValueString(), strings.Join(left, "\n")),
		}
	}
	return client.DeleteCategory(ctx, state.ID.ValueString())
}

func inactiveNote(trigger zendesk.Trigger) string {
	if trigger.Active {
		return ""
	}
	return ", inactive"
}
