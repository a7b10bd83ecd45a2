package trigger

import (
	"context"
	"errors"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/resources/zendesk/orphan"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// SecondOfTitle refuses two sends of one title in one run.
func SecondOfTitle(noun, id, title string) error {
	return &lifecycle.Problem{
		Summary: fmt.Sprintf("Two %ss with the same title", noun),
		Detail: fmt.Sprintf("Two resources of this run have the title %q. One of them manages the %s %s, the other one is new. Sends are identified by their titles, so that no ticket gets two surveys. No second one is created.\n\n"+
			"Choose another title for the new one.", title, noun, id),
	}
}

// CheckAdoption is for the plan of a new trigger: it refuses one whose create
// would adopt what another resource manages. Replaced is the id of the trigger
// that it replaces, if that is known. An account that cannot be asked once is not
// asked again.
func CheckAdoption(ctx context.Context, client *zendesk.Client, n New, replaced string) error {
	if account, err := client.Catalogue(ctx); err != nil || account == nil {
		return err
	}
	err := client.PlanTrigger(ctx, n.input(), n.UniqueTitle, replaced)
	var owned *zendesk.OwnedError
	if errors.As(err, &owned) {
		return orphan.Managed(err)
	}
	if n.UniqueTitle {
		if kept := client.PlanNewTitle(zendesk.NounTrigger, n.Plan.Title.ValueString(), replaced); kept != "" {
			return SecondOfTitle(zendesk.NounTrigger, kept, n.Plan.Title.ValueString())
		}
	}
	return nil // the create lists the account again and says why it cannot
}
