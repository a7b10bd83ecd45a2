package triggercategory

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wait"
)

// What is left in a category is looked at again before it is an error: Terraform
// may be deleting it at this moment, because nothing in the configuration says
// that a trigger needs the category which Zendesk chose for it.
const (
	looks     = 4
	lookAgain = 300 * time.Millisecond
)

// remove deletes the category only when no trigger is left in it: Zendesk
// refuses active ones, but deletes inactive ones together with the category.
func remove(ctx context.Context, client *zendesk.Client, state *Model, _ *lifecycle.Notes) error {
	for look := 1; ; look++ {
		left, err := inside(ctx, client, state.ID.ValueString())
		switch {
		case err != nil:
			return err
		case len(left) == 0:
			return client.DeleteCategory(ctx, state.ID.ValueString())
		case look == looks || ctx.Err() != nil:
			return &lifecycle.Problem{
				Summary: "The trigger category is not empty",
				Detail: fmt.Sprintf("%q still holds these triggers, and deleting it would delete the inactive ones with it:\n\n%s\n\n"+
					"If the category is replaced (-replace, taint): add lifecycle { create_before_destroy = true } to its resource and apply again; then its triggers are moved first.\n"+
					"If it was removed or renamed in the configuration: put its resource back for one apply, which moves the triggers that you manage, and remove it in the next one. For a new address, use a moved block.\n"+
					"If they are managed elsewhere: move them to another category or delete them, then apply again.", state.Name.ValueString(), strings.Join(left, "\n")),
			}
		}
		_ = wait.For(ctx, lookAgain) // a context that has ended ends the loop
	}
}

// inside lists the triggers of a category, as the account has them now.
func inside(ctx context.Context, client *zendesk.Client, id string) ([]string, error) {
	triggers, err := client.TriggersIn(ctx, id)
	left := make([]string, 0, len(triggers))
	for _, trigger := range triggers {
		left = append(left, fmt.Sprintf("  %s (%s%s)", trigger.Title, trigger.ID, inactiveNote(trigger)))
	}
	return left, err
}

func inactiveNote(trigger zendesk.Trigger) string {
	if trigger.Active {
		return ""
	}
	return ", inactive"
}
